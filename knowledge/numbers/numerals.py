"""Numerals <-> exact decimals: digits in both notations, and numbers in words.

Vietnamese writes `1.234,5`, English `1,234.5`; which one a bulletin uses is decided from its whole
text. Number words are read where they contain a power of ten (`ba nghìn`, `hai triệu rưỡi`):
smaller ones are more often articles and names than figures. docs/decisions/0006 states why no
library reads them.
"""

import re
from decimal import Decimal
from typing import Literal

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
_ENGLISH = re.compile(
    rf"\d{{1,3}}(?:,\d{{3}})+\.\d|\d{{1,3}}(?:,\d{{3}}){{2,}}|\d{{1,30}}\.\d{{1,2}}\s?%|\d{{1,3}},\d{{3}}{_WHOLE}"
)
_VIETNAMESE = re.compile(
    rf"\d{{1,3}}(?:\.\d{{3}})+,\d|\d{{1,3}}(?:\.\d{{3}}){{2,}}|\d{{1,30}},\d{{1,2}}\s?%|\d{{1,3}}\.\d{{3}}{_WHOLE}"
)
# No numeral has more digits. Without the bound, a long run of digits takes quadratic time.
MAX_DIGITS = 30
_MARKED = re.compile(rf"\d{{1,{MAX_DIGITS}}}[.,]\d[\d.,]*(?:\s?%|\s\w{{1,30}})?")
_VALID = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:[.,]\d+)?")

_ONES = {"không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5,
         "nhăm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9}  # fmt: skip
_TENS, _JOINTS = frozenset({"mười", "mươi"}), frozenset({"linh", "lẻ"})
_POWERS = {w: int(n) for w, n in MAGNITUDES.items() if w not in ("thousand", "million", "billion")
           and not w.isascii()} | {"ngàn": 1000}  # fmt: skip
_WORDS = "|".join(sorted({*_ONES, *_TENS, *_JOINTS, *_POWERS, "rưỡi"}, key=len, reverse=True))
IN_WORDS = re.compile(rf"(?<![\w\d])(?:{'|'.join([*_ONES, 'mười'])})(?: (?:{_WORDS}))*(?!\w)")


def notation(text: str) -> Notation:
    """The notation in which `text` writes its numbers; Vietnamese in doubt."""
    # Only marks between digits show the notation.
    text = " ; ".join(_MARKED.findall(text))
    english, vietnamese = len(_ENGLISH.findall(text)), len(_VIETNAMESE.findall(text))
    return "en" if english > vietnamese else "vi"


def is_numeral(digits: str) -> bool:
    """Whether digits with points and commas are a number in either notation: `1.2.3` is none."""
    return len(digits) <= 2 * MAX_DIGITS and _VALID.fullmatch(digits) is not None


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


def decimal_from_words(text: str) -> Decimal | None:
    """The value of Vietnamese number words in small letters; None where they are no number.

    `hai mươi mốt nghìn` is 21,000, `một triệu hai trăm nghìn` 1,200,000, `hai tỷ rưỡi` 2.5e9.
    Reads left to right: ones and tens fill a block below a thousand, a power closes it.
    """
    total, block, last_power = Decimal(0), Decimal(0), Decimal(0)
    open_block = False
    for word in text.split():
        if word in _ONES:
            block += _ONES[word]
            open_block = True
        elif word in _TENS:
            ones = block % 10
            if word == "mươi" and (not open_block or not ones):
                return None
            block = block - ones + (ones or 1) * 10
            open_block = True
        elif word == "trăm":
            if not open_block or block > 9:
                return None
            block, last_power = block * 100, Decimal(100)
        elif word in _POWERS:
            power = Decimal(_POWERS[word])
            if open_block:
                # `năm trăm nghìn tỷ`: a power after a power multiplies what came before it.
                total, block = total + block * power, Decimal(0)
            elif total and power > last_power:
                total *= power
            else:
                return None
            open_block, last_power = False, power
        elif word == "rưỡi":
            if not last_power:
                return None
            half = last_power / 2
            total, block = (total, block + half) if open_block else (total + half, block)
        elif word not in _JOINTS:
            return None
    return total + block


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
    if unit.startswith(("đồng", "USD", "EUR")) and value >= 10**6:
        for size, vi, en in ((10**9, "tỷ", "billion"), (10**6, "triệu", "million")):
            if value >= size:
                scaled = format_decimal(value / size, style)
                return f"{scaled} {vi if style == 'vi' else en} {unit_word}"
    number = format_decimal(value, style)
    if unit == "%":
        return f"{number}%"
    return f"{number} {unit_word}".strip()
