"""What commands change in a library, told to the packages above, which keep an audit trail.

A program that runs a command for somebody and notes who that was calls `silence` before.
"""

import json
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from knowledge.settings import LibrarySettings

    # Settings, action, bulletin id, detail.
    Note = Callable[[LibrarySettings, str, str, str], None]

_notes: "list[Note]" = []
_is_silent = False


def add_note(note: "Note") -> None:
    """Adds a function that is told of every change."""
    if note not in _notes:
        _notes.append(note)


def silence() -> None:
    """Ends the telling in this process."""
    global _is_silent
    _is_silent = True


def tell_change(
    settings: "LibrarySettings", action: str, bulletin_id: str, detail: str = ""
) -> None:
    """Tells of a change that is stored."""
    for note in () if _is_silent else _notes:
        note(settings, action, bulletin_id, detail)


def tell_loading(
    settings: "LibrarySettings", sources: "Sequence[str | Path]", counts: "Mapping[str, int]",
    trust: str | None, default_trust: str | None = None,
) -> None:  # fmt: skip
    """Tells of a loading; of none that changed nothing.

    A stated trust may change bulletins that count as unchanged.
    """
    changing = ("added", "updated", *(["unchanged"] if trust else []))
    if not any(counts.get(status) for status in changing):
        return
    words = [json.dumps({status: n for status, n in counts.items() if n})]
    if trust or default_trust:
        words.append(f"trust={trust}" if trust else f"default-trust={default_trust}")
    tell_change(settings, "loaded", ", ".join(map(_source_name, sources)), " ".join(words))


def _source_name(source: "str | Path") -> str:
    """The name of a file or folder, or an address without what may be a key or a password."""
    if isinstance(source, Path):
        return source.name or str(source)
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(source)
    except ValueError:  # `http://[::1`: the loading has said what is wrong with it
        return f"{source.partition(':')[0]}://…"
    return f"{parts.scheme}://{parts.hostname or ''}{parts.path}"
