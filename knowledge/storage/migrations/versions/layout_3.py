"""Layout 3: how far the source of a bulletin is trusted; before, every one counted as official."""

import sqlalchemy as sa
from alembic import op

revision = "3"
down_revision = "2"


def upgrade() -> None:
    """Adds the column `trust`."""
    columns = sa.inspect(op.get_bind()).get_columns("bulletins")
    if "trust" not in {column["name"] for column in columns}:
        trust = sa.Column("trust", sa.String, nullable=False, server_default="official")
        op.add_column("bulletins", trust)
