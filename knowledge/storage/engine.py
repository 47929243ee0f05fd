"""One SQLite file -> connections to read and to write; translates SQLite's errors.

The catalogue and the back office use this adapter. WAL with full synchronisation; a reader sees one
state, a writer takes the write lock with its first statement. A thread holds one connection at a
time, and the pool is as large as the number of threads that may ask, so no thread that holds a
connection waits for another. Reading goes on where the disk is full or read-only.
"""

import contextlib
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import sqlalchemy as sa

from knowledge.errors import Busy, StorageError
from knowledge.private_files import (
    new_private_file,
    restrict_to_owner,
    storage_error,
    system_error,
)
from knowledge.text.patterns import lazy_regex

# Threads of the API (40), of the page (40) and of streams: all may read at the same time.
READERS = 96
WAIT_S = 10.0
_PAUSE_S = 0.02
# Modes of opening a file, best first. The second shares what a running writer has set up; the third
# needs nothing but the file and is right only without a writer, so its connections are not kept.
_MODES = ("mode=rw", "mode=ro", "mode=ro&immutable=1")
_UNWRITABLE = frozenset({"SQLITE_CANTOPEN", "SQLITE_READONLY", "SQLITE_FULL", "SQLITE_IOERR"})
_KEPT_S = 1.0
_UNKNOWN_NAME = lazy_regex(r"no such (?:table|column)|table \S+ has no column named")


class _Connection(sqlite3.Connection):
    """A connection; `degraded_at` is the `time.monotonic` of its opening in a lesser mode."""

    degraded_at: float | None = None


class Database:
    """One open file; safe to share between threads.

    `remedy` is the part of an error message that says what to do if the file is damaged.
    """

    def __init__(
        self, path: Path, remedy: str, *, readers: int = READERS, wait_s: float = WAIT_S,
        named: Path | None = None,
    ) -> None:  # fmt: skip
        """Opens no connection yet; error messages show `named` instead of `path`."""
        self.path, self._remedy, self._wait_s, self._readers = path, remedy, wait_s, readers
        self._named = named or path
        self.named = str(self._named)
        restrict_to_owner(path)
        self._writer = threading.Lock()
        self._glancer: _Connection | None = None
        self._glancing = threading.Lock()
        self._engine = sa.create_engine(
            "sqlite://", creator=self._connect, poolclass=sa.pool.QueuePool, pool_size=readers,
            max_overflow=0, pool_timeout=wait_s,
        )  # fmt: skip
        sa.event.listen(self._engine, "begin", self._begin)
        sa.event.listen(self._engine, "checkout", _drop_if_degraded)

    def check_made(self) -> None:
        """Checks that the file is not empty.

        Raises:
            Corrupt: it has no bytes; SQLite would take it for a new database.
        """
        try:
            size = self.path.stat().st_size
        except OSError as exc:
            raise system_error(exc, self._named) from exc
        if not size and not _has_log(self.path):
            raise self._error("SQLITE_CORRUPT", "it is empty: 0 bytes")

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A connection that sees one state, from its first statement on.

        Raises:
            Busy: no connection was free in time, or the file stayed locked.
            StorageError: the file cannot be read; see `knowledge.errors`.
        """
        with self.translated(), self._connected() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """A transaction: all of it is stored, or nothing.

        Raises:
            Busy: other writers held the lock for the whole waiting time.
            StorageError: nothing could be stored; see `knowledge.errors`.
        """
        # Threads of one process queue here in order; SQLite has no queue.
        if not self._writer.acquire(timeout=self._wait_s):
            raise self._error("SQLITE_BUSY", "another thread is writing")
        try:
            with self.translated(), self._connected() as connection:
                connection.execution_options(is_writing=True)
                with connection.begin():
                    yield connection
        finally:
            self._writer.release()

    def glance(self, query: str, *parameters: Any) -> list[tuple[Any, ...]]:
        """The rows of a short query outside every transaction; waits for no free connection."""
        with self._glancing:
            try:
                if self._glancer is None:
                    self._glancer = self._connect()
                rows = self._glancer.execute(query, parameters).fetchall()
            except sqlite3.Error as exc:
                self._end_glancing()
                raise self.error_of(exc) or exc from exc
            if self._glancer.degraded_at is not None:
                self._end_glancing()
            return rows

    def table_names(self) -> set[str]:
        """The tables that the file holds."""
        return {str(name) for (name,) in self.glance("SELECT name FROM sqlite_master")}

    def place(self) -> str:
        """The numbers of the file and of its folder on their disk: a copy has others."""
        return f"{self.path.stat().st_ino}/{self.path.parent.stat().st_ino}"

    def damage(self) -> str | None:
        """The damage that SQLite finds when it reads the whole file; None where there is none."""
        reports = [str(row[0]) for row in self.glance("PRAGMA integrity_check(5)")]
        return None if reports == ["ok"] else "; ".join(reports)

    @contextmanager
    def translated(self) -> Iterator[None]:
        """Translates database errors raised inside; errors of the program pass through."""
        try:
            yield
        except sa.exc.TimeoutError as exc:
            reason = f"all {self._readers} connections were in use for {self._wait_s:g} seconds"
            raise self._error("SQLITE_BUSY", reason) from exc
        except sa.exc.DBAPIError as exc:
            error = self.error_of(exc.orig)
            if error is None:
                raise
            raise error from exc

    def error_of(self, cause: BaseException | None) -> StorageError | None:
        """The storage error for an error of SQLite; None where the file is not its cause."""
        if not isinstance(cause, sqlite3.DatabaseError):
            return None
        reason, kind = str(cause), _kind(cause)
        # A missing table means that this is another program's file, or that its names are damaged.
        if _UNKNOWN_NAME.match(reason):
            kind = "SQLITE_NOTADB"
        return storage_error(kind, self._named, reason, self._remedy)

    def copy_to(self, path: Path) -> None:
        """Copies one state of the file to the new file `path`, while others read and write.

        Raises:
            StorageError: either file fails; see `knowledge.errors`.
        """
        try:
            with closing(self._connect()) as source, closing(sqlite3.connect(path)) as copy:
                source.execute("BEGIN")  # the copy is of this state, whatever is stored meanwhile
                source.execute("SELECT count(*) FROM sqlite_master").fetchall()
                source.backup(copy)
                copy.execute("PRAGMA journal_mode=DELETE").fetchall()  # one file, without a log
        except sqlite3.DatabaseError as exc:
            raise self.error_of(exc) or exc from exc

    def check_unused(self) -> None:
        """Merges the log into the file; checks that no other connection is open.

        Raises:
            Busy: another process has it open.
            StorageError: see `knowledge.errors`.
        """
        try:
            with closing(self._opened(_MODES[0])) as connection:
                connection.execute("PRAGMA busy_timeout=0")
                connection.execute("PRAGMA journal_mode=DELETE").fetchall()
        except sqlite3.DatabaseError as exc:
            raise self.error_of(exc) or exc from exc

    def close(self) -> None:
        """Closes the file."""
        with self._glancing:
            self._end_glancing()
        self._engine.dispose()

    @contextmanager
    def _connected(self) -> Iterator[sa.Connection]:
        with self._engine.connect() as connection:
            yield connection

    def _error(self, kind: str, reason: str) -> StorageError:
        error = storage_error(kind, self._named, reason, self._remedy)
        assert error is not None  # `storage_error` knows the kinds used here
        return error

    def _end_glancing(self) -> None:
        if self._glancer is not None:
            self._glancer.close()
            self._glancer = None

    def _connect(self) -> _Connection:
        first: sqlite3.Error | None = None
        for mode in _MODES:
            if "immutable" in mode and _has_log(self.path):
                break  # the contents of the log would be missing
            try:
                made = self._opened(mode)
            except sqlite3.DatabaseError as exc:
                first = first or exc
                if _kind(exc) not in _UNWRITABLE:
                    break
            else:
                made.degraded_at = None if mode == _MODES[0] else time.monotonic()
                return made
        assert first is not None  # every mode that failed raised an error
        raise first

    def _opened(self, mode: str) -> _Connection:
        made = sqlite3.connect(
            f"file:{quote(str(self.path))}?{mode}", uri=True, timeout=self._wait_s,
            check_same_thread=False, factory=_Connection, isolation_level=None,
        )  # fmt: skip
        try:
            if mode == _MODES[0]:
                made.execute("PRAGMA journal_mode=WAL").fetchall()
            # An acknowledged bulletin survives a power cut.
            made.execute("PRAGMA synchronous=FULL")
            made.execute("SELECT count(*) FROM sqlite_master").fetchall()
        except BaseException:
            made.close()
            raise
        return made

    def _begin(self, connection: sa.Connection) -> None:
        """Begins a transaction; one that writes takes the write lock before it reads."""
        if not connection.get_execution_options().get("is_writing"):
            connection.exec_driver_sql("BEGIN")
            return
        until = time.monotonic() + self._wait_s
        while True:
            try:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
                return
            except sa.exc.OperationalError as exc:
                # SQLite fails at once where its own waiting might deadlock; a retry cannot.
                is_busy = isinstance(self.error_of(exc.orig), Busy)
                if not is_busy or time.monotonic() > until:
                    raise
                time.sleep(_PAUSE_S)


def _kind(cause: sqlite3.DatabaseError) -> str:
    """The primary result code by name, of `SQLITE_IOERR_SHMSIZE` only `SQLITE_IOERR`."""
    name = getattr(cause, "sqlite_errorname", None) or "SQLITE_ERROR"
    return "_".join(str(name).split("_")[:2])


def _has_log(path: Path) -> bool:
    log = path.with_name(path.name + "-wal")
    with contextlib.suppress(OSError):
        return log.stat().st_size > 0
    return False


def _drop_if_degraded(dbapi_connection: Any, *_: Any) -> None:
    """Makes the pool reopen a degraded connection: the file may be writable by now."""
    at = dbapi_connection.degraded_at
    if at is not None and time.monotonic() - at > _KEPT_S:
        raise sa.exc.DisconnectionError


def create_database(path: Path, build: Callable[[sa.Connection], None]) -> None:
    """Creates a database completely under a temporary name, then renames it to `path`.

    `build` is called with the connection of one transaction. A file that another process created
    first stays.
    """
    with new_private_file(path) as part:
        database = Database(part, "", named=path)
        try:
            with database.writing() as connection:
                build(connection)
        finally:
            database.close()
