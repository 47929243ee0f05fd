"""Times as bulletins and questions name them -> days.

`năm 2022`, `6 tháng đầu năm`, `quý III/2023`, `giai đoạn 2021-2025`, `tính đến ngày 31/5`.
A time without a year takes it from the time named before it in its sentence, else from
`published_on`. A comparison (`so với năm 2021`) and a year that dates something else (`sinh năm
1985`, `thành lập năm 2010`) are marked: neither is the time reported.
"""

import re
from bisect import bisect_left, insort
from dataclasses import dataclass, replace
from datetime import date

from knowledge.records import Period
from knowledge.text.patterns import lazy_regex
from knowledge.text.spelling import fold
from knowledge.vocabulary.calendar_spells import shifted
from knowledge.vocabulary.period_background import dates_something_else
from knowledge.vocabulary.period_grammar import COUNTED_FROM_TODAY, MOMENTARY, YEAR, rules_for
from knowledge.vocabulary.period_rules import Rule

_COMPARED = lazy_regex(
    r"(?:so voi|so cung ky|\d lan|cung ky|hon|compared (?:with|to)|than in|over|versus|vs)"
    r"(?: (?:cuoi|dau|the|cung ky|thang|quy))?(?: (?:nam|ky|cua|muc|ket qua|thuc hien|thoi diem))*\s*$"
)
# `so với con số 50 triệu viên của năm 2015`; `so tháng 2/2018`, which only its accents tell from `số`.
_COMPARED_NUMBER = lazy_regex(
    r"so voi (?:(?:con so|muc|khoang|hon|gan) )*\d[\d.,]*%? (?:[a-z]+ ){0,3}(?:cua|trong|vao|hoi) (?:nam )?$"
)
_SO, _CASE = "so ", "ca "
_SINCE = lazy_regex(r" (?:den|toi) nay(?!\w)")
_WRITTEN_YEAR = lazy_regex(YEAR)
_SENTENCE_END = lazy_regex(r"[.!?;…]\s|\n")
_LISTED = lazy_regex(r"\s*(?:,|va|hoac|hay|-|–|den)(?: ?[^\W\d_]+){0,5}\s*")
_AHEAD = lazy_regex(r"(?<!\w)(?:se|du kien|phan dau|ke hoach|muc tieu|nhiem vu|toi)(?!\w)")
_TO_COME = lazy_regex(r",? (?:toi|sap toi|nam sau)(?!\w)")
# A year so long before the day of publication is history, not the year of a bare `6 tháng đầu năm`.
_RECENT_YEARS = 1
# Any leap year: whether a spell without a year is one at all.
_SOME_DAY = date(2024, 12, 31)


@dataclass(frozen=True, slots=True)
class PeriodMention:
    """A period at `start:end` of the text that was read.

    `is_compared`: not the time reported, as in `so với năm 2021`; `is_background`: so because it
    dates a birth, a founding or a law. `is_momentary`: it counts from the day of reading (`đến
    nay`, `hôm nay`) and holds for its own sentence only.
    """

    period: Period
    start: int
    end: int
    is_compared: bool
    is_background: bool = False
    is_momentary: bool = False


@dataclass(frozen=True, slots=True)
class _Match:
    """A match of a rule; `period` is None where no year completes it yet."""

    match: re.Match[str]
    rule: Rule
    period: Period | None
    written: str
    has_year: bool
    is_compared: bool
    is_background: bool

    @property
    def is_bare(self) -> bool:
        """Whether the words lack a year that another time of the sentence may give."""
        if self.has_year or self.match.groupdict().get("rel"):
            return False
        return self.rule not in COUNTED_FROM_TODAY or self.match[0] in ("ca nam", "cuoi nam")


def find_periods(text: str, published_on: date | None = None) -> list[PeriodMention]:
    """The periods named in `text`, left to right, none overlapping.

    Without `published_on`, times that need its year are left out; with it they record it
    (`seen_from`). Bare years from 1900 to 2099 count only where they stand alone: 2.022 and 2022/QĐ
    are no years.
    """
    return find_periods_folded(text, fold(text), published_on)


def find_periods_folded(
    text: str, folded: str, published_on: date | None = None
) -> list[PeriodMention]:
    """`find_periods` of a text whose folded form is known."""
    matches = _matches(text, folded, published_on)
    mentions = []
    for i, item in enumerate(matches):
        period = _completed(matches, i, folded, published_on)
        if period is not None:
            is_momentary = item.rule in MOMENTARY
            marks = item.is_compared, item.is_background, is_momentary
            mentions.append(PeriodMention(period, *item.match.span(), *marks))
    return mentions


def _matches(text: str, folded: str, published_on: date | None) -> list[_Match]:
    """The matches of all rules in the order of the text, those without a year among them."""
    matches: list[_Match] = []
    taken: list[tuple[int, int]] = []  # spans in order, none overlapping
    for pattern, rule in rules_for(folded):
        for match in pattern.finditer(folded):
            if _overlaps(taken, *match.span()):
                continue
            written = text[match.start() : match.end()].strip()
            if written[:3].lower() == _CASE:  # only its accents tell `3 ca năm 2022` from `cả`
                match = pattern.match(folded, match.start() + len(_CASE)) or match
                written = text[match.start() : match.end()].strip()
            period = rule(match, published_on, written)
            if period is None and (
                published_on
                or rule in COUNTED_FROM_TODAY
                or rule(match, _SOME_DAY, written) is None
            ):
                continue
            is_dated = _WRITTEN_YEAR.search(match[0]) is not None
            is_other = period is not None and dates_something_else(
                text, folded, match.start(), match.end(), period, published_on
            )
            before = folded[max(0, match.start() - 60) : match.start()]
            compared = _COMPARED.search(before[-40:]) or (
                _COMPARED_NUMBER.search(before) if "so voi" in before else None
            )
            is_compared = compared is not None or match[0].startswith("cung ky")
            is_compared = is_compared or _is_short_so(text, match.start())
            # `từ năm 2010 đến nay` is not about 2010 alone.
            is_compared = is_compared or _SINCE.match(folded, match.end()) is not None
            matches.append(
                _Match(match, rule, period, written, is_dated, is_compared or is_other, is_other)
            )
            insort(taken, match.span())
    return sorted(matches, key=lambda item: item.match.start())


def _is_short_so(text: str, at: int) -> bool:
    """Whether `so`, and not `số`, stands before a time."""
    return text[max(0, at - 3) : at].lower() == _SO and not text[max(0, at - 4) : at - 3].isalpha()


def _completed(
    matches: list[_Match], i: int, folded: str, published_on: date | None
) -> Period | None:
    """The period of a match with its year, from its own words, its sentence or the day."""
    item = matches[i]
    if not item.is_bare:
        period = item.period
        is_whole = item.has_year and item.rule not in COUNTED_FROM_TODAY
        return period and (period if is_whole else replace(period, seen_from=published_on))
    year = _year_beside(matches, i, folded, published_on)
    if year is not None:
        return item.rule(item.match, date(year, 12, 31), item.written)
    period = item.period
    if period is None or published_on is None:
        return None
    if _is_over_long_ago(item, folded, published_on):
        period = shifted(period, -1)
    return replace(period, seen_from=published_on)


def _year_beside(
    matches: list[_Match], i: int, folded: str, published_on: date | None
) -> int | None:
    """The year that the time before a bare one names, or the one it is listed with."""
    item = matches[i]
    for other in reversed(matches[:i]):
        period = other.period
        between = folded[other.match.end() : item.match.start()]
        if _SENTENCE_END.search(between):
            break
        if not other.has_year or period is None or other.is_background:
            continue
        if period.kind == "range" or period.start.year != period.end.year:
            continue
        if other.is_compared and (
            other.rule is not item.rule or item.period is None or period.start.month >= item.period.start.month
        ):  # fmt: skip
            continue
        if published_on and period.start.year < published_on.year - _RECENT_YEARS:
            continue
        return period.start.year
    for other in matches[i + 1 : i + 2]:
        between = folded[item.match.end() : other.match.start()]
        if (
            other.has_year
            and other.period
            and other.rule is item.rule
            and _LISTED.fullmatch(between)
        ):
            return other.period.start.year
    return None


def _is_over_long_ago(item: _Match, folded: str, published_on: date) -> bool:
    """Whether a bare `quý IV` of a bulletin of January is that of the year before."""
    period = item.period
    if period is None or period.kind not in ("quarter", "month", "months", "day"):
        return False
    if period.start.month < 10 or published_on.month > 3 or period.start.year != published_on.year:
        return False
    before = folded[max(0, item.match.start() - 40) : item.match.start()]
    is_ahead = _AHEAD.search(before) or _TO_COME.match(folded, item.match.end())
    return is_ahead is None


def _overlaps(taken: list[tuple[int, int]], start: int, end: int) -> bool:
    """Whether a span shares a character with one of those `taken`, which are in order."""
    i = bisect_left(taken, (end,))
    return i > 0 and taken[i - 1][1] > start


def overlap(a: Period, b: Period) -> bool:
    """Whether two periods share a day."""
    return a.start <= b.end and b.start <= a.end
