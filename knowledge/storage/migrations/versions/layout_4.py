"""Layout 4: tables for years and places, an id for the library, a collection for its vectors.

Vectors in the index under the old name are not used: on a server they may be another library's.
Until the next bulletin is stored, search compares with every vector.
"""

import uuid

import sqlalchemy as sa
from alembic import op

from knowledge.text.spelling import fold

revision = "4"
down_revision = "3"


def upgrade() -> None:
    """Creates the tables and fills them from `passages`."""
    connection = op.get_bind()
    for name in ("passage_years", "passage_places"):
        if sa.inspect(connection).has_table(name):
            op.drop_table(name)
    years = _table("passage_years", sa.Column("year", sa.Integer, primary_key=True))
    places = _table("passage_places", sa.Column("place", sa.Text, primary_key=True))
    passages = sa.table("passages", *map(sa.column, ("rowid", "years", "places")))
    year_rows: list[dict[str, object]] = []
    place_rows: list[dict[str, object]] = []
    for rowid, all_years, names in connection.execute(sa.select(passages)):
        year_rows += [{"rowid": rowid, "year": int(year)} for year in _parts(all_years)]
        place_rows += [{"rowid": rowid, "place": p} for p in {fold(n) for n in _parts(names)}]
    _fill(years, year_rows)
    _fill(places, place_rows)
    library = uuid.uuid4().hex
    values = {"library": library, "collection": f"bantin-{library[:16]}-0", "vectors": "-1"}
    state = sa.table("state", sa.column("key"), sa.column("value"))
    op.execute(sa.delete(state).where(state.c.key.in_(list(values))))
    op.bulk_insert(state, [{"key": key, "value": value} for key, value in values.items()])


def _table(name: str, what: sa.Column[object]) -> sa.Table:
    row = sa.Column("rowid", sa.Integer, sa.ForeignKey("passages.rowid"), primary_key=True)
    made = op.create_table(name, what, row, sqlite_with_rowid=False)
    op.create_index(f"ix_{name}_rowid", name, ["rowid"])
    return made


def _fill(table: sa.Table, rows: list[dict[str, object]]) -> None:
    if rows:
        op.bulk_insert(table, rows)


def _parts(joined: str) -> set[str]:
    return {part for part in joined.split("|") if part}
