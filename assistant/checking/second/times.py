"""Figure -> why the time that it shows is not that of its number in the text.

Times directly behind a number are its own; else the last one before it in the sentence holds,
unless that is another number's own; else the sentences before, the lead, the title, the date.
"""

from collections.abc import Sequence
from datetime import date

from assistant.checking.second.numbers import numerals
from assistant.checking.second.owners import are_apart, owned_marks
from assistant.checking.second.scopes import Scope, moved_from
from assistant.checking.second.time_marks import Time, times
from knowledge.records import Bulletin, Figure, Period
from knowledge.text.patterns import lazy_regex
from knowledge.text.spelling import plain

_LINKED = lazy_regex(
    r"(?:trong (?:đó|số)|cụ thể|riêng|theo đó|đồng thời|ngoài ra|bên cạnh đó)(?!\w)"
)
_NOW = lazy_regex(
    r"(?<!\w)(?:đến nay|hiện nay|tới nay|(?<!biểu )(?<!thực )(?<!phát )(?<!thể )(?<!xuất )hiện)(?!\w)"
)
_MOVES_FROM = lazy_regex(
    r"(?<!\w)(?:tăng|giảm)(?!\w).*(?<!\w)từ(?: mức| khoảng| hơn| gần| trên)*\s*$"
)
_TILL_NOW = lazy_regex(r"(?<!\w)(?:đến|tới) nay(?!\w)")
_IN_TURN = lazy_regex(r"(?<!\w)(?:lần lượt|tương ứng)(?!\w)")
_LENGTH = lazy_regex(r"(?<!\w)trong (\d{1,2}) năm(?!\w)")
_SEVERAL = 2
_BACK_CHARS = 700
# A stop that lost its space ends the sentence.
_GLUED = lazy_regex(r"\s\.\s?(?=\S)|(?<=[%)])\s?\.(?=[^\W\d_])|(?<=[^\W\d_]{3})\.(?=[^\W\d_])")
# Of the first sections so many times each hold for the whole bulletin.
_LEAD, _OF_LEAD = 3, 1
_WHOLE_YEAR = ("year", "range")


def time_problem(figure: Figure, bulletin: Bulletin, low: str, scope: Scope) -> str | None:
    """Why the figure's time is not that of its number; None if it is, or no time is shown."""
    period, published = figure.period, bulletin.published_on
    if period is None or figure.period_source == "guess":
        return None
    number = low[scope.at : scope.number_end]
    length = _LENGTH.search(low, figure.sentence_start, scope.at)
    spell = period.end.year - period.start.year + 1
    if length and figure.period_source != "sentence" and spell not in (1, int(length[1])):
        return f"{number!r} is of {length[1]} years, not of {period.text!r}"
    marks = [
        m for m in times(low, figure.sentence_start, figure.sentence_end, published)
        if not m.is_life and not _is_in_title(low, figure.sentence_start, m, scope)
        and (m.start < scope.number_end or not _GLUED.search(bulletin.text, scope.number_end, m.start))
    ]  # fmt: skip
    reported = [m for m in marks if not m.is_compared or figure.role == "previous"]
    listed = _of_its_turn(reported, low, figure, scope)
    reported = _without_the_left(_of_item(reported, low, figure, scope), low, scope)
    owned = listed or owned_marks(reported, low, scope)
    # Which year is now is unknown of a bulletin without a date.
    if published and not owned and _NOW.search(low, figure.sentence_start, scope.at):
        is_year = period.kind == "year" and _TILL_NOW.search(low, figure.sentence_start, scope.at)
        is_now = published.year in period.years and not is_year
        return None if is_now else f"{number!r} is of now, not of {period.text!r}"
    carried = _carried(figure, bulletin, low)
    if are_apart(owned, low, scope):
        owned += carried
    if not owned:
        is_default = published is not None and period.start.year == published.year
        return None if is_default else f"no words date {number!r} to {period.text!r}"
    said = {y for m in marks if not m.is_compared for y in m.years}
    years = said or {y for m in carried for y in m.years}
    years |= {published.year} if published else set()
    long = [m for m in owned if m.kind != "day"]
    before = {y - 1 for m in owned for y in m.years}
    if figure.role == "previous" and _is_of_the_new_value(owned, low, figure, scope):
        is_before = period.end.year in before
        return None if is_before else f"{period.text!r} is the time of the value after {number!r}"
    if figure.role == "previous" and period.end.year in before:
        return None  # `năm 2022 giảm 2,66 điểm %, từ 27,37%`: of the year before
    if any(_fits(mark, period, years) for mark in long or [*owned, *carried]):
        return None
    return f"{period.text!r} is not the time of {number!r}"


def _of_item(marks: list[Time], low: str, figure: Figure, scope: Scope) -> list[Time]:
    """The times of an item of a list: those in it, and before it the one that leads the list.

    `GDP 5 năm 2011-2015 tăng 13%; thu nhập năm 2015 là 41 triệu; …`: the items between have theirs.
    """
    begin = low.rfind(";", figure.sentence_start, scope.at) + 1
    first = low.find(";", figure.sentence_start, scope.at)
    lead = [m for m in marks if m.end <= first][:1]
    return [m for m in marks if m in lead or m.start >= begin] if lead else marks


def _of_its_turn(marks: list[Time], low: str, figure: Figure, scope: Scope) -> list[Time]:
    """The time whose turn is the number's: `các năm 2013, 2014 lần lượt là 1.837 và 1.670 người`."""
    turn = _IN_TURN.search(low, figure.sentence_start, scope.at)
    led = [m for m in marks if turn is not None and m.end <= turn.start() and m.kind == "year"]
    if turn is None or len(led) < _SEVERAL:
        return []
    items = [n.start for n in numerals(low, turn.end(), figure.sentence_end)]
    is_even = scope.at in items and len(items) == len(led)
    return [led[items.index(scope.at)]] if is_even else []


def _without_the_left(marks: list[Time], low: str, scope: Scope) -> list[Time]:
    """The times without that of the value left behind: `từ 28,1% năm 2011 xuống còn 3,54%`."""
    if scope.left == 0 or not moved_from(low, scope):
        return marks
    return [m for m in marks if not scope.left <= m.start < scope.at]


def _is_of_the_new_value(owned: Sequence[Time], low: str, figure: Figure, scope: Scope) -> bool:
    """Whether the only time is that of a change: `năm 2022 giảm … từ 27,37% xuống còn 24,71%`."""
    if len(owned) != 1 or owned[0].end > scope.at or owned[0].kind not in _WHOLE_YEAR:
        return False
    between = low[owned[0].end : scope.at]
    return _MOVES_FROM.search(between) is not None and ";" not in between


def _is_in_title(low: str, start: int, mark: Time, scope: Scope) -> bool:
    """Whether a time is part of a quoted name that the number is no part of."""

    def quotes(begin: int, end: int) -> int:
        return sum(low.count(q, begin, end) for q in '"“”')

    between = quotes(*sorted((mark.end, scope.at)))
    return quotes(start, mark.start) % 2 == 1 and between % 2 == 1


def _carried(figure: Figure, bulletin: Bulletin, low: str) -> list[Time]:
    """The times that hold where the sentence names none.

    Those of the nearest sentence before it in its paragraph, else of the lead; and of the title.
    """
    published, title = bulletin.published_on, plain(bulletin.title)
    section = next((s for s in bulletin.sections if s.start <= figure.sentence_start < s.end), None)
    marks: list[Time] = []
    if section is not None:
        begin = section.start
        if _LINKED.match(low, begin) and begin:
            begin = max(0, begin - _BACK_CHARS)
        marks = _reported(times(low, begin, figure.sentence_start, published))
        nearest = marks[-1].start if marks else 0
        begin = max(low.rfind(". ", begin, nearest), low.rfind("\n", begin, nearest), begin)
        marks = [m for m in marks if m.start >= begin]
        if marks:
            return marks
        marks = _nearest_before(low, section.start, published)
    for lead in (s for s in bulletin.sections[:_LEAD] if s.kind != "caption"):
        end = min(lead.end, figure.sentence_start)
        marks += _reported(times(low, lead.start, end, published))[:_OF_LEAD]
    return [*marks, *times(title, 0, len(title), published)]


def _nearest_before(low: str, end: int, published: date | None) -> list[Time]:
    """The times of the nearest sentence of the paragraphs before, as news has one a sentence."""
    marks = _reported(times(low, max(0, end - _BACK_CHARS), end, published))
    nearest = marks[-1].start if marks else 0
    begin = max(low.rfind(". ", 0, nearest), low.rfind("\n", 0, nearest))
    return [m for m in marks if m.start >= begin]


def _reported(marks: Sequence[Time]) -> list[Time]:
    """The times that a text reports on: no days of meetings, no years compared with, no births."""
    return [m for m in marks if not m.is_life and not m.is_compared and m.kind != "day"]


def _fits(mark: Time, period: Period, years: set[int]) -> bool:
    """Whether a mark names the period; a month without a year takes one of `years`."""
    if mark.kind == "years back":
        return period.kind not in ("month", "months", "quarter")
    if mark.kind == "todate":
        return period.kind not in _WHOLE_YEAR
    own_years = set(mark.years) or years
    if mark.kind in _WHOLE_YEAR:
        if len(mark.years) > 1:
            return period.end.year in own_years and period.start.year in own_years
        return period.end.year in own_years or (period.start.year in own_years)
    if mark.months is None or period.kind in _WHOLE_YEAR:
        return False
    if own_years and period.end.year not in own_years:
        return False
    if mark.since and (period.start.year, period.start.month) != mark.since:
        return False  # `từ ngày 1-7-2016 đến 20-5-2017`
    return period.end.month == mark.months[1]
