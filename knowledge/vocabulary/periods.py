"""Times as bulletins and questions name them -> days.

`năm 2022`, `6 tháng đầu năm`, `quý III/2023`, `giai đoạn 2021-2025`, `tính đến ngày 31/5`.
A time without a year takes it from `published_on`. A comparison (`so với năm 2021`) is marked as
one: the year compared with is not the year reported.
"""

import calendar
import re
from bisect import bisect_left, insort
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from knowledge.records import Period, PeriodKind
from knowledge.text.spelling import fold

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_YEAR = r"(?:19|20)\d{2}"
_COMPARED = re.compile(
    r"(?:so voi|so cung ky|\d lan|cung ky|hon|compared (?:with|to)|than in|over|versus|vs)"
    r"(?: (?:cuoi|dau|the|cung ky|thang|quy))?(?: (?:nam|ky|cua|muc|ket qua|thuc hien|thoi diem))*\s*$"
)
_COUNTED = re.compile(r"\s(?:nguoi|ho|lao dong|luot|dong|ty|trieu|people|ha)\b")
_MONTHS = {
    name: number
    for number, name in enumerate(
        "january february march april may june july august september october november december"
        .split(), 1)
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class PeriodMention:
    """A period at `start:end` of the text that was read; `is_compared` as in `so với năm 2021`."""

    period: Period
    start: int
    end: int
    is_compared: bool


def year_period(year: int, text: str = "") -> Period:
    """The calendar year."""
    return Period(date(year, 1, 1), date(year, 12, 31), "year", text or f"năm {year}")


def _months(year: int, first: int, last: int, kind: PeriodKind, text: str) -> Period | None:
    if not 1 <= first <= last <= 12:
        return None
    return Period(date(year, first, 1), _last_day(year, last), kind, text)


def _last_day(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


_Rule = Callable[[re.Match[str], int | None, str], Period | None]


def _range(m: re.Match[str], _: int | None, text: str) -> Period | None:
    first, last = int(m["a"]), int(m["b"])
    if last < 100:  # 2021-25
        last += first // 100 * 100
    if first > last or last - first > 30:
        return None
    return Period(date(first, 1, 1), date(last, 12, 31), "range", text)


def _month_range(m: re.Match[str], year: int | None, text: str) -> Period | None:
    last = int(m["y2"]) if m["y2"] else year
    first = int(m["y1"]) if m["y1"] else last
    if first is None or last is None or not (1 <= int(m["a"]) <= 12 and 1 <= int(m["b"]) <= 12):
        return None
    start, end = date(first, int(m["a"]), 1), _last_day(last, int(m["b"]))
    return Period(start, end, "months", text) if start < end else None


def _day_range(m: re.Match[str], year: int | None, text: str) -> Period | None:
    last = int(m["y2"]) if m["y2"] else year
    first = int(m["y1"]) if m["y1"] else last
    if first is None or last is None:
        return None
    try:
        start = date(first, int(m["m1"]), int(m["d1"]))
        end = date(last, int(m["m2"]), int(m["d2"]))
    except ValueError:
        return None
    return Period(start, end, "months", text) if start < end else None


def _day(m: re.Match[str], year: int | None, text: str) -> Period | None:
    chosen = int(m["year"]) if m["year"] else year
    if chosen is None:
        return None
    try:
        day = date(chosen, int(m["month"]), int(m["day"]))
    except ValueError:
        return None
    if m["until"]:
        return Period(date(chosen, 1, 1), day, "until", text)
    return Period(day, day, "day", text)


def _first_months(m: re.Match[str], year: int | None, text: str) -> Period | None:
    chosen = int(m["year"]) if m["year"] else year
    return _months(chosen, 1, int(m["n"]), "months", text) if chosen else None


def _last_months(m: re.Match[str], year: int | None, text: str) -> Period | None:
    chosen, n = (int(m["year"]) if m["year"] else year), int(m["n"])
    return _months(chosen, 13 - n, 12, "months", text) if chosen and n <= 12 else None


def _quarter(m: re.Match[str], year: int | None, text: str) -> Period | None:
    chosen, n = (int(m["year"]) if m["year"] else year), _ROMAN[m["q"]]
    return _months(chosen, 3 * n - 2, 3 * n, "quarter", text) if chosen else None


def _month(m: re.Match[str], year: int | None, text: str) -> Period | None:
    chosen, n = (int(m["year"]) if m["year"] else year), int(m["n"])
    if chosen is None or not 1 <= n <= 12:
        return None
    return _months(chosen, 1 if m["until"] else n, n, "until" if m["until"] else "month", text)


def _english_day(m: re.Match[str], year: int | None, text: str) -> Period | None:
    try:
        day = date(int(m["year"]), _MONTHS[m["name"]], int(m["day"]))
    except ValueError:
        return None
    first = date(day.year, 1, 1) if m["until"] else day
    return Period(first, day, "until" if m["until"] else "day", text)


def _english_range(m: re.Match[str], year: int | None, text: str) -> Period | None:
    try:
        start = date(int(m["y1"]), _MONTHS[m["n1"]], int(m["d1"]))
        end = date(int(m["y2"]), _MONTHS[m["n2"]], int(m["d2"]))
    except ValueError:
        return None
    return Period(start, end, "months", text) if start < end else None


def _english_month(m: re.Match[str], year: int | None, text: str) -> Period | None:
    n = _MONTHS[m["name"]]
    return _months(
        int(m["year"]), 1 if m["until"] else n, n, "until" if m["until"] else "month", text
    )


def _year(m: re.Match[str], _: int | None, text: str) -> Period | None:
    # `2022 người`, `1990 hộ` count something.
    is_bare = m[0][0].isdigit()
    is_count = is_bare and _COUNTED.match(m.string, m.end())
    # `1900 1234` is a telephone number, and no plan reaches 2099.
    is_odd = is_bare and not 1930 <= int(m["year"]) <= 2070
    return None if is_count or is_odd else year_period(int(m["year"]), text)


def _relative(m: re.Match[str], year: int | None, text: str) -> Period | None:
    if year is None:
        return None
    past = re.search(r"truoc|ngoai|last", m[0]) is not None
    return year_period(year - past, text)


_OF = rf"(?:\s?(?:nam|/|-|\.|cua nam|of|,)\s?(?P<year>{_YEAR})(?!\d))?"
_UNTIL = r"(?P<until>(?:tinh |ke )?(?:den|het|toi|by|until)(?: het| cuoi)? )?"
_D, _M = r"\d{1,2}", r"\d{1,2}"
# Order matters: an earlier rule takes its span before a later one may read a part of it. A rule is
# tried only if its first word is in the folded sentence ("": a year).
_RULES: tuple[tuple[str, re.Pattern[str], _Rule], ...] = (
    ("tu", re.compile(rf"(?<!\w)tu thang (?P<a>{_M})(?:[/.-](?P<y1>{_YEAR}))? den (?:het )?thang (?P<b>{_M})"
                rf"(?:(?:[/.-]| nam )(?P<y2>{_YEAR}))?(?!\d)"), _month_range),
    ("thang", re.compile(rf"(?<!\d )thang (?P<a>{_M})\s?(?:,|va|-)\s?(?P<b>{_M})(?:/| nam )(?P<y2>{_YEAR})(?P<y1>(?!))?(?!\d)"),
     _month_range),
    ("tu", re.compile(rf"(?<!\w)tu (?:ngay )?(?P<d1>{_D})[/.-](?P<m1>{_M})(?:[/.-](?P<y1>{_YEAR}))? den (?:het )?(?:ngay )?"
                rf"(?P<d2>{_D})[/.-](?P<m2>{_M})(?:[/.-](?P<y2>{_YEAR}))?(?![\d/])"), _day_range),
    ("", re.compile(rf"(?:(?:trong )?(?:giai doan|nam hoc|nien khoa|nhiem ky) |from |tu nam )?(?<![\d.,/])(?P<a>{_YEAR})"
                rf"\s?(?:-|–|den nam|den|to)\s?(?P<b>{_YEAR})(?!\d)"), _range),
    ("giai", re.compile(rf"giai doan (?P<a>{_YEAR})\s?[-–]\s?(?P<b>\d\d)(?![\d/])"), _range),
    ("", re.compile(rf"{_UNTIL}(?:ngay )?(?<![\d.,/])(?P<day>{_D})[/.-](?P<month>{_M})[/.-]"
                rf"(?P<year>{_YEAR})(?!\d)"), _day),
    ("ngay", re.compile(rf"{_UNTIL}ngay (?P<day>{_D})[/.-](?P<month>{_M})(?P<year>(?!))?"
                r"(?![\d/]|[.,]\d)"), _day),
    ("ngay", re.compile(rf"{_UNTIL}ngay (?P<day>{_D}) thang (?P<month>{_M})(?: nam (?P<year>{_YEAR}))?(?!\d)"), _day),
    ("thang", re.compile(rf"(?<!\d)(?P<n>\d{{1,2}}) thang dau (?:cua )?nam(?:\s?/?\s?(?P<year>{_YEAR})(?!\d))?"),
     _first_months),
    ("thang", re.compile(rf"(?<!\d)(?P<n>\d{{1,2}}) thang cuoi nam(?:\s(?P<year>{_YEAR}))?"), _last_months),
    ("thang", re.compile(rf"(?<!\d)(?P<n>\d{{1,2}}) thang(?: nam|/|,)?\s?(?P<year>{_YEAR})(?!\d)"),
     _first_months),
    ("thang", re.compile(r"(?:^|(?<=trong )|(?<=sau )|(?<=qua )|(?<=ket qua ))(?P<n>[369]|1[01]) thang(?: dau)?(?P<year>(?!))?(?= ?,| nam nay)"),
     _first_months),
    ("first", re.compile(rf"first (?P<n>\d{{1,2}}) months(?: of)?(?:\s(?P<year>{_YEAR}))?"), _first_months),
    ("q", re.compile(rf"(?<!\w)(?:quy |quarter |q)(?P<q>iv|i{{1,3}}|[1-4]){_OF}(?![a-z\d])"), _quarter),
    ("thang", re.compile(rf"{_UNTIL}(?:cuoi )?(?<!\d )thang (?P<n>\d{{1,2}}){_OF}(?![\d/])(?! thang)"), _month),
    ("last", re.compile(rf"last (?P<n>\d{{1,2}}) months of (?P<year>{_YEAR})(?!\d)"), _last_months),
    ("from", re.compile(rf"from (?P<d1>{_D}) (?P<n1>{'|'.join(_MONTHS)}) (?P<y1>{_YEAR})"
                rf" to (?P<d2>{_D}) (?P<n2>{'|'.join(_MONTHS)}) (?P<y2>{_YEAR})(?!\d)"), _english_range),
    (" ", re.compile(rf"(?P<until>(?:by|until|up to) (?:the end of )?)?(?:on )?(?<!\d)(?P<day>{_D}) "
                rf"(?P<name>{'|'.join(_MONTHS)}) (?P<year>{_YEAR})(?!\d)"), _english_day),
    (" ", re.compile(rf"(?P<until>(?:by|until|up to|through) (?:the end of )?)?(?P<name>{'|'.join(_MONTHS)}),? (?P<year>{_YEAR})(?!\d)"),
     _english_month),
    ("", re.compile(rf"(?:(?:den |het |tinh den )?(?:cuoi|dau|trong|ca|het|den) )?(?:nam (?:hoc )?|in |year )?(?<![\d.,/-])"
                rf"(?P<year>{_YEAR})(?![\d]|[.,/-]\d)"), _year),
    ("nam", re.compile(r"(?:cung ky )?nam (?:nay|ngoai|truoc)(?! do)|(?<!thang )cuoi nam(?! \d| hoc| ke| ta)"), _relative),
    ("year", re.compile(r"this year|last year"), _relative),
)  # fmt: skip
_ENGLISH_RULES = (_english_day, _english_month, _english_range)


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
    if not _MAY_HOLD.search(folded):
        return []
    year = published_on.year if published_on else None
    mentions: list[PeriodMention] = []
    taken: list[tuple[int, int]] = []  # spans in order, none overlapping
    has_year = _WRITTEN_YEAR.search(folded) is not None
    has_english = _ENGLISH_MONTH.search(folded) is not None
    for word, pattern, rule in _RULES:
        if (word == "" and not has_year) or word not in folded:
            continue
        if rule in _ENGLISH_RULES and not has_english:
            continue
        for match in pattern.finditer(folded):
            if _overlaps(taken, *match.span()):
                continue
            written = text[match.start() : match.end()].strip()
            period = rule(match, year, written)
            if period is None:
                continue
            if published_on and not _WRITTEN_YEAR.search(match[0]):
                period = replace(period, seen_from=published_on)
            compared = _COMPARED.search(folded[max(0, match.start() - 40) : match.start()])
            is_compared = compared is not None or match[0].startswith("cung ky")
            # `từ năm 2010 đến nay` is not about 2010 alone.
            is_compared = is_compared or _SINCE.match(folded, match.end()) is not None
            mentions.append(PeriodMention(period, match.start(), match.end(), is_compared))
            insort(taken, match.span())
    return sorted(mentions, key=lambda mention: mention.start)


def _overlaps(taken: list[tuple[int, int]], start: int, end: int) -> bool:
    """Whether a span shares a character with one of those `taken`, which are in order."""
    i = bisect_left(taken, (end,))
    return i > 0 and taken[i - 1][1] > start


# Nine sentences in ten name no time: they stop here.
_MAY_HOLD = re.compile(
    r"(?:19|20)\d\d|\d thang|thang \d|ngay \d|(?<!\w)quy [i\d]|nam (?:nay|ngoai|truoc)|cuoi nam|quarter|q[1-4]|(?:this|last) year|months"
)
_SINCE = re.compile(r" (?:den|toi) nay(?!\w)")
_WRITTEN_YEAR = re.compile(_YEAR)
_ENGLISH_MONTH = re.compile("|".join(_MONTHS))


def overlap(a: Period, b: Period) -> bool:
    """Whether two periods share a day."""
    return a.start <= b.end and b.start <= a.end
