"""Places that a text names without their kind word: `Kiến An, Hải Phòng`, `các tỉnh phía Nam`.

A district's name alone is read only in a text of its province, and where its neighbours show that it
stands for a place: names of people and companies are made of the same words.
"""

from collections.abc import Sequence
from functools import lru_cache

from knowledge.text.patterns import lazy_regex
from knowledge.text.spelling import CAPITAL, plain
from knowledge.vocabulary.local_units import PlaceMention
from knowledge.vocabulary.place_names import (
    PROVINCES,
    districts_by_province,
    unit_in,
    within,
    without_kind,
)

_AHEAD = lazy_regex(
    r"(?:^|[\n(,;:–-]|(?<!\w)(?:tại|ở|của|và|là|bàn|thuộc|với|như|gồm|huyện|quận|thị|xã|phố))\s*$"
)
_BEHIND = lazy_regex(
    r"\s*(?:[(),;.:\n–-]|$)|\s(?:và|có|là|đạt|với|được|đã|còn|chỉ|lần lượt|tương ứng|năm|giảm|tăng|kể|cho biết)(?!\w)"
    r"|\s(?:(?:hơn|gần|khoảng|trên|dưới) )?\d"
)
# What is called after a place is none: `Công ty Kim Sơn`, `cầu Na Hang`, `ông Lâm Bình`.
_CALLED = lazy_regex(
    r"(?<!\w)(?:công ty|trường|bệnh viện|nhà máy|khu công nghiệp|kcn|khu du lịch|khách sạn|hợp tác xã|htx|chùa|đền|đường|cầu|sông|hồ|núi|chợ|ông|bà|anh|chị|em|cháu|cô|chú|bác)\s*$"
)
# Words with a capital one after the other: names of people and companies are longer runs of them.
_CAPITALS = lazy_regex(rf"[{CAPITAL}][^\W\d_]*(?: [{CAPITAL}](?:['’]?[^\W\d_])*)+")
_OPENERS = frozenset("tại ở riêng như và còn gồm".split())
# What news tell of the whole north is told beside the country's numbers: no place of a head.
# `khu vực phía Nam`, `4 tỉnh miền Trung`; weather and seas have them without the kind of unit.
PARTS_OF_COUNTRY = frozenset(("miền Bắc", "miền Trung", "miền Nam"))
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
    text: str, low: str, province: str | None, taken: Sequence[PlaceMention]
) -> list[PlaceMention]:
    """The districts of a province that a text names without `huyện`; none overlaps `taken`."""
    names = _districts_of(province) if province else {}
    if not names or len(low) != len(text):
        return []
    found = []
    for match in _CAPITALS.finditer(text):
        start, end = match.span()
        name = names.get(low[start:end])
        if name is None:
            # `Tại Kiến An, …`
            start = low.find(" ", start, end) + 1
            name = names.get(low[start:end]) if low[match.start() : start - 1] in _OPENERS else None
        if name is None or any(m.start < end and start < m.end for m in taken):
            continue
        is_ahead = _AHEAD.search(low, max(0, start - 8), start) is not None
        is_shown = is_ahead and _BEHIND.match(low, end) is not None
        found.append((PlaceMention(name, "district", start, end), is_shown))
    # What the text shows to be a place in one sentence is one in the others.
    shown = {unit_in(m.name) for m, is_shown in found if is_shown}
    shown |= {unit_in(m.name) for m in taken if m.level == "district"}
    return [
        m
        for m, is_shown in found
        if is_shown
        or (unit_in(m.name) in shown and not _CALLED.search(low, max(0, m.start - 20), m.start))
    ]


@lru_cache(maxsize=64)
def _districts_of(province: str) -> dict[str, str]:
    """The districts of a province by their name in small letters without the kind."""
    names: dict[str, str] = {}
    for unit in districts_by_province().get(province, ()):
        bare = without_kind(unit)
        if " " in bare and bare not in PROVINCES:
            names.setdefault(plain(bare), within(unit, province))
    return names
