"""Numbers listed in the order of the places or times before them: `A, B và C lần lượt 968, 1.134 và 1.057 người`.

The words `lần lượt`, `tương ứng` tie the two lists. Where they are of different lengths nobody can
say which number is whose: then a number has no place, and its time is a guess.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from knowledge.figures.joining import Statement
from knowledge.figures.place_context import Placed
from knowledge.figures.placing import Scope
from knowledge.figures.told_times import Time
from knowledge.records import Figure, Period
from knowledge.text.patterns import lazy_regex
from knowledge.text.spelling import plain
from knowledge.vocabulary.indicators import Indicator, find_indicators, takes_unit, vocabulary
from knowledge.vocabulary.periods import PeriodMention

IN_TURN = lazy_regex(r"(?<!\w)(?:(?:lần lượt|tương ứng)(?! với)|theo thứ tự|respectively)(?!\w)")
_SOFT = r"(?:khoảng |hơn |gần |trên |dưới |tới |là |tăng |giảm )*"
# Between two numbers of a list: `1.837; 1.670`, `423 tỷ đồng và 227`.
_NEXT_NUMBER = lazy_regex(rf"(?: [^\W\d_]+){{0,4}}?\s*(?:[,;]|,? ?(?:và|còn|and)(?!\w))\s*{_SOFT}")
_NEXT_PLACE = lazy_regex(r"\s*(?:,|;|và|, và|and)\s*")
_NEXT_TIME = lazy_regex(r"\s*(?:,|;|và|, và|and)\s*(?:năm\s*)?")
_STOP = lazy_regex(r"[;.](?=\s|$)")
_LEAST = 2
_Listed = TypeVar("_Listed", Scope, PeriodMention)


class Turns:
    """Which of the numbers of one sentence stand in turn, and whose they are.

    `places` and `times` are by the starts of the numbers; a place of None is one that nobody can
    tell, and so is the time of the numbers in `untold`.
    """

    def __init__(
        self, statements: Sequence[Statement], low: str, scopes: Sequence[Scope],
        periods: Sequence[PeriodMention], before: Sequence[Figure],
    ) -> None:  # fmt: skip
        """`before` are the figures of the sentence before, which may be what the words point to."""
        self.places: dict[int, Placed | None] = {}
        self.times: dict[int, PeriodMention] = {}
        self.carried: dict[int, Time] = {}
        self.untold: frozenset[int] = frozenset()
        words = IN_TURN.search(low) if len(statements) >= _LEAST else None
        if words is None:
            return
        run = numbers_in_turn(statements, low, words.start(), words.end())
        if len(run) < _LEAST:
            return
        first = min(words.start(), run[0].start)
        listed = _last_listed([s for s in scopes if s.mention and s.end <= first], low, _NEXT_PLACE)
        if len(listed) == len(run):
            self.places = {
                n.start: Placed(s.mention.name, "sentence")
                for n, s in zip(run, listed, strict=True)
                if s.mention
            }
        elif len(listed) >= _LEAST:
            self.places = {n.start: None for n in run}
        mentions = [m for m in periods if not m.is_compared and m.end <= first]
        named = _last_listed(mentions, low, _NEXT_TIME)
        if len(named) == len(run):
            self.times = {n.start: m for n, m in zip(run, named, strict=True)}
        elif len(named) >= _LEAST:
            self.untold = frozenset(n.start for n in run)
        if len(listed) < _LEAST and len(named) < _LEAST:
            self._take_turns_of(before, run)

    def _take_turns_of(self, before: Sequence[Figure], run: Sequence[Statement]) -> None:
        """Gives the numbers the times, else the places, of as many figures of the sentence before."""
        told = [f for f in before if f.role in ("achieved", "plan", "previous")]
        if len(told) != len(run):
            return
        periods = [f.period for f in told]
        places = [f.place for f in told]
        if None not in periods and len(set(periods)) == len(run):
            for number, figure in zip(run, told, strict=True):
                time = _time_of(figure.period, figure)
                if time is not None:
                    self.carried[number.start] = time
        elif None not in places and len(set(places)) == len(run):
            for number, place in zip(run, places, strict=True):
                self.places[number.start] = Placed(place, "earlier sentence") if place else None


def named_in_turn(statements: Sequence[Statement], low: str) -> list[Statement]:
    """The statements; those in turn have the indicators named in turn, or the name behind the list.

    `Tỷ lệ hộ nghèo, hộ cận nghèo lần lượt là 5% và 6%`; `A và B lần lượt có 120 hộ và 95 hộ nghèo`.
    """
    words = IN_TURN.search(low) if len(statements) >= _LEAST else None
    run = numbers_in_turn(statements, low, words.start(), words.end()) if words else []
    if words is None or len(run) < _LEAST:
        return list(statements)
    begin = max(low.rfind(mark, 0, words.start()) for mark in ".;:") + 1
    found = [
        fitting
        for m in find_indicators(low[begin : words.start()], is_low=True)
        if (fitting := in_unit(m.indicator, run[0].quantity.unit)) is not None
    ]
    named: dict[int, Statement] = {}
    if len(found) == len(run) == len({i.id for i in found}):
        named = {
            s.start: replace(s, name=i.vi[0], indicator=i) for s, i in zip(run, found, strict=True)
        }
    elif run[-1].indicator is not None:
        last = run[-1]
        named = {
            s.start: replace(s, name=last.name, indicator=last.indicator)
            for s in run
            if s.indicator is None and _ends_with(plain(s.name), plain(s.quantity.unit))
        }
    return [named.get(s.start, s) for s in statements]


def _ends_with(name: str, unit: str) -> bool:
    """Whether a name tells no more than what is counted: `lao động`, `đưa lao động`."""
    return name == unit or (bool(unit) and name.endswith(f" {unit}"))


def in_unit(indicator: Indicator, unit: str) -> Indicator | None:
    """The indicator, or its rate, that figures in a unit are of; None for neither."""
    if takes_unit(indicator, unit):
        return indicator
    rate = vocabulary()[indicator.rate] if indicator.rate else None
    return rate if rate is not None and takes_unit(rate, unit) else None


def numbers_in_turn(
    statements: Sequence[Statement], low: str, start: int, end: int
) -> list[Statement]:
    """The list of numbers that the words at `start:end` speak of: behind them, else before them."""
    behind = [s for s in statements if s.start >= end]
    if behind:
        return _run(behind, low)
    stop = max((m.end() for m in _STOP.finditer(low, 0, start)), default=0)
    ahead = [s for s in statements if stop <= s.start < start]
    return _run(ahead[::-1], low)[::-1]


def _run(statements: Sequence[Statement], low: str) -> list[Statement]:
    """The first of the statements with those that only a separator parts from the one before."""
    run = list(statements[:1])
    for statement in statements[1:]:
        first, second = sorted((run[-1], statement), key=lambda s: s.start)
        is_next = _NEXT_NUMBER.fullmatch(low, first.end, second.start) is not None
        if not is_next or statement.quantity.unit != run[-1].quantity.unit:
            break
        run.append(statement)
    return run


def _last_listed(items: Sequence[_Listed], low: str, between: re.Pattern[str]) -> list[_Listed]:
    """The items that end a list of them, in order; `between` is what parts two of a list."""
    listed: list[_Listed] = []
    for item in reversed(items):
        if listed and not between.fullmatch(low, item.end, listed[0].start):
            break
        listed.insert(0, item)
    return listed


def _time_of(period: Period | None, figure: Figure) -> Time | None:
    if period is None:
        return None
    return Time(period, "earlier sentence", figure.period_start, figure.period_end)
