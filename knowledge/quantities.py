"""Numbers as bulletins write them <-> exact decimals with a unit.

`8.095/6.000 người`, `2,55%`, `1.234,5 tỷ đồng`, `12,5 nghìn`, `2,66 điểm %`. Vietnamese
notation (point groups, comma decimal) unless the text shows the English one. What looks like a
number and is a date, a year, a law, a clock time or part of a name is left out. Nothing is
guessed: a run of digits that fits no notation is no quantity.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Notation = Literal["vi", "en"]

_MAGNITUDES = {
    "nghìn": Decimal(1000), "ngàn": Decimal(1000), "vạn": Decimal(10_000),
    "triệu": Decimal(10) ** 6, "tỷ": Decimal(10) ** 9, "tỉ": Decimal(10) ** 9,
    "nghin": Decimal(1000), "ngan": Decimal(1000), "trieu": Decimal(10) ** 6, "ty": Decimal(10) ** 9,
    "thousand": Decimal(1000), "million": Decimal(10) ** 6, "billion": Decimal(10) ** 9,
}  # fmt: skip
POINTS = "điểm %"
# What is counted, longest first where one begins another. Synonyms map to one unit.
_UNITS = {
    "điểm phần trăm": POINTS, "điểm %": POINTS, "percentage points": POINTS,
    "phần trăm": "%", "percent": "%", "per cent": "%", "%": "%",
    "triệu đồng/người/tháng": "đồng/người/tháng", "đồng/người/tháng": "đồng/người/tháng",
    "đồng/người/năm": "đồng/người/năm", "đồng/người": "đồng/người", "đồng/hộ": "đồng/hộ",
    "đồng/tháng": "đồng/tháng", "đồng": "đồng", "dong": "đồng", "VND": "đồng", "USD": "USD",
    "lượt người": "lượt người", "lượt lao động": "lượt người", "lượt hộ": "lượt hộ",
    "lượt": "lượt", "người lao động": "lao động", "lao động": "lao động", "người": "người",
    "nguoi": "người", "people": "người", "persons": "người", "workers": "lao động",
    "hộ gia đình": "hộ", "hộ dân": "hộ", "hộ": "hộ", "households": "hộ",
    "học viên": "học viên", "học sinh": "học sinh", "sinh viên": "sinh viên",
    "trẻ em": "trẻ em", "trẻ": "trẻ em", "cháu": "trẻ em", "children": "trẻ em",
    "xã, phường, thị trấn": "xã, phường, thị trấn", "xã": "xã", "phường": "phường",
    "huyện": "huyện", "thị trấn": "thị trấn", "thôn": "thôn", "tỉnh": "tỉnh",
    "lớp": "lớp", "phiên": "phiên", "ha": "ha", "km": "km", "tấn": "tấn", "kg": "kg",
    "doanh nghiệp": "doanh nghiệp", "đơn vị": "đơn vị", "cơ sở": "cơ sở", "vụ": "vụ",
    "căn nhà": "căn nhà", "ngôi nhà": "căn nhà", "nhà": "căn nhà", "suất quà": "suất quà",
    "suất": "suất", "đối tượng": "đối tượng", "hồ sơ": "hồ sơ", "chỉ tiêu": "chỉ tiêu",
    "thương binh": "thương binh", "liệt sĩ": "liệt sĩ", "hội viên": "hội viên", "sổ": "sổ",
    "việc làm": "việc làm", "mô hình": "mô hình", "dự án": "dự án", "công trình": "công trình",
    "văn bản": "văn bản", "cuộc": "cuộc", "lần": "lần", "tháng": "tháng", "tuổi": "tuổi",
    "sessions": "phiên", "classes": "lớp", "ngày": "ngày", "năm": "năm",
}  # fmt: skip
# Units in which one thing may be counted under two names: 753 người are 753 lao động.
_SAME = ({"người", "lao động", "lượt người", "học viên", "việc làm", "đối tượng"},)

_DIGITS = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:[.,]\d+)?"
_MAGNITUDE = "|".join(sorted(_MAGNITUDES, key=len, reverse=True))
_UNIT = "|".join(re.escape(u) for u in sorted(_UNITS, key=len, reverse=True))
_QUANTITY = re.compile(
    rf"(?P<number>{_DIGITS})"
    rf"(?P<pair>\s?/\s?(?P<second>{_DIGITS}))?"
    rf"(?P<range>\s?[-–]\s?(?P<high>{_DIGITS}))?"
    rf"(?:\s?(?P<magnitude>{_MAGNITUDE})(?:\s(?P<more>nghìn|triệu|tỷ|tỉ))?(?![^\W\d_]))?"
    rf"(?:\s?(?P<unit>{_UNIT})(?![^\W\d_]))?",
    re.IGNORECASE,
)
# Digits that are no quantity: dates, clock times, laws and plans by number, names with digits.
_NO_QUANTITY = re.compile(
    r"\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|(?:ngày|sáng|chiều|tối|đến|từ)\s\d{1,2}[/-]\d{1,2}(?![\d.,/])"
    r"|(?:tháng|quý)\s\d{1,2}(?:[/-]\d{4})?|\d{1,2}/(?:19|20)\d{2}(?!\d)"
    r"|(?:19|20)\d{2}\s?[-–]\s?(?:19|20)\d{2}(?!\d)"
    r"|(?:năm|in|year|since|from)\s(?:19|20)\d{2}(?![\d.,]\d)"
    r"|\d{1,2}\s?(?:h|g|giờ)(?:\s?\d{2})?(?![^\W\d_])|\d+[A-Za-zĐ]*/(?:\d{4}/)?[A-ZĐ][A-ZĐ\d-]+"
    r"|(?:số|khoản|điều|quyển|khóa|lần thứ|thứ|mục|phụ lục)\s\d+(?![.,]?\d*\s?(?:%|người|hộ|lao))"
    r"|[^\W\d_]+-\d+|[^\W\d_]\d+|\d+[^\W\d_%]*@",
    re.IGNORECASE,
)
_ENGLISH = re.compile(r"\d{1,3}(?:,\d{3})+\.\d|\d{1,3}(?:,\d{3}){2,}|\d+\.\d{1,2}\s?%")
_VIETNAMESE = re.compile(r"\d{1,3}(?:\.\d{3})+,\d|\d{1,3}(?:\.\d{3}){2,}|\d+,\d{1,2}\s?%")


@dataclass(frozen=True, slots=True)
class Quantity:
    """One number; `second` is what follows a slash and `high` the end of a range.

    All three are in `unit`, magnitudes multiplied out; `unit` is `""` where none is written.
    """

    value: Decimal
    unit: str
    second: Decimal | None
    high: Decimal | None
    start: int
    end: int


def notation(text: str) -> Notation:
    """The notation in which `text` writes its numbers; Vietnamese in doubt."""
    english, vietnamese = len(_ENGLISH.findall(text)), len(_VIETNAMESE.findall(text))
    return "en" if english > vietnamese else "vi"


def decimal_from_digits(digits: str, style: Notation = "vi") -> Decimal:
    """The value of `8.095`, `2,55` or `1.234,5` (in English notation the marks swapped).

    A lone mark before anything but three digits is a decimal one in both notations:
    `1.5` is one and a half, for nobody groups a single digit.
    """
    group, mark = (".", ",") if style == "vi" else (",", ".")
    if group in digits and mark in digits:
        if digits.rindex(group) > digits.rindex(mark):
            group, mark = mark, group
    elif group in digits:
        head, *tail = digits.split(group)
        if head == "0" or len(head) > 3 or any(len(part) != 3 for part in tail):
            group, mark = mark, group
    elif digits.count(mark) > 1:
        group, mark = mark, group
    return Decimal(digits.replace(group, "").replace(mark, "."))


def find_quantities(
    text: str, style: Notation | None = None, taken: Iterable[tuple[int, int]] = ()
) -> list[Quantity]:
    """The quantities of `text`, left to right, none overlapping a span of `taken`."""
    style = style or notation(text)
    blocked = [*taken, *((m.start(), m.end()) for m in _NO_QUANTITY.finditer(text))]
    found = []
    at = 0
    while match := _QUANTITY.search(text, at):
        at = match.end()
        over = [
            end for start, end in blocked if start < match.end() and end > match.start("number")
        ]
        if over:
            # What follows the blocked span may still be a number: `năm 2022, 753 người`.
            at = max(match.start() + 1, min(max(over), match.end()))
            while at < len(text) and at > 0 and text[at - 1].isdigit() and text[at].isdigit():
                at += 1
            continue
        if match.start() and (
            text[match.start() - 1].isdigit()
            or (
                text[match.start() - 1] in ".,"
                and match.start() > 1
                and text[match.start() - 2].isdigit()
            )
        ):
            continue
        tail = text[match.end() : match.end() + 2]
        if len(tail) > 1 and tail[0] in ".,/" and tail[1].isdigit() and not match["unit"]:
            continue  # 1.2.3: a section number, no notation of ours
        found.append(_quantity(match, style))
    return found


def _quantity(match: re.Match[str], style: Notation) -> Quantity:
    scale = _MAGNITUDES[match["magnitude"].lower()] if match["magnitude"] else Decimal(1)
    if match["more"]:
        scale *= _MAGNITUDES[match["more"].lower()]
    written = match["unit"] or ""
    unit = _UNITS.get(written) or _UNITS.get(written.lower(), "")
    if written.lower().startswith("triệu "):
        scale *= _MAGNITUDES["triệu"]

    def read(group: str) -> Decimal | None:
        return decimal_from_digits(match[group], style) * scale if match[group] else None

    value = read("number")
    assert value is not None
    second, high = read("second"), read("high")
    if high is not None and match["magnitude"] is None and high < value:
        high = None  # a dash between two statements, no range
    return Quantity(value, unit, second, high, match.start(), match.end())


def same_unit(a: str, b: str) -> bool:
    """Whether a number in unit `a` may be said in unit `b`; no unit fits every count."""
    if a == b or not a or not b:
        return a == b or "%" not in (a + b)
    return any(a in group and b in group for group in _SAME)


def format_decimal(value: Decimal, style: Notation = "vi") -> str:
    """`8095` as `8.095`, `2.55` as `2,55` (English: `8,095`, `2.55`); all digits kept."""
    text = f"{value:,f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.translate(str.maketrans(",.", ".,")) if style == "vi" else text


def format_quantity(value: Decimal, unit: str, style: Notation = "vi", word: str = "") -> str:
    """`753 người`, `24,82%`, `213 tỷ đồng`; `word` says the unit in another language.

    Round sums of money of a million and more are said in triệu and tỷ (million, billion).
    """
    unit_word = word or unit
    if unit.startswith(("đồng", "USD")) and value >= 10**6:
        for size, vi, en in ((10**9, "tỷ", "billion"), (10**6, "triệu", "million")):
            if value >= size:
                scaled = format_decimal(value / size, style)
                return f"{scaled} {vi if style == 'vi' else en} {unit_word}"
    number = format_decimal(value, style)
    if unit == "%":
        return f"{number}%"
    return f"{number} {unit_word}".strip()
