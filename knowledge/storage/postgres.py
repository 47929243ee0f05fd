"""One schema of a PostgreSQL server -> connections to read and to write; translates its errors.

A reader sees one state (repeatable read). Writers take turns under an advisory lock, as they do on
a SQLite file, so that what a transaction looks up is still so when it stores.
"""

import contextlib
import importlib.util
import os
import socket
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa

from knowledge.errors import (
    Busy,
    Corrupt,
    DiskFull,
    LibraryBusy,
    MissingExtra,
    ReadOnly,
    StorageError,
)
from knowledge.storage.engine import WAIT_S

# A server takes 100 connections by default, for all processes together.
CONNECTIONS = 12
_CONNECT_S = 5
# The keys of our advisory locks; the second number is that of the schema.
_WRITER, _TURNS = 1650552436, 1650552437
_UNANSWERED = "start it, or look at BANTIN_DATABASE_URL"
_MISSING = ("3D000", "28P01", "28000")  # no such database, a wrong password, a refused user


class PostgresDatabase:
    """One open schema; safe to share between threads.

    `remedy` is the part of an error message that says what to do if its tables are damaged.
    """

    def __init__(
        self, address: str, schema: str, remedy: str,
        build: Callable[[sa.Connection], None], *, wait_s: float = WAIT_S,
    ) -> None:  # fmt: skip
        """Opens the schema; creates it, by `build` in one transaction, where it has no table.

        Raises:
            MissingExtra: psycopg is not installed.
            StorageError: the server does not answer, or refuses; see `knowledge.errors`.
        """
        url = _url(address)
        self.named = f"{_shown(url)}, schema {schema}"
        self._remedy, self._wait_s, self._schema = remedy, wait_s, schema
        self._arguments = _arguments(schema)
        self._lock_number = _number(schema)
        self._glancing = threading.Lock()
        self._glancer: Any = None
        self._engine = sa.create_engine(
            url, connect_args=self._arguments, pool_size=CONNECTIONS, max_overflow=0,
            pool_timeout=wait_s, pool_pre_ping=True,
        )  # fmt: skip
        sa.event.listen(self._engine, "connect", lambda made, _: _accept_nul(made))
        try:
            if not self.table_names():
                with self.writing() as connection:
                    if not self._names(connection):
                        connection.execute(sa.schema.CreateSchema(schema, if_not_exists=True))
                        build(connection)
        except BaseException:
            self.close()
            raise

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """See `AnyDatabase`."""
        with self.translated(), self._engine.connect() as connection:
            yield connection.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """See `AnyDatabase`."""
        with self.translated(), self._engine.connect() as connection, connection.begin():
            wait_ms = int(self._wait_s * 1000)
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = {wait_ms}")
            turn = sa.select(sa.func.pg_advisory_xact_lock(_TURNS, self._lock_number))
            connection.execute(turn)
            connection.exec_driver_sql("SET LOCAL lock_timeout = 0")
            yield connection

    def glance(self, query: str, *parameters: Any) -> list[tuple[Any, ...]]:
        """See `AnyDatabase`; `?` stands for a parameter, as in SQLite."""
        import psycopg

        with self._glancing:
            is_fresh = self._glancer is None
            try:
                return self._glance(query, parameters)
            except psycopg.OperationalError as exc:
                self._end_glancing()
                if is_fresh:
                    raise self._error(exc) or exc from exc
            except psycopg.Error as exc:
                raise self._error(exc) or exc from exc
            # The server was restarted since the last glance.
            try:
                return self._glance(query, parameters)
            except psycopg.Error as exc:
                self._end_glancing()
                raise self._error(exc) or exc from exc

    def _glance(self, query: str, parameters: tuple[Any, ...]) -> list[tuple[Any, ...]]:
        if self._glancer is None:
            self._glancer = _connection(self._engine.url, self._arguments)
        rows: list[tuple[Any, ...]] = self._glancer.execute(
            query.replace("?", "%s"), parameters
        ).fetchall()
        return rows

    @contextmanager
    def translated(self) -> Iterator[None]:
        """See `AnyDatabase`."""
        try:
            yield
        except sa.exc.TimeoutError as exc:
            raise Busy(
                f"{self.named!r} is in use by others (all {CONNECTIONS} connections of this "
                f"process for {self._wait_s:g} seconds); try again in a few seconds"
            ) from exc
        except sa.exc.DBAPIError as exc:
            error = self._error(exc.orig)
            if error is None:
                raise
            raise error from exc

    def table_names(self) -> set[str]:
        """See `AnyDatabase`."""
        query = "SELECT tablename FROM pg_tables WHERE schemaname = ?"
        return {str(name) for (name,) in self.glance(query, self._schema)}

    def _names(self, connection: sa.Connection) -> set[str]:
        return set(sa.inspect(connection).get_table_names(self._schema))

    def place(self) -> str:
        """The numbers of the server's files, of the database and of the schema."""
        ((server, database, schema),) = self.glance(
            "SELECT (SELECT system_identifier FROM pg_control_system()), d.oid, n.oid FROM "
            "pg_database d, pg_namespace n WHERE d.datname = current_database() AND n.nspname = ?",
            self._schema,
        )
        return f"{server}/{database}/{schema}"

    def damage(self) -> str | None:
        """None: PostgreSQL checks its pages as it reads them, where the cluster has checksums."""
        return None

    def close(self) -> None:
        """See `AnyDatabase`."""
        with self._glancing:
            self._end_glancing()
        self._engine.dispose()

    def _end_glancing(self) -> None:
        if self._glancer is not None:
            with contextlib.suppress(Exception):  # the connection may be broken
                self._glancer.close()
            self._glancer = None

    def _error(self, cause: BaseException | None) -> StorageError | None:
        return _storage_error(cause, self.named, self._remedy)


@contextmanager
def writer_lock(address: str, schema: str, command: str) -> Iterator[None]:
    """Holds the lock of the only writer of a schema, as long as this connection lives.

    Raises:
        LibraryBusy: another process holds it; the message names it, its machine and its start.
        StorageError: the server does not answer, or refuses.
    """
    import psycopg

    url = _url(address)
    named = f"{_shown(url)}, schema {schema}"
    holder = f"{command}, process {os.getpid()} on {socket.gethostname()}"[:63]
    keys = (_WRITER, _number(schema))
    try:
        connection = _connection(url, _arguments(schema) | {"application_name": holder})
    except psycopg.Error as exc:
        raise _storage_error(exc, named, "") or exc from exc
    try:
        taken = connection.execute("SELECT pg_try_advisory_lock(%s, %s)", keys).fetchone()[0]
        if not taken:
            row = connection.execute(
                "SELECT a.application_name, date_trunc('second', a.backend_start) FROM pg_locks l "
                "JOIN pg_stat_activity a ON a.pid = l.pid WHERE l.locktype = 'advisory' AND "
                "l.granted AND l.classid = %s AND l.objid = %s AND l.database = "
                "(SELECT oid FROM pg_database WHERE datname = current_database())",
                keys,
            ).fetchone()
            who = f" ({row[0]}, since {row[1].astimezone().isoformat(' ')})" if row else ""
            raise LibraryBusy(
                f"another bantin is writing to {named!r}{who}; wait until it is done and run this "
                "again"
            )
        yield
    finally:
        connection.close()


def _url(address: str) -> sa.URL:
    if importlib.util.find_spec("psycopg") is None:
        raise MissingExtra(
            "BANTIN_DATABASE_URL needs psycopg: pip install -c constraints.txt -e '.[postgres]'"
        )
    return sa.make_url(address).set(drivername="postgresql+psycopg")


def _shown(url: sa.URL) -> str:
    """The server and the database, without the user and the password."""
    port = f":{url.port}" if url.port else ""
    return f"postgresql://{url.host or url.query.get('host', '')}{port}/{url.database}"


def _arguments(schema: str) -> dict[str, Any]:
    options = f"-c search_path={schema}"
    # A machine that disappears holds the writer's lock until the server notices.
    for name, value in (("idle", 30), ("interval", 10), ("count", 3)):
        options += f" -c tcp_keepalives_{name}={value}"
    return {"options": options, "connect_timeout": _CONNECT_S, "application_name": "bantin"}


def _connection(url: sa.URL, arguments: dict[str, Any]) -> Any:
    import psycopg

    _, named = url.get_dialect()().create_connect_args(url)
    made = psycopg.connect(**named, **arguments, autocommit=True)
    _accept_nul(made)
    return made


def _accept_nul(connection: Any) -> None:
    """Makes a connection store NUL, which SQLite takes and PostgreSQL's texts refuse, as U+FFFD."""
    from psycopg.adapt import Dumper, PyFormat

    adapters = connection.adapters
    preferred = adapters.get_dumper(str, PyFormat.AUTO)
    kinds = {adapters.get_dumper(str, form) for form in PyFormat}
    for kind in sorted(kinds, key=lambda kind: kind is preferred):  # the last one is preferred

        class Text(Dumper):
            oid, format = kind.oid, kind.format

            def dump(self, obj: str) -> bytes:
                return obj.replace("\0", "\ufffd").encode()

        adapters.register_dumper(str, Text)


def _number(schema: str) -> int:
    return zlib.crc32(schema.encode()) & 0x7FFFFFFF


def _storage_error(cause: BaseException | None, named: str, remedy: str) -> StorageError | None:
    """The storage error for an error of PostgreSQL; None where the program is its cause."""
    import psycopg

    if not isinstance(cause, psycopg.Error):
        return None
    state, reason = cause.sqlstate or "", " ".join(str(cause).split())
    match state:
        case "53100":
            return DiskFull(f"no room is left for {named!r} ({reason}); make some and try again")
        case "53300" | "55P03" | "57014" | "40001" | "40P01":
            return Busy(f"{named!r} is in use by others ({reason}); try again in a few seconds")
        case "25006" | "42501":
            return ReadOnly(
                f"{named!r} may not be written ({reason}); give its user the right to create "
                "schemas and to write there"
            )
        case "42P01" | "42703":
            return Corrupt(f"{named!r} cannot be used ({reason}); {remedy}")
        case _ if state.startswith("XX"):
            return Corrupt(f"{named!r} cannot be used ({reason}); {remedy}")
    is_gone = state[:2] in ("08", "57", "53", "58") or state in _MISSING
    if is_gone or (not state and isinstance(cause, psycopg.OperationalError)):
        return StorageError(f"the database {named!r} does not answer ({reason}); {_UNANSWERED}")
    return None
