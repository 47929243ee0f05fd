"""The lock of the only writer of a schema: an advisory lock, held as long as its connection lives.

What this process writes while it holds the lock is stored only if it still holds it at the end of
the transaction: a connection may end unnoticed, and another writer begin.
"""

import os
import re
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from knowledge.errors import LibraryBusy, StorageError
from knowledge.storage.places import Server
from knowledge.storage.postgres_server import (
    connect,
    lock_number,
    parameters_of,
    shown,
    storage_error,
)

_WRITER = 1650552436
_HOLDS = (
    "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted AND pid = %s AND "
    "classid = %s AND objid = %s"
)
# The locks that this process holds.
_held: dict[Server, "WriterLock"] = {}


class WriterLock:
    """The held lock; `pid` is the number of its connection's process at the server."""

    def __init__(self, pid: int, schema: str, named: str) -> None:
        self._bound, self._named = (pid, _WRITER, lock_number(schema)), named

    def check(self, connection: Any) -> None:
        """Looks through a connection of psycopg, in its transaction.

        Raises:
            StorageError: the lock was lost; another process may be writing.
        """
        if connection.execute(_HOLDS, self._bound).fetchone()[0] == 0:
            raise StorageError(
                f"the lock of the only writer to {self._named!r} was lost with its connection (the "
                "server was restarted, or ended it); what was not acknowledged is not stored: run "
                "this again"
            )


def held_lock(server: Server) -> WriterLock | None:
    """The lock of a schema where this process holds it."""
    return _held.get(server)


@contextmanager
def writer_lock(server: Server, command: str = "") -> Iterator[None]:
    """Holds the lock of the only writer of a schema, as long as this connection lives.

    Raises:
        LibraryBusy: another process holds it; the message names it, its machine and its start.
        StorageError: the server does not answer, or refuses.
    """
    import psycopg

    parameters = parameters_of(server.address)
    named = shown(parameters, server.schema)
    holder = f"{command or command_word()}, process {os.getpid()} on {socket.gethostname()}"[:63]
    connection = None
    try:
        try:
            connection = connect(
                parameters, server.schema, is_limited=False, application_name=holder,
                autocommit=True,
            )  # fmt: skip
            _take(connection, server.schema, named)
        except psycopg.Error as exc:
            raise storage_error(exc, named, "") or exc from exc
        _held[server] = WriterLock(connection.info.backend_pid, server.schema, named)
        try:
            yield
        finally:
            del _held[server]
            # The server ends a closed connection a moment later; the next writer may come before.
            with suppress(psycopg.Error):
                connection.execute("SELECT pg_advisory_unlock(%s, %s)", _keys(server.schema))
    finally:
        if connection is not None:
            connection.close()


def check_no_writer(server: Server) -> None:
    """Does nothing where no process holds the lock of the only writer of a schema.

    Raises:
        LibraryBusy, StorageError: as for `writer_lock`.
    """
    import psycopg

    parameters = parameters_of(server.address)
    named = shown(parameters, server.schema)
    try:
        with connect(parameters, server.schema, is_limited=True, autocommit=True) as connection:
            _refuse_if_held(connection, server.schema, named)
    except psycopg.Error as exc:
        raise storage_error(exc, named, "") or exc from exc


def _keys(schema: str) -> tuple[int, int]:
    return _WRITER, lock_number(schema)


def _take(connection: Any, schema: str, named: str) -> None:
    taking = connection.execute("SELECT pg_try_advisory_lock(%s, %s)", _keys(schema))
    if not taking.fetchone()[0]:
        _refuse_if_held(connection, schema, named)
        raise LibraryBusy(f"another bantin was writing to {named!r} just now; run this again")


def _refuse_if_held(connection: Any, schema: str, named: str) -> None:
    row = connection.execute(
        "SELECT a.application_name, date_trunc('second', a.backend_start) FROM pg_locks l "
        "JOIN pg_stat_activity a ON a.pid = l.pid WHERE l.locktype = 'advisory' AND "
        "l.granted AND l.classid = %s AND l.objid = %s AND l.database = "
        "(SELECT oid FROM pg_database WHERE datname = current_database())",
        _keys(schema),
    ).fetchone()
    if row is not None:
        who = f"{row[0]}, since {row[1].astimezone().isoformat(' ')}"
        raise LibraryBusy(
            f"another bantin is writing to {named!r} ({who}); wait until it is done and run this "
            "again"
        )


def command_word() -> str:
    """The subcommand that runs, without its arguments, which may be addresses with keys."""
    word = next((a for a in sys.argv[1:] if re.fullmatch(r"[a-z]+(-[a-z]+)*", a)), "")
    return f"bantin {word}".strip()
