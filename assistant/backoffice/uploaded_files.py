"""The files of the server that the desk may read, and how long uploads stay.

An upload is kept while it waits to be loaded, and after it was loaded. It is deleted if it cannot be
loaded, or if nobody loaded it within a day. Apart from uploads, the desk reads only what lies in the
import folder that the administrator of the server has set.
"""

import contextlib
import hashlib
import os
import re
import time
from collections.abc import Iterable
from itertools import chain
from pathlib import Path

from assistant.errors import LoadingFailed
from assistant.settings import Settings
from knowledge.errors import StorageError, UnreadableBulletin
from knowledge.private_files import make_folder, system_error
from knowledge.readers.addresses import is_address
from knowledge.readers.fetching import fetch_page
from knowledge.readers.files import SUFFIXES

_WAITING = ".waiting"
_WAIT_S = 24 * 3600


def keep_upload(settings: Settings, who: str, name: str, content: bytes) -> Path:
    """Stores an upload under `uploads` of the data folder, and returns its path.

    A name that the same account uploads again is a revision of the same bulletin; from another
    account it is another bulletin. Stored files are never overwritten by other content.

    Raises:
        LoadingFailed: the file type is not supported, the file is too large, or the disk is full.
    """
    bare = re.sub(r"[^\w.\- ]", "_", Path(name.replace("\\", "/")).name).strip(". ")
    stem, kind = Path(bare).stem[:60], Path(bare).suffix
    if kind.lower() not in SUFFIXES:
        raise LoadingFailed(f"{name[:100]!r} is not read; bring {', '.join(SUFFIXES)}")
    if len(content) > settings.max_upload_bytes:
        raise LoadingFailed(
            f"{name[:100]!r} has {len(content)} bytes, at most {settings.max_upload_bytes} are taken"
        )
    if Path(bare).stem != stem:  # two long names may be equal after the cut
        stem += "-" + hashlib.sha256(bare.encode()).hexdigest()[:8]
    digest = hashlib.sha256(content).hexdigest()[:12]
    folder = settings.uploads / re.sub(r"[^A-Za-z0-9._@+-]", "_", who) / digest
    path = folder / f"{stem}{kind}"
    part = path.with_name(path.name + ".part")
    try:
        sweep(settings)
        make_folder(folder)
        if not path.exists():
            mark_waiting(path)
        part.write_bytes(content)
        os.replace(part, path)
    except (OSError, StorageError) as exc:
        error = system_error(exc, path) if isinstance(exc, OSError) else exc
        raise LoadingFailed(str(error)) from exc
    return path


def keep_page(settings: Settings, address: str) -> Path:
    """Fetches the page at an address into the uploads, and returns its path.

    Raises:
        LoadingFailed: the page cannot be fetched, or the address is not allowed.
    """
    if not is_address(address.strip()):
        raise LoadingFailed(f"{address[:100]!r} is no address; it begins with https://")
    try:
        return fetch_page(
            address, settings.uploads, allow_private=settings.fetch_private,
            allowed=settings.fetch_allowed,
        )  # fmt: skip
    except UnreadableBulletin as exc:
        raise LoadingFailed(str(exc)) from exc


def import_path(settings: Settings, name: str) -> Path:
    """The path of a file or folder in the import folder; an empty name is the folder itself.

    Raises:
        LoadingFailed: no import folder is set, or the name leads out of it.
    """
    if settings.import_folder is None:
        raise LoadingFailed(
            "no folder of the server is set for loading; its administrator sets BANTIN_IMPORT_FOLDER"
        )
    path = settings.import_folder / name.strip()
    check_readable(settings, [path])
    return path


def check_readable(settings: Settings, paths: Iterable[Path]) -> None:
    """Raises LoadingFailed unless all paths lie in the uploads or in the import folder.

    Links are followed, so that none leads out.
    """
    folders = [settings.uploads.resolve()]
    if settings.import_folder is not None:
        folders.append(settings.import_folder.resolve())
    tops = list(paths)
    links = (path for top in tops for path in top.rglob("*") if path.is_symlink())
    for path in chain(tops, links):  # links of a folder, once it is known to lie inside
        try:
            real = path.resolve()
        except (OSError, RuntimeError, ValueError):  # a loop of links, a NUL byte
            real = None
        if real is None or not any(real.is_relative_to(folder) for folder in folders):
            raise LoadingFailed(f"{str(path)[:200]!r} is not in the import folder of the server")


def mark_waiting(path: Path) -> None:
    """Marks a new upload as not loaded yet."""
    _mark_of(path).touch()


def mark_loaded(settings: Settings, paths: Iterable[Path]) -> None:
    """Keeps uploads that were loaded."""
    for path in _uploads(settings, paths):
        _mark_of(path).unlink(missing_ok=True)


def delete_uploads(settings: Settings, paths: Iterable[Path]) -> None:
    """Deletes uploads that cannot be loaded; files of the import folder stay."""
    for path in _uploads(settings, paths):
        if path.parent != settings.uploads and not _mark_of(path).exists():
            continue  # was loaded before
        for file in (path, _mark_of(path)):
            with contextlib.suppress(OSError):
                file.unlink()
        if path.parent != settings.uploads:
            with contextlib.suppress(OSError):  # holds other files
                path.parent.rmdir()


def sweep(settings: Settings, now: float | None = None) -> None:
    """Deletes the uploads that nobody has loaded within a day."""
    before = (time.time() if now is None else now) - _WAIT_S
    for mark in settings.uploads.glob(f"*/*/*{_WAITING}"):
        with contextlib.suppress(OSError):
            if mark.stat().st_mtime < before:
                delete_uploads(settings, [mark.with_name(mark.name.removesuffix(_WAITING))])


def _mark_of(path: Path) -> Path:
    return path.with_name(path.name + _WAITING)


def _uploads(settings: Settings, paths: Iterable[Path]) -> list[Path]:
    """Those of the paths that are uploads (account, digest, name) or fetched pages (name)."""
    uploads = settings.uploads
    return [
        path for path in paths
        if path.is_relative_to(uploads) and len(path.relative_to(uploads).parts) in (1, 3)
    ]  # fmt: skip
