"""Layout 9: checksums of passages and figures, and how many derived rows each bulletin has.

What is stored before is trusted as it is.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from knowledge.storage.checksums import derived_checksum, filing_checksum

revision = "9"
down_revision = "8"
_BATCH = 1000


def upgrade() -> None:
    """Adds a column to both tables and fills it; creates the table of counts from what is there."""
    for name, key in (("passages", "passage_id"), ("figures", "figure_id")):
        present = {column["name"] for column in sa.inspect(op.get_bind()).get_columns(name)}
        for added in ("filing", "checksum") if name == "figures" else ("checksum",):
            if added not in present:
                op.add_column(name, sa.Column(added, sa.BigInteger))
        _sum_up(name, key)
    _count()


def _sum_up(name: str, key: str) -> None:
    connection = op.get_bind()
    # Reads dates as dates, which the checksum is of.
    table = sa.Table(name, sa.MetaData(), autoload_with=connection)
    update = sa.update(table).where(table.c[key] == sa.bindparam("of"))
    query = sa.select(table).order_by(table.c[key]).limit(_BATCH)
    last = ""
    while rows := connection.execute(query.where(table.c[key] > last)).mappings().all():
        last = rows[-1][key]
        connection.execute(update, [{"of": row[key], **_sums_of(dict(row))} for row in rows])


def _sums_of(row: dict[str, Any]) -> dict[str, int]:
    added = {"filing": filing_checksum(row)} if "filing" in row else {}
    return added | {"checksum": derived_checksum(row | added)}


def _count() -> None:
    connection = op.get_bind()
    if sa.inspect(connection).has_table("row_counts"):
        op.drop_table("row_counts")
    counts = op.create_table(
        "row_counts",
        sa.Column(
            "bulletin_id", sa.String, sa.ForeignKey("bulletins.bulletin_id"), primary_key=True
        ),
        *(
            sa.Column(name, sa.Integer, nullable=False)
            for name in ("passages", "figures", "years", "places")
        ),
    )
    bulletins = sa.table("bulletins", sa.column("bulletin_id"), sa.column("is_removed", sa.Boolean))
    passages = sa.table("passages", sa.column("rowid"), sa.column("bulletin_id"))
    figures = sa.table("figures", sa.column("bulletin_id"))
    of_it = bulletins.c.bulletin_id

    def number(table: Any) -> Any:
        query = sa.select(sa.func.count()).select_from(table)
        return query.where(table.c.bulletin_id == of_it).scalar_subquery()

    def about(name: str) -> Any:
        table = sa.table(name, sa.column("rowid"))
        query = sa.select(sa.func.count()).select_from(
            passages.join(table, table.c.rowid == passages.c.rowid)
        )
        return query.where(passages.c.bulletin_id == of_it).scalar_subquery()

    filled = sa.select(
        of_it, number(passages), number(figures), about("passage_years"), about("passage_places")
    ).where(~bulletins.c.is_removed)
    connection.execute(sa.insert(counts).from_select([c.name for c in counts.columns], filled))
