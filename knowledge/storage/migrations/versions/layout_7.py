"""Layout 7: withdrawals, corrections and copies of bulletins; the next loading fills them."""

import sqlalchemy as sa
from alembic import op

revision = "7"
down_revision = "6"


def upgrade() -> None:
    """Creates the four tables."""
    _table(
        "withdrawals",
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
    )
    _table(
        "corrections",
        sa.Column("corrects", sa.String, _bulletin(), nullable=False, index=True),
        sa.Column("is_stated", sa.Boolean, nullable=False),
    )
    _table(
        "signatures",
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("signature", sa.LargeBinary, nullable=False),
    )
    _table("copies", sa.Column("first", sa.String, _bulletin(), nullable=False, index=True))


def _bulletin() -> sa.ForeignKey:
    return sa.ForeignKey("bulletins.bulletin_id")


def _table(name: str, *columns: sa.Column[object]) -> None:
    if not sa.inspect(op.get_bind()).has_table(name):
        op.create_table(
            name, sa.Column("bulletin_id", sa.String, _bulletin(), primary_key=True), *columns
        )
