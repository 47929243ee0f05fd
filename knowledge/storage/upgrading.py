"""Upgrades a catalogue of an older layout, or says why it is not opened. Texts and revisions stay.

A change of the layout adds a step in `migrations/versions` and raises `schema.VERSION`.
"""

from importlib.metadata import version
from pathlib import Path

import sqlalchemy as sa

from knowledge.errors import IndexMismatch, OldLayout
from knowledge.storage import schema
from knowledge.storage.databases import AnyDatabase
from knowledge.storage.engine import Database

FOLDER = Path(__file__).with_name("migrations")
# From these layouts on, the figures must be read again from the texts.
_WITHOUT_FIGURES = ("1",)


def upgrade_layout(
    database: AnyDatabase, stored: str, *, allowed: bool, is_rebuilding: bool = False
) -> None:
    """Runs every step from the layout `stored` to the current one, in one transaction.

    A copy of a file stays in the folder `backups`. `is_rebuilding` says that the figures are read
    again afterwards.

    Raises:
        OldLayout: `allowed` is false, or the figures must be read again and nobody does.
        IndexMismatch: a newer bantin wrote it, or there are no steps from that layout.
        StorageError: the copy or the changes cannot be stored; nothing was changed.
    """
    name = f"catalogue {database.named!r} has layout {stored}"
    if not stored.isdecimal() or not int(stored) > 0:
        raise IndexMismatch(f"{name}, which no bantin writes; restore it from a backup")
    if int(stored) > int(schema.VERSION):
        raise IndexMismatch(
            f"{name}, written by a newer bantin; this one ({version('bantin')}) knows layouts up "
            f"to {schema.VERSION}: install the newer one again, or restore the data folder from a "
            "backup made before the upgrade (docs/operations.md)"
        )
    if stored in _WITHOUT_FIGURES and not is_rebuilding:
        raise OldLayout(
            f"{name}, written by an older bantin; run `bantin rebuild --figures` once: it reads "
            "the figures again from the stored texts, which stay as they are"
        )
    if not allowed:
        raise OldLayout(
            f"{name}, written by an older bantin; run `bantin upgrade` once{_copy_of(database)}; "
            "all texts and revisions stay"
        )
    from knowledge.storage.migrating import keep_copy, migrate

    is_layout = schema.state.c.key == "schema"
    with database.writing() as connection:
        # Of two processes that open it at the same time, the second waits here and finds it
        # upgraded.
        layout = str(connection.execute(sa.select(schema.state.c.value).where(is_layout)).scalar())
        if layout != schema.VERSION:
            keep_copy(database, layout)
            migrate(connection, FOLDER, layout)
            update = sa.update(schema.state).where(is_layout)
            connection.execute(update.values(value=schema.VERSION))


def _copy_of(database: AnyDatabase) -> str:
    if isinstance(database, Database):
        return ", which keeps a copy of the file"
    return " after a copy by `pg_dump`: no copy of a database on a server is kept"
