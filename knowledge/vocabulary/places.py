"""Vietnamese places in text -> one canonical name each; see `knowledge.vocabulary.place_names`.

Provinces and regions come from a closed list; districts, communes and hamlets are read from their
kind word (`huyện Pác Nặm`, `quận 1`), so they need capitals and accents. `cả nước` is a place too: a
figure for the country is none for a province.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache, lru_cache

from knowledge.text.language import has_accents
from knowledge.text.patterns import lazy_regex
from knowledge.text.spelling import CAPITAL, fold, plain
from knowledge.vocabulary.local_units import NAME, PlaceMention, headed, is_acronym, local_mentions
from knowledge.vocabulary.place_names import (
    COUNTRY,
    LOCAL_LEVELS,
    MERGED_ON,
    PROVINCE_KIND,
    PROVINCES,
    SIZE,
    district_names,
    former_part,
    level_of,
    province_in,
    provinces_of,
    same_place,
    spelled,
    spellings,
    successor_of,
    unit_in,
    within,
    without_kind,
)
from knowledge.vocabulary.place_spelling import province_like

_PROVINCE = lazy_regex(
    rf"(?<!\w)[Tt]ỉnh\s(?!Đoàn|Ủy|Uỷ|Hội|Đảng|Bộ|Ông|Bà|Đội|Đồng chí|Trưởng|Phó|Nghị|Việt Nam)(?P<name>{NAME})"
)
# Who or what is called after Hồ Chí Minh is not the city.
_NO_CITY = lazy_regex(
    r"(?:chủ tịch|bác|tư tưởng|đạo đức|phong cách|tấm gương|cộng sản|thiếu niên tiền phong|lăng|huân chương|"
    r"đường|giải thưởng|chu tich|tu tuong|đội|bảo tàng|quốc gia|president)\s$"
)
# Names that mean other things too.
_SEVERAL_THINGS = ("hồ chí", "ho chi", "thái bình", "thai binh", "hòa bình", "hoà bình", "hoa binh")
# `Sơn La city` is no province; `Hải Phòng city` is one.
_CITY_BEHIND = lazy_regex(r"\s[Cc]ity(?!\w)")
# `khu vực Lâm Đồng cũ`, `Bình Thuận (cũ)`, `Dak Nong cu`: what was a province before a merger.
_FORMER_PART = lazy_regex(r"\s?\(?(?<=[\s(])(?:cũ|trước sáp nhập|(?P<plain>cu))(?:\)|(?!\w))")
_AREA = lazy_regex(r"(?<!\w)(?:khu vực|khu vuc|địa bàn|dia ban|vùng|vung) (?:tỉnh |tinh )?$")
# `Phó thủ tướng Trương Hòa Bình`: a person; `Hồ`, `Đoàn`, `Cao` are also a lake, a delegation, a height.
_AFTER_SURNAME = lazy_regex(
    r"(?<!\w)(?:Nguyễn|Trần|Lê|Phạm|Hoàng|Huỳnh|Phan|Vũ|Võ|Đặng|Bùi|Đỗ|Ngô|Dương|Lý|Đinh|Trịnh|Trương|Lương) (?:Văn |Thị |Thanh |Đức )?$"
)
# Where a name in small letters is other words: `không cao bằng`, `công nghệ an toàn`, `tài nguyên hải dương`.
_OTHER_WORDS = lazy_regex(
    r"(?<!\w)(?:(?:không|chưa|tối|càng|khá|rất|lương|giá|mức) cao bằng|cao bằng (?:các|những|hoặc|một|hai|ba|lần|nửa|\d)"
    r"|công nghệ an|nghệ an (?:toàn|ninh)|long an (?:toàn|ninh)|điện biên (?:giới|phòng)"
    r"|(?:tài nguyên|sinh vật|khoa học|viện) hải dương|hải dương học|(?:việt|miền|phía|phương) nam định"
    r"|(?:nam|bình) định (?:cư|hướng|kỳ|mức|giá|danh|lượng|nghĩa|hình))(?!\w)"
)
# Writers leave out the capitals of a name behind these.
_BEFORE_NAME = lazy_regex(r"(?:tỉnh|thành phố|tp\.?|ở|tại)\s$")
_CAPITAL_WITHIN = lazy_regex(rf"(?<=[\w,;)]\s)[{CAPITAL}]")
_CAPITAL_WORD = lazy_regex(rf"(?<!\w)[{CAPITAL}]\w*\s$")
_AROUND = 120
# What may stand between a unit and what it lies in: `huyện Châu Thành, tỉnh Long An`.
_LIES_IN = lazy_regex(
    r"\s?(?:[,(–-]|thuộc|của|ở)?\s?(?P<kind>tỉnh|thành phố|tp\.?)?\s?|\s?,\s|\s?(?:thuộc|của)\s|\s?\("
)


@cache
def _names(*, with_accents: bool) -> tuple[re.Pattern[str], dict[str, str]]:
    """A pattern for the spellings of provinces and regions, and the canonical name of each."""
    names = spellings()
    if not with_accents:
        names = {fold(name): place for name, place in names.items()}
    # Grouped by the first syllable: a third of the time of one long list.
    groups: dict[str, list[str]] = defaultdict(list)
    for key in sorted(names, key=len, reverse=True):
        first = key.split(" ")[0]
        rest = re.escape(key[len(first) :])
        groups[re.escape(first)].append(rest.replace(r"\ \-\ ", r"\s?[-–—]\s?"))
    either = headed(f"{k}(?:{'|'.join(v)})" for k, v in groups.items())
    return re.compile(either + r"(?!\w)"), names


def find_places(
    text: str, low: str | None = None, *, is_accented: bool | None = None
) -> list[PlaceMention]:
    """The places named in `text`, left to right, none overlapping.

    Accented text is matched with its accents (Hà Nam is not "hạ nam"); text without them,
    folded. `text` must be NFC; `low` is `plain(text)` and `is_accented` whether it has accents,
    where the caller knows.
    """
    low = plain(text) if low is None else low
    is_accented = has_accents(low) if is_accented is None else is_accented
    local = list(local_mentions(text))
    with_accents = is_accented and len(low) == len(text)
    pattern, names = _names(with_accents=with_accents)
    mentions, at = local[:], 0
    for match in pattern.finditer(low if with_accents else fold(text)):
        # Both lists are in order, and neither overlaps itself.
        while at < len(local) and local[at].end <= match.start():
            at += 1
        if at < len(local) and local[at].start < match.end():
            continue
        if low.startswith(_SEVERAL_THINGS, match.start()) and _names_else(text, low, match):
            continue
        name, end = names[spelled(match[0])], match.end()
        if with_accents and level_of(name) == "province" and not _is_name(text, low, match):
            continue
        if city := _CITY_BEHIND.match(match.string, end):
            capital = f"thành phố {name}"
            if fold(capital) in district_names():
                name, end = capital, city.end()
        start = match.start()
        if was := _FORMER_PART.match(match.string, end):
            area = _AREA.search(match.string, max(0, start - 12), start)
            if area or was["plain"] is None:
                name, start, end = former_part(name), area.start() if area else start, was.end()
        mentions.append(PlaceMention(name, level_of(name), start, end))
    if "ỉnh " in text:
        mentions += _other_provinces(text, mentions)
    return sorted(mentions, key=lambda mention: mention.start)


@lru_cache(maxsize=8)
def places_of(text: str) -> tuple[PlaceMention, ...]:
    """`find_places` of a whole bulletin, kept because each step of loading asks for it."""
    return tuple(find_places(text))


def _is_name(text: str, low: str, match: re.Match[str]) -> bool:
    """Whether accented words that spell a province have the capitals that the text gives to names.

    `người Việt Nam định cư`, `công nghệ an toàn` and `cao bằng` name none; a question in small letters,
    and `tỉnh bắc kạn`, do.
    """
    start, end = match.span()
    words = text[start:end].split()
    small = [word for word in words if word[0].islower()]
    if not small or len(words) < 2 or _BEFORE_NAME.search(low, max(0, start - 12), start):
        return True
    if low.startswith(("tp", "thành phố"), start):
        return True
    other = _OTHER_WORDS.search(low, max(0, start - 12), end + 12)
    if other is not None and other.start() <= start and end <= other.end():
        return False
    if len(small) < len(words):
        return _CAPITAL_WORD.search(text, max(0, start - 12), start) is None
    around = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    return not any(_CAPITAL_WITHIN.search(part) for part in around)


def _names_else(text: str, low: str, match: re.Match[str]) -> bool:
    """Whether a name means no place: `Chủ tịch Hồ Chí Minh`, `Thái Bình Dương`, `vì hòa bình`."""
    name = fold(match[0])
    if _AFTER_SURNAME.search(text, max(0, match.start() - 12), match.start()):
        return True
    if name == "thai binh":
        return low.startswith((" dương", " duong"), match.end())
    if name == "hoa binh":
        is_small = text[match.start()].islower() and text != low
        return is_small and not low.endswith(("tỉnh ", "phố "), 0, match.start())
    if name != "ho chi minh":
        return False
    return _NO_CITY.search(low[max(0, match.start() - 24) : match.start()]) is not None


def _other_provinces(text: str, mentions: Sequence[PlaceMention]) -> Iterator[PlaceMention]:
    """What is called a province and is in no list: misspelled, of another time or country."""
    for match in _PROVINCE.finditer(text):
        start, end = match.span("name")
        if any(m.start < end and start < m.end for m in mentions):
            continue
        known = province_like(match["name"])
        if known is None and " " in match["name"] and is_acronym(match["name"]):
            continue  # tỉnh HỘI NÔNG DÂN
        name = known or f"{PROVINCE_KIND} {match['name']}"
        yield PlaceMention(name, level_of(name), match.start(), end)


def joined_places(
    text: str, mentions: Sequence[PlaceMention], low: str | None = None
) -> list[PlaceMention]:
    """The mentions, of `xã A, huyện B, tỉnh C` one: the smallest, with its province in the name.

    `text` is where they stand, `low` is `plain(text)` where the caller has it; so `huyện Châu Thành,
    Long An` is none of Tiền Giang's.
    """
    low = plain(text) if low is None else low
    joined: list[PlaceMention] = []
    for mention in reversed(mentions):
        after = joined[-1] if joined else None
        if after is not None and mention.level in LOCAL_LEVELS and mention.end <= after.start:
            between = _LIES_IN.fullmatch(low, mention.end, after.start)
            if between is not None and _lies_in(mention, after, is_said=bool(between[0].strip())):
                whole = province_in(after.name) or _only_province(after.name)
                joined[-1] = replace(
                    mention, name=within(mention.name, whole), end=after.end, whole=after.name
                )
                continue
        joined.append(mention)
    return joined[::-1]


def _lies_in(mention: PlaceMention, after: PlaceMention, *, is_said: bool) -> bool:
    """Whether the second place, right behind the first, may be what the first lies in."""
    if after.level not in SIZE or SIZE[mention.level] >= SIZE[after.level]:
        return False
    if after.level != "province":
        return is_said
    known = provinces_of(mention.name)
    return after.name in known or (is_said and not known)


def _only_province(name: str) -> str | None:
    if level_of(name) == "province":
        return name
    known = provinces_of(name)
    return known[0] if len(known) == 1 else None


def mentions_of(place: str, text: str) -> list[tuple[int, int]]:
    """Where a text names a place by its canonical name, as (start, end), left to right.

    Only whole words count, with their accents where both have accents: `Sơn La` is not in
    `Ngân Sơn là nơi`.
    """
    low = plain(text)
    is_spelled = has_accents(plain(without_kind(unit_in(place))))
    if is_spelled and len(low) == len(text) and has_accents(low):
        pattern, spelled_text = _words_of(plain(unit_in(place))), low
    else:
        pattern, spelled_text = _words_of(fold(unit_in(place))), fold(text)
    return [m.span() for m in pattern.finditer(spelled_text)]


def is_named_in(place: str, text: str) -> bool:
    """Whether a text names a place, by its canonical name or another spelling of it."""
    if mentions_of(place, text):
        return True
    return any(same_place(m.name, place) for m in joined_places(text, find_places(text)))


@lru_cache(maxsize=256)
def _words_of(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")


def canonical_place(text: str) -> str | None:
    """The canonical name of the first place that `text` names in any spelling; None for none."""
    mentions = joined_places(text, find_places(text))
    return mentions[0].name if mentions else None


__all__ = [
    "COUNTRY", "MERGED_ON", "PROVINCES", "PlaceMention", "canonical_place", "find_places",
    "is_named_in", "joined_places", "level_of", "mentions_of", "places_of", "same_place",
    "successor_of",
]  # fmt: skip
