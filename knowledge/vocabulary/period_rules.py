"""A match of the grammar of times -> the days that it stands for.

Every rule reads one match, with the day on which the text is read for words that name no year of
their own (`6 tháng đầu năm`) or that count back from it (`tháng trước`, `9 tháng qua`).
"""

import re
from collections.abc import Callable
from datetime import date, timedelta

from knowledge.records import Period, PeriodKind
from knowledge.text.patterns import lazy_regex
from knowledge.text.spelling import fold, plain
from knowledge.vocabulary.calendar_spells import (
    last_day,
    months_period,
    year_period,
)  # fmt: skip

_ROMAN = {
    "i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4,
    "mot": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4, "dau": 1, "cuoi": 4,
    "first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4, "1st": 1, "2nd": 2, "3rd": 3,
    "4th": 4, "one": 1, "two": 2, "three": 3, "four": 4,
}  # fmt: skip
_NUMBERS = {
    "mot": 1, "hai": 2, "ba": 3, "bon": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9,
    "muoi": 10, "muoi mot": 11, "muoi hai": 12, "one": 1, "two": 2, "three": 3, "four": 4,
    "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
}  # fmt: skip
_SPELLED = {"nam": "năm", "sau": "sáu", "bay": "bảy", "tam": "tám", "chin": "chín", "bon": "bốn"}
_COUNTED = lazy_regex(r"\s(?:nguoi|ho|lao dong|luot|dong|ty|trieu|people|ha)\b")
MONTHS = {
    name: number
    for number, names in enumerate((
        "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul",
        "august aug", "september sept sep", "october oct", "november nov", "december dec",
    ), 1)
    for name in names.split()
}  # fmt: skip
Rule = Callable[[re.Match[str], date | None, str], Period | None]


def is_spelled(written: str, *words: str) -> bool:
    """Whether words written with accents are these: `miền Nam trước` names no year."""
    low = plain(written)
    return low == fold(low) or any(word in low for word in words)


def is_until(m: re.Match[str], written: str) -> bool:
    """Whether a time is the end of one that lasts: `tới 14/5/2017`, not `tối 14/5/2017` (evening)."""
    if not m.groupdict().get("until"):
        return False
    is_evening = m["until"].strip() == "toi" and plain(written).startswith("tối")
    return not is_evening


def count(m: re.Match[str], written: str) -> int | None:
    """The number `n` in digits or words; `sau tháng` (after) is not `sáu tháng` (six)."""
    word = m["n"]
    if word.isdigit():
        return int(word)
    spelled = _SPELLED.get(word)
    return _NUMBERS[word] if spelled is None or is_spelled(written, spelled) else None


def year_of(m: re.Match[str], seen: date | None, groups: tuple[str, ...] = ("year",)) -> int | None:
    """The year that a match names, in digits or as seen from a day, else the year of that day."""
    fields = m.groupdict()
    for name in groups:
        if fields.get(name):
            return int(fields[name])
    if seen is None:
        return None
    return seen.year - (fields.get("rel") in ("ngoai", "truoc"))


def read_range(m: re.Match[str], _: date | None, text: str) -> Period | None:
    first, last = int(m["a"]), int(m["b"])
    if last < 100:  # 2021-25
        last += first // 100 * 100
    if first > last or last - first > 30:
        return None
    return Period(date(first, 1, 1), date(last, 12, 31), "range", text)


def _ends(m: re.Match[str], seen: date | None, *, is_wrapped: bool) -> tuple[int, int] | None:
    """The years of both ends; the one that is not named follows from the other."""
    first = int(m["y1"]) if m["y1"] else None
    last = int(m["y2"]) if m["y2"] else None
    if last is None:
        if first is None and seen is None:
            return None
        last = first + is_wrapped if first is not None else seen.year if seen else None
    if last is None:
        return None
    return (last - is_wrapped if first is None else first), last


def read_month_range(m: re.Match[str], seen: date | None, text: str) -> Period | None:
    a, b = int(m["a"]), int(m["b"])
    years = _ends(m, seen, is_wrapped=a > b)
    if years is None or not (1 <= a <= 12 and 1 <= b <= 12):
        return None
    start, end = date(years[0], a, 1), last_day(years[1], b)
    return Period(start, end, "months", text) if start < end else None


def read_school_year(m: re.Match[str], seen: date | None, text: str) -> Period | None:
    """A school year begins in September and ends with the summer after it."""
    named = m.groupdict()
    a, b = int(named["a"] or named["c"]), int(named["b"] or named["d"])
    b += a // 100 * 100 if b < 100 else 0  # 2023-24
    return Period(date(a, 9, 1), date(b, 8, 31), "range", text) if b == a + 1 else None


def read_day_range(m: re.Match[str], seen: date | None, text: str) -> Period | None:
    m2 = int(m["m2"])
    m1 = int(m["m1"]) if m["m1"] else m2
    d1, d2 = int(m["d1"]), int(m["d2"])
    years = _ends(m, seen, is_wrapped=(m1, d1) > (m2, d2))
    if years is None or (not m["m1"] and d1 >= d2):
        return None
    try:
        start, end = date(years[0], m1, d1), date(years[1], m2, d2)
    except ValueError:
        return None
    is_count = m["m1"] is None and not m["y2"] and _COUNTED.match(m.string, m.end())
    return Period(start, end, "months", text) if start < end and not is_count else None


def read_day_to_month(m: re.Match[str], seen: date | None, text: str) -> Period | None:
    """`từ 1.6.2016 đến hết tháng 5.2017`."""
    m1, m2, d1 = int(m["m1"]), int(m["m2"]), int(m["d1"])
    years = _ends(m, seen, is_wrapped=m1 > m2)
    if years is None or not 1 <= m2 <= 12:
        return None
    try:
        start = date(years[0], m1, d1)
    except ValueError:
        return None
    end = last_day(years[1], m2)
    return Period(start, end, "months", text) if start < end else None


def read_day(m: re.Match[str], seen: date | None, text: str) -> Period | None:
    chosen = year_of(m, seen, ("year", "y0"))
    if chosen is None:
        return None
    try:
        day = date(chosen, int(m["month"]), int(m["day"]))
    except ValueError:
        return None
    if is_until(m, text):
        return Period(date(chosen, 1, 1), day, "until", text)
    return Period(day, day, "day", text)


def read_first_months(m: re.Match[str], seen: date | None, text: str) -> Period | None:
    chosen, n = year_of(m, seen), count(m, text)
    return months_period(chosen, 1, n, "months", text) if chosen and n else None


def read_months_so_far(m: re.Match[str], seen: date | None, text: str) -> Period | None:
    """`thu 9 tháng đạt …`: the months of this year, where it has gone on for as many on the day."""
    n = count(m, text)
    if seen is None or n is None:
        return None
    if seen.month == 1 and n == 12:
        return year_period(seen.year - 1, text)
    return (
        months_period(seen.year, 1, n, "months", text)
        if n in (seen.month - 1, seen.month)
        else None
    )


def read_last_months(m: re.Match[str], seen: date | None, text: str) -> Period | None:
    chosen, n = year_of(m, seen), count(m, text)
    return months_period(chosen, 13 - n, 12, "months", text) if chosen and n and n <= 12 else None


def read_half(m: re.Match[str], seen: date | None, text: str) -> Period | None:
    """`nửa đầu năm 2022`, `nửa cuối tháng 3`."""
    chosen, is_first = year_of(m, seen), m["half"] in ("dau", "first", "1", "")
    if chosen is None:
        return None
    month = m.groupdict().get("month")
    if month is None:
        return months_period(chosen, 1 if is_first else 7, 6 if is_first else 12, "months", text)
    if not 1 <= int(month) <= 12:
        return None
    first = date(chosen, int(month), 1 if is_first else 16)
    last = first.replace(day=15) if is_first else last_day(chosen, int(month))
    return Period(first, last, "months", text)


def read_days_of_month(m: re.Match[str], seen: date | None, text: str) -> Period | None:
    """`15 ngày đầu tháng 1/2019`, `10 ngày cuối tháng 6`."""
    year, month, n = year_of(m, seen), int(m["month"]), count(m, text)
    if year is None or n is None or not 1 <= month <= 12 or not 1 <= n <= 27:
        return None
    last = last_day(year, month)
    if m["half"] == "dau":
        return Period(last.replace(day=1), last.replace(day=n), "months", text)
    return Period(last - timedelta(days=n - 1), last, "months", text)


def read_quarters(m: re.Match[str], seen: date | None, text: str) -> Period | None:
    """`hai quý đầu năm`, `quý cuối năm`."""
    chosen, n = year_of(m, seen), count(m, text) if m["n"] else 1
    if chosen is None or n is None or not 1 <= n <= 3:
        return None
    kind: PeriodKind = "quarter" if n == 1 else "months"
    is_first = m["half"] == "dau"
    return months_period(
        chosen, 1 if is_first else 13 - 3 * n, 3 * n if is_first else 12, kind, text
    )


def read_quarter(m: re.Match[str], seen: date | None, text: str) -> Period | None:
    # `Quỹ 3 tỷ đồng` is a fund.
    if "quỹ" in plain(text):
        return None
    chosen, n = year_of(m, seen), _ROMAN[m["q"]]
    if is_until(m, text) and chosen:
        return months_period(chosen, 1, 3 * n, "until", text)
    return months_period(chosen, 3 * n - 2, 3 * n, "quarter", text) if chosen else None


def read_short_quarter(m: re.Match[str], _: date | None, text: str) -> Period | None:
    """`2022 Q3`, `3Q2022`."""
    year, n = int(m["year"] or m["y2"]), int(m["q"] or m["q2"])
    return months_period(year, 3 * n - 2, 3 * n, "quarter", text)


def read_quarter_range(m: re.Match[str], seen: date | None, text: str) -> Period | None:
    chosen, a, b = year_of(m, seen), _ROMAN[m["a"]], _ROMAN[m["b"]]
    if chosen is None or a >= b or (m["link"].strip() in (",", "va", "+") and b - a > 1):
        return None
    return months_period(chosen, 3 * a - 2, 3 * b, "months", text)


def read_month(m: re.Match[str], seen: date | None, text: str) -> Period | None:
    chosen, n = year_of(m, seen, ("year", "y0")), int(m["n"])
    if chosen is None or not 1 <= n <= 12:
        return None
    until = is_until(m, text)
    return months_period(chosen, 1 if until else n, n, "until" if until else "month", text)


def read_english_day(m: re.Match[str], _: date | None, text: str) -> Period | None:
    try:
        day = date(int(m["year"]), MONTHS[m["name"]], int(m["day"]))
    except ValueError:
        return None
    first = date(day.year, 1, 1) if m["until"] else day
    return Period(first, day, "until" if m["until"] else "day", text)


def read_english_range(m: re.Match[str], _: date | None, text: str) -> Period | None:
    try:
        start = date(int(m["y1"]), MONTHS[m["n1"]], int(m["d1"]))
        end = date(int(m["y2"]), MONTHS[m["n2"]], int(m["d2"]))
    except ValueError:
        return None
    return Period(start, end, "months", text) if start < end else None


def read_english_month(m: re.Match[str], _: date | None, text: str) -> Period | None:
    n = MONTHS[m["name"]]
    return months_period(
        int(m["year"]), 1 if m["until"] else n, n, "until" if m["until"] else "month", text
    )


def read_year(m: re.Match[str], _: date | None, text: str) -> Period | None:
    # `2022 người`, `1990 hộ` count something.
    is_bare = m[0][0].isdigit()
    is_count = is_bare and _COUNTED.match(m.string, m.end())
    # `1900 1234` is a telephone number, and no plan reaches 2099.
    is_odd = is_bare and not 1930 <= int(m["year"]) <= 2070
    return None if is_count or is_odd else year_period(int(m["year"]), text)
