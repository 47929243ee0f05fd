"""Figure -> why the time or the place that it shows is not that of its number in the text.

Times and places directly behind a number are its own; else the last one before it in the sentence
holds, unless that is another number's own; else the sentences before, the lead, the title, the date.
"""

import re
from collections.abc import Sequence
from typing import TypeVar

from assistant.checking.second.marks import HOME, NATION, Place, Time, core, places, times
from assistant.checking.second.scopes import Scope
from knowledge.records import Bulletin, Figure, Period
from knowledge.text.patterns import lazy_regex
from knowledge.text.spelling import fold, plain

_LINK = lazy_regex(
    r"[^\d]{0,24}?[\s/(]*(?:(?:vào|trong|của|ở|tại|tính|cho|cả|năm|kế hoạch|so với kế hoạch|trên địa bàn|người|hộ|lao động|học viên|đồng|%)(?!\w)\s*)*"
)
_APART = lazy_regex(r"[,;(]|(?<!\w)(?:còn|nhưng|trong khi|dự kiến|so với|so|và)(?!\w)")
_LINKED = lazy_regex(
    r"(?:trong (?:đó|số)|cụ thể|riêng|theo đó|đồng thời|ngoài ra|bên cạnh đó)(?!\w)"
)
_NOW = lazy_regex(
    r"(?<!\w)(?:đến nay|hiện nay|tới nay|(?<!biểu )(?<!thực )(?<!phát )(?<!thể )(?<!xuất )hiện)(?!\w)"
)
_MOVES_FROM = lazy_regex(
    r"(?<!\w)(?:tăng|giảm)(?!\w).*(?<!\w)từ(?: mức| khoảng| hơn| gần| trên)*\s*$"
)
_LEAD_CHARS, _BACK_CHARS = 900, 700
# A stop that lost its space ends the sentence.
_GLUED = lazy_regex(r"\s\.\s?(?=\S)|(?<=[%)])\s?\.(?=[^\W\d_])|(?<=[^\W\d_]{3})\.(?=[^\W\d_])")
# Of the first sections so many times each hold for the whole bulletin.
_LEAD, _OF_LEAD = 3, 1
_NAME_CHARS = 4
# Countries with a shorter name than their usual one.
_COUNTRY_NAMES = {
    "hoa kỳ": ("hoa kỳ", "mỹ"), "nhật bản": ("nhật bản", "nhật"), "hàn quốc": ("hàn quốc", "hàn"),
    "trung quốc": ("trung quốc",), "ả rập xê út": (r"[ảa][- ]?rập[- ]?(?:xê[- ]?út|saudi|xêút)",),
}  # fmt: skip
_WHOLE_YEAR = ("year", "range")
_Mark = TypeVar("_Mark", Time, Place)


def time_problem(figure: Figure, bulletin: Bulletin, low: str, scope: Scope) -> str | None:
    """Why the figure's time is not that of its number; None if it is, or no time is shown."""
    period, published = figure.period, bulletin.published_on
    if period is None or figure.period_source == "guess":
        return None
    number = low[scope.at : scope.number_end]
    marks = [
        m for m in times(low, figure.sentence_start, figure.sentence_end, published)
        if not m.is_life and not _is_in_title(low, figure.sentence_start, m, scope)
        and (m.start < scope.number_end or not _GLUED.search(bulletin.text, scope.number_end, m.start))
    ]  # fmt: skip
    reported = [m for m in marks if not m.is_compared or figure.role == "previous"]
    owned = _owned(_of_item(reported, low, figure, scope), low, scope)
    if not owned and _NOW.search(low, figure.sentence_start, scope.at):
        is_now = published is not None and published.year in period.years
        return None if is_now else f"{number!r} is of now, not of {period.text!r}"
    carried = _carried(figure, bulletin, low)
    if _are_apart(owned, low, scope):
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


def _is_of_the_new_value(owned: Sequence[Time], low: str, figure: Figure, scope: Scope) -> bool:
    """Whether the only time is that of a change: `năm 2022 giảm … từ 27,37% xuống còn 24,71%`."""
    if len(owned) != 1 or owned[0].end > scope.at or owned[0].kind not in _WHOLE_YEAR:
        return False
    between = low[owned[0].end : scope.at]
    return _MOVES_FROM.search(between) is not None and ";" not in between


def place_problem(
    figure: Figure, bulletin: Bulletin, low: str, scope: Scope, known: re.Pattern[str] | None
) -> str | None:
    """Why the figure's place is not that of its number; None if it is, or no place is shown."""
    if figure.place is None or figure.place_source == "guess":
        return None
    if _is_foreign(figure.place, known):
        return None if _is_named(figure, bulletin, low) else f"{figure.place!r} is not named"
    wanted = NATION if fold(figure.place) == "ca nuoc" else core(figure.place)
    home = core(bulletin.place) if bulletin.place else None
    home = NATION if home == "ca nuoc" else home
    marks = places(bulletin.text, low, figure.sentence_start, figure.sentence_end, known)
    if not any(_same(wanted, m.name) for m in marks):  # `vùng Đồng bằng sông Hồng`
        said = plain(figure.place.partition(",")[0])
        at = low.find(said, figure.sentence_start, figure.sentence_end)
        marks = sorted(
            [*marks, *([Place(wanted, at, at + len(said))] if at >= 0 else [])],
            key=lambda m: m.start,
        )
    owned = _owned(marks, low, scope)
    candidates = {m.name for m in owned}
    if home and owned and _are_apart(owned, low, scope):
        candidates.add(home)  # `chỉ 92%, trong khi cả nước …`
    if HOME in candidates and home:
        candidates.add(home)
    if not candidates:
        candidates = _around(figure, bulletin, low, known) | ({home} if home else set())
    if any(_same(wanted, name) for name in candidates):
        return None
    return f"{figure.place!r} is not the place of {low[scope.at : scope.number_end]!r}"


def _is_foreign(place: str, known: re.Pattern[str] | None) -> bool:
    """Whether a place has neither a kind (`huyện`) nor a name of this country."""
    folded = fold(place)
    is_known = known is not None and known.search(plain(place)) is not None
    return folded != "ca nuoc" and core(place) == folded and not is_known


def _is_named(figure: Figure, bulletin: Bulletin, low: str) -> bool:
    """Whether a foreign country is named in the figure's sentence, before it or in the head."""
    names = _COUNTRY_NAMES.get(plain(figure.place or ""), (plain(figure.place or ""),))
    start = max(0, figure.sentence_start - _BACK_CHARS)
    texts = (plain(bulletin.title), low[start : figure.sentence_end], low[:_LEAD_CHARS])
    return any(re.search(rf"(?<!\w){name}(?!\w)", text) for name in names for text in texts)


def _around(
    figure: Figure, bulletin: Bulletin, low: str, known: re.Pattern[str] | None
) -> set[str]:
    """The places of the last sentence before that names one, and of the title; else of the lead."""
    begin, start = max(0, figure.sentence_start - _BACK_CHARS), figure.sentence_start
    before = places(bulletin.text, low, begin, start, known)
    names = set()
    if before:
        nearest = before[-1].start
        stop = max(low.rfind(". ", 0, nearest), low.rfind("\n", 0, nearest))
        names = {m.name for m in before if m.start > stop}
    title = plain(bulletin.title)
    names |= {m.name for m in places(bulletin.title, title, 0, len(title), known)}
    if not names:
        end = min(_LEAD_CHARS, len(bulletin.text))
        names = {m.name for m in places(bulletin.text, low, 0, end, known)}
    return names


def _are_apart(marks: Sequence[Time] | Sequence[Place], low: str, scope: Scope) -> bool:
    """Whether all marks stand behind the number, in another clause."""
    return all(
        m.start >= scope.number_end and _APART.search(low, scope.number_end, m.start) for m in marks
    )


def _is_in_title(low: str, start: int, mark: Time, scope: Scope) -> bool:
    """Whether a time is part of a quoted name that the number is no part of."""

    def quotes(begin: int, end: int) -> int:
        return sum(low.count(q, begin, end) for q in '"“”')

    between = quotes(*sorted((mark.end, scope.at)))
    return quotes(start, mark.start) % 2 == 1 and between % 2 == 1


def _same(a: str, b: str) -> bool:
    """Whether two folded names are of one place: `vung tau`, `ba ria vung tau`."""
    short, long = sorted((a, b), key=len)
    return a.replace(" ", "") == b.replace(" ", "") or (
        len(short) >= _NAME_CHARS and f" {short} " in f" {long} "
    )


def _owned(marks: Sequence[_Mark], low: str, scope: Scope) -> list[_Mark]:
    """The marks that may be the number's: directly behind it, else before it, else behind it."""
    behind: list[_Mark] = [m for m in marks if m.start >= scope.number_end]
    before: list[_Mark] = [m for m in marks if m.end <= scope.at]
    near: list[_Mark] = [
        m
        for m in behind
        if m.start < scope.right and not _APART.search(low, scope.number_end, m.start)
    ]
    if near and _LINK.fullmatch(low, scope.number_end, near[0].start):
        return near[:1]
    return before[-1:] + near[:1] if before else behind[:1]


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
    if not marks:
        for lead in (s for s in bulletin.sections[:_LEAD] if s.kind != "caption"):
            end = min(lead.end, figure.sentence_start)
            marks += _reported(times(low, lead.start, end, published))[:_OF_LEAD]
    return [*marks, *times(title, 0, len(title), published)]


def _reported(marks: Sequence[Time]) -> list[Time]:
    """The times that a text reports on: no days of meetings, no years compared with, no births."""
    return [m for m in marks if not m.is_life and not m.is_compared and m.kind != "day"]


def _fits(mark: Time, period: Period, years: set[int]) -> bool:
    """Whether a mark names the period; a month without a year takes one of `years`."""
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
    return period.end.month == mark.months[1]
