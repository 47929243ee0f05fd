"""Titles, issuers and authors of bulletins -> text of a reply, with warnings about their sources.

They are untrusted text: they are kept on one line and without brackets, so that they cannot imitate
a marker.
"""

from collections.abc import Sequence
from datetime import date

from assistant.records import Language
from assistant.wording.replies import say
from knowledge.figures.consistency import is_of_the_future
from knowledge.records import Listed, Trust

_MOST_TITLE = 160
_BRACKETS = str.maketrans({"[": "(", "]": ")", "“": '"', "”": '"'})


def title_text(title: str) -> str:
    """A title on one line without square brackets, cut if it is very long."""
    line = " ".join("".join(c if c.isprintable() else " " for c in title).split())
    line = line.translate(_BRACKETS)
    return line if len(line) <= _MOST_TITLE else f"{line[: _MOST_TITLE - 1].rstrip()}…"


def titles_text(bulletins: Sequence[Listed]) -> str:
    """Titles in quotation marks, separated by semicolons."""
    return "; ".join(f"“{title_text(bulletin.title)}”" for bulletin in bulletins)


def source_warnings(day: date | None, trust: Trust, language: Language, today: date) -> list[str]:
    """Warnings that the day is in the future and that the source is not confirmed."""
    parts = []
    if is_of_the_future(day, today):
        parts.append(say("bulletins.dated_ahead", language))
    if trust == "unknown":
        parts.append(say("bulletins.unconfirmed", language))
    return parts
