"""A number in digits with its magnitude: `2,2 nghìn`, `12,5 nghìn tỷ`, `1 triệu 200 nghìn`."""

import re
from dataclasses import dataclass
from decimal import Decimal

from knowledge.numbers.exclusions import TORN
from knowledge.numbers.numerals import MAGNITUDES, Notation, decimal_from_digits, is_numeral
from knowledge.vocabulary.units import unit_at

DIGITS = r"\d+(?:[.,]\d+)*"
NUMBER = re.compile(DIGITS)
SLASH = re.compile(rf"\s?/\s?({DIGITS})")
_MAGNITUDE = re.compile(
    r"\s?(?:(?P<one>nghìn|ngàn|vạn|triệu|tỷ|tỉ|nghin|ngan|trieu|thousand|million|billion)(?!\w))"
    r"(?! (?:lệ|suất|trọng|số|chứng)(?!\w))"
    r"(?:\s(?P<more>nghìn|triệu|tỷ|tỉ)(?!\w)(?! (?:lệ|suất|trọng)))?(?P<half> rưỡi(?!\w))?"
)
_ADDED = re.compile(r"\s(?P<n>\d{1,3}(?:[.,]\d+)?)\s(?P<one>nghìn|ngàn|triệu)(?!\w)")
_GLUED = re.compile(r"(?:khoảng|hơn|gần|trên|dưới|là|đạt|có|với|được|ước)$")


@dataclass(frozen=True, slots=True)
class Number:
    """Digits or words with their magnitude, before the unit."""

    bare: Decimal
    scale: Decimal
    start: int
    end: int
    is_grouped: bool

    @property
    def value(self) -> Decimal:
        return whole(self.bare * self.scale)


def whole(value: Decimal) -> Decimal:
    """`value` as an integer where it is one: 1.2 million is 1200000, not 1200000.0."""
    whole = value.to_integral_value()
    return whole if whole == value else value


def read_number(low: str, match: re.Match[str], style: Notation) -> Number | None:
    """The number whose digits matched, with its magnitude, or None where they are no numeral."""
    digits = match[0]
    if not is_numeral(digits):
        return None
    bare, end, scale = decimal_from_digits(digits, style), match.end(), Decimal(1)
    magnitude = _MAGNITUDE.match(low, end)
    if magnitude:
        scale, end = MAGNITUDES[magnitude["one"]], magnitude.end()
        if magnitude["more"]:
            scale *= MAGNITUDES[magnitude["more"]]
        if magnitude["half"]:
            bare += Decimal("0.5")
        added = _ADDED.match(low, end)
        if added and MAGNITUDES[added["one"]] < scale:
            more = decimal_from_digits(added["n"], style) * MAGNITUDES[added["one"]]
            bare, end = bare + more / scale, added.end()
    return Number(bare, scale, match.start(), end, "." in digits or "," in digits)


def is_inside_a_name(low: str, start: int, end: int) -> bool:
    """Whether the digits are glued to letters (B2, 4G), to more digits, or follow a stray mark."""
    before = low[start - 1] if start else " "
    if before in "-–" and start > 1 and low[start - 2].isalpha() and low[end : end + 1] != "%":
        return True  # covid-19
    if before.isalpha() and not _GLUED.search(low, max(0, start - 8), start):
        return True
    if before in "./," and start > 1 and low[start - 2].isdigit():
        return True
    if TORN.search(low, max(0, start - 8), start) and low[end : end + 2].lstrip()[:1] == "%":
        return True
    after = low[end : end + 1]
    if after.isalpha():
        return unit_at(low, end) is None
    return after == "/" and low[end + 1 : end + 2].isdigit() and SLASH.match(low, end) is None


def read_part(low: str, match: re.Match[str], style: Notation) -> Number | None:
    """The number after a slash or a dash; None where it is no numeral."""
    inner = NUMBER.match(low, match.start(1))
    return read_number(low, inner, style) if inner else None
