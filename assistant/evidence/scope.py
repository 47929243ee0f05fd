"""The times and places that a clause of a bulletin is about, compared with the requested ones.

A clause without a time has the time of its sentence, else of the sentences before it, the title,
the first words of the bulletin, or the day of publication; where that is not known, the year that
the text implies. Times of a comparison are ignored
(`so với năm 2020`, `cùng kỳ`).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache
from typing import Generic, TypeVar

from assistant.records import Question
from assistant.statement import Level, Match
from knowledge.figures.reading_day import day_of_reading, known_times
from knowledge.records import Bulletin, Period
from knowledge.text.spelling import fold
from knowledge.vocabulary.periods import find_periods, overlap
from knowledge.vocabulary.place_names import provinces_of, unit_in, within
from knowledge.vocabulary.places import (
    COUNTRY,
    find_places,
    joined_places,
    mentions_of,
    same_place,
)
from knowledge.vocabulary.relative_periods import is_completed

Span = tuple[int, int]
# Characters before a passage in which a time is searched for, and characters of the lead.
_BEFORE, _LEAD = 1200, 600
# Mentions before a statement count together if they are closer than this, in characters.
_TOGETHER = 200
SILENT = Match(None, False, False)
_Said = TypeVar("_Said")


@dataclass(frozen=True, slots=True)
class _Mention(Generic[_Said]):
    said: _Said
    start: int
    end: int


@dataclass(frozen=True)
class Scope:
    """The times and places around one passage, read once for all statements of the passage."""

    question: Question
    bulletin: Bulletin
    passage: Span

    def time_match(self, clause: Span, sentence: Span) -> Match:
        """How the clause matches one of the requested periods; SILENT if none is requested."""
        asked = self.question.periods
        if not asked:
            return SILENT
        levels = [*_levels(self._times, self._lead_times, clause, sentence)]
        levels.insert(3, ("title", self._title_times))
        if self._day is not None:
            levels.append(("day", [_year_of(self._day)]))
        return _match(levels, lambda mention: any(is_time(mention, period) for period in asked))

    def place_match(self, clause: Span, sentence: Span) -> Match:
        """How the clause matches one of the requested places; SILENT if none is requested."""
        asked = self._asked_places
        if not asked:
            return SILENT
        levels = [*_levels(self._places, self._lead_places, clause, sentence)]
        levels.insert(3, ("title", self._places_in(self.bulletin.title)))
        if self.bulletin.place:
            levels.append(("day", [self.bulletin.place]))
        return _match(levels, lambda name: any(same_place(name, place) for place in asked))

    @property
    def _asked_places(self) -> list[str]:
        return [place for place in self.question.places if place != COUNTRY]

    @cached_property
    def _times(self) -> list[_Mention[Period]]:
        start = max(0, self.passage[0] - _BEFORE)
        return self._times_in(self.bulletin.text[start : self.passage[1]], start)

    @cached_property
    def _lead_times(self) -> list[_Mention[Period]]:
        return self._times_in(self.bulletin.text[:_LEAD], 0)

    @cached_property
    def _title_times(self) -> list[Period]:
        return [m.said for m in self._times_in(self.bulletin.title, 0)]

    @cached_property
    def _places(self) -> list[_Mention[str]]:
        start = max(0, self.passage[0] - _BEFORE)
        return self._places_at(self.bulletin.text[start : self.passage[1]], start)

    @cached_property
    def _lead_places(self) -> list[_Mention[str]]:
        return self._places_at(self.bulletin.text[:_LEAD], 0)

    def _times_in(self, text: str, offset: int) -> list[_Mention[Period]]:
        day = self._day
        mentions = known_times(find_periods(text, day or self._asked_year_end), self.bulletin, day)
        if day is None:
            # A day without its year in a bulletin without any may be that of the year asked about.
            mentions = [m for m in mentions if m.period.seen_from is None or _is_bare_day(m.period)]
        return [
            _Mention(m.period, offset + m.start, offset + m.end)
            for m in mentions
            if not m.is_compared
        ]

    @cached_property
    def _day(self) -> date | None:
        return _reading_day(self.bulletin)

    @property
    def _asked_year_end(self) -> date | None:
        asked = self.question.periods
        return date(asked[0].end.year, 12, 31) if asked else None

    def _places_in(self, text: str) -> list[str]:
        return [m.said for m in self._places_at(text, 0)]

    def _places_at(self, text: str, offset: int) -> list[_Mention[str]]:
        mentions = [
            _Mention(self._with_province(m.name), offset + m.start, offset + m.end)
            for m in joined_places(text, find_places(text))
        ]
        for place in self._asked_places:
            name = self._with_province(unit_in(place))
            spans = mentions_of(place, text)
            mentions += [_Mention(name, offset + a, offset + b) for a, b in spans]
        return sorted(mentions, key=lambda m: m.start)

    def _with_province(self, name: str) -> str:
        """A unit with the province of the bulletin, where that has one of this name."""
        home = self.bulletin.place
        return within(name, home) if home in provinces_of(name) else name


def _levels(
    near: Sequence[_Mention[_Said]], lead: Sequence[_Mention[_Said]], clause: Span, sentence: Span
) -> Iterator[tuple[Level, list[_Said]]]:
    """The mentions in the clause, the rest of its sentence, the text before it and the lead."""
    inside = [m for m in near if sentence[0] <= m.start and m.end <= sentence[1]]
    in_clause = [m for m in inside if clause[0] <= m.start and m.end <= clause[1]]
    yield "clause", [m.said for m in in_clause]
    yield "sentence", [m.said for m in inside if m not in in_clause]
    before = [m for m in near if m.end <= sentence[0]]
    yield "before", [m.said for m in before if before[-1].start - m.start < _TOGETHER]
    yield "lead", [m.said for m in lead if m.end <= sentence[0]]


def _match(
    levels: Sequence[tuple[Level, Sequence[_Said]]], is_asked: Callable[[_Said], bool]
) -> Match:
    nearest: Level | None = None
    agrees = anywhere = False
    for level, mentions in levels:
        if mentions:
            fits = any(map(is_asked, mentions))
            if nearest is None:
                nearest, agrees = level, fits
            anywhere = anywhere or fits
    return Match(nearest, agrees, anywhere)


@lru_cache(maxsize=32)
def _reading_day(bulletin: Bulletin) -> date | None:
    return day_of_reading(bulletin, fold(bulletin.text))


def is_time(mention: Period, asked: Period) -> bool:
    """Whether they share a day; a day asked about without its year is one of any year."""
    if _is_bare_day(asked):
        asked = _in_year(asked, mention.start.year)
    return overlap(mention, asked)


def _is_bare_day(period: Period) -> bool:
    """Whether it is a day that is written without its year: `13/5`, `ngày 12 tháng 3`."""
    return period.kind == "day" and is_completed(period)


def _in_year(day: Period, year: int) -> Period:
    try:
        moved = day.start.replace(year=year)
    except ValueError:  # 29 February
        return day
    return replace(day, start=moved, end=moved)


def _year_of(day: date) -> Period:
    return Period(date(day.year, 1, 1), date(day.year, 12, 31), "year", str(day.year))
