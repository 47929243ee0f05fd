"""The names of places: what there is, what it is part of, and when two names mean one place.

The provinces are the 63 of 2008-2025; their spellings, the regions and a few earlier provinces stand
in `places.toml`, the units below them in `districts.tsv` and `communes.tsv`. A canonical name of a
unit below the province is its kind in small letters and its name: `huyện Pác Nặm`, `quận 1`. Its
province follows a comma where the name alone does not tell it: `huyện Châu Thành, Long An`.
"""

import tomllib
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal

from knowledge.text.patterns import lazy_regex
from knowledge.text.spelling import fold, plain
from knowledge.vocabulary.countries import country_names

COUNTRY = "cả nước"
_Single = Literal["abroad", "country", "region", "province", "district", "commune", "hamlet"]
Level = _Single | Literal["several"]
# The provinces that are cities; the others have `thành phố` of the district's level.
CITY_PROVINCES = ("Hà Nội", "Hải Phòng", "Đà Nẵng", "Cần Thơ", "Thành phố Hồ Chí Minh")

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
DISTRICT_KINDS = ("huyện", "thị xã", "thành phố", "quận")
COMMUNE_KINDS = ("thị trấn", "phường", "xã", "đặc khu")
HAMLET_KINDS = (
    "tổ dân phố",
    "khu phố",
    "tiểu khu",
    "thôn",
    "xóm",
    "ấp",
    "khóm",
    "bản",
    "buôn",
    "tổ",
)
LOCAL_KINDS = (*DISTRICT_KINDS, *COMMUNE_KINDS, *HAMLET_KINDS)
# Of these levels each lies in the next.
SIZE = {"hamlet": 0, "commune": 1, "district": 2, "province": 3}
LOCAL_LEVELS = frozenset({"district", "commune", "hamlet"})
# A province that is in no list keeps its kind: `tỉnh Phú Thủy`.
PROVINCE_KIND = "tỉnh"
# Between the last two places of `huyện A, huyện B và huyện C`; some regions and countries have it too.
_AND = " và "
_DASH = lazy_regex(r"\s*[-–—]\s*")


@cache
def spellings() -> dict[str, str]:
    """The canonical name for each spelling of a province, a region or the country, as `spelled`."""
    loaded = tomllib.loads(files("knowledge.vocabulary").joinpath("places.toml").read_text("utf-8"))
    names = {spelled(name): name for name in (*PROVINCES, *loaded["former"]["names"])}
    names |= {spelled(name): name for name in loaded["regions"]["names"]}
    for aliases in (loaded["aliases"], loaded["regions"]["aliases"]):
        names |= {spelled(a): place for place, others in aliases.items() for a in others}
    return names | {spelled(COUNTRY): COUNTRY}


def spelled(name: str) -> str:
    """A name in small letters with its accents and a space on both sides of every dash."""
    return _DASH.sub(" - ", plain(name))


@cache
def _regions() -> frozenset[str]:
    loaded = tomllib.loads(files("knowledge.vocabulary").joinpath("places.toml").read_text("utf-8"))
    return frozenset((*loaded["regions"]["names"], *loaded["regions"]["broad"]))


@cache
def _former() -> frozenset[str]:
    """The provinces that ended before 2008."""
    return frozenset(spellings().values()) - set(PROVINCES) - _regions() - {COUNTRY}


def _units(name: str) -> dict[str, tuple[str, ...]]:
    """The provinces of each unit in a file of units, by the folded name of the unit."""
    provinces: dict[str, list[str]] = defaultdict(list)
    text = files("knowledge.vocabulary").joinpath(name).read_text("utf-8")
    for line in text.splitlines():
        if not line.startswith("#"):
            province, _, units = line.partition("\t")
            for unit in fold(units).split(", "):
                provinces[unit].append(province)
    return {unit: tuple(places) for unit, places in provinces.items()}


@cache
def district_names() -> dict[str, str]:
    """The districts of all provinces, with their kind, by their folded name."""
    text = files("knowledge.vocabulary").joinpath("districts.tsv").read_text("utf-8")
    lines = [line.partition("\t")[2] for line in text.splitlines() if not line.startswith("#")]
    return {fold(unit): unit for line in lines for unit in line.split(", ")}


@cache
def districts_by_province() -> dict[str, tuple[str, ...]]:
    """The districts of each province, with their kind."""
    text = files("knowledge.vocabulary").joinpath("districts.tsv").read_text("utf-8")
    lines = [line.partition("\t") for line in text.splitlines() if not line.startswith("#")]
    return {province: tuple(units.split(", ")) for province, _, units in lines}


@cache
def bare_districts() -> dict[str, tuple[str, ...]]:
    """The districts by their folded name without the kind; not those called by a number."""
    bare: dict[str, list[str]] = defaultdict(list)
    for folded, unit in district_names().items():
        name = without_kind(unit)
        if not name.isdigit():
            bare[folded[len(unit) - len(name) :]].append(unit)
    return {name: tuple(units) for name, units in bare.items()}


@cache
def _district_provinces() -> dict[str, tuple[str, ...]]:
    return _units("districts.tsv")


@cache
def _commune_provinces() -> dict[str, tuple[str, ...]]:
    return _units("communes.tsv")


@lru_cache(maxsize=4096)
def provinces_of(unit: str) -> tuple[str, ...]:
    """The provinces that have a district or commune of this name; empty where none is known.

    A district that is listed under no such kind is looked for under the others: what is a town today
    was a rural district before.
    """
    key, level = fold(unit), level_of(unit)
    if level == "commune":
        return _commune_provinces().get(key, ())
    if level != "district":
        return ()
    if key in _district_provinces():
        return _district_provinces()[key]
    others = bare_districts().get(fold(without_kind(unit)), ())
    return tuple(dict.fromkeys(p for other in others for p in _district_provinces()[fold(other)]))


def without_kind(unit: str) -> str:
    """`Pác Nặm` of `huyện Pác Nặm`."""
    kind = next((k for k in LOCAL_KINDS if unit.startswith(k + " ")), "")
    return unit.removeprefix(kind).strip()


def within(unit: str, province: str | None) -> str:
    """The canonical name of a unit of a province, which is added where the name alone misleads."""
    if province is None or province_in(unit) or level_of(unit) not in LOCAL_LEVELS:
        return unit
    return unit if provinces_of(unit) == (province,) else f"{unit}, {province}"


def province_in(name: str) -> str | None:
    """The province that a canonical name of a unit holds behind its comma."""
    return name.removeprefix(unit_in(name))[len(", ") :] or None


def unit_in(name: str) -> str:
    """A canonical name without the province behind its comma."""
    return name if _AND in name and len(members_of(name)) > 1 else name.partition(", ")[0]


def together(names: Sequence[str]) -> str:
    """The name of several places of one level in which something is counted together, in order."""
    distinct = list(dict.fromkeys(names))
    return f"{', '.join(distinct[:-1])}{_AND}{distinct[-1]}" if distinct[1:] else distinct[0]


@lru_cache(maxsize=4096)
def members_of(name: str) -> tuple[str, ...]:
    """The places that a canonical name puts together; of one place itself."""
    if _AND not in name or name in _regions() or name in country_names():
        return (name,)
    ahead, _, last = name.rpartition(_AND)
    members: list[str] = []
    for part in ahead.split(", "):
        if members and part in PROVINCES and members[-1] not in PROVINCES:
            members[-1] += f", {part}"
        else:
            members.append(part)
    return (*members, last)


def province_of(name: str) -> str | None:
    """The province that a canonical name stands for or lies in; None where it does not tell."""
    level = level_of(name)
    if level == "province":
        return name
    if level == "several":
        homes = {province_of(member) for member in members_of(name)}
        return homes.pop() if len(homes) == 1 else None
    known = provinces_of(unit_in(name))
    return province_in(name) or (known[0] if len(known) == 1 else None)


def is_within(name: str, province: str) -> bool:
    """Whether a place is a province or lies in it, also as part of a province it was merged into."""
    home = province_of(name)
    return home is not None and _is_one_province(home, province)


def successor_of(place: str) -> str | None:
    """The province that `place` has been a part of since `MERGED_ON`; None where it goes on.

    The figures of the new province are not those of the old one, nor the other way round.
    """
    return _SUCCESSORS.get(place)


def former_part(province: str) -> str:
    """What a province was before the merger: the part `khu vực Lâm Đồng cũ` of one that kept its name.

    A province that was merged into another one is the part itself.
    """
    if province not in _MERGED:
        return province
    return within(f"khu vực {province} cũ", province)


# The places of all figures of an indicator are compared with those of a question.
@lru_cache(maxsize=16_384)
def same_place(a: str | None, b: str | None) -> bool:
    """Whether two canonical names mean one place, accents aside.

    Units of one name are two where their provinces are known to differ.
    """
    if a is None or b is None:
        return False
    if a == b or fold(a) == fold(b):
        return True
    if _AND in a and _AND in b:
        return is_put_together(members_of(a), members_of(b))
    if fold(unit_in(a)) != fold(unit_in(b)):
        return False
    first, second = province_of(a), province_of(b)
    return first is None or second is None or _is_one_province(first, second)


def is_put_together(members: Sequence[str], others: Sequence[str]) -> bool:
    """Whether two lists have the same places in any order."""
    return len(members) == len(others) and all(
        any(same_place(member, other) for other in others) for member in members
    )


def _is_one_province(a: str, b: str) -> bool:
    """Whether two provinces are one for what lies in them: the old one or what it is part of."""
    if fold(a) == fold(b):
        return True
    return successor_of(a) == b or successor_of(b) == a


@lru_cache(maxsize=4096)
def level_of(name: str) -> Level:
    """The level of a canonical name."""
    if name == COUNTRY:
        return "country"
    if name in PROVINCES or name.startswith(PROVINCE_KIND + " ") or name in _former():
        return "province"
    if name in _regions():
        return "region"
    if _AND in name and len(members_of(name)) > 1:
        return "several"
    if name.startswith(tuple(k + " " for k in COMMUNE_KINDS)):
        return "commune"
    if name.startswith(tuple(k + " " for k in HAMLET_KINDS)):
        return "hamlet"
    return "abroad" if name in country_names() else "district"
