"""Digests of the files of an embedded vector index, so that damaged ones are never opened.

Chroma does not check what it reads: a few flipped bits in a graph end the process. Its segments
change only while an index is written; `chroma.sqlite3`, which readers change too, is left out,
because SQLite notices most damage itself.
"""

import contextlib
import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path

_LIST = "files.json"
# Size and time of change of the files whose digest was right in this process.
_right: dict[Path, tuple[int, int]] = {}


def record(folder: Path) -> None:
    """Writes the list of files with their digests; call it when all is written and closed."""
    digests = {path.relative_to(folder).as_posix(): _digest(path) for path in _files(folder)}
    part = folder / f"{_LIST}.part"
    # Without room or rights there is no list, and the files are opened unchecked.
    with contextlib.suppress(OSError):
        part.write_text(json.dumps(digests), "utf-8")
        os.replace(part, folder / _LIST)


def forget(folder: Path) -> None:
    """Deletes the list; call it before anything is written, so that a crash leaves no wrong one."""
    with contextlib.suppress(OSError):
        (folder / _LIST).unlink(missing_ok=True)


def damage(folder: Path) -> str | None:
    """A file that is not as it was written, with what is wrong; None where none is known.

    A file is read once in a process as long as its size and its time of change stay the same. Where
    the list changes meanwhile, another process writes, and what was seen says nothing.
    """
    listed = _listed(folder)
    for name, digest in listed.items():
        if (problem := _problem(folder / name, digest)) is not None:
            return f"{name} {problem}" if _listed(folder) == listed else None
    return None


def _listed(folder: Path) -> dict[str, str]:
    try:
        listed = json.loads((folder / _LIST).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return dict(listed) if isinstance(listed, dict) else {}


def _problem(path: Path, digest: str) -> str | None:
    try:
        found = path.stat()
        state = (found.st_size, found.st_mtime_ns)
        if _right.get(path) == state:
            return None
        if _digest(path) != digest:
            return "is not as it was written"
    except FileNotFoundError:
        return "is missing"
    except OSError:
        return None  # opening the index says whose file it is
    _right[path] = state
    return None


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        is_list = path.name.startswith((_LIST, "chroma.sqlite3"))
        if path.is_file() and not is_list:
            yield path


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
