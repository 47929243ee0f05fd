"""Times that count from the day of reading -> days: `tháng trước`, `9 tháng qua`, `đến nay`."""

import re
from datetime import date, timedelta

from knowledge.records import Period
from knowledge.text.patterns import lazy_regex
from knowledge.text.spelling import fold, plain
from knowledge.vocabulary.calendar_spells import (
    month_back,
    month_period,
    months_period,
    quarter_back,
    week_period,
    year_period,
)  # fmt: skip
from knowledge.vocabulary.period_rules import count, is_spelled, year_of

_WEEKDAYS = {
    "hai": 0, "ba": 1, "tu": 2, "nam": 3, "sau": 4, "bay": 5, "2": 0, "3": 1, "4": 2, "5": 3,
    "6": 4, "7": 5, "monday": 0, "tuesday": 1, "wednesday": 2, "thursday": 3, "friday": 4,
    "saturday": 5, "sunday": 6,
}  # fmt: skip


_WHOLE_YEAR = lazy_regex(
    r"(?:^|[,;:.(\n]|(?<!\w)(?:uoc|uoc tinh|bao|kien|chung|dau|va|nang|tieu|hoach))\s*$"
)


def read_relative_year(m: re.Match[str], seen: date | None, text: str) -> Period | None:
    # `Năm này` is the year spoken of before, `miền Nam` no year.
    if seen is None or not is_spelled(text, "năm", "year") or "này" in plain(text):
        return None
    # `Cả năm ước đạt …` tells of the year, `được dùng trong cả năm` measures something else.
    if m[0] == "ca nam" and not _WHOLE_YEAR.search(m.string, max(0, m.start() - 12), m.start()):
        return None
    back = 0
    if re.search(r"truoc|ngoai|last", m[0]):
        back = 1
    elif "kia" in m[0]:
        back = 2
    elif re.search(r"toi|sang|next", m[0]):
        back = -1
    return year_period(seen.year - back, text)


def read_ago(m: re.Match[str], seen: date | None, text: str) -> Period | None:
    """`hai năm trước`, `3 tháng trước`, `10 ngày trước`."""
    n = count(m, text)
    if seen is None or n is None:
        return None
    match m["unit"]:
        case "nam" | "year" | "years":
            is_year = is_spelled(text.split(maxsplit=1)[-1], "năm", "year")
            return year_period(seen.year - n, text) if is_year and n < 100 else None
        case "quy":
            return quarter_back(seen, n, text)
        case "thang" | "month" | "months":
            return month_period(month_back(seen, n), text)
        case "tuan" | "week" | "weeks":
            return week_period(seen - timedelta(weeks=n), text)
        case _:
            return Period(seen - timedelta(days=n), seen - timedelta(days=n), "day", text)


_STEPS = {"truoc": 1, "vua qua": 1, "vua roi": 1, "qua": 1, "roi": 1, "last": 1, "previous": 1, "nay": 0, "this": 0,
          "sau": -1, "toi": -1, "next": -1}  # fmt: skip


def read_neighbour(m: re.Match[str], seen: date | None, text: str) -> Period | None:
    """`tháng trước`, `quý này`, `tuần tới`, `thứ 5 tuần trước`."""
    words = ("tháng", "quý", "tuần", "month", "quarter", "week")
    if seen is None or not is_spelled(text, *words):
        return None
    # `Hơn tuần nay`, `mấy tháng nay` are spells up to now; `tuần này` is the week.
    if m["step"] == "nay" and not is_spelled(text, "này"):
        return None
    back = _STEPS[m["step"]]
    match m["unit"]:
        case "thang" | "month":
            return month_period(month_back(seen, back), text)
        case "quy" | "quarter":
            return quarter_back(seen, back, text)
        case _:
            week = week_period(seen - timedelta(weeks=back), text)
            weekday = m.groupdict().get("weekday")
            if weekday is None:
                return week
            number = 6 if "chu nhat" in weekday else _WEEKDAYS[weekday.split()[-1]]
            day = week.start + timedelta(days=number)
            return Period(day, day, "day", text)


def read_english_weekday(m: re.Match[str], seen: date | None, text: str) -> Period | None:
    """`last Thursday`: the latest one before the day."""
    if seen is None:
        return None
    day = seen - timedelta(days=(seen.weekday() - _WEEKDAYS[m["weekday"]] - 1) % 7 + 1)
    return Period(day, day, "day", text)


_DAYS_BACK = {"hom nay": 0, "sang nay": 0, "chieu nay": 0, "trua nay": 0, "ngay hom nay": 0, "today": 0,
              "hom qua": 1, "yesterday": 1, "hom kia": 2, "ngay mai": -1, "tomorrow": -1}  # fmt: skip


def read_near_day(m: re.Match[str], seen: date | None, text: str) -> Period | None:
    if seen is None:
        return None
    day = seen - timedelta(days=_DAYS_BACK[m[0]])
    return Period(day, day, "day", text)


def read_past(m: re.Match[str], seen: date | None, text: str) -> Period | None:
    """`9 tháng qua`: the months of this year where it has as many, else the last whole ones."""
    fields = m.groupdict()
    n = 6 if fields.get("n") is None else count(m, text)
    if seen is None or n is None or n == 0:
        return None
    if fields.get("unit") in ("nam", "years"):
        if n > 60 or not is_spelled(text.split(maxsplit=1)[-1], "năm", "year"):
            return None
        first = date(seen.year - n, seen.month, 1)
        return Period(month_back(first, -1), seen, "range" if n > 1 else "months", text)
    if n > 36:
        return None
    if n in (seen.month - 1, seen.month) and n <= 12:
        return months_period(seen.year, 1, n, "months", text)
    first, end = month_back(seen, n), date(seen.year, seen.month, 1) - timedelta(days=1)
    return Period(first, end, "months", text)


def read_past_year(m: re.Match[str], seen: date | None, text: str) -> Period | None:
    """`Năm qua`: the year before in the first months of one, this year at its end, else 12 months."""
    if seen is None or not is_spelled(text, "năm"):
        return None
    if seen.month <= 3:
        return year_period(seen.year - 1, text)
    if seen.month == 12:
        return year_period(seen.year, text)
    last = date(seen.year, seen.month, 1) - timedelta(days=1)
    return Period(month_back(seen, 12), last, "range", text)


def read_past_quarters(m: re.Match[str], seen: date | None, text: str) -> Period | None:
    """`Hai quý đã qua`: the whole quarters before the day."""
    n = count(m, text)
    if seen is None or n is None or not 1 <= n <= 4:
        return None
    first, last = quarter_back(seen, n, text), quarter_back(seen, 1, text)
    return Period(first.start, last.end, "months", text) if first and last else None


def read_to_date(m: re.Match[str], seen: date | None, text: str) -> Period | None:
    """`từ đầu năm đến nay`, `đến nay`, `lũy kế`: until the day on which the text is read."""
    # `Tối nay` is this evening.
    if seen is None or not is_spelled(text, "đến", "tới", "đầu", "kế", "year"):
        return None
    year = year_of(m, seen) or seen.year
    if year > seen.year or (year < seen.year and m.groupdict().get("now") is None):
        return None
    return Period(date(year, 1, 1), seen, "until", text)


def read_since(m: re.Match[str], seen: date | None, text: str) -> Period | None:
    """`từ năm 2010 đến nay`, `từ tháng 3/2022 đến nay`, `từ ngày 15/3 đến nay`."""
    if seen is None:
        return None
    fields = m.groupdict()
    year = int(fields["year"] or seen.year)
    try:
        first = date(year, int(fields.get("month") or 1), int(fields.get("day") or 1))
    except ValueError:
        return None
    if first >= seen:
        return None
    if fields.get("month") is None:
        return Period(first, seen, "until" if year == seen.year else "range", text)
    return Period(first, seen, "months", text)


_COUNTS_BACK = lazy_regex(
    r"(?<!\w)(?:(?:den|toi) (?:nay|thoi diem|hien|bay)|luy ke|tu dau nam(?! \d{4} den het)|hom (?:nay|qua|kia)|(?:sang|trua|chieu) nay"
    r"|(?:vua )?qua|gan day|tro lai day|tuan|(?:thang|quy) (?:truoc|nay|roi|toi)|\w+ (?:nam|thang|quy|tuan|ngay) (?:ve )?truoc|nam (?:kia|toi)|sang nam|(?:this|last|next|previous|past) \w+|ago|today|yesterday|tomorrow|so far|year to date|since the)(?!\w)"
)


_RELATIVE_YEAR = lazy_regex(r"(?<!\w)nam (?:nay|ngoai|truoc)(?!\w)")


def counts_from_reading(period: Period) -> bool:
    """Whether the words of a period mean another time on another day (`tháng trước`, `đến nay`)."""
    return period.seen_from is not None and _COUNTS_BACK.search(fold(period.text)) is not None


def is_completed(period: Period) -> bool:
    """Whether a period got its year from the day of reading: `tháng 11`, `6 tháng đầu năm`."""
    if period.seen_from is None or counts_from_reading(period):
        return False
    return _RELATIVE_YEAR.search(fold(period.text)) is None
