"""Places that a text names without their kind word: `Kiến An, Hải Phòng`, `các tỉnh phía Nam`.

A district's name alone is read only in a text of its province, and where its neighbours show that it
stands for a place: names of people and companies are made of the same words.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from knowledge.text.patterns import lazy_regex
from knowledge.text.spelling import plain
from knowledge.vocabulary.local_units import PlaceMention, headed
from knowledge.vocabulary.place_names import (
    PROVINCES,
    districts_by_province,
    within,
    without_kind,
)

_AHEAD = lazy_regex(
    r"(?:^|[\n(,;:–-]|(?<!\w)(?:tại|ở|của|và|là|bàn|thuộc|với|như|huyện|quận|thị|xã|phố))\s*$"
)
_BEHIND = lazy_regex(r"\s*(?:[(),;.:\n–-]|$)|\s(?:và|có|là|đạt|với|được|đã)(?!\w)")
_NAME_BEFORE = lazy_regex(r"\w $")
# `khu vực phía Nam`, `4 tỉnh miền Trung`; weather and seas have them without the kind of unit.
_REGION = lazy_regex(
    r"(?<!\w)(?:khu vực|tỉnh(?:,? thành(?: phố)?)?|thành phố|vùng|địa phương) (?P<name>(?:phía|miền) (?:bắc|trung|nam))(?!\w)"
)


def region_mentions(low: str) -> list[PlaceMention]:
    """The parts of the country that a text, in small letters, names by a direction."""
    if "phía " not in low and "miền " not in low:
        return []
    return [
        PlaceMention(f"miền {m['name'].split()[1].capitalize()}", "region", *m.span("name"))
        for m in _REGION.finditer(low)
    ]


def bare_districts(
    text: str, low: str, provinces: Iterable[str], taken: Sequence[PlaceMention]
) -> list[PlaceMention]:
    """The districts of the provinces that a text names without `huyện`; none overlaps `taken`."""
    if len(low) != len(text):
        return []
    mentions = []
    for province in provinces:
        pattern, names = _districts_of(province)
        for match in pattern.finditer(low) if pattern else ():
            start, end = match.span()
            if any(m.start < end and start < m.end for m in taken):
                continue
            if _is_name(text, low, start, end):
                mentions.append(PlaceMention(names[match[0]], "district", start, end))
    return mentions


def _is_name(text: str, low: str, start: int, end: int) -> bool:
    """Whether all its words have capitals and no other name goes on before or behind it."""
    if not all(word[0].isupper() for word in text[start:end].split()):
        return False
    if text[end : end + 1] == " " and text[end + 1 : end + 2].isupper():
        return False
    before = text[max(0, start - 24) : start]
    if _NAME_BEFORE.search(before) and before.split()[-1][:1].isupper():
        return False
    ahead = _AHEAD.search(low, max(0, start - 8), start) is not None
    return ahead and _BEHIND.match(low, end) is not None


@lru_cache(maxsize=64)
def _districts_of(province: str) -> tuple[re.Pattern[str] | None, dict[str, str]]:
    """A pattern for the districts of a province without their kind, and the name of each."""
    names: dict[str, str] = {}
    for unit in districts_by_province().get(province, ()):
        bare = without_kind(unit)
        if " " not in bare or bare in PROVINCES:
            continue
        names.setdefault(plain(bare), within(unit, province))
    if not names:
        return None, names
    either = headed(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.compile(either + r"(?!\w)"), names
