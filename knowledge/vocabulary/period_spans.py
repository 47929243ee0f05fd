"""Spans whose two ends are named in different units: `từ năm 2014 đến tháng 9/2016`."""

import re
from datetime import date

from knowledge.records import Period
from knowledge.vocabulary.calendar_spells import last_day

_YEAR = r"(?:19|20)\d{2}"
_OF = r"(?:\s?[/.-]\s?| nam )"


def _end(n: int) -> str:
    """A named year, quarter, month or day; its groups are numbered `n`."""
    year = rf"(?P<y{n}>{_YEAR})(?![\d/])"
    day = rf"(?:ngay )?(?P<d{n}>\d{{1,2}})(?:[/.-]| thang )(?P<dm{n}>\d{{1,2}}){_OF}(?P<dy{n}>{_YEAR})"
    month = rf"(?:thang )?(?P<m{n}>\d{{1,2}}){_OF}(?P<my{n}>{_YEAR})"
    quarter = rf"qu[yi] (?P<q{n}>i{{1,3}}|iv|[1-4]){_OF}(?P<qy{n}>{_YEAR})"
    return rf"(?:(?:dau )?(?:nam )?{year}|{day}|{month}|{quarter})(?!\d)"


SPAN = (
    rf"(?:luy ke |tinh |ke )*(?<!\w)tu {_end(1)} (?:cho )?(?:den|toi)(?: het| cuoi| dau)* {_end(2)}"
)
SPAN_WORDS = "tu nam 0|tu 0000|tu dau nam 0|tu thang 0|tu ngay 0|tu 0|tu quy|tu qui"
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_MOST_YEARS = 30


def read_span(match: re.Match[str], _: date | None, text: str) -> Period | None:
    """The days from the beginning of the first end to the end of the other; not of two years."""
    if match["y1"] and match["y2"]:
        return None
    try:
        start, _unused = _days(match, 1)
        _unused, end = _days(match, 2)
    except ValueError:
        return None
    if not start.year < end.year <= start.year + _MOST_YEARS:
        return None
    return Period(start, end, "range", text)


def _days(match: re.Match[str], n: int) -> tuple[date, date]:
    """The first and the last day of an end.

    Raises:
        ValueError: no such day.
    """
    if year := match[f"y{n}"]:
        return date(int(year), 1, 1), date(int(year), 12, 31)
    if day := match[f"d{n}"]:
        only = date(int(match[f"dy{n}"]), int(match[f"dm{n}"]), int(day))
        return only, only
    if month := match[f"m{n}"]:
        first = date(int(match[f"my{n}"]), int(month), 1)
        return first, last_day(first.year, first.month)
    quarter, of = match[f"q{n}"], int(match[f"qy{n}"])
    number = _ROMAN.get(quarter) or int(quarter)
    return date(of, 3 * number - 2, 1), last_day(of, 3 * number)
