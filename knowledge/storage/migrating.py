"""Runs the steps that bring a database of an older layout up to date, with Alembic.

The steps of the catalogue are in `knowledge/storage/migrations`, those of the back office in
`assistant/backoffice/migrations`; revision names are layout numbers. A step is written without
the dialect of one database, and it never changes once it is released: it names its own tables and
columns, since the schema of the program goes on.
"""

import shutil
import threading
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa

from knowledge.errors import DiskFull
from knowledge.private_files import new_private_file
from knowledge.storage.databases import AnyDatabase, order_by_bytes
from knowledge.storage.engine import Database

BACKUPS = "backups"
_SPARE_BYTES = 10_000_000
# Alembic's operations go to one context of the process.
_migrating = threading.Lock()


def migrate(connection: sa.Connection, folder: Path, stored: str) -> None:
    """Runs the steps after the layout `stored`, in the transaction of the connection.

    Alembic's table `alembic_version` is set to `stored` before and has the last layout afterwards.
    """
    from alembic import command
    from alembic.config import Config
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    config.attributes["connection"] = connection
    with _migrating:
        context = MigrationContext.configure(connection)
        context.stamp(ScriptDirectory.from_config(config), stored)
        command.upgrade(config, "head")
    order_by_bytes(connection)


def keep_copy(database: AnyDatabase, stored: str) -> Path | None:
    """A copy of the database as it is before its upgrade, in the folder `backups` beside it.

    None for a database on a server, which its own programs copy.

    Nobody deletes it; its name has the layout and the time in UTC. Call it in the transaction of
    the upgrade, before its first change: until then nobody else can write.

    Raises:
        DiskFull: there is no room for it; nothing is upgraded then.
        StorageError: it cannot be written.
    """
    if not isinstance(database, Database):
        return None
    path = database.path
    size = path.stat().st_size
    free = shutil.disk_usage(path.parent).free
    if free < size + _SPARE_BYTES:
        raise DiskFull(
            f"{str(path)!r} is not upgraded: no room for a copy of it ({size / 1e6:.0f} MB needed, "
            f"{free / 1e6:.0f} MB free); make some and try again"
        )
    now = datetime.now(UTC)
    copy = path.parent / BACKUPS / f"{path.stem}-layout-{stored}-{now:%Y%m%d-%H%M%S-%f}.sqlite"
    for unfinished in copy.parent.glob(f".{path.stem}-layout-*"):  # of an upgrade that was killed
        unfinished.unlink(missing_ok=True)
    with new_private_file(copy) as part:
        database.copy_to(part)
    return copy
