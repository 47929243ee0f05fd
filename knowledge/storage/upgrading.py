"""Upgrades a catalogue of an older layout step by step. Texts and revisions stay.

A change of the layout adds a step here and raises `schema.VERSION`.
"""

import uuid
from collections.abc import Callable

import sqlalchemy as sa

from knowledge.errors import IndexMismatch
from knowledge.storage import origins, rows, schema
from knowledge.storage.databases import AnyDatabase

# Upgrades from these layouts read the figures again from the texts; the others are immediate.
_WITHOUT_FIGURES = ("1",)


def upgrade_layout(database: AnyDatabase, stored: str, *, allowed: bool) -> None:
    """Runs every step from the layout `stored` to the current one, in one transaction.

    Raises:
        IndexMismatch: there are no steps from that layout, or texts must be read and `allowed` is
            false.
    """
    what = f"catalogue {database.named!r} has layout {stored}, this bantin writes {schema.VERSION}"
    if stored not in _STEPS:
        raise IndexMismatch(f"{what}; load the bulletins again into another --data folder")
    if stored in _WITHOUT_FIGURES and not allowed:
        raise IndexMismatch(
            f"{what}; run `bantin rebuild --figures` once: it reads the figures again from the "
            "stored texts, which stay as they are"
        )
    is_layout = schema.state.c.key == "schema"
    with database.writing() as connection:
        # Of two processes that open it at the same time, the second waits here and finds it
        # upgraded.
        layout = str(connection.execute(sa.select(schema.state.c.value).where(is_layout)).scalar())
        while layout != schema.VERSION:
            layout, step = _STEPS[layout]
            step(connection)
        connection.execute(sa.update(schema.state).where(is_layout).values(value=layout))


def _figures_anew(connection: sa.Connection) -> None:
    """Recreates the table of figures, whose columns changed; its rows are derived from texts."""
    schema.figures.drop(connection, checkfirst=True)
    schema.figures.create(connection)


def _years_and_places_aside(connection: sa.Connection) -> None:
    """Adds tables for years and places, an id for the library, a collection for its vectors.

    Vectors in the index under the old name are not used: on a server they may be another library's.
    Until the next bulletin is stored, search compares with every vector.
    """
    for table in (schema.passage_years, schema.passage_places):
        table.drop(connection, checkfirst=True)
        table.create(connection)
    p = schema.passages.c
    for rowid, years, places in connection.execute(sa.select(p.rowid, p.years, p.places)).all():
        about = [int(y) for y in years.split("|") if y], [w for w in places.split("|") if w]
        rows.store_about(connection, [(rowid, *about)])
    library = uuid.uuid4().hex
    values = {"library": library, "collection": f"bantin-{library[:16]}-0", "vectors": "-1"}
    connection.execute(sa.delete(schema.state).where(schema.state.c.key.in_(list(values))))
    connection.execute(sa.insert(schema.state), [{"key": k, "value": v} for k, v in values.items()])


def _index_changes_noted(connection: sa.Connection) -> None:
    """Adds the table of changes that the vector index does not have yet.

    The changes that an index lacks now are unknown, so it will be compared as a whole.
    """
    schema.unindexed.create(connection, checkfirst=True)
    s = schema.state.c
    state = dict(map(tuple, connection.execute(sa.select(s.key, s.value)).all()))
    if state.get("vectors") != state.get("revision"):
        connection.execute(sa.update(schema.state).where(s.key == "vectors").values(value="-1"))


def _sources_of_fields(connection: sa.Connection) -> None:
    """Adds where value, role and place of a figure come from; that of the period gets new names.

    The added fields stay unknown until the figures are read again.
    """
    table = schema.figures
    present = {column["name"] for column in sa.inspect(connection).get_columns(table.name)}
    for name in ("value_source", "role_source", "place_source"):
        if name not in present:
            connection.exec_driver_sql(f"ALTER TABLE {table.name} ADD COLUMN {name} VARCHAR")
    for before, now in (("title", "head"), ("publication date", "guess")):
        is_before = table.c.period_source == before
        connection.execute(sa.update(table).where(is_before).values(period_source=now))


def _life_noted(connection: sa.Connection) -> None:
    """Adds the tables of withdrawals, corrections and copies; the next loading fills them."""
    for table in (schema.withdrawals, schema.corrections, schema.signatures, schema.copies):
        table.create(connection, checkfirst=True)


_STEPS: dict[str, tuple[str, Callable[[sa.Connection], None]]] = {
    "1": ("2", _figures_anew),
    "2": ("3", origins.add_trust),
    "3": ("4", _years_and_places_aside),
    "4": ("5", _index_changes_noted),
    "5": ("6", _sources_of_fields),
    "6": ("7", _life_noted),
}
