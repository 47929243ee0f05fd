"""The year in which an undated text was written, where its own words give it away.

`Tăng 17% so với cùng kỳ 2018` and `dịp Tết Kỷ Hợi 2019` are of 2019; so is a text that names 2019 as
its latest year three times, or a full day near one without a year (`sáng 22-9 … ngày 20/9/2019`). Other
years say too little. Of 2,173 undated news of 2017, 288 give a year away so, 216 of them the right one.
"""

import re
from collections import Counter

from knowledge.text.patterns import lazy_regex

_YEAR = r"(?<![\d/.,-])((?:19|20)\d\d)(?!\d)"
# Words, how many years after the one beside them the text was written, and the two together.
_WORDS = (
    ("cung ky", 1, lazy_regex(rf"cung ky (?:nam )?{_YEAR}")),
    (
        "nam nay",
        1,
        lazy_regex(rf"nam nay[^.!?\n]{{0,120}}so voi (?:cung ky |ca )?(?:nam )?{_YEAR}"),
    ),
    (
        "so voi",
        1,
        lazy_regex(rf"so voi (?:cung ky )?(?:nam )?{_YEAR}[^.!?\n]{{0,40}}(?<!\w)nam nay"),
    ),
    (
        "nam ngoai",
        2,
        lazy_regex(rf"nam ngoai[^.!?\n]{{5,160}}so voi [^.!?,;\n]{{0,40}}(?:nam )?{_YEAR}"),
    ),
    ("nam ngoai", 1, lazy_regex(rf"nam ngoai \(?(?:nam )?{_YEAR}")),
    ("nam truoc", 1, lazy_regex(rf"nam truoc \(?(?:nam )?{_YEAR}")),
    ("thang dau", 0, lazy_regex(rf"thang dau (?:cua )?nam {_YEAR}")),
    ("nam nay", 0, lazy_regex(rf"nam nay \(?(?:nam )?{_YEAR}")),
    ("tet", 0, lazy_regex(rf"tet (?:nguyen dan )?(?:[a-z]+ [a-z]+ )?{_YEAR}")),
)
_ANY_YEAR = lazy_regex(r"[12][09]\d\d(?!\d)(?<!\d{5})")
# Before a year that is still to come.
_AHEAD = lazy_regex(
    r"(?:(?:den|tu|truoc) (?:het |cuoi |ngay |nam )*|cuoi nam |giai doan |nhiem ky |tam nhin |[-–] ?"
    r"|(?:ke hoach|muc tieu|du kien|phan dau|dinh huong|(?<!\w)se) [^.;]{0,40})$"
)
_DAY = lazy_regex(
    r"(?<![\d.,/-])(?:\d{1,2} ?[-–] ?(?=\d{1,2}/\d{1,2}/))?(\d{1,2})[/.-](\d{1,2})(?:[/.-]((?:19|20)\d\d)(?!\d)|(?![\d/-]|[.,]\d|\s?%))"
)
_BEFORE_DAY = lazy_regex(r"(?:ngay|sang|trua|chieu|toi|nay|qua),? \(?$")
# No text is of a year before the first news in Vietnamese on the web.
_OLDEST = 1996
_OFTEN, _NEAR_DAYS = 3, 45


def implied_year(folded: str) -> int | None:
    """The year that a text in small letters without accents was written in; None if unknown."""
    matches = [m for m in _ANY_YEAR.finditer(folded) if _OLDEST <= int(m[0]) < 2100]
    if not matches:
        return None
    passed = Counter(
        int(m[0]) for m in matches if not _AHEAD.search(folded, max(0, m.start() - 50), m.start())
    )
    latest = max(passed, default=0)
    for step in (2, 1, 0):
        years = [
            int(m[1]) + step
            for words, after, pattern in _WORDS if after == step and words in folded
            for m in pattern.finditer(folded) if int(m[1]) >= _OLDEST
        ]  # fmt: skip
        if years:
            return max(*years, latest)
    return latest if passed[latest] >= _OFTEN else _year_of_near_day(folded, matches)


def _year_of_near_day(folded: str, years: list[re.Match[str]]) -> int | None:
    """The latest year of a full day that is near one without a year; `years` are all years."""
    if not any(folded[m.start() - 1 : m.start()] in "/.-" for m in years if m.start()):
        return None
    days = list(_DAY.finditer(folded))
    bare = [
        m
        for m in days
        if not m[3] and _BEFORE_DAY.search(folded, max(0, m.start() - 10), m.start())
    ]
    if not bare:
        return None
    places = [_place(m) for m in bare]
    near = [
        int(m[3]) for m in days
        if m[3] and int(m[3]) >= _OLDEST and any(abs(_place(m) - place) <= _NEAR_DAYS for place in places)
    ]  # fmt: skip
    return max(near, default=None)


def _place(day: re.Match[str]) -> int:
    """About how many days of its year are before a day."""
    return int(day[2]) * 30 + int(day[1])
