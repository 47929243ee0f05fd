"""The units below the province that a question names, by any spelling of those that have figures."""

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from knowledge.text.patterns import lazy_regex
from knowledge.text.spelling import CAPITAL, fold, plain
from knowledge.vocabulary.countries import country_names
from knowledge.vocabulary.local_units import PlaceMention, straight
from knowledge.vocabulary.place_names import (
    PROVINCES,
    bare_districts,
    district_names,
    level_of,
    unit_in,
    without_kind,
)

# What a district does, without accents: `huyen thay doi the nao`, `huyen ho tro bao nhieu`.
_VERBS = frozenset(
    "thay chua bao ho tang giam dat duoc da dang se khong moi con cung phai het tren ve theo nhu ra giai thuc "
    "to chi hien vua rat tiep dau cuoi nhieu it muon can nen bi cho den tu so toan dua nam hoan vuot tham lay "
    "chi cap don quyet ban xay trien phat thieu du thoat".split()
)
# `huyen dong van` in a question without accents; `huyen nao`, `cac huyen ngheo` name none.
_SOME_DISTRICT = lazy_regex(
    r"(?<!\w)(?P<kind>huyen|thi xa) (?!(?:nao|nay|do|ngheo|mien|nui|co|la|trong|thi|va|khac|duoc|dat|cua|o|tai|vung|uu)(?!\w))"
    r"(?P<name>[a-z]+ (?!(?:nam|co|la|bao|ty|so|duoc|dat|giam|con|o)(?!\w))[a-z]+(?:'[a-z]+)?)"
)

_ROAD_BEHIND = lazy_regex(rf" [-–] (?=[{CAPITAL}])")
_ROAD_BEFORE = lazy_regex(rf"(?<!\w)[{CAPITAL}]\w* [-–] $")
_LONGER = lazy_regex(rf" (?=[{CAPITAL}]\w)")
# What is called after a place, or like one: `trường Nguyễn Huệ`, `nhiệt điện Vĩnh Tân 1`.
_CALLED_SO = lazy_regex(
    r"(?<!\w)(?:truong|dai hoc|dh|hoc vien|duong|pho|dai lo|cau|ham|cho|sieu thi|san bay|cang|ga|ben xe"
    r"|benh vien|bv|cong ty|tap doan|nhiet dien|thuy dien|nha may|khu cong nghiep|kcn|ho|song|nui|deo"
    r"|chua|den|dao|quang truong|cong vien|anh hung|liet si|ong|ba|anh|chi) $"
)


def find_known(text: str, names: Iterable[str]) -> list[PlaceMention]:
    """The districts and communes of `names` in a question, by any spelling, left to right.

    The kind word may be missing where the name is no province's too. `huyen` with a name that is
    not among them is a mention as well: some district is meant, if an unknown one. The mentions have
    no province.
    """
    pattern, lookup = _known_pattern(tuple(sorted(names)))
    folded = fold(straight(text))
    mentions = [
        PlaceMention(lookup[m[0]], level_of(lookup[m[0]]), m.start(), m.end())
        for m in (pattern.finditer(folded) if lookup else ())
        if len(folded) != len(text) or _may_mean(text, m, lookup[m[0]])
    ]
    for match in _SOME_DISTRICT.finditer(folded):
        if _is_any_district(text, folded, match) or _is_no_name(text, folded, match):
            continue
        if not any(p.start < match.end() and match.start() < p.end for p in mentions):
            name = f"{'huyện' if match['kind'] == 'huyen' else 'thị xã'} {match['name']}"
            name = district_names().get(fold(name), name)
            mentions.append(PlaceMention(name, "district", match.start(), match.end()))
    return sorted(mentions, key=lambda mention: mention.start)


@cache
def _countries() -> frozenset[str]:
    """Countries, folded: `thành phố Việt Nam` in some text makes no city of the country."""
    return frozenset(("viet nam", *map(fold, country_names())))


def _may_mean(text: str, match: re.Match[str], name: str) -> bool:
    """Whether words of a question may stand for a unit.

    Without the kind word, in a question that has capitals, each of them begins with one: the words
    `dong dang` of `lao dong dang linh` are no town, nor is `tinh Gia` of `tinh Gia Lai` a district.
    The ends of a road (`cao tốc Đồng Đăng - Trà Lĩnh`) are no places that are asked about.
    """
    written = text[match.start() : match.end()]
    if fold(straight(written)) != fold(unit_in(name)):
        is_small = any(part[0].islower() for part in re.findall(r"[^\W\d_]+", written))
        if is_small and any(c.isupper() for c in text[1:]):
            return False
        if _ROAD_BEHIND.match(text, match.end()) or _ROAD_BEFORE.search(text[: match.start()]):
            return False
        if _is_in_longer_name(text, match):
            return False
    return _may_spell(written, name)


def _is_in_longer_name(text: str, match: re.Match[str]) -> bool:
    """Whether words without a kind are a part of another name: `Tân Sơn Nhất`, `trường Nguyễn Huệ`.

    A province may follow: `Ba Vì Hà Nội`.
    """
    if _CALLED_SO.search(fold(text[: match.start()])):
        return True
    if not text[match.start()].isupper() or not _LONGER.match(text, match.end()):
        return False
    rest = fold(text[match.end() :]).strip()
    return not any(rest.startswith(province) for province in _starts())


@cache
def _starts() -> tuple[str, ...]:
    """How a province begins that stands behind a unit, folded."""
    return ("tp", "tinh", "thanh pho", *map(fold, PROVINCES))


def _may_spell(written: str, name: str) -> bool:
    """Whether each syllable has the name's accents or none: `Văn Bản` is no `Văn Bàn`."""
    syllables = plain(straight(written)).split()
    of_name = plain(unit_in(name)).split()[-len(syllables) :]
    return all(a in (b, fold(b)) for a, b in zip(syllables, of_name, strict=False))


def _is_no_name(text: str, folded: str, match: re.Match[str]) -> bool:
    """Whether what follows `huyện` says what it does: `huyện thay đổi`, `huyen chua du`.

    A listed district is a name in any spelling, another one with a capital or where it begins as no
    verb does: `huyện phú thủy` is a place, if an unknown one.
    """
    if match["name"] in bare_districts():
        return False
    if len(folded) == len(text) and text[match.start("name")].isupper():
        return False
    return match["name"].split(" ")[0] in _VERBS


def _is_any_district(text: str, folded: str, match: re.Match[str]) -> bool:
    """Whether `huyện` stands for districts in general: `các huyện làm gì`, `huyện nghèo`."""
    if re.search(r"(?:cac|nhung|moi|tung|may|bao nhieu) $", folded[: match.start()]):
        return True
    is_written_large = len(folded) == len(text) and any(c.isupper() for c in text[1:])
    return is_written_large and not text[match.start("name")].isupper()


@lru_cache(maxsize=8)
def _known_pattern(names: tuple[str, ...]) -> tuple[re.Pattern[str], dict[str, str]]:
    provinces = {fold(name) for name in PROVINCES}
    lookup: dict[str, str] = {}
    for name in names:
        unit = unit_in(name)
        lookup[fold(unit)] = unit
        bare = fold(without_kind(unit))
        if " " in bare and bare not in provinces and bare not in _countries():
            lookup.setdefault(bare, unit)
    longest = "|".join(map(re.escape, sorted(lookup, key=len, reverse=True)))
    return re.compile(rf"(?<!\w)(?:{longest})(?!\w)"), lookup
