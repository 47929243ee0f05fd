"""What leads a text from a part of its place back to the whole: `toàn tỉnh`, an office of it, a total.

Reads small letters only.
"""

import re

from knowledge.text.patterns import lazy_regex
from knowledge.vocabulary.local_units import PlaceMention
from knowledge.vocabulary.place_names import (
    CITY_PROVINCES,
    LOCAL_LEVELS,
    level_of,
    province_in,
    province_of,
)

# The whole of the bulletin's own unit, named again behind its parts.
_WHOLE = lazy_regex(
    r"(?<!\w)(?:toàn|cả|khắp) (tỉnh|huyện|thị xã|xã|thành phố|quận|phường|thị trấn)(?!\w)(?! (?:hội|viên|đội|đoàn|ủy|uỷ|lộ)(?!\w))"
)
# Who or what opens a sentence about the whole province again.
_OF_HOME = lazy_regex(
    r"(?:tổng (?:số|cộng|kinh phí|vốn|nguồn|diện tích|sản lượng|thu|chi)|tính chung|toàn ngành|(?:các )?sở|ngành(?! nghề)"
    r"|(?:lãnh đạo|(?:phó )?chủ tịch|(?:phó )?bí thư|đại diện|ubnd|hđnd|ủy ban|uỷ ban|hội|liên đoàn|đoàn|ban|tỉnh|mặt trận|bhxh|bảo hiểm|công an|chi cục|cục|trung tâm|quỹ)(?!\w)[^,;.:()\d]{0,40}?(?<!\w)(?:tỉnh(?! (?:khác|bạn))|thành ủy|tỉnh ủy))(?!\w)"
)
# `huyện Vân Hồ gần đó` is told of once.
_NEIGHBOUR = lazy_regex(
    r" (?:gần đó|gần đây|bên cạnh|lân cận|kế bên|liền kề|láng giềng|giáp ranh|kề bên)(?!\w)"
)


def whole_named(low: str, start: int, end: int) -> re.Match[str] | None:
    """The last words in `start:end` for the whole of a unit, its kind as group 1."""
    words = [*_WHOLE.finditer(low, start, end)]
    return words[-1] if words else None


def speaks_of_home(low: str, start: int) -> bool:
    """Whether a total or an office of the whole province opens the sentence at `start`."""
    return _OF_HOME.match(low, start) is not None


def is_told_once(low: str, mention: PlaceMention, start: int) -> bool:
    """Whether a place says nothing of the sentence at `start`: `huyện Vân Hồ gần đó`, one of a list.

    Nothing after the line of a small unit in brackets is there.
    """
    if _NEIGHBOUR.match(low, mention.end):
        return True
    if mention.level not in LOCAL_LEVELS or low[mention.start - 1] != "(":
        return False
    return low.find("\n", mention.end, start) >= 0


def last_stop(text: str, at: int) -> int:
    """The last end of a sentence before `at`; that of `P. An Khê` is none."""
    stop = text.rfind(". ", 0, at)
    while stop > 0 and text[stop - 1].isupper():
        stop = text.rfind(". ", 0, stop)
    return max(stop, text.rfind("\n", 0, at))


def unit_of_kind(name: str, kind: str) -> str | None:
    """The unit of the kind that a canonical name is of or, for a province, lies in."""
    level = level_of(name)
    if kind == "tỉnh":
        return province_of(name) if level in LOCAL_LEVELS or level == "province" else None
    if kind == "thành phố":
        if name in CITY_PROVINCES or name.startswith("thành phố "):
            return name
        return whole if (whole := province_in(name)) in CITY_PROVINCES else None
    return name if name.startswith(f"{kind} ") else None
