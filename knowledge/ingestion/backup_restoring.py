"""Backup -> data folder: the same library, question log and uploads as when it was made."""

import os
import secrets
import shutil
from datetime import datetime
from pathlib import Path

from knowledge.errors import BadBackup, Busy
from knowledge.ingestion.backups import DERIVED, checked_files
from knowledge.private_files import make_folder, system_error
from knowledge.storage.catalogue import Catalogue
from knowledge.storage.engine import Database
from knowledge.storage.migrating import BACKUPS
from knowledge.storage.places import CATALOGUE_FILE

_LOGS = ("-wal", "-shm", "-journal")
_STAGED, _ASIDE = ".restore-", "before-restore-"


def restore_backup(backup: Path, data: Path, *, force: bool = False) -> Path | None:
    """Puts the files of a backup into the data folder; call it inside `write_lock`.

    Everything is checked and copied beside before anything in the folder changes. With `force`,
    what the folder holds is moved into a folder inside it, which is returned. The vectors of the
    index belong to no restored library: they are deleted, and the next synchronisation writes them.

    Raises:
        BadBackup: the backup is not whole, or the folder is not empty.
        Busy: a process has a database of the folder open.
        StorageError: something cannot be read or written.
    """
    rows = checked_files(backup)
    before = _entries(data)
    if before and not force:
        raise BadBackup(
            f"{str(data)!r} is not empty ({', '.join(sorted(p.name for p in before)[:3])}); name "
            "another --data folder, or use --force, which sets aside what is there"
        )
    for path in data.glob("*.sqlite"):
        _check_unused(path)
    before = _entries(data)  # without the logs that are merged by now
    staged = data / f"{_STAGED}{secrets.token_hex(4)}"
    try:
        for row in rows:
            make_folder((staged / row.path).parent)
            shutil.copy2(backup / row.path, staged / row.path)
            (staged / row.path).chmod(0o600)
        _start_new_collection(staged / CATALOGUE_FILE)
        aside = _set_aside(data, before) if before else None
        shutil.rmtree(data / "chroma", ignore_errors=True)
        # The catalogue comes last: the folder has the old library or the new one.
        for path in sorted(staged.iterdir(), key=lambda path: path.name == CATALOGUE_FILE):
            os.replace(path, data / path.name)
        for path in before:  # of a later time than the backup: they would not fit to it
            if path.suffix == ".sqlite" and not any(row.path == path.name for row in rows):
                path.unlink()
    except OSError as exc:
        raise system_error(exc, data) from exc
    finally:
        shutil.rmtree(staged, ignore_errors=True)
    return aside


def _entries(data: Path) -> list[Path]:
    """What the folder holds that restoring would replace."""
    return [
        path for path in data.iterdir()
        if path.name not in DERIVED and not path.name.startswith((_STAGED, _ASIDE, "."))
    ]  # fmt: skip


def _check_unused(path: Path) -> None:
    """Raises Busy where a process has the database open; a damaged one is used by nobody."""
    database = Database(path, "")
    try:
        database.check_unused()
    except Busy as exc:
        raise Busy(f"{str(path)!r} is in use; stop `bantin serve` and run this again") from exc
    except Exception:  # noqa: BLE001 - it is replaced, whatever is wrong with it
        return
    finally:
        database.close()


def _start_new_collection(path: Path) -> None:
    """Renews the name of the collection; a backup of an older layout is upgraded for that."""
    catalogue = Catalogue(path, upgrade=True)
    try:
        with catalogue.writing() as transaction:
            transaction.renew_collection()
    finally:
        catalogue.close()
    shutil.rmtree(path.parent / BACKUPS, ignore_errors=True)  # the backup itself is the copy
    # One file, so that it moves as a whole.
    database = Database(path, "")
    database.check_unused()
    database.close()
    for suffix in _LOGS:
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _set_aside(data: Path, before: list[Path]) -> Path:
    """Moves what is there into a folder inside; databases stay until they are replaced.

    They are copied first: where there is no room for them, nothing has moved.
    """
    aside = data / f"{_ASIDE}{datetime.now():%Y%m%d-%H%M%S}"
    make_folder(aside)
    databases = [path for path in before if path.suffix == ".sqlite"]
    for path in databases:
        shutil.copy2(path, aside / path.name)
    for path in before:
        if path not in databases:
            path.rename(aside / path.name)
    return aside
