"""Parts of a page that change with every visit: counters, clocks, the weather, the age of a post.

They stand in lines of their own or between bars, beside what stays: `Bích Huệ | Lượt xem: 1.234`. A
sentence with such words is no such part. Source: portals of Vietnamese provinces and newspapers.
"""

import re
from collections.abc import Mapping
from functools import cache

from knowledge.text.spelling import fold

_MOST_CHARS = 120
_BARS = r"\s*(?:[|•·\t]|\s[-–—]\s)\s*"
# What stands before a number of visits, or after it. Folded.
_COUNTED = (
    r"(?:tong )?(?:so )?(?:luot|lan|nguoi)?\s*(?:da |dang |duoc )?"
    r"(?:xem|doc|truy cap|ghe tham|vieng tham|tai ve|tai|thich|chia se|binh luan|truc tuyen|online"
    r"|views?|visits?|hits?|likes?|shares?|comments?|visitors?|downloads?)"
)
_NUMBER = r"\d[\d.,\s]*[km]?"
_TIME = r"\d{1,2}\s*[:hg]\s*\d{1,2}(?:\s*[:p']\s*\d{1,2})?\s*(?:am|pm|sa|ch)?"
_DAY = r"(?:ngay )?\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4}|ngay \d{1,2} thang \d{1,2} nam \d{4}"
_WEEKDAY = r"(?:thu (?:hai|ba|tu|nam|sau|bay|[2-7])|chu nhat|mon|tues?|wednes|thurs?|fri|satur|sun)(?:day)?"
_DEGREES = r"-?\d{1,2}(?:[.,]\d)?\s*(?:°|º|do)\s*c?"


def without_volatile(text: str) -> str:
    """The text without the parts that change with every visit, one line a line that is left."""
    lines = (_steady(line) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def _steady(line: str) -> str:
    if len(line) > _MOST_CHARS:
        return line
    patterns = _patterns()
    parts = (part.strip(" ()[]:;,.") for part in patterns["bars"].split(line))
    return " | ".join(p for p in parts if p and not patterns["volatile"].fullmatch(fold(p)))


@cache
def _patterns() -> Mapping[str, re.Pattern[str]]:
    clock = rf"(?:{_WEEKDAY}|{_DAY}|{_TIME}|gmt\s*[+-]?\s*\d*|utc)"
    kinds = (
        rf"{_COUNTED}\s*(?:hom nay|hom qua|(?:trong )?(?:tuan|thang|nam)(?: nay| truoc)?)?\s*:?\s*{_NUMBER}",
        rf"{_NUMBER}\s*{_COUNTED}",
        # The table of a counter: `Hôm nay: 1.234`, `Tháng này 45.678`, `Đang online: 12`.
        rf"(?:hom nay|hom qua|tuan nay|tuan truoc|thang nay|thang truoc|tat ca|today|total)\s*:?\s*{_NUMBER}",
        r"(?:cap nhat |updated )?(?:khoang )?\d+ (?:giay|phut|gio|tieng|ngay|tuan|thang|nam|seconds?|minutes?|hours?|days?) (?:truoc|ago)",
        r"vua xong|just now",
        rf"(?:(?:hom nay|bay gio)(?: la)?:?\s*|now:?\s*)?{clock}(?:\s*[,;-]?\s*{clock})*",
        rf"(?:thoi tiet:?\s*|nhiet do:?\s*|[^\W\d]+(?: [^\W\d]+){{0,3}}:?\s*)?{_DEGREES}(?:\s*[/-]\s*{_DEGREES})?",
        r"(?:do am|am do|humidity)\s*:?\s*\d{1,3}\s*%",
    )
    return {"bars": re.compile(_BARS), "volatile": re.compile("|".join(kinds))}
