"""The lock of the only writer of a library, and who holds it in a data folder.

The system releases the lock when its process ends in any way, so a dead writer blocks nobody. A
file beside the lock names the holder; it is read only while the lock is held.
"""

import contextlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.errors import LibraryBusy, StorageError
from knowledge.private_files import make_folder, system_error
from knowledge.storage.places import CATALOGUE_SCHEMA, Server, server_of
from knowledge.storage.postgres_lock import check_no_writer, command_word, writer_lock

if TYPE_CHECKING:
    from knowledge.settings import LibrarySettings

LOCK, HOLDER = "writer.lock", "writer.json"


@contextmanager
def the_only_writer(settings: "LibrarySettings") -> Iterator[None]:
    """Holds the writer's lock, of the data folder or of the database.

    Raises:
        LibraryBusy: another process holds it.
        StorageError: nothing can be written there.
    """
    server = server_of(settings.database_url, CATALOGUE_SCHEMA)
    with writer_lock(server) if server else write_lock(settings.data):
        yield


def check_free(data: Path, address: str | None = None) -> None:
    """Does nothing where no process holds the writer's lock of a folder, or of a database.

    It creates nothing. A writer that begins at this moment may not be noticed yet.

    Raises:
        LibraryBusy: another process holds it.
        StorageError: the database does not answer.
    """
    if address is not None:
        check_no_writer(Server(address, CATALOGUE_SCHEMA))
    # Without the file of a holder nobody is disturbed by a try.
    elif (data / HOLDER).exists():
        try:
            with write_lock(data):
                pass
        except LibraryBusy:
            raise
        except StorageError:
            return  # the command says what it cannot do there


@contextmanager
def write_lock(data: Path) -> Iterator[None]:
    """Holds the lock of the only writer of a data folder.

    Raises:
        LibraryBusy: another process holds it; the message names its command, number and start.
        StorageError: nothing can be written there.
    """
    from filelock import FileLock, Timeout

    make_folder(data)
    lock = FileLock(str(data / LOCK), timeout=0)
    try:
        lock.acquire()
    except Timeout as exc:
        raise LibraryBusy(
            f"another bantin is writing to {str(data)!r}{_holder(data / HOLDER)}; wait until it is "
            "done and run this again"
        ) from exc
    except OSError as exc:
        raise system_error(exc, data / LOCK) from exc
    holder = data / HOLDER
    try:
        _name_holder(holder)
        yield
    finally:
        with contextlib.suppress(OSError):
            holder.unlink(missing_ok=True)
        lock.release()


def _name_holder(path: Path) -> None:
    """Writes who holds the lock; a full disk is no reason to stop here."""
    row = {
        "pid": os.getpid(), "command": command_word(),
        "since": datetime.now().astimezone().isoformat(" ", "seconds"),
    }  # fmt: skip
    with contextlib.suppress(OSError):
        part = path.with_name(f".{path.name}.{os.getpid()}")
        part.write_text(json.dumps(row), "utf-8")
        part.chmod(0o600)
        part.replace(path)


def _holder(path: Path) -> str:
    """Who holds the lock, as a part of a sentence; empty where that is not known.

    The file of a process that ended says nothing about the present holder.
    """
    try:
        row = json.loads(path.read_text("utf-8"))
        os.kill(int(row["pid"]), 0)
    except PermissionError:
        pass  # the process of another user
    except (OSError, ValueError, KeyError, TypeError):
        return ""
    return f" (`{row['command']}`, process {row['pid']}, since {row['since']})"
