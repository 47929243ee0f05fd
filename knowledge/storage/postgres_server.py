"""The address of a PostgreSQL database -> connections to one schema; translates their errors.

The address is read by libpq, as `psql` and `pg_dump` read it. Every connection is UTF-8, notices a
server that is gone, and stores NUL, which PostgreSQL's texts refuse, as U+FFFD. SQLAlchemy is not
imported, so that a refused writer is told so at once.
"""

import importlib.util
import time
import zlib
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from knowledge.errors import (
    BadSettings,
    Busy,
    Corrupt,
    DiskFull,
    MissingExtra,
    ReadOnly,
    StorageError,
)

_CONNECT_S = 5
# A reader's statement takes milliseconds. The server ends one that takes so long, or one that
# writes beside the only writer; if it does not even say that, who asked gives up soon after.
STATEMENT_S, LOCK_S, WRITING_S = 30.0, 10.0, 300.0
_MORE_S = 5.0
# A peer that disappears is noticed after this: idle + interval * count seconds, and sooner where
# something was sent that nobody received.
_IDLE_S, _INTERVAL_S, _COUNT, _UNRECEIVED_MS = 30, 10, 3, 30_000
_UNANSWERED = "start it, or look at BANTIN_DATABASE_URL"
_MISSING = ("3D000", "28P01", "28000")  # no such database, a wrong password, a refused user


def parameters_of(address: str) -> dict[str, str]:
    """The parts of an address by the names that libpq gives them, with escapes resolved.

    Raises:
        MissingExtra: psycopg is not installed.
        BadSettings: libpq does not understand it; the message repeats no part of it.
    """
    if importlib.util.find_spec("psycopg") is None:
        raise MissingExtra(
            "BANTIN_DATABASE_URL needs psycopg: pip install -c constraints.txt -e '.[postgres]'"
        )
    import psycopg
    from psycopg.conninfo import conninfo_to_dict

    try:
        parts = conninfo_to_dict(address.replace("postgresql+psycopg://", "postgresql://", 1))
    except psycopg.Error as exc:
        raise BadSettings(
            "BANTIN_DATABASE_URL is no address of a PostgreSQL database like "
            "postgresql://USER:PASSWORD@HOST/NAME, or has a parameter that its client library "
            "does not know; signs like @ : / % in a password are written %40 %3A %2F %25"
        ) from exc
    return {name: str(value) for name, value in parts.items() if value is not None}


def shown(parameters: Mapping[str, str], schema: str) -> str:
    """The server, the database and the schema, without the user and the password."""
    host = parameters.get("host") or parameters.get("hostaddr") or ""
    port = f":{parameters['port']}" if parameters.get("port") else ""
    return f"postgresql://{host}{port}/{parameters.get('dbname', '')}, schema {schema}"


def lock_number(schema: str) -> int:
    """The second number of the advisory locks of a schema."""
    return zlib.crc32(schema.encode()) & 0x7FFFFFFF


def connect(
    parameters: Mapping[str, str], schema: str, *, is_limited: bool,
    application_name: str = "bantin", autocommit: bool = False,
) -> Any:  # fmt: skip
    """A connection to a schema; `is_limited` sets the time limits of readers.

    Parameters of the address win over what is usual here, except the encoding and the schema.

    Raises:
        StorageError: the database is not stored as UTF-8.
        psycopg.Error: the server does not answer, or refuses; see `storage_error`.
    """
    options = ""
    if is_limited:
        options += f" -c statement_timeout={int(STATEMENT_S * 1000)}"
        options += f" -c lock_timeout={int(LOCK_S * 1000)}"
    # A machine that disappears holds the writer's lock until the server notices.
    keepalives = {"idle": _IDLE_S, "interval": _INTERVAL_S, "count": _COUNT}
    for name, value in keepalives.items():
        options += f" -c tcp_keepalives_{name}={value}"
    usual = {
        "connect_timeout": _CONNECT_S, "tcp_user_timeout": _UNRECEIVED_MS,
        "application_name": application_name,
        **{f"keepalives_{name}": value for name, value in keepalives.items()},
    }  # fmt: skip
    asked = {
        "options": f"{options} {parameters.get('options', '')} -c search_path={schema}",
        "client_encoding": "UTF8",
    }
    made = _class(STATEMENT_S + _MORE_S if is_limited else 0.0).connect(
        **{**usual, **parameters, **asked}, autocommit=autocommit
    )
    try:
        _check_encoding(made, shown(parameters, schema))
    except BaseException:
        made.close()
        raise
    _accept_nul(made)
    return made


def _check_encoding(connection: Any, named: str) -> None:
    """Raises StorageError unless the database stores every letter, and as bytes of UTF-8."""
    encoding = connection.info.parameter_status("server_encoding")
    if encoding != "UTF8":
        raise StorageError(
            f"the database of {named!r} has the encoding {encoding}, which cannot hold every "
            "Vietnamese text; make another one: CREATE DATABASE … TEMPLATE template0 ENCODING "
            "'UTF8'"
        )


def _class(silence_s: float) -> Any:
    """psycopg's connection; it gives up where the server is silent for `silence_s`, if not 0.

    Nothing else ends the wait for a server that is reached and does not answer, as one whose
    machine is stuck: its system goes on to say that it received what was sent.
    """
    import psycopg

    class Bounded(psycopg.Connection[Any]):
        silence_s = 0.0

        def wait(self, gen: Any, *arguments: Any, **named: Any) -> Any:
            steps = _bounded(self, gen, self.silence_s) if self.silence_s else gen
            return super().wait(steps, *arguments, **named)

    Bounded.silence_s = silence_s
    return Bounded


@contextmanager
def waits_for(connection: Any, statement_s: float) -> Iterator[None]:
    """Lets a connection wait longer for its server inside the block; 0: as long as it takes."""
    usual = connection.silence_s
    connection.silence_s = statement_s and statement_s + _MORE_S
    try:
        yield
    finally:
        connection.silence_s = usual


def _bounded(connection: Any, steps: Generator[Any, Any, Any], silence_s: float) -> Any:
    """The same steps; ends the connection and fails if they are not done after `silence_s`."""
    import psycopg

    until = time.monotonic() + silence_s
    try:
        state = next(steps)
        while True:
            ready = yield state
            if not ready and time.monotonic() > until:
                connection.pgconn.finish()
                raise psycopg.OperationalError(f"it said nothing for {silence_s:g} seconds")
            state = steps.send(ready)
    except StopIteration as done:
        return done.value


def is_full(error: Exception) -> bool:
    """Whether a server refused a connection because it has as many as it takes.

    libpq gives no code for a refused connection; the words are those of an English server.
    """
    return any(words in str(error) for words in ("too many", "remaining connection slots"))


def _accept_nul(connection: Any) -> None:
    """Makes a connection store NUL as U+FFFD."""
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


def storage_error(cause: BaseException | None, named: str, remedy: str) -> StorageError | None:
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
