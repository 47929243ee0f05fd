"""The database file of the back office, for short transactions of many threads and processes."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa

from assistant.backoffice.schema import (
    VERSION,
    alembic_version,
    audit,
    feedback,
    metadata,
    questions,
)
from knowledge.errors import (
    Corrupt,
    DiskFull,
    IndexMismatch,
    OldLayout,
    ReadOnly,
    StorageError,
)
from knowledge.private_files import exists
from knowledge.storage.databases import AnyDatabase, create_tables, empty_tables, open_database
from knowledge.storage.moving import compare_tables, copy_tables, is_empty
from knowledge.storage.places import OFFICE_FILE, Server

_FOLDER = Path(__file__).with_name("migrations")
# The tables that an office of layout 1 may lack; an office of layout 2 may have no version yet.
_OF_LAYOUT_2 = frozenset({"keys", "uses", "purged", "tasks", "previewed"})
# To a server: its transactions are short, and those that write take turns.
_CONNECTIONS = 12
Clock = Callable[[], datetime]
_REMEDY = (
    "restore it from a backup, or move it away: the question log, accounts, keys and switches that "
    "it holds are not used then"
)


def utc_now() -> datetime:
    """The current time in UTC without a time zone, as the tables store it."""
    return datetime.now(UTC).replace(tzinfo=None)


class Store:
    """`office.sqlite` of a data folder, created if it does not exist.

    If it cannot be created, reads see an empty database, so that questions are answered on a full
    disk too; each read and write tries again to create it.
    """

    def __init__(
        self, data: Path, clock: Clock = utc_now, *, server: Server | None = None,
        upgrade: bool = False,
    ) -> None:  # fmt: skip
        """Opens the file, or the schema on a database server.

        A file of an older layout is brought up to date after a copy of it was kept. A schema, of
        which no copy is kept, only with `upgrade`, which an administrator asks for.

        Raises:
            OldLayout: the schema is of an older layout, and `upgrade` is false.
            Corrupt: the file is damaged, empty, or not a file of a back office.
            StorageError: the file exists and cannot be opened.
        """
        self.clock = clock
        self._path, self._server = data / OFFICE_FILE, server
        self._may_upgrade, self.is_upgraded = upgrade or server is None, False
        self._opening = threading.Lock()
        self._database: AnyDatabase | None = None
        try:
            self._opened()
        except (DiskFull, ReadOnly):
            if server is not None or exists(self._path):
                raise

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A connection that sees a consistent state of the file.

        Raises:
            StorageError: see `knowledge.storage.engine`.
        """
        try:
            database = self._opened()
        except (DiskFull, ReadOnly):
            if self._server is not None or exists(self._path):
                raise
            with _empty() as connection:
                yield connection
            return
        with database.reading() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """A connection in a transaction, which an exception rolls back.

        Raises:
            StorageError: see `knowledge.storage.engine`.
        """
        with self._opened().writing() as connection:
            yield connection

    def _opened(self) -> AnyDatabase:
        with self._opening:
            if self._database is None:
                self._database, self.is_upgraded = _open(
                    self._path, self._server, may_upgrade=self._may_upgrade
                )
            return self._database

    def note(
        self, connection: sa.Connection, who: str, action: str, subject: str = "", detail: str = ""
    ) -> int:
        """Adds a row to the audit trail, in the transaction of the change; returns its number."""
        row = {"done_at": self.clock(), "who": who, "action": action, "subject": subject[:300],
               "detail": detail[:1000]}  # fmt: skip
        number = connection.execute(audit.insert().values(row).returning(audit.c.number))
        return int(number.scalar_one())

    def trail(
        self, limit: int = 200, offset: int = 0, without: str = ""
    ) -> list[sa.Row[tuple[object, ...]]]:
        """Rows of the audit trail after the first `offset`, newest first, `without` an action."""
        query = audit.select().where(audit.c.action != without).order_by(audit.c.number.desc())
        with self.reading() as connection:
            return list(connection.execute(query.limit(limit).offset(offset)))

    def trail_length(self, without: str = "") -> int:
        """The number of rows of the audit trail, `without` those of an action."""
        query = sa.select(sa.func.count()).select_from(audit).where(audit.c.action != without)
        with self.reading() as connection:
            return int(connection.scalar(query) or 0)

    @contextmanager
    def copied_to(self, target: "Store", *, anew: bool = False) -> Iterator[dict[str, int]]:
        """Copies everything into an empty store; the rows of each table.

        It is kept when the block ends without an error. With `anew` what the target holds of an
        earlier copy is deleted before.

        Raises:
            StorageError: the target is not empty, was used since that copy, or what was stored
                differs.
        """
        tables = [table for table in metadata.sorted_tables if table is not alembic_version]
        into = target._opened()
        if not anew and not is_empty(into, tables):
            raise StorageError(f"{into.named!r} holds rows already; name an empty place")
        with self.reading() as given, into.writing() as taken:
            if anew:
                if _last_used(taken) > _last_used(given):
                    raise StorageError(
                        f"{into.named!r} holds a half-done copy that was used since; name an empty "
                        "place"
                    )
                empty_tables(taken, metadata, tables[::-1])
            counts = copy_tables(given, taken, tables)
            compare_tables(given, taken, tables, into.named)
            yield counts

    def close(self) -> None:
        """Closes the file."""
        if self._database is not None:
            self._database.close()


def _last_used(connection: sa.Connection) -> datetime:
    """The time of the newest question or change."""
    times = [
        connection.execute(sa.select(sa.func.max(column))).scalar()
        for column in (questions.c.asked_at, audit.c.done_at, feedback.c.given_at)
    ]
    return max((at for at in times if at is not None), default=datetime.min)


def _open(path: Path, server: Server | None, *, may_upgrade: bool) -> tuple[AnyDatabase, bool]:
    """The open database, and whether it was brought up to date."""
    database = open_database(path, server, _REMEDY, _create, connections=_CONNECTIONS)
    try:
        known = database.table_names()
        if not known & set(metadata.tables):
            raise Corrupt(f"{database.named!r} holds no table of a back office; {_REMEDY}")
        is_old = _layout(database, known) != VERSION
        if is_old:
            _upgrade(database, may_upgrade=may_upgrade)
    except BaseException:
        database.close()
        raise
    return database, is_old


def _create(connection: sa.Connection) -> None:
    create_tables(connection, metadata)
    connection.execute(alembic_version.insert().values(version_num=VERSION))


def _layout(database: AnyDatabase, known: set[str]) -> str:
    if alembic_version.name in known:
        return str(database.glance("SELECT version_num FROM alembic_version")[0][0])
    return "2" if known >= _OF_LAYOUT_2 else "1"


def _upgrade(database: AnyDatabase, *, may_upgrade: bool) -> None:
    """Brings an office of an older bantin up to date, in one transaction; a copy of it stays."""
    from knowledge.storage.migrating import keep_copy, migrate

    with database.writing() as connection:
        # Of two processes that open it at the same time, the second waits here.
        layout = _layout(database, set(sa.inspect(connection).get_table_names()))
        if int(layout) > int(VERSION):
            raise IndexMismatch(
                f"{database.named!r} has layout {layout}, written by a newer bantin; this one "
                f"knows layouts up to {VERSION}: install the newer one again, or restore the data "
                "from a backup made before the upgrade (docs/operations.md)"
            )
        if layout != VERSION and not may_upgrade:
            raise OldLayout(
                f"{database.named!r} has layout {layout}, written by an older bantin; run `bantin "
                "upgrade` once after a copy by `pg_dump`: no copy of a database on a server is kept"
            )
        if layout != VERSION:
            keep_copy(database, layout)
            migrate(connection, _FOLDER, layout)


@contextmanager
def _empty() -> Iterator[sa.Connection]:
    engine = sa.create_engine("sqlite://")
    try:
        with engine.connect() as connection:
            metadata.create_all(connection)
            yield connection
    finally:
        engine.dispose()
