"""Layout 6: where value, role and place of a figure come from; that of the period has new names.

The added fields stay unknown until the figures are read again.
"""

import sqlalchemy as sa
from alembic import op

revision = "6"
down_revision = "5"


def upgrade() -> None:
    """Adds three columns and renames the sources of periods."""
    present = {column["name"] for column in sa.inspect(op.get_bind()).get_columns("figures")}
    for name in ("value_source", "role_source", "place_source"):
        if name not in present:
            op.add_column("figures", sa.Column(name, sa.String))
    figures = sa.table("figures", sa.column("period_source"))
    for before, now in (("title", "head"), ("publication date", "guess")):
        renamed = sa.update(figures).where(figures.c.period_source == before)
        op.execute(renamed.values(period_source=now))
