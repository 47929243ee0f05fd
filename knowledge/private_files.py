"""Files and folders that only their owner may read; system errors about them as `StorageError`s."""

import contextlib
import errno
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from knowledge.errors import Busy, Corrupt, DiskFull, ReadOnly, StorageError

_LOW_BYTES = 200_000
_BESIDE = ("", "-wal", "-shm")


def make_folder(path: Path) -> None:
    """Creates a folder that only its owner may enter; an existing one stays as it is.

    Raises:
        StorageError: it cannot be created.
    """
    try:
        missing = [folder for folder in (path, *path.parents) if not folder.exists()]
        for folder in reversed(missing):
            folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as exc:
        raise system_error(exc, path) from exc


def exists(path: Path) -> bool:
    """Whether there is anything at `path`.

    Raises:
        StorageError: its folder may not be entered, so nobody can say.
    """
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as exc:
        raise system_error(exc, path) from exc
    return True


def restrict_to_owner(path: Path) -> None:
    """Removes the access rights of others from a database and its log, where permitted."""
    for suffix in _BESIDE:
        beside = path.with_name(path.name + suffix)
        with contextlib.suppress(OSError):
            mode = beside.stat().st_mode
            if beside.is_file() and mode & 0o077:
                beside.chmod(mode & 0o700)


@contextmanager
def new_private_file(path: Path) -> Iterator[Path]:
    """An empty file beside `path`, readable by its owner alone; renamed to `path` after the block.

    A file that exists at `path` by then stays as it is.

    Raises:
        StorageError: it cannot be created or renamed.
    """
    make_folder(path.parent)
    part = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    try:
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        yield part
        _link(part, path)
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)  # the new name survives a power cut
        finally:
            os.close(folder)
    except OSError as exc:
        raise system_error(exc, path) from exc
    finally:
        for suffix in _BESIDE:
            part.with_name(part.name + suffix).unlink(missing_ok=True)


def _link(part: Path, path: Path) -> None:
    """Links `part` to `path` where that is free; renames it on systems without links."""
    try:
        os.link(part, path)
    except FileExistsError:
        return
    except OSError as exc:
        if exc.errno not in (errno.EPERM, errno.ENOTSUP, errno.ENOSYS):
            raise
        if not path.exists():
            part.rename(path)


def system_error(exc: OSError, path: Path) -> StorageError:
    """The storage error for an error of the operating system about a file or folder."""
    kind = {
        errno.ENOSPC: "SQLITE_FULL", errno.EDQUOT: "SQLITE_FULL", errno.EROFS: "SQLITE_READONLY",
        errno.EACCES: "SQLITE_READONLY", errno.EPERM: "SQLITE_READONLY",
    }.get(exc.errno or 0, "SQLITE_IOERR")  # fmt: skip
    reason = exc.strerror or str(exc)
    return storage_error(kind, path, reason) or StorageError(f"{str(path)!r}: {reason}")


def storage_error(kind: str, path: Path, reason: str, remedy: str = "") -> StorageError | None:
    """The error for one of SQLite's primary result codes, by name; None for bugs.

    A full disk causes several codes, so the space left is looked at where the code is ambiguous.
    """
    shown = str(path)
    match kind:
        case "SQLITE_BUSY" | "SQLITE_LOCKED":
            return Busy(f"{shown!r} is in use by others ({reason}); try again in a few seconds")
        case "SQLITE_CORRUPT" | "SQLITE_NOTADB":
            return Corrupt(f"{shown!r} cannot be used ({reason}); {remedy or 'restore it'}")
        case "SQLITE_FULL":
            return _full(shown, reason)
        case "SQLITE_READONLY" | "SQLITE_PERM" | "SQLITE_CANTOPEN" | "SQLITE_IOERR":
            if _is_full(path):
                return _full(shown, reason)
            if kind == "SQLITE_IOERR":
                return StorageError(f"{shown!r} fails on its disk ({reason}); look at it")
            return ReadOnly(
                f"{shown!r} cannot be opened or written ({reason}); give the user that runs bantin "
                "the right to write there, or name another --data folder"
            )
        case _:
            return None


def _full(shown: str, reason: str) -> DiskFull:
    return DiskFull(f"no room is left for {shown!r} ({reason}); make some and try again")


def _is_full(path: Path) -> bool:
    with contextlib.suppress(OSError, StopIteration):
        there = next(folder for folder in (path, *path.parents) if folder.is_dir())
        return shutil.disk_usage(there).free < _LOW_BYTES
    return False
