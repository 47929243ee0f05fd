"""Days of whole months, quarters and weeks, and spells moved by years."""

import calendar
from datetime import date, timedelta

from knowledge.records import Period, PeriodKind


def year_period(year: int, text: str = "") -> Period:
    """The calendar year."""
    return Period(date(year, 1, 1), date(year, 12, 31), "year", text or f"năm {year}")


def shifted(period: Period, years: int) -> Period:
    """The same spell `years` later; the last day of February stays the last."""
    start, end = period.start, period.end
    last = last_day(end.year + years, end.month)
    is_month_end = end == last_day(end.year, end.month)
    return Period(
        start.replace(
            year=start.year + years,
            day=min(start.day, last_day(start.year + years, start.month).day),
        ),
        last if is_month_end else end.replace(year=end.year + years, day=min(end.day, last.day)),
        period.kind,
        period.text,
        period.seen_from,
    )


def months_period(year: int, first: int, last: int, kind: PeriodKind, text: str) -> Period | None:
    """The months `first` to `last` of a year; None where there are none such."""
    if not 1 <= first <= last <= 12:
        return None
    return Period(date(year, first, 1), last_day(year, last), kind, text)


def last_day(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def month_back(day: date, months: int) -> date:
    """The first day of the month so many months before that of `day`."""
    number = day.year * 12 + day.month - 1 - months
    return date(number // 12, number % 12 + 1, 1)


def month_period(first: date, text: str) -> Period:
    """The whole month that begins on `first`."""
    return Period(first, last_day(first.year, first.month), "month", text)


def quarter_back(seen: date, n: int, text: str) -> Period | None:
    """The quarter `n` before that of `seen`."""
    first = month_back(date(seen.year, (seen.month - 1) // 3 * 3 + 1, 1), 3 * n)
    return months_period(first.year, first.month, first.month + 2, "quarter", text)


def week_period(day: date, text: str) -> Period:
    """Monday to Sunday of the week of `day`."""
    monday = day - timedelta(days=day.weekday())
    return Period(monday, monday + timedelta(days=6), "months", text)
