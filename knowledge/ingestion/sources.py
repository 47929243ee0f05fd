"""Sources of bulletins: the files in given paths, and the name of each source.

A source is a file, or one row of a file of rows. Changed content from the same source is another
revision of the same bulletin; content from another source never replaces it.
"""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from knowledge.ingestion.changes import Change
from knowledge.readers.addresses import is_address
from knowledge.readers.drafts import BulletinDraft
from knowledge.readers.files import CONVERTED, SUFFIXES, has_rows
from knowledge.records import Trust

UPLOADS = "uploads"
_NO_BULLETINS = ("readme.md", "license.md")


Status = Literal["added", "updated", "unchanged", "older", "withdrawn", "failed"]


@dataclass(frozen=True, slots=True)
class Receipt:
    """The result of loading one bulletin.

    `error` is set where `status` is failed, `reason` where it is older or withdrawn: the content is
    not stored, because a newer one is, or because staff withdrew it. `embedded` counts the passages
    that were new to the library; `changes` says what an update changes.
    """

    source: str
    status: Status
    bulletin_id: str | None = None
    revision: int | None = None
    passages: int = 0
    figures: int = 0
    warnings: tuple[str, ...] = ()
    error: str | None = None
    trust: Trust | None = None
    reason: str | None = None
    embedded: int = 0
    changes: tuple[Change, ...] = ()
    title: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """The name of a source; `earlier` is its name in older versions of bantin.

    `is_keyed` is false for a row without an id: its name is its line number, which changes when a
    line is inserted before it.
    """

    name: str
    earlier: str
    is_keyed: bool


def source_of(path: Path, data: Path, draft: BulletinDraft | None, number: int) -> Source:
    """The source of the draft at place `number` (from 1) of the file at `path`.

    The name of a file is its absolute path; that of an upload is the uploader and the file name, or
    the id in its front matter, so that the data folder may move.
    """
    key = draft.key if draft else None
    absolute = path.resolve()
    name = str(absolute)
    try:
        parts = absolute.relative_to((data / UPLOADS).resolve()).parts
    except ValueError:
        parts = ()
    is_row = has_rows(path)
    if len(parts) == 3:  # uploader, digest of the content, file name
        name = f"{UPLOADS}/{parts[0]}/{parts[2]}"
        if key and not is_row:
            name = f"{UPLOADS}/{parts[0]}/#{key}"
    elif parts:
        name = "/".join((UPLOADS, *parts))
    if not is_row:
        return Source(name, str(absolute), True)
    return Source(f"{name}#{key or number}", f"{absolute}#{key or number}", key is not None)


def find_files(paths: Iterable[Path | Receipt]) -> Iterator[Path | Receipt]:
    """The bulletin files in files and folders, in name order, or failed receipts."""
    for path in paths:
        if isinstance(path, Receipt):
            yield path
            continue
        path_text = readable_name(path)
        try:
            if path.is_dir():
                yield from _in_folder(path)
            elif not path.exists():
                yield Receipt(path_text, "failed", error=f"{path_text!r} does not exist")
            elif path_text != str(path):
                yield _undecodable(path_text)
            else:
                yield path
        except OSError as exc:  # no permission, a name that is too long, a loop of links
            yield Receipt(
                path_text, "failed", error=f"{path_text!r} cannot be read: {exc.strerror}"
            )


def readable_name(path: Path) -> str:
    """The path as text; bytes that are no UTF-8 as `\\xff`."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _undecodable(path_text: str) -> Receipt:
    return Receipt(
        path_text, "failed", error=f"the name {path_text!r} is not UTF-8; rename the file"
    )


def _in_folder(folder: Path) -> Iterator[Path | Receipt]:
    errors: list[OSError] = []
    paths = [
        path
        for top, _, names in os.walk(folder, onerror=errors.append)
        for name in names
        if not name.startswith((".", "~$")) and name.lower() not in _NO_BULLETINS
        and (path := Path(top, name)).suffix.lower() in (*SUFFIXES, *CONVERTED) and path.is_file()
    ]  # fmt: skip
    for exc in errors:
        path_text = readable_name(Path(exc.filename))
        yield Receipt(
            path_text, "failed", error=f"the folder {path_text!r} cannot be read: {exc.strerror}"
        )
    if not paths and not errors:
        path_text = readable_name(folder)
        error = f"the folder {path_text!r} holds no bulletins ({', '.join(SUFFIXES)})"
        yield Receipt(path_text, "failed", error=error)
    for path in sorted(paths):
        path_text = readable_name(path)
        yield path if path_text == str(path) else _undecodable(path_text)


def files_and_addresses(arguments: Iterable[str]) -> tuple[list[Path], list[str]]:
    """The files and folders among the arguments of a command, and the addresses, each once."""
    given = list(dict.fromkeys(arguments))
    return [Path(a) for a in given if not is_address(a)], [a for a in given if is_address(a)]
