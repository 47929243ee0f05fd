"""Data folder -> backup: a folder with a copy of everything that cannot be derived again.

Databases are copied by SQLite as one state each, while the page serves and a writer writes. The
question log comes before the catalogue, so that every revision that it cites is in the catalogue's
copy. The vector index and the converted models are derived and left out. The list of files with
their digests is written last: a backup without it, or with another file, is not taken for one.
"""

import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path, PurePosixPath

from knowledge.errors import BadBackup, Corrupt
from knowledge.ingestion.write_lock import HOLDER, LOCK
from knowledge.private_files import exists, make_folder, system_error
from knowledge.storage.engine import Database
from knowledge.storage.places import CATALOGUE_FILE

MANIFEST = "backup.json"
# `backups` holds the copies that upgrades keep.
DERIVED = frozenset({"chroma", "models", "backups", LOCK, HOLDER})
"""What a backup leaves out, and a restored folder makes anew."""
_LOGS = ("-wal", "-shm", "-journal")
_CHUNK = 1 << 20
_REMEDY = "no backup was made: run `bantin verify`, or restore an older backup"


@dataclass(frozen=True, slots=True)
class Kept:
    """One file of a backup; `path` is relative to the data folder, with slashes."""

    path: str
    size_bytes: int
    sha256: str


def back_up(data: Path, target: Path) -> list[Kept]:
    """Copies the data folder to the new folder `target`; returns the files of the backup.

    `target` appears as a whole, once every database was read back.

    Raises:
        BadBackup: `target` holds something, lies in the data folder, or there is no library.
        Corrupt: a database is damaged; nothing is kept of the backup.
        StorageError: something cannot be read or written.
    """
    if not exists(data / CATALOGUE_FILE):
        raise BadBackup(f"{str(data)!r} holds no library; see --data")
    if target.resolve().is_relative_to(data.resolve()):
        raise BadBackup(f"{str(target)!r} lies in the data folder; name a folder outside of it")
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise BadBackup(f"{str(target)!r} is not empty; a backup goes into a new folder")
    make_folder(target.parent)
    part = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    make_folder(part)
    try:
        kept = [_database_copied(path, part) for path in _databases(data)]
        kept += [_file_copied(data, path, part) for path in _other_files(data)]
        manifest = {
            "bantin": version("bantin"), "made_at": datetime.now(UTC).isoformat(" ", "seconds"),
            "files": [asdict(row) for row in kept],
        }  # fmt: skip
        text = json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
        (part / MANIFEST).write_text(text, "utf-8")
        _flush(part / MANIFEST)
        part.rename(target)
        _flush(target.parent)
    except OSError as exc:
        raise system_error(exc, target) from exc
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return kept


def checked_files(backup: Path) -> list[Kept]:
    """The files of a backup, each compared with its size and digest.

    Raises:
        BadBackup: it is no backup, or not a whole one; the message names the file.
    """
    path = backup / MANIFEST
    try:
        rows = [Kept(**row) for row in json.loads(path.read_text("utf-8"))["files"]]
    except FileNotFoundError as exc:
        raise BadBackup(
            f"{str(backup)!r} is no whole backup: {MANIFEST} is missing; copy the folder again"
        ) from exc
    except OSError as exc:
        raise system_error(exc, path) from exc
    except (ValueError, KeyError, TypeError) as exc:
        raise BadBackup(f"{str(path)!r} is damaged ({exc}); copy the backup again") from exc
    for row in rows:
        _check(backup, row)
    if not any(row.path == CATALOGUE_FILE for row in rows):
        raise BadBackup(f"{str(path)!r} lists no {CATALOGUE_FILE}")
    return rows


def _check(backup: Path, row: Kept) -> None:
    pure = PurePosixPath(row.path)
    if pure.is_absolute() or ".." in pure.parts or pure.parts[:1] in ((), *((d,) for d in DERIVED)):
        raise BadBackup(f"{str(backup)!r} lists {row.path!r}, which is no file of a backup")
    path = backup / pure
    if path.is_symlink() or not path.is_file():
        raise BadBackup(f"{str(path)!r} of the backup is missing; copy the backup again")
    if path.stat().st_size != row.size_bytes or _digest(path) != row.sha256:
        raise BadBackup(f"{str(path)!r} of the backup is not as it was; copy the backup again")


def _databases(data: Path) -> list[Path]:
    """The databases, the catalogue last."""
    return sorted(data.glob("*.sqlite"), key=lambda path: (path.name == CATALOGUE_FILE, path.name))


def _other_files(data: Path) -> Iterator[Path]:
    """Every other file that is not derived, temporary, or set aside by restoring a backup."""
    for folder, folders, names in os.walk(data):
        here = Path(folder)
        if here == data:
            folders[:] = [
                n for n in folders if n not in DERIVED and not n.startswith(("before-", "."))
            ]
            names = [n for n in names if n not in DERIVED and ".sqlite" not in n]
        for name in sorted(names):
            path = here / name
            if not name.startswith(".") and path.is_file() and not path.is_symlink():
                yield path


def _database_copied(path: Path, part: Path) -> Kept:
    database = Database(path, _REMEDY)
    copy = part / path.name
    try:
        database.check_made()
        copy.touch(0o600)
        database.copy_to(copy)
    finally:
        database.close()
    copied = Database(copy, _REMEDY, named=path)
    try:
        report = [str(row[0]) for row in copied.glance("PRAGMA integrity_check(3)")]
    finally:
        copied.close()
    for suffix in _LOGS:
        copy.with_name(copy.name + suffix).unlink(missing_ok=True)
    if report != ["ok"]:
        raise Corrupt(f"{str(path)!r} cannot be used ({'; '.join(report)}); {_REMEDY}")
    return _kept(copy, part)


def _file_copied(data: Path, path: Path, part: Path) -> Kept:
    copy = part / path.relative_to(data)
    make_folder(copy.parent)
    shutil.copy2(path, copy)
    return _kept(copy, part)


def _kept(copy: Path, part: Path) -> Kept:
    _flush(copy)
    return Kept(copy.relative_to(part).as_posix(), copy.stat().st_size, _digest(copy))


def _digest(path: Path) -> str:
    made = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            made.update(chunk)
    return made.hexdigest()


def _flush(path: Path) -> None:
    """Makes a file or folder survive a power cut."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
