"""Text and the figures of its citations -> numbers that have another figure's time or place.

Each number, time and place of a text may be in the cited text and still be combined wrongly, such
as the rate of 2019 given for 2022. A number that several cited figures share may have the time and
place of any of them.
"""

from collections.abc import Sequence
from typing import TypeVar

from assistant.records import Citation
from knowledge.numbers.numerals import Notation
from knowledge.numbers.quantities import Quantity, find_quantities
from knowledge.records import Bulletin, Figure
from knowledge.vocabulary.periods import PeriodMention, find_periods, overlap
from knowledge.vocabulary.place_names import members_of
from knowledge.vocabulary.places import PlaceMention, find_places, joined_places, same_place
from knowledge.vocabulary.units import same_unit

_MAX_GAP_CHARS = 12
_Mention = TypeVar("_Mention", PeriodMention, PlaceMention)


def crossed(
    text: str, style: Notation, citations: Sequence[Citation], figures: Sequence[Figure],
    bulletins: Sequence[Bulletin],
) -> list[str]:  # fmt: skip
    """Problems, in words: numbers of `text` that belong to another time or place in its citations.

    `figures` are those of the cited bulletins, extracted again from their texts.
    """
    newest = max((b.published_on for b in bulletins if b.published_on), default=None)
    mentions = find_periods(text, newest)
    times = [m for m in mentions if not m.is_compared and m.period.kind != "day"]
    places = joined_places(text, find_places(text))
    inside = [f for f in figures if any(_is_cited(f, c) for c in citations)]
    problems = []
    for quantity in find_quantities(text, style, [(m.start, m.end) for m in mentions]):
        matches = [f for f in inside if _has_value(f, quantity)]
        written = text[quantity.start : quantity.end]
        time, place = _nearest(times, quantity, text), _nearest(places, quantity, text)
        dated = [f for f in matches if f.period is not None]
        if time and dated and len(dated) == len(matches):
            period = time.period
            if not any(f.period and overlap(f.period, period) for f in dated):
                problems.append(f"{written!r} is not of {period.text!r} in what is cited")
        placed = [f for f in matches if f.place is not None]
        is_placed = place is not None and bool(placed) and len(placed) == len(matches)
        if place and is_placed and not any(_is_of(f, place, places) for f in placed):
            problems.append(f"{written!r} is not of {place.name!r} in what is cited")
    return problems


def _is_cited(figure: Figure, citation: Citation) -> bool:
    cited_text = (citation.bulletin_id, citation.revision)
    is_same_text = (figure.bulletin_id, figure.revision) == cited_text
    return is_same_text and citation.start <= figure.start and figure.end <= citation.end


def _has_value(figure: Figure, quantity: Quantity) -> bool:
    return any(
        part.value == quantity.value and same_unit(part.unit, quantity.unit)
        for part in figure.parts
    )


def _is_of(figure: Figure, place: PlaceMention, places: Sequence[PlaceMention]) -> bool:
    """Whether a figure is of a place; one of several together where `places` are all of them."""
    members = members_of(figure.place or "")
    if not any(same_place(member, place.name) for member in members):
        return False
    return all(any(same_place(member, p.name) for p in places) for member in members)


def _nearest(mentions: Sequence[_Mention], quantity: Quantity, text: str) -> _Mention | None:
    """The mention directly after a number, else the last one before it, else the first one."""
    behind = [m for m in mentions if m.start >= quantity.end]
    gap = text[quantity.end : behind[0].start] if behind else ""
    if behind and len(gap) <= _MAX_GAP_CHARS and not set(gap) & set(",;.("):
        return behind[0]
    before = [m for m in mentions if m.end <= quantity.start]
    return before[-1] if before else mentions[0] if mentions else None
