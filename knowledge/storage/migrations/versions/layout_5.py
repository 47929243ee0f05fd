"""Layout 5: the changes that the vector index does not have yet.

Those that an index lacks now are unknown, so it will be compared as a whole.
"""

import sqlalchemy as sa
from alembic import op

revision = "5"
down_revision = "4"


def upgrade() -> None:
    """Creates the table of changes."""
    connection = op.get_bind()
    if not sa.inspect(connection).has_table("unindexed"):
        op.create_table(
            "unindexed",
            sa.Column("passage_id", sa.String, primary_key=True),
            sa.Column("revision", sa.Integer, nullable=False),
        )
    state = sa.table("state", sa.column("key"), sa.column("value"))
    values = dict(map(tuple, connection.execute(sa.select(state.c.key, state.c.value)).all()))
    if values.get("vectors") != values.get("revision"):
        op.execute(sa.update(state).where(state.c.key == "vectors").values(value="-1"))
