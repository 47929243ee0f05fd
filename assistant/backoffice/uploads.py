"""Bulletins uploaded by staff: previewed, loaded, amended and withdrawn.

Loading runs `bantin ingest` in a separate process, with its lock, crash safety and memory; the
server only reads the library. An editor may set the trust of a source. Otherwise a known source
keeps its trust, a new web page gets that of its site, and a new file is `unknown`, since staff may
upload texts that others wrote.
"""

import json
import os
import signal
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from assistant.backoffice.bounded import Ended, run_bounded
from assistant.backoffice.store import Store
from assistant.backoffice.uploaded_files import check_readable, delete_uploads, mark_loaded
from assistant.errors import LoadingFailed
from assistant.events import tell
from assistant.settings import Settings
from knowledge.ingestion.previewing import BULLETIN_S, MAX_BYTES, Preview, preview_from_row
from knowledge.ingestion.trust import Trusting, trust_of_page
from knowledge.records import Trust
from knowledge.search.library import Library

# The desk notes itself who it was.
_MAIN = (
    "from knowledge.cli.change_log import silence; from knowledge.cli.root import main; "
    "silence(); main()"
)
_LOOK = "from knowledge.ingestion.previewing import main; main()"
_LOAD_S, _LOOK_S = 3600, 120
# Twice the memory of the largest model that is likely on a server without a GPU.
_LOAD_BYTES = 8_000_000_000
_MOST, _MOST_REASON = 200, 300


def trusting_for(
    settings: Settings, items: Sequence[Path], pages: Sequence[Path], chosen: Trust | None
) -> Trusting:
    """The trust of the items; `pages` are the items that were fetched from addresses."""
    by_path = {path: trust_of_page(path, settings) for path in pages}
    folders = [path for path in items if not path.is_relative_to(settings.uploads)]
    # A folder of the server belongs to the operator, as on the command line.
    by_path |= dict.fromkeys(folders, settings.file_trust)
    return Trusting(chosen, "unknown", by_path)


def preview(
    settings: Settings, paths: Sequence[Path], trusting: Trusting | None = None,
    library: Library | None = None,
) -> list[Preview]:  # fmt: skip
    """The bulletins that loading would store, with their trust; stores nothing.

    A separate process reads the files. If a file takes too long or too much memory, its preview
    has an error, and a new process reads the remaining files. Uploads that cannot be loaded are
    deleted.

    Raises:
        LoadingFailed: a path is neither an upload nor in the import folder.
    """
    check_readable(settings, paths)
    previews = _previews(settings, paths, trusting or Trusting(default="unknown"), library)
    delete_uploads(settings, [path for path in paths if not may_be_loaded(path, previews)])
    return previews


def _previews(
    settings: Settings, paths: Sequence[Path], trusting: Trusting, library: Library | None
) -> list[Preview]:
    previews: list[Preview] = []
    begun, end = 0, time.monotonic() + _LOOK_S
    while len(previews) < _MOST:
        request = {
            "paths": list(map(str, paths)), "data": str(settings.data), "skip": begun,
            "most": _MOST - len(previews),
        }  # fmt: skip
        ended = run_bounded(
            _LOOK, json.dumps(request), limit_s=max(1.0, end - time.monotonic()),
            limit_bytes=MAX_BYTES, environment=_environment(settings),
        )  # fmt: skip
        last = ""
        for line in map(json.loads, _whole_lines(ended.out)):
            if "done" in line:
                return previews
            if "file" in line:
                begun, last = begun + 1, line["file"]
            else:
                seen = preview_from_row(line["preview"])
                previews.append(replace(seen, trust=_trust_of(seen, paths, trusting, library)))
        reason = _reason(ended, last or "the files")
        if last:
            previews.append(Preview(last, error=reason, is_unseen=True))
        if not last or time.monotonic() >= end:
            # The remaining files have not been read.
            begun_with = {p.path for p in previews}
            left = [str(p) for p in paths if str(p) not in begun_with]
            previews += [Preview(path, error=reason, is_unseen=True) for path in left]
            break
    return previews


def may_be_loaded(path: Path, previews: Sequence[Preview]) -> bool:
    """Whether a file or folder was read completely, and has a readable bulletin."""
    inside = [p for p in previews if Path(p.path) == path or Path(p.path).is_relative_to(path)]
    return any(not p.error for p in inside) and not any(p.is_unseen for p in inside)


def _trust_of(
    seen: Preview, paths: Sequence[Path], trusting: Trusting, library: Library | None
) -> Trust:
    """The trust of a bulletin's source: as stored, or as loading would set it."""
    item = Path(seen.path)
    given = next((p for p in paths if item == p or item.is_relative_to(p)), item)
    known = (library.trust_of(source) for source in seen.sources) if library else iter(())
    return trusting.of(given, next((trust for trust in known if trust), None))


def _whole_lines(out: str) -> list[str]:
    """The complete lines of an output; the last one may have been cut off."""
    return out.split("\n")[:-1]


def _reason(ended: Ended, name: str) -> str:
    """The error text for a process that ended while it read `name`."""
    if ended.over == "memory":
        return f"{name!r} takes more than {MAX_BYTES // 10**6} MB of memory to read; it is left out"
    if ended.over == "time":
        return (
            f"looking took more than {_LOOK_S} s and ended at {name!r}; bring fewer files at once"
        )
    if ended.code == -signal.SIGALRM:
        return f"{name!r} takes more than {BULLETIN_S} s to read; it is left out"
    return f"{name!r} cannot be read: {_last_line(ended.err)}"


def load(
    settings: Settings, paths: Sequence[Path], store: Store, who: str,
    trusting: Trusting | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Loads files and folders, and returns the lists and counts of `bantin ingest --json`.

    Each run is added to the audit trail.

    Raises:
        LoadingFailed: a path is neither an upload nor in the import folder, the library is busy, or
            the process failed as a whole.
    """
    check_readable(settings, paths)
    trusting = trusting or Trusting(default="unknown")
    groups: dict[str, list[Path]] = defaultdict(list)
    for path in paths:
        level = trusting.of(path, None)
        groups[f"--trust={level}" if trusting.stated else f"--default-trust={level}"].append(path)
    whole: dict[str, Any] = {"counts": Counter(), "bulletins": [], "gone": [], "corrections": []}
    for flag, group in groups.items():
        report = _report(_run(settings, "ingest", flag, "--json", "--", *map(str, group)))
        whole["counts"].update(report["counts"])
        for part in ("bulletins", "gone", "corrections"):
            whole[part] += report[part]
        _keep_loaded(settings, group, report["bulletins"])
        with store.writing() as connection:
            names = ", ".join(path.name for path in group)
            detail = f"{json.dumps(report['counts'])} {flag.removeprefix('--')}"
            store.note(connection, who, "loaded", names, detail)
        tell("loading", counts=report["counts"])
    return whole


def _keep_loaded(
    settings: Settings, paths: Sequence[Path], receipts: Sequence[dict[str, Any]]
) -> None:
    """Keeps the uploads that were loaded; those of which nothing was are deleted."""
    failed = [path for path in paths if _has_failed(path, receipts)]
    delete_uploads(settings, failed)
    mark_loaded(settings, [path for path in paths if path not in failed])


def _has_failed(path: Path, receipts: Sequence[dict[str, Any]]) -> bool:
    return any(r["status"] == "failed" and r["source"] == str(path) for r in receipts)


def amend(
    settings: Settings, bulletin_id: str, store: Store, who: str,
    title: str | None = None, published_on: date | None = None, place: str | None = None,
    trust: Trust | None = None,
) -> int:  # fmt: skip
    """Changes the title, day, place or trust of a bulletin, and returns the new revision number.

    Raises:
        LoadingFailed: the change failed; the message gives the reason.
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
    """Removes a bulletin from search and answers, with the reason in the audit trail.

    Raises:
        LoadingFailed: there is no reason, or no such bulletin.
    """
    if not reason.strip():
        raise LoadingFailed("a withdrawal needs its reason")
    done = _run(settings, "remove", f"--reason={reason.strip()[:_MOST_REASON]}", "--", bulletin_id)
    if done.code:
        raise LoadingFailed(_last_line(done.err))
    with store.writing() as connection:
        store.note(connection, who, "withdrawn", bulletin_id, reason)


def restore(settings: Settings, bulletin_id: str, store: Store, who: str) -> None:
    """Brings a withdrawn bulletin back.

    Raises:
        LoadingFailed: no such bulletin was withdrawn.
    """
    done = _run(settings, "restore", "--", bulletin_id)
    if done.code:
        raise LoadingFailed(_last_line(done.err))
    with store.writing() as connection:
        store.note(connection, who, "restored", bulletin_id)


def _run(settings: Settings, *arguments: str) -> Ended:
    """Runs a `bantin` command with these arguments, and returns its result.

    Raises:
        LoadingFailed: it took too long or too much memory; bulletins stored before that remain.
    """
    # A form may send NUL, which no argument of a program can have.
    ended = run_bounded(
        _MAIN, *(a.replace("\0", " ") for a in arguments), limit_s=_LOAD_S,
        limit_bytes=_LOAD_BYTES, environment=_environment(settings),
    )  # fmt: skip
    if ended.over == "time":
        raise LoadingFailed(
            f"loading took more than {_LOAD_S // 60} minutes and was ended; what was stored stays, "
            "load the rest again in smaller parts"
        )
    if ended.over == "memory":
        raise LoadingFailed(
            f"loading took more than {_LOAD_BYTES // 10**9} GB of memory and was ended; what was "
            "stored stays, load the rest again in smaller parts"
        )
    return ended


def _environment(settings: Settings) -> dict[str, str]:
    """The environment of a process that uses the same library; its arguments hold no secret."""
    secrets = {"DATABASE_URL": settings.database_url, "CHROMA_TOKEN": settings.chroma_token}
    given = {
        "DATA": str(settings.data), "MODEL": settings.model,
        "CHROMA_URL": settings.chroma_url or "",
        **{name: secret.get_secret_value() for name, secret in secrets.items() if secret},
    }  # fmt: skip
    return os.environ | {f"BANTIN_{name}": value for name, value in given.items() if value}


def _report(done: Ended) -> dict[str, Any]:
    """The JSON that the command printed; with exit code 1 some of its bulletins failed."""
    try:
        report: dict[str, Any] = json.loads(done.out)
    except ValueError as exc:
        raise LoadingFailed(_last_line(done.err)) from exc
    return report


def _last_line(text: str) -> str:
    lines = [line for line in text.strip().splitlines() if line.strip()]
    return (
        lines[-1].removeprefix("bantin: ")[:500]
        if lines
        else "the process ended without an error message"
    )
