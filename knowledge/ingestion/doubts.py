"""Bulletin -> warnings for staff, in English: what a person should look at before relying on it.

`knowledge/output/warnings.toml` says what each means, in both languages.
"""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import PurePath

from knowledge.figures.consistency import warnings_of
from knowledge.records import Bulletin, Figure
from knowledge.text.spelling import plain
from knowledge.text.syllables import marked_words
from knowledge.vocabulary.places import canonical_place

# An order is signed some days before the portal shows it; a report is shown again months later.
_MOST_DAYS = 31
_DATELINE_CHARS, _DATELINES = 120, 12
# Real texts have above 95 Vietnamese syllables in 100 words with marks. Of 2,654 real texts (news,
# laws, reports, 2026-11-26) none raises this doubt.
_MIN_WORDS, _MIN_SHARE, _MIN_MIXES = 40, 0.85, 2
_MOST_SIGN_IN_CHARS = 600


def doubts_about(bulletin: Bulletin, figures: tuple[Figure, ...], today: date) -> tuple[str, ...]:
    """The warnings about day, place, text and figures of a bulletin, in this order."""
    return (
        *_day(bulletin), *_place(bulletin, figures), *_noise(bulletin.text), *_sign_in(bulletin),
        *warnings_of(bulletin, figures, today),
    )  # fmt: skip


def _day(bulletin: Bulletin) -> Iterator[str]:
    """No day of publication, or one that its text, its file or its address contradicts."""
    published = bulletin.published_on
    days = [*_datelines(bulletin.text), *_days_in_names(bulletin)]
    if published is None:
        shown = f"; {days[0][0]} says {days[0][1]}" if days else ""
        yield f"no day of publication is known{shown}"
        return
    for where, day in days:
        if abs((day - published).days) > _MOST_DAYS:
            yield f"the day of publication is {published}, but {where} says {day}"
            return


def _datelines(text: str) -> Iterator[tuple[str, date]]:
    """Days in words on short lines at the head and the end: `Hà Nội, ngày 5 tháng 12 năm 2022`."""
    lines = [line for line in text.split("\n") if 0 < len(line) <= _DATELINE_CHARS]
    for line in (*lines[:_DATELINES], *lines[-_DATELINES:]):
        match = _patterns()["dateline"].fullmatch(line.strip())
        if match and (day := _day_of(match[3], match[2], match[1])):
            yield f"the line {line.strip()[:60]!r}", day


def _days_in_names(bulletin: Bulletin) -> Iterator[tuple[str, date]]:
    """Whole days in the name of the file and in the address: `bac-kan-2022-12-07.txt`."""
    name = PurePath(bulletin.source.partition("#")[0]).name
    for where, text in (("the name of the file", name), ("the address", bulletin.url or "")):
        for match in _patterns()["day_in_name"].finditer(text):
            year, month, day = match["y"] or match["y2"], match["m"] or match["m2"], ""
            day = match["d"] or match["d2"]
            if whole := _day_of(year, month, day):
                yield where, whole


def _day_of(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _place(bulletin: Bulletin, figures: tuple[Figure, ...]) -> Iterator[str]:
    """A place that is in no list, that is inferred, or that is missing where figures need it."""
    if bulletin.place is None:
        if figures:
            yield "no place is known"
        return
    if canonical_place(bulletin.place) is None:
        yield f"the place {bulletin.place!r} is in no list of provinces and districts"
    if not bulletin.is_place_stated and figures:
        yield f"neither issuer nor place is stated; {bulletin.place!r} is named most often"


def _noise(text: str) -> Iterator[str]:
    """Letters in numbers, or words that are no syllables: signs of a bad recognition of a scan."""
    mixes = list(dict.fromkeys(m[0] for m in _patterns()["mix"].finditer(text)))
    words = marked_words(text)
    is_odd = words.right + words.wrong >= _MIN_WORDS and words.share < _MIN_SHARE
    if len(mixes) >= _MIN_MIXES or is_odd:
        shown = f", for example {', '.join(map(repr, mixes[:3]))}" if mixes else ""
        yield f"the text looks like a bad scan{shown}"


def _sign_in(bulletin: Bulletin) -> Iterator[str]:
    """A page that shows a form to sign in, or an error, instead of the news."""
    if len(bulletin.text) > _MOST_SIGN_IN_CHARS:
        return
    low = plain(f"{bulletin.title}\n{bulletin.text}")
    if len(set(_patterns()["sign_in"].findall(low))) >= 2 or _patterns()["error"].search(low):
        yield "the text looks like a page to sign in or an error page, not like a bulletin"


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {
        "dateline": re.compile(
            r"(?:[^\d,]{2,40},\s*)?ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})\.?",
            re.IGNORECASE,
        ),
        "day_in_name": re.compile(
            r"(?<!\d)(?:(?P<y>(?:19|20)\d\d)[-_./]?(?P<m>[01]\d)[-_./]?(?P<d>[0-3]\d)"
            r"|(?P<d2>[0-3]?\d)[-_.](?P<m2>[01]?\d)[-_.](?P<y2>(?:19|20)\d\d))(?!\d)"
        ),
        # 2O22, 1l5, l50: a letter where a digit is meant. `10l` are litres, `A1` is a name.
        "mix": re.compile(
            r"(?<![\w.,/-])(?:\d+[OoIl](?=\d)[\dOoIl.,]*|[OoIl]\d{2,}[\dOoIl.,]*|\d+[Oo]{2,})(?![\w/-])"
        ),
        "sign_in": re.compile(
            r"đăng nhập|mật khẩu|tài khoản|captcha|mã xác nhận|sign in|log ?in|password|username"
        ),
        "error": re.compile(
            r"\b40[134]\b[^\n]{0,40}(?:not found|forbidden|unauthorized|không (?:tìm thấy|tồn tại))"
            r"|trang (?:này )?không tồn tại|không tìm thấy trang|enable javascript|bật javascript"
        ),
    }  # fmt: skip
