"""Shown sentences and their citations -> warnings about the sources that the answer rests on.

The warnings are computed from what is cited and shown, so that no way of making an answer can leave
them out. Sentences about other bulletins that disagree name their source themselves.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assistant.records import Citation, DraftSentence, Language
from assistant.wording.replies import say
from knowledge.figures.consistency import is_of_the_future


@dataclass(frozen=True, slots=True)
class Cautions:
    """Warnings, one per line; `is_future`: a source of the answer has a day in the future."""

    lines: tuple[str, ...]
    is_future: bool


def cautions(
    shown: Sequence[tuple[DraftSentence, tuple[int, ...]]], citations: Sequence[Citation],
    language: Language, today: date | None,
) -> Cautions:  # fmt: skip
    """Warnings about sources of unknown trust and about bulletins dated after `today`.

    `shown` are the sentences with the markers of their citations. Without `today` no day is in the
    future.
    """
    kinds: dict[str, set[bool]] = {"future": set(), "unknown": set()}
    cited = {c.marker: c for c in citations}
    for sentence, markers in shown:
        if sentence.standing != "stands":
            continue
        has_figure = sentence.figure is not None or sentence.series is not None
        for citation in (cited[marker] for marker in markers):
            if today is not None and is_of_the_future(citation.published_on, today):
                kinds["future"].add(has_figure)
            if citation.trust == "unknown":
                kinds["unknown"].add(has_figure)
    lines = tuple(
        say(f"only_{kind}" if any(has_figures) else f"only_{kind}_words", language)
        for kind, has_figures in kinds.items()
        if has_figures
    )
    return Cautions(lines, bool(kinds["future"]))
