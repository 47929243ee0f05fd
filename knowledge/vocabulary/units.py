"""The vocabulary of units: every name of a unit -> one unit of one kind.

The names are in `units.toml`, so that staff can add some; this file only finds them.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal, get_args

from knowledge.text.patterns import lazy_regex
from knowledge.text.spelling import plain

Kind = Literal["share", "money", "people", "parts", "things", "measure", "time"]

FRACTION = "phần"  # two thirds of the households: 2 of 3 parts
# A sum may be one a head, a month, a kilo: `đồng/người/tháng`, `đồng mỗi tháng` stays a sum.
_PER = lazy_regex(
    r"\s?/\s?(người|hộ|tháng|năm|ngày|kg|lần|lượt|ha|m2|tấn|cháu|học sinh|học viên|suất|thẻ|con|giờ|quý|xã|thôn|lượng|chỉ|vé|lít|m3|kwh"
    r"|trường hợp|hợp tác xã|htx|căn nhà|căn|nhà|mô hình|đơn vị|doanh nghiệp|lao động|hồ sơ|phòng|đối tượng|khẩu|nhân khẩu|chiếc|cái|hộp|bao|bình|tạ|phần quà|sổ)"
    r"(?!\w)"
)
_ONES = frozenset(
    (
        "người",
        "hộ",
        "cháu",
        "học sinh",
        "học viên",
        "suất",
        "thẻ",
        "kg",
        "m2",
        "ha",
        "tấn",
        "lượng",
        "chỉ",
        "vé",
        "lít",
        "m3",
    )
)
_A_YEAR = lazy_regex(r"\s?/\s?(năm|tháng)(?!\w|\s\d)")
_A_FIELD = lazy_regex(r"\s?/\s?(ha|sào|vụ|công)(?!\w)")
_YIELDS = ("tấn", "tạ", "kg")
_WORD = lazy_regex(r"[^\W\d_]+|[%‰°]")


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit; `name` is stored and shown, `english` is shown to English readers."""

    name: str
    english: str
    kind: Kind


@cache
def units() -> Mapping[str, Unit]:
    """Every unit by its name."""
    table = tomllib.loads(files("knowledge.vocabulary").joinpath("units.toml").read_text("utf-8"))
    kinds = get_args(Kind)
    return {
        name: Unit(name, names[0], kind) for kind in kinds for name, names in table[kind].items()
    }


@cache
def _names() -> Mapping[str, tuple[tuple[str, str], ...]]:
    """First word -> (name in small letters, unit), longest names first."""
    table = tomllib.loads(files("knowledge.vocabulary").joinpath("units.toml").read_text("utf-8"))
    owners = {plain(unit): unit for rows in table.values() for unit in rows}
    for rows in table.values():
        for unit, names in rows.items():
            for name in names:
                owners.setdefault(plain(name), unit)
    starts: dict[str, list[tuple[str, str]]] = {}
    for name, unit in sorted(owners.items(), key=lambda item: -len(item[0])):
        if first := _WORD.match(name):
            starts.setdefault(first[0], []).append((name, unit))
    return {first: tuple(owned) for first, owned in starts.items()}


def unit_at(low: str, start: int) -> tuple[str, int] | None:
    """The unit named at `start` of a text in small letters, and where its name ends."""
    first = _WORD.match(low, start)
    if first is None:
        return None
    for name, unit in _names().get(first[0], ()):
        end = start + len(name)
        if name == "m" and low[end : end + 1].isdigit():
            return None  # 1m74
        if low.startswith(name, start) and (name[-1] in "%‰" or not low[end : end + 1].isalpha()):
            if name.endswith("năm") and low[end + 1 : end + 3] in ("19", "20"):
                continue  # 2%/năm 1993: a share of that year
            if kind_of(unit) == "money":
                while per := _PER.match(low, end):
                    unit, end = f"{unit}/{per[1]}", per.end()
            elif unit == "%" and (per := _A_YEAR.match(low, end)):
                unit, end = f"%/{per[1]}", per.end()
            elif unit in _YIELDS:
                while per := _A_FIELD.match(low, end):
                    unit, end = f"{unit}/{per[1]}", per.end()
            return unit, end
    return None


# Any noun may be counted: 1.200 bó đũa. It is one or two syllables, no verb, no particle.
_PARTICLES = frozenset((
    "và đến của là đã sẽ tại trong có với cho về để bị được ở lên thì nên mà khi sau từ như do hay hoặc còn cũng đang vừa không"
    " theo tới trở qua vào ra phải nếu vì đều rồi đi mới nhưng xuống trên dưới ngoài giữa hơn gần khoảng so cùng âm tròn phố đường"
    " khác này đó kia nữa một hai ba bốn mỗi các những nào lúc đây ấy vẫn chưa nay trước số chỉ rất quá lại cả thuộc bao gồm gọi"
    " việc điều sự cách tăng giảm đạt bằng chiếm tương ước thứ hàng nghìn ngàn triệu tỷ tỉ trăm vạn rưỡi lệ lần tuổi tháng năm ngày giờ phút"
    " quý tuần giây kỳ ngoại nhất nhì nội tức nhờ bởi dù tuy hôm sáng chiều tối đêm trưa nó họ ông bà anh chị cô tôi ta bạn đồng"
    " chứa mở xây tổ giải đưa làm nhận tham dành gửi nộp thu chi trả đóng bán mua sống ngồi nặng dài rộng cao sâu xa đầu cuối độ nam nữ tây đông bắc"
).split())  # fmt: skip
_SYLLABLES = lazy_regex(r" [“\"'‘]?([^\W\d_]+)(?: ([^\W\d_]+))?")
# Titles of three syllables and more: `5 phó giám đốc`, `120 y bác sĩ`.
_TITLE = lazy_regex(
    r" ((?:y bác s[ĩỹ]|(?:(?:cựu|nguyên) )?(?:phó )?(?:tổng )?(?:giám đốc|chủ tịch|chủ nhiệm|bí thư|hiệu trưởng|vụ trưởng|cục trưởng"
    r"|viện trưởng|chi cục trưởng|đội trưởng|trạm trưởng|trưởng (?:phòng|ban|khoa|thôn|đoàn|bộ môn|công an)|chánh (?:án|văn phòng|thanh tra)"
    r"|thủ tướng|biên tập|thanh tra|thư ký|giáo sư|tiến sĩ|trưởng)))(?!\w)"
)
# Before people they say which: `2 nữ giáo viên`.
_SEXES = frozenset(("nam", "nữ"))


def noun_at(text: str, low: str, start: int) -> tuple[str, int] | None:
    """The noun of one or two syllables after a number without a known unit, and its end.

    None before a name, a verb or a particle, where it is unknown what is counted.
    """
    if title := _TITLE.match(low, start):
        return title[1], title.end()
    match = _SYLLABLES.match(low, start)
    if match is not None and match[1] in _SEXES and match[2] is not None:
        return unit_at(low, match.start(2))
    if match is None or match[1] in _PARTICLES or text[match.start(1)].isupper():
        return None
    is_single = match[2] is None or match[2] in _PARTICLES or match[2] == match[1]
    if is_single or text[match.start(2)].isupper():
        return match[1], match.end(1)
    return f"{match[1]} {match[2]}", match.end(2)


def is_particle(low: str, start: int) -> bool:
    """Whether the word at `start` of a text in small letters counts nothing: `50 triệu trong …`."""
    word = _WORD.match(low, start)
    return word is not None and word[0] in _PARTICLES and word[0] not in _SEXES


def sum_for_each(low: str, end: int) -> tuple[str, int] | None:
    """The unit of a sum without a currency, and its end: `1,3 triệu / người / tháng`.

    `end` is where the number with its magnitude ends; None where nothing says for each what.
    """
    unit, after = "đồng", end
    while per := _PER.match(low, after):
        unit, after = f"{unit}/{per[1]}", per.end()
    return (unit, after) if after > end else None


def is_for_one(unit: str) -> bool:
    """Whether a sum is for a head, a household or a share: `đồng/người/tháng`, not `đồng/ngày`."""
    return any(part in _ONES for part in unit.split("/")[1:])


def kind_of(unit: str) -> Kind | None:
    """The kind of a unit; of `đồng/người` that of `đồng`; None for none."""
    known = units().get(unit) or units().get(unit.split("/")[0])
    if known is None and unit and unit != FRACTION:
        return "things"  # a noun outside the vocabulary
    return known.kind if known else None


def english_unit(unit: str) -> str:
    """The unit in English; as it is where no name is known."""
    named = units().get(unit)
    if named is not None:
        return named.english
    head, *per = unit.split("/")
    known = units().get(head)
    if known is None:
        return unit
    words = {"người": "per person", "hộ": "per household", "tháng": "per month", "năm": "per year",
             "ngày": "per day"}  # fmt: skip
    return " ".join([known.english, *(words.get(p, f"per {p}") for p in per)])


def answers_unit(unit: str, requested: str) -> bool:
    """Whether a number in `unit` answers a question for `requested`: the same, or a rate of it.

    `đồng/người/tháng` answers a question for đồng; `tấn/ha` none for tấn, `trường hợp` none for
    trường.
    """
    head = unit.split("/")[0]
    return unit == requested or (head == requested and kind_of(head) in ("money", "share"))


def measures_alike(a: str, b: str) -> bool:
    """Whether numbers in `a` and `b` may be ranked and reckoned together: turns are no heads."""
    return same_unit(a, b) and a.startswith("lượt") == b.startswith("lượt")


def same_unit(a: str, b: str) -> bool:
    """Whether numbers in the units `a` and `b` may be compared; an empty unit fits every count."""
    if a == b:
        return True
    if not a or not b:
        return "share" not in (kind_of(a), kind_of(b))
    if {a, b} <= {"%", "%/năm", "%/tháng"}:
        return True
    return {kind_of(a), kind_of(b)} == {"people"}
