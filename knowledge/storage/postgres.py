"""One schema of a PostgreSQL server -> connections to read and to write; translates its errors.

A reader sees one state (repeatable read). Writers take turns under an advisory lock, as they do on
a SQLite file, so that what a transaction looks up is still so when it stores.
"""

import contextlib
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa

from knowledge.errors import Busy, StorageError
from knowledge.storage.engine import WAIT_S
from knowledge.storage.places import Server
from knowledge.storage.postgres_lock import held_lock
from knowledge.storage.postgres_server import (
    WRITING_S,
    connect,
    is_full,
    lock_number,
    parameters_of,
    shown,
    storage_error,
    waits_for,
)

# Answers hold a state each, at most 40 at once (`assistant.service`), and others look beside them.
# The first ones stay open; the others are closed when they are not needed any more.
CONNECTIONS, _KEPT = 48, 12
_PAUSE_S = 0.1
_TURNS = 1650552437  # the key of our advisory locks; the second number is that of the schema


class PostgresDatabase:
    """One open schema; safe to share between threads.

    `remedy` is the part of an error message that says what to do if its tables are damaged.
    """

    def __init__(
        self, server: Server, remedy: str, build: Callable[[sa.Connection], None] | None, *,
        wait_s: float = WAIT_S, connections: int = CONNECTIONS,
    ) -> None:  # fmt: skip
        """Opens the schema; creates it, by `build` in one transaction, where it has no table.

        Without `build` it must have tables.
        At most `connections` are open at once, and one to glance.

        Raises:
            MissingExtra: psycopg is not installed.
            BadSettings: the address cannot be read.
            StorageError: the server does not answer, or refuses; see `knowledge.errors`.
        """
        self._server, self._parameters = server, parameters_of(server.address)
        self.named = shown(self._parameters, server.schema)
        self._remedy, self._wait_s, self._connections = remedy, wait_s, connections
        self._glancing = threading.Lock()
        self._glancer: Any = None
        kept = min(_KEPT, connections)
        self._engine = sa.create_engine(
            "postgresql+psycopg://", creator=self._connected, pool_size=kept,
            max_overflow=connections - kept, pool_timeout=wait_s, pool_pre_ping=True,
        )  # fmt: skip
        try:
            if not self.table_names():
                if build is None:
                    raise StorageError(f"{self.named!r} holds nothing; name another database")
                with self.writing() as connection:
                    if not self._names(connection):
                        create = sa.schema.CreateSchema(server.schema, if_not_exists=True)
                        connection.execute(create)
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
        """See `AnyDatabase`.

        Raises:
            StorageError: the lock of the only writer was lost meanwhile; nothing is stored.
        """
        lock = held_lock(self._server)
        limit_s = 0.0 if lock else WRITING_S
        with (
            self.translated(), self._engine.connect() as connection,
            waits_for(connection.connection.driver_connection, limit_s), connection.begin(),
        ):  # fmt: skip
            self._set_limits(connection, self._wait_s, limit_s)
            turn = sa.func.pg_advisory_xact_lock(_TURNS, lock_number(self._server.schema))
            connection.execute(sa.select(turn))
            self._set_limits(connection, 0.0, limit_s)
            yield connection
            if lock is not None:
                lock.check(connection.connection.driver_connection)

    def _set_limits(self, connection: sa.Connection, lock_s: float, statement_s: float) -> None:
        """Sets the limits of the transaction on waiting for locks and on one statement; 0: none."""
        values = {"lock_timeout": lock_s, "statement_timeout": statement_s}
        setting = [sa.func.set_config(k, f"{int(s * 1000)}ms", True) for k, s in values.items()]
        connection.execute(sa.select(*setting))

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
            self._glancer = self._connected(autocommit=True)
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
                f"{self.named!r} is in use by others (all {self._connections} connections of this "
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
        return {str(name) for (name,) in self.glance(query, self._server.schema)}

    def _names(self, connection: sa.Connection) -> set[str]:
        return set(sa.inspect(connection).get_table_names(self._server.schema))

    def place(self) -> str:
        """The numbers of the server's files, of the database and of the schema."""
        ((server, database, schema),) = self.glance(
            "SELECT (SELECT system_identifier FROM pg_control_system()), d.oid, n.oid FROM "
            "pg_database d, pg_namespace n WHERE d.datname = current_database() AND n.nspname = ?",
            self._server.schema,
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
        return storage_error(cause, self.named, self._remedy)

    def _connected(self, *, autocommit: bool = False) -> Any:
        """A new connection; waits while the server has none left. Who holds the lock has time."""
        import psycopg

        until, is_limited = time.monotonic() + self._wait_s, held_lock(self._server) is None
        while True:
            try:
                return connect(
                    self._parameters, self._server.schema, is_limited=is_limited,
                    autocommit=autocommit,
                )  # fmt: skip
            except psycopg.OperationalError as exc:
                if not is_full(exc) or time.monotonic() > until:
                    raise
            time.sleep(_PAUSE_S)
