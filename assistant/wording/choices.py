"""Answer -> the other years and places for which the same figure is stored, as questions.

They replace a silent choice: a question that names no place gets the figure of one place, and these
offer the others. A refusal offers what there is.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.records import Answer, Language
from assistant.wording.asking import figure_question
from assistant.wording.phrases import places_text
from knowledge.search.library import Library
from knowledge.storage.figure_filter import FigureKey
from knowledge.vocabulary.indicators import Indicator, vocabulary
from knowledge.vocabulary.places import level_of, same_place

_MOST = 5
_OFFERING = ("answered", "answered_partly", "no_evidence", "unclear")


@dataclass(frozen=True, slots=True)
class Choice:
    """A year or a place, and the question for its figure."""

    label: str
    question: str


@dataclass(frozen=True, slots=True)
class Choices:
    """At most five other years, newest first, and five other places, provinces first."""

    years: tuple[Choice, ...] = ()
    places: tuple[Choice, ...] = ()


def choices_of(answer: Answer, library: Library, is_answered: Callable[[str], bool]) -> Choices:
    """The choices that `is_answered` accepts; none where the answer is about no single figure."""
    indicator = _indicator(answer)
    if indicator is None:
        return Choices()
    keys = [
        key for key in library.figure_keys([indicator.id])
        if key.place and key.period is not None and key.period.start.year == key.period.end.year
    ]  # fmt: skip
    figure = answer.figures[0] if answer.figures else None
    place = figure.place if figure else _named_place(answer)
    year = figure.period if figure else _named_year(answer)
    if year and "/" in year:  # a part of a year
        year = year[:4]
    language = answer.language
    here = _years(key for key in keys if place and same_place(key.place, place))
    years = ((str(y), place or "", y) for y in sorted(here, reverse=True) if str(y) != year)
    there = {k.place or "": _year(k) for k in keys if year is None or str(_year(k)) == year}
    places = (
        (places_text([p], language), p, there[p]) for p in _by_level(there)
        if place is None or not same_place(p, place)
    )  # fmt: skip
    ask = _Asking(indicator, language, is_answered)
    return Choices(ask.those(years), ask.those(places))


@dataclass(frozen=True, slots=True)
class _Asking:
    """Makes the choices of one indicator."""

    indicator: Indicator
    language: Language
    is_answered: Callable[[str], bool]

    def those(self, options: Iterable[tuple[str, str, int]]) -> tuple[Choice, ...]:
        """The first choices among options of label, place and year that have an answer."""
        kept: list[Choice] = []
        for label, place, year in options:
            question = figure_question(self.indicator, place, year, self.language)
            if len(kept) < _MOST and self.is_answered(question):
                kept.append(Choice(label[:1].upper() + label[1:], question))
        return tuple(kept)


def _indicator(answer: Answer) -> Indicator | None:
    """The one indicator of a plain question for a figure."""
    understood = answer.trace.understood
    ids = understood.get("indicators")
    is_plain = understood.get("operation") == "look" and understood.get("role") == "achieved"
    if answer.status not in _OFFERING or not is_plain or not isinstance(ids, list) or not ids:
        return None
    stand = [f for f in answer.figures if f.standing == "stands"]
    return vocabulary().get(ids[0]) if len(stand) <= 1 else None


def _named_place(answer: Answer) -> str | None:
    places = answer.trace.understood.get("places")
    return str(places[0]) if isinstance(places, list) and len(places) == 1 else None


def _named_year(answer: Answer) -> str | None:
    periods = answer.trace.understood.get("periods")
    digits = (
        "".join(c for c in str(periods[0]) if c.isdigit())
        if isinstance(periods, list) and periods
        else ""
    )
    return digits if len(digits) == 4 else None


def _years(keys: Iterable[FigureKey]) -> set[int]:
    return {_year(key) for key in keys}


def _year(key: FigureKey) -> int:
    return key.period.start.year if key.period else 0


def _by_level(places: Mapping[str, int]) -> Iterator[str]:
    """The country, then provinces, then their parts; newest first, then by name."""
    levels: Sequence[str] = ("country", "province")

    def rank(place: str) -> tuple[int, int, str]:
        level = level_of(place)
        return levels.index(level) if level in levels else 2, -places[place], place

    yield from sorted(places, key=rank)
