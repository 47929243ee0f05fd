"""Where people of a nation are: `23 binh sĩ Thổ Nhĩ Kỳ đã có mặt tại Qatar`, `nước này`."""

from knowledge.figures.home_again import last_stop
from knowledge.figures.place_roles import country_mentions
from knowledge.text.patterns import lazy_regex
from knowledge.vocabulary.local_units import PlaceMention

_STAYS = lazy_regex(
    r"(?<!\w)việt nam (?:(?:hiện|vẫn|còn|đã) )*(?:đang|được|bị|mất tích|sinh sống|cư trú|định cư|mắc kẹt|thiệt mạng|tử vong)(?!\w)[^,;.()\d]{0,60} (?:tại|ở) $"
)
# Who is sent abroad, and what goes there, is counted at home.
_GOES = lazy_regex(
    r"(?<!\w)(?:đi|sang|đưa|xuất khẩu|xuất cảnh|xklđ|du học|phái cử|tuyển|tuyển dụng|thăm|đại sứ|đầu tư|vay|nhập khẩu)(?!\w)"
)
_WHERE = lazy_regex(r"[^;.()\d]{1,80} (?:tại|ở)(?: (?:tỉnh|thành phố|tp|thủ đô|đảo))? $")
_THIS, _CARRIED_CHARS = "nước này", 900


def countries_of_stay(text: str, low: str) -> list[PlaceMention]:
    """The countries in which Vietnamese are, by a sentence: `lao động Việt Nam đang làm việc ở Qatar`."""
    if "việt nam" not in low or _GOES.search(low):
        return []
    return [m for m in country_mentions(text) if _STAYS.search(low, 0, m.start)]


def says_where(low: str, end: int, start: int) -> bool:
    """Whether what is between a nationality and a place says that its people are there."""
    return _WHERE.fullmatch(low, end, start) is not None and not _GOES.search(low, end, start)


def this_country(text: str, low: str, offset: int) -> PlaceMention | None:
    """`nước này` in the sentence `low`, at `offset` of `text`, as the country that it means.

    That is the only one of the last sentence that names any.
    """
    at = low.find(_THIS)
    if at < 0:
        return None
    begin = max(0, offset + at - _CARRIED_CHARS)
    told = country_mentions(text[begin : offset + at])
    if not told:
        return None
    stop = last_stop(text, begin + told[-1].start)
    names = {m.name for m in told if begin + m.start > stop}
    return PlaceMention(told[-1].name, "abroad", at, at + len(_THIS)) if len(names) == 1 else None
