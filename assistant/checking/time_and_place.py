"""Does a draft give each figure the time and the place that its cited text gives it?

Numbers, times and places may each stand in the cited words and still be crossed over: 2019's rate
told of 2022. A number that several cited figures share is right if it is right of one of them.
"""

from collections.abc import Sequence
from typing import TypeVar

from assistant.records import Citation
from knowledge.numbers.numerals import Notation
from knowledge.numbers.quantities import Quantity, find_quantities
from knowledge.records import Bulletin, Figure
from knowledge.vocabulary.periods import PeriodMention, find_periods, overlap
from knowledge.vocabulary.places import PlaceMention, find_places, same_place
from knowledge.vocabulary.units import same_unit

_BESIDE_CHARS = 12
_Mention = TypeVar("_Mention", PeriodMention, PlaceMention)


def crossed(
    text: str, style: Notation, citations: Sequence[Citation], held: Sequence[Figure],
    bulletins: Sequence[Bulletin],
) -> list[str]:  # fmt: skip
    """The numbers of `text` that what is cited gives to another time or place.

    `held` are the figures of the cited bulletins, read afresh.
    """
    newest = max((b.published_on for b in bulletins if b.published_on), default=None)
    mentions = find_periods(text, newest)
    times = [m for m in mentions if not m.is_compared and m.period.kind != "day"]
    places = find_places(text)
    inside = [f for f in held if any(_is_cited(f, c) for c in citations)]
    problems = []
    for quantity in find_quantities(text, style, [(m.start, m.end) for m in mentions]):
        meant = [f for f in inside if _says(f, quantity)]
        written = text[quantity.start : quantity.end]
        time, place = _of(times, quantity, text), _of(places, quantity, text)
        dated = [f for f in meant if f.period is not None]
        if time and dated and len(dated) == len(meant):
            own = time.period
            if not any(f.period and overlap(f.period, own) for f in dated):
                problems.append(f"{written!r} is not of {own.text!r} in what is cited")
        placed = [f for f in meant if f.place is not None]
        is_placed = place is not None and bool(placed) and len(placed) == len(meant)
        if place and is_placed and not any(same_place(f.place, place.name) for f in placed):
            problems.append(f"{written!r} is not of {place.name!r} in what is cited")
    return problems


def _is_cited(figure: Figure, citation: Citation) -> bool:
    same = (figure.bulletin_id, figure.revision) == (citation.bulletin_id, citation.revision)
    return same and citation.start <= figure.start and figure.end <= citation.end


def _says(figure: Figure, quantity: Quantity) -> bool:
    return any(
        part.value == quantity.value and same_unit(part.unit, quantity.unit)
        for part in figure.parts
    )


def _of(mentions: Sequence[_Mention], quantity: Quantity, text: str) -> _Mention | None:
    """The mention right behind a number, else the last before it, else the first of all."""
    behind = [m for m in mentions if m.start >= quantity.end]
    gap = text[quantity.end : behind[0].start] if behind else ""
    if behind and len(gap) <= _BESIDE_CHARS and not set(gap) & set(",;.("):
        return behind[0]
    before = [m for m in mentions if m.end <= quantity.start]
    return before[-1] if before else mentions[0] if mentions else None
