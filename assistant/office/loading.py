"""Bulletins brought by staff: looked at before they count, then loaded by a process of its own.

Loading runs as `bantin ingest`: its lock, its crash safety, its memory; the server only reads.
How far a source is trusted is the editor's to say. Unsaid, a source keeps what it has; a new page is
what its site is, and a new file unknown: whoever signs in may upload what others wrote.
"""

import json
import os
import re
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from assistant.errors import LoadingFailed
from assistant.office.store import Store
from knowledge.bulletins import bulletin_from_draft
from knowledge.errors import StorageError, UnreadableBulletin
from knowledge.fetching import fetch_page, is_address
from knowledge.files import make_folder, of_system
from knowledge.ingest import derive, find_files
from knowledge.library import Library
from knowledge.misfits import warnings_of
from knowledge.readers import SUFFIXES, read_drafts
from knowledge.records import Bulletin, Figure, Passage, Trust
from knowledge.settings import Settings
from knowledge.trust import Trusting, trust_of_page

_MAIN = "from knowledge.command import main; main()"
_LIMIT_S = 3600
_MOST = 200


@dataclass(frozen=True, slots=True)
class Preview:
    """What was read of one bulletin; `error` where nothing could be."""

    path: str
    bulletin: Bulletin | None = None
    passages: tuple[Passage, ...] = ()
    figures: tuple[Figure, ...] = ()
    warnings: tuple[str, ...] = ()
    error: str | None = None
    trust: Trust = "unknown"


def keep_upload(settings: Settings, name: str, content: bytes) -> Path:
    """The file under the data folder's `uploads`; the same name again is another revision.

    Raises:
        LoadingFailed: a kind of file that is not read, too many bytes, or no room for them.
    """
    bare = re.sub(r"[^\w.\- ]", "_", Path(name.replace("\\", "/")).name).strip(". ")[:120]
    if Path(bare).suffix.lower() not in SUFFIXES:
        raise LoadingFailed(f"{name[:100]!r} is not read; bring {', '.join(SUFFIXES)}")
    if len(content) > settings.max_upload_bytes:
        raise LoadingFailed(
            f"{name[:100]!r} has {len(content)} bytes, at most {settings.max_upload_bytes} are taken"
        )
    folder = settings.uploads
    path = folder / bare
    part = path.with_name(path.name + ".part")
    try:
        make_folder(folder)
        part.write_bytes(content)
        os.replace(part, path)
    except (OSError, StorageError) as exc:
        told = of_system(exc, path) if isinstance(exc, OSError) else exc
        raise LoadingFailed(str(told)) from exc
    return path


def keep_page(settings: Settings, address: str) -> Path:
    """The page at an address, kept beside the uploads.

    Raises:
        LoadingFailed: it cannot be had, or lies where the desk may not look.
    """
    if not is_address(address):
        raise LoadingFailed(f"{address[:100]!r} is no address; it begins with https://")
    try:
        allowed = settings.fetch_private == "on"
        return fetch_page(address, settings.uploads, allow_private=allowed)
    except UnreadableBulletin as exc:
        raise LoadingFailed(str(exc)) from exc


def trusting_for(
    settings: Settings, items: Sequence[Path], pages: Sequence[Path], said: Trust | None
) -> Trusting:
    """How far what is brought is trusted; `pages` are those just fetched from addresses."""
    by_path = {path: trust_of_page(path, settings) for path in pages}
    folders = [path for path in items if not path.is_relative_to(settings.uploads)]
    # A folder of the server is the operator's, as on the command line.
    by_path |= dict.fromkeys(folders, settings.file_trust)
    return Trusting(said, "unknown", by_path)


def preview(
    paths: Sequence[Path], trusting: Trusting | None = None, library: Library | None = None,
    today: date | None = None,
) -> list[Preview]:  # fmt: skip
    """What would be loaded; nothing is stored."""
    trusting, today = trusting or Trusting(default="unknown"), today or date.today()
    found: list[Preview] = []
    for item in find_files(paths):
        if not isinstance(item, Path):
            found.append(Preview(item.source, error=item.error))
            continue
        try:
            for draft in read_drafts(item):
                if isinstance(draft, UnreadableBulletin):
                    found.append(Preview(str(item), error=str(draft)))
                    continue
                bulletin = bulletin_from_draft(draft, draft.key or item.stem, str(item))
                passages, figures = derive(bulletin, 1)
                warnings = (*bulletin.warnings, *warnings_of(bulletin, figures, today))
                given = next((p for p in paths if item == p or item.is_relative_to(p)), item)
                known = library.trust_of(str(item.resolve())) if library else None
                trust = trusting.of(given, known)
                found.append(Preview(str(item), bulletin, passages, figures, warnings, trust=trust))
        except UnreadableBulletin as exc:
            found.append(Preview(str(item), error=str(exc)))
        if len(found) >= _MOST:
            break
    return found


def load(
    settings: Settings, paths: Sequence[Path], store: Store, who: str,
    trusting: Trusting | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Loads files and folders; the JSON of `bantin ingest --json`. Told in the audit trail.

    Raises:
        LoadingFailed: the library is busy, or the process failed as a whole.
    """
    trusting = trusting or Trusting(default="unknown")
    groups: dict[str, list[Path]] = defaultdict(list)
    for path in paths:
        level = trusting.of(path, None)
        groups[f"--trust={level}" if trusting.said else f"--default-trust={level}"].append(path)
    whole: dict[str, Any] = {"counts": Counter(), "bulletins": []}
    for flag, group in groups.items():
        report = _report(_run(settings, "ingest", flag, "--json", "--", *map(str, group)))
        whole["counts"].update(report["counts"])
        whole["bulletins"] += report["bulletins"]
        with store.writing() as connection:
            names = ", ".join(path.name for path in group)
            detail = f"{json.dumps(report['counts'])} {flag.removeprefix('--')}"
            store.note(connection, who, "loaded", names, detail)
    return whole


def amend(
    settings: Settings, bulletin_id: str, store: Store, who: str,
    title: str | None = None, published_on: date | None = None, place: str | None = None,
    trust: Trust | None = None,
) -> int:  # fmt: skip
    """Gives a bulletin another title, day, place or trust; its revision then.

    Raises:
        LoadingFailed: it cannot be done; the error says why.
    """
    given = {
        "--title": title,
        "--date": published_on.isoformat() if published_on else None,
        "--place": place,
        "--trust": trust,
    }
    flags = [f"{name}={value}" for name, value in given.items() if value]
    report = _report(_run(settings, "amend", "--json", *flags, "--", bulletin_id))
    with store.writing() as connection:
        store.note(connection, who, "amended", bulletin_id, " ".join(flags))
    return int(report["revision"])


def withdraw(settings: Settings, bulletin_id: str, reason: str, store: Store, who: str) -> None:
    """Takes a bulletin out of search and answers, with the reason in the audit trail.

    Raises:
        LoadingFailed: no reason was given, or there is no such bulletin.
    """
    if not reason.strip():
        raise LoadingFailed("a withdrawal needs its reason")
    done = _run(settings, "remove", "--", bulletin_id)
    if done.returncode:
        raise LoadingFailed(_last_line(done.stderr))
    with store.writing() as connection:
        store.note(connection, who, "withdrawn", bulletin_id, reason)


def _run(settings: Settings, *arguments: str) -> subprocess.CompletedProcess[str]:
    given = {
        "DATA": str(settings.data),
        "MODEL": settings.model,
        "CHROMA_URL": settings.chroma_url or "",
    }
    environment = os.environ | {f"BANTIN_{k}": v for k, v in given.items() if v}
    return subprocess.run(
        [sys.executable, "-c", _MAIN, *arguments], env=environment, capture_output=True, text=True,
        encoding="utf-8", timeout=_LIMIT_S, check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip


def _report(done: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    """The JSON that was printed; exit code 1 with JSON means that some bulletins failed."""
    try:
        report: dict[str, Any] = json.loads(done.stdout)
    except ValueError as exc:
        raise LoadingFailed(_last_line(done.stderr)) from exc
    return report


def _last_line(text: str) -> str:
    lines = [line for line in text.strip().splitlines() if line.strip()]
    return lines[-1].removeprefix("bantin: ")[:500] if lines else "the process ended without a word"
