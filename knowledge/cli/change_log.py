"""What commands change in a library, told to the packages above, which keep an audit trail.

A program that runs a command for somebody and notes who that was calls `silence` before.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

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
