"""Layout 2: keys, last uses, purges that can be taken back, decisions about questions, previews."""

import sqlalchemy as sa
from alembic import op

revision = "2"
down_revision = "1"


def upgrade() -> None:
    """Creates the tables that are missing."""
    _table(
        "keys",
        sa.Column("key_id", sa.String, primary_key=True),
        sa.Column("secret_hash", sa.String, nullable=False),
        sa.Column("label", sa.Text, nullable=False),
        sa.Column("scopes", sa.String, nullable=False),
        sa.Column("made_at", sa.DateTime, nullable=False),
        sa.Column("is_revoked", sa.Boolean, nullable=False, default=False),
    )
    _table(
        "uses",
        sa.Column("kind", sa.String, primary_key=True),
        sa.Column("name", sa.String, primary_key=True),
        sa.Column("used_at", sa.DateTime, nullable=False),
    )
    _table(
        "purged",
        sa.Column("answer_id", sa.String, primary_key=True),
        sa.Column("number", sa.Integer, nullable=False, index=True),
        sa.Column("purged_at", sa.DateTime, nullable=False),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("feedback", sa.Text, nullable=False),
    )
    _table(
        "tasks",
        sa.Column("name", sa.String, primary_key=True),
        sa.Column("assignee", sa.String, nullable=False),
        sa.Column("resolution", sa.String, nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
        sa.Column("changed_at", sa.DateTime, nullable=False),
    )
    _table(
        "previewed",
        sa.Column("token", sa.String, primary_key=True),
        sa.Column("who", sa.String, nullable=False),
        sa.Column("made_at", sa.DateTime, nullable=False),
        sa.Column("items", sa.Text, nullable=False),
    )


def _table(name: str, *columns: sa.Column[object]) -> None:
    if not sa.inspect(op.get_bind()).has_table(name):
        op.create_table(name, *columns)
