"""Vietnamese places in text -> one canonical name each.

Provinces come from a closed list (the 63 of 2008-2025, with the spellings that bulletins use);
districts and communes are read from their kind word (`huyện Pác Nặm`), so they need capitals
and accents. `cả nước` is a place too: a figure for the country is not one for a province.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Literal

from knowledge.text.language import has_accents
from knowledge.text.spelling import CAPITAL, fold, plain

COUNTRY = "cả nước"
Level = Literal["country", "province", "district", "commune"]

PROVINCES = tuple(
    name.strip()
    for name in """An Giang, Bà Rịa - Vũng Tàu, Bạc Liêu, Bắc Giang, Bắc Kạn, Bắc Ninh, Bến Tre,
    Bình Dương, Bình Định, Bình Phước, Bình Thuận, Cà Mau, Cao Bằng, Cần Thơ, Đà Nẵng, Đắk Lắk,
    Đắk Nông, Điện Biên, Đồng Nai, Đồng Tháp, Gia Lai, Hà Giang, Hà Nam, Hà Nội, Hà Tĩnh,
    Hải Dương, Hải Phòng, Hậu Giang, Hòa Bình, Hưng Yên, Khánh Hòa, Kiên Giang, Kon Tum, Lai Châu,
    Lạng Sơn, Lào Cai, Lâm Đồng, Long An, Nam Định, Nghệ An, Ninh Bình, Ninh Thuận, Phú Thọ,
    Phú Yên, Quảng Bình, Quảng Nam, Quảng Ngãi, Quảng Ninh, Quảng Trị, Sóc Trăng, Sơn La,
    Tây Ninh, Thái Bình, Thái Nguyên, Thanh Hóa, Thành phố Hồ Chí Minh, Thừa Thiên Huế,
    Tiền Giang, Trà Vinh, Tuyên Quang, Vĩnh Long, Vĩnh Phúc, Yên Bái""".split(",")
)
_OTHER_NAMES = {
    "hồ chí minh": "Thành phố Hồ Chí Minh", "tphcm": "Thành phố Hồ Chí Minh",
    "tp.hcm": "Thành phố Hồ Chí Minh", "tp. hcm": "Thành phố Hồ Chí Minh",
    "tp hcm": "Thành phố Hồ Chí Minh", "sài gòn": "Thành phố Hồ Chí Minh",
    "ho chi minh city": "Thành phố Hồ Chí Minh", "huế": "Thừa Thiên Huế",
    "thừa thiên - huế": "Thừa Thiên Huế", "vũng tàu": "Bà Rịa - Vũng Tàu",
    "bà rịa vũng tàu": "Bà Rịa - Vũng Tàu", "bắc cạn": "Bắc Kạn", "đắc lắc": "Đắk Lắk",
    "đắk lăk": "Đắk Lắk", "đăk lăk": "Đắk Lắk", "đắc nông": "Đắk Nông", "đăk nông": "Đắk Nông",
    "cả nước": COUNTRY, "toàn quốc": COUNTRY, "nationwide": COUNTRY, "whole country": COUNTRY,
    "the country": COUNTRY, "việt nam": COUNTRY, "in vietnam": COUNTRY,
}  # fmt: skip
# The reform of 1 July 2025 (resolution 202/2025/QH15 of the National Assembly): each of these
# provinces has since been made of itself and those named. The districts ended on the same day.
MERGED_ON = date(2025, 7, 1)
_MERGED = {
    "Tuyên Quang": "Hà Giang", "Lào Cai": "Yên Bái", "Thái Nguyên": "Bắc Kạn",
    "Phú Thọ": "Hòa Bình, Vĩnh Phúc", "Bắc Ninh": "Bắc Giang", "Hưng Yên": "Thái Bình",
    "Hải Phòng": "Hải Dương", "Ninh Bình": "Hà Nam, Nam Định", "Quảng Trị": "Quảng Bình",
    "Đà Nẵng": "Quảng Nam", "Quảng Ngãi": "Kon Tum", "Gia Lai": "Bình Định",
    "Khánh Hòa": "Ninh Thuận", "Lâm Đồng": "Đắk Nông, Bình Thuận", "Đắk Lắk": "Phú Yên",
    "Thành phố Hồ Chí Minh": "Bà Rịa - Vũng Tàu, Bình Dương", "Đồng Nai": "Bình Phước",
    "Tây Ninh": "Long An", "Cần Thơ": "Sóc Trăng, Hậu Giang", "Vĩnh Long": "Bến Tre, Trà Vinh",
    "Đồng Tháp": "Tiền Giang", "Cà Mau": "Bạc Liêu", "An Giang": "Kiên Giang",
}  # fmt: skip
_SUCCESSORS = {old: new for new, olds in _MERGED.items() for old in olds.split(", ")}
# Names that are mostly part of an office's name, not a place.
_NOT_A_PLACE = ("việt nam",)
# Countries where people work, as questions name them in English.
COUNTRIES = {
    "japan": "Nhật Bản", "taiwan": "Đài Loan", "korea": "Hàn Quốc", "south korea": "Hàn Quốc",
    "singapore": "Singapore", "malaysia": "Malaysia", "germany": "Đức", "laos": "Lào",
    "china": "Trung Quốc", "nhật bản": "Nhật Bản", "đài loan": "Đài Loan", "hàn quốc": "Hàn Quốc",
    "trung quốc": "Trung Quốc",
}  # fmt: skip
_COUNTRY_NAMES = re.compile(
    rf"(?<!\w)(?:{'|'.join(map(fold, sorted(COUNTRIES, key=len)[::-1]))})(?!\w)"
)
_NAME = rf"[{CAPITAL}][^\W\d_]*(?:\s[{CAPITAL}][^\W\d_]*){{0,3}}"
_LOCAL = re.compile(
    rf"(?<!\w)(?P<kind>[Hh]uyện|[Tt]hị xã|[Tt]hành phố|TP\.?|TX\.?|[Qq]uận|[Xx]ã|[Pp]hường|[Tt]hị trấn)"
    rf"\s?(?P<name>{_NAME})"
)
_LOCAL_KINDS = ("huyện", "thị xã", "thành phố", "thị trấn", "quận", "phường", "xã")
# `huyen dong van` in a question without accents; `huyen nao`, `cac huyen ngheo` name none.
_SOME_DISTRICT = re.compile(
    r"(?<!\w)(?P<kind>huyen|thi xa) (?!(?:nao|nay|do|ngheo|mien|nui|co|la|trong|thi|va|khac|duoc|dat|cua|o|tai|vung|uu)(?!\w))"
    r"(?P<name>[a-z]+ (?!(?:nam|co|la|bao|ty|so|duoc|dat|giam|con|o)(?!\w))[a-z]+)"
)
_KINDS = {"tp": "thành phố", "tp.": "thành phố", "tx": "thị xã", "tx.": "thị xã"}
_COMMUNES = ("xã", "phường", "thị trấn")


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place at `start:end`; `name` is canonical."""

    name: str
    level: Level
    start: int
    end: int


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], dict[str, str], dict[str, str]]:
    names = {plain(name): name for name in PROVINCES} | {
        plain(k): v for k, v in _OTHER_NAMES.items() if k not in _NOT_A_PLACE
    }
    folded = {fold(name): place for name, place in names.items()}

    def pattern(keys: dict[str, str]) -> re.Pattern[str]:
        longest = sorted(keys, key=len, reverse=True)
        return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!\w)")

    return pattern(names), pattern(folded), names, folded


def find_places(
    text: str, low: str | None = None, *, is_accented: bool | None = None
) -> list[PlaceMention]:
    """The places named in `text`, left to right, none overlapping.

    Accented text is matched with its accents (Hà Nam is not "hạ nam"); text without them,
    folded. `text` must be NFC; `low` is `plain(text)` and `is_accented` whether it has accents,
    where the caller knows.
    """
    with_accents, without, names, folded = _patterns()
    low = plain(text) if low is None else low
    is_accented = has_accents(low) if is_accented is None else is_accented
    mentions = [
        PlaceMention(_local_name(m), "commune" if m["kind"].lower() in _COMMUNES else "district",
                     m.start(), m.end())
        for m in _LOCAL.finditer(text)
        if plain(m["name"]) not in ("hồ chí minh", "hcm")
    ]  # fmt: skip
    if is_accented and len(low) == len(text):
        matches, lookup = with_accents.finditer(low), names
    else:
        matches, lookup = without.finditer(fold(text)), folded
    local, at = mentions[:], 0
    for match in matches:
        # Both lists are in order, and neither overlaps itself.
        while at < len(local) and local[at].end <= match.start():
            at += 1
        if at < len(local) and local[at].start < match.end():
            continue
        name = lookup[match[0]]
        level: Level = "country" if name == COUNTRY else "province"
        mentions.append(PlaceMention(name, level, match.start(), match.end()))
    return sorted(mentions, key=lambda mention: mention.start)


def find_known(text: str, names: Iterable[str]) -> list[PlaceMention]:
    """The districts and communes of `names` in a question, by any spelling, left to right.

    The kind word may be missing unless a province has the same name. `huyen` with a name that is
    not in `names` is a mention too, of an unknown district.
    """
    pattern, lookup = _known_pattern(tuple(sorted(names)))
    folded = fold(text)
    mentions = [
        PlaceMention(lookup[m[0]], level_of(lookup[m[0]]), m.start(), m.end())
        for m in (pattern.finditer(folded) if lookup else ())
        if len(folded) != len(text) or _may_spell(text[m.start() : m.end()], lookup[m[0]])
    ]
    for match in _SOME_DISTRICT.finditer(folded):
        if _is_any_district(text, folded, match):
            continue
        if not any(p.start < match.end() and match.start() < p.end for p in mentions):
            name = f"{'huyện' if match['kind'] == 'huyen' else 'thị xã'} {match['name']}"
            mentions.append(PlaceMention(name, "district", match.start(), match.end()))
    return sorted(mentions, key=lambda mention: mention.start)


def _may_spell(written: str, name: str) -> bool:
    """Whether each syllable has the name's accents or none: `Văn Bản` is no `Văn Bàn`."""
    syllables = plain(written).split()
    of_name = plain(name).split()[-len(syllables) :]
    return all(a in (b, fold(b)) for a, b in zip(syllables, of_name, strict=False))


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
        lookup[fold(name)] = name
        kind = next((k for k in _LOCAL_KINDS if name.startswith(k + " ")), "")
        bare = fold(name.removeprefix(kind).strip())
        if " " in bare and bare not in provinces:
            lookup.setdefault(bare, name)
    longest = "|".join(map(re.escape, sorted(lookup, key=len, reverse=True)))
    return re.compile(rf"(?<!\w)(?:{longest})(?!\w)"), lookup


def find_countries(text: str) -> list[str]:
    """The Vietnamese names of the foreign countries that a question names in either language."""
    by_fold = {fold(name): country for name, country in COUNTRIES.items()}
    return list(dict.fromkeys(by_fold[m[0]] for m in _COUNTRY_NAMES.finditer(fold(text))))


def _local_name(match: re.Match[str]) -> str:
    kind = match["kind"].lower()
    return f"{_KINDS.get(kind, kind)} {match['name']}"


def successor_of(place: str) -> str | None:
    """The province that `place` has been a part of since `MERGED_ON`; None where it still exists.

    Figures of the new province are not those of the old one, and vice versa.
    """
    return _SUCCESSORS.get(place)


def canonical_place(text: str) -> str | None:
    """The canonical name of the first place that `text` names in any spelling; None for none."""
    mentions = find_places(text)
    return mentions[0].name if mentions else None


def same_place(a: str | None, b: str | None) -> bool:
    """Whether two canonical names are of one place, apart from accents and kind word."""
    return a is not None and b is not None and fold(a) == fold(b)


def level_of(name: str) -> Level:
    """The level of a canonical name."""
    if name == COUNTRY:
        return "country"
    if name in PROVINCES:
        return "province"
    return "commune" if name.startswith(_COMMUNES) else "district"
