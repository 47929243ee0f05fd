"""Numerals <-> exact decimals: digits in both notations.

Vietnamese writes `1.234,5`, English `1,234.5`; which one a bulletin uses is decided from its whole
text. Numbers in words are read in `words`.
"""

from decimal import Decimal
from typing import Literal

from knowledge.text.patterns import lazy_regex
from knowledge.vocabulary.units import kind_of

Notation = Literal["vi", "en"]

MAGNITUDES = {
    "trăm": Decimal(100), "nghìn": Decimal(1000), "ngàn": Decimal(1000), "vạn": Decimal(10_000),
    "triệu": Decimal(10) ** 6, "tỷ": Decimal(10) ** 9, "tỉ": Decimal(10) ** 9,
    "nghin": Decimal(1000), "ngan": Decimal(1000), "trieu": Decimal(10) ** 6, "ty": Decimal(10) ** 9,
    "thousand": Decimal(1000), "million": Decimal(10) ** 6, "billion": Decimal(10) ** 9,
}  # fmt: skip
# People and the like are counted in integers, so the mark in `8,095 workers` groups thousands.
_WHOLE = (
    r"\s(?:người|hộ|lao động|học viên|học sinh|lượt|trẻ|doanh nghiệp|xã|people|workers|households)"
)
_ENGLISH = lazy_regex(
    rf"\d{{1,3}}(?:,\d{{3}})+\.\d|\d{{1,3}}(?:,\d{{3}}){{2,}}|\d{{1,30}}\.\d{{1,2}}\s?%|\d{{1,3}},\d{{3}}{_WHOLE}"
)
_VIETNAMESE = lazy_regex(
    rf"\d{{1,3}}(?:\.\d{{3}})+,\d|\d{{1,3}}(?:\.\d{{3}}){{2,}}|\d{{1,30}},\d{{1,2}}\s?%|\d{{1,3}}\.\d{{3}}{_WHOLE}"
)
# No numeral has more digits. Without the bound, a long run of digits takes quadratic time.
MAX_DIGITS = 30
_MARKED = lazy_regex(rf"\d{{1,{MAX_DIGITS}}}[.,]\d[\d.,]*(?:\s?%|\s\w{{1,30}})?")
_VALID = lazy_regex(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:[.,]\d+)?")

# No number is written so, but telephone numbers and codes are.
_CODE = lazy_regex(r"0\d{3}|0\d{0,2}\.\d{3}\.|0\d{1,2}\.\d{3}(?!\d)")


def notation(text: str) -> Notation:
    """The notation in which `text` writes its numbers; Vietnamese in doubt."""
    # Only marks between digits show the notation.
    text = " ; ".join(_MARKED.findall(text))
    english, vietnamese = len(_ENGLISH.findall(text)), len(_VIETNAMESE.findall(text))
    return "en" if english > vietnamese else "vi"


def is_numeral(digits: str) -> bool:
    """Whether digits with points and commas are a number in either notation: `1.2.3` is none.

    Nor are those of a telephone or a code, which begin with a zero: `0912`, `028.123.456`.
    """
    if len(digits) > 2 * MAX_DIGITS or _CODE.match(digits):
        return False
    return _VALID.fullmatch(digits) is not None


def decimal_from_digits(digits: str, style: Notation = "vi") -> Decimal:
    """The value of `8.095`, `2,55` or `1.234,5` (in English notation the marks swapped).

    A lone mark before anything but three digits is a decimal one in both notations:
    `1.5` is one and a half, since single digits are never grouped.
    """
    group, mark = (".", ",") if style == "vi" else (",", ".")
    if group in digits and mark in digits:
        if digits.rindex(group) > digits.rindex(mark):
            group, mark = mark, group
    elif group in digits:
        head, *tail = digits.split(group)
        is_fraction = head == "0" and len(tail) == 1  # 0.666.666 is not a fraction
        if is_fraction or len(head) > 3 or any(len(part) != 3 for part in tail):
            group, mark = mark, group
    elif digits.count(mark) > 1:
        group, mark = mark, group
    return Decimal(digits.replace(group, "").replace(mark, "."))


def format_decimal(value: Decimal, style: Notation = "vi") -> str:
    """`8095` as `8.095`, `2.55` as `2,55` (English: `8,095`, `2.55`); all digits kept."""
    text = f"{value:,f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.translate(str.maketrans(",.", ".,")) if style == "vi" else text


def format_quantity(value: Decimal, unit: str, style: Notation = "vi", word: str = "") -> str:
    """`753 người`, `24,82%`, `213 tỷ đồng`; `word` is the unit in another language.

    Sums of money from a million up are written in triệu and tỷ (million, billion).
    """
    unit_word = word or unit
    if kind_of(unit) == "money" and abs(value) >= 10**6:
        for size, vi, en in ((10**9, "tỷ", "billion"), (10**6, "triệu", "million")):
            if abs(value) >= size:
                scaled = format_decimal(value / size, style)
                return f"{scaled} {vi if style == 'vi' else en} {unit_word}"
    number = format_decimal(value, style)
    if unit == "%":
        return f"{number}%"
    return f"{number} {unit_word}".strip()
