"""A number in digits with its magnitude: `2,2 nghìn`, `12,5 nghìn tỷ`, `1 triệu 200 nghìn`.

A number is read whole or not at all: thousands may be parted by spaces (`1 200 hộ`), and a part of
a longer run of digits, such as a telephone number, is no number.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from knowledge.numbers.exclusions import SHORT_TAIL, TORN, TORN_NOUGHT
from knowledge.numbers.numerals import MAGNITUDES, Notation, decimal_from_digits, is_numeral
from knowledge.text.patterns import lazy_regex
from knowledge.vocabulary.units import unit_at

DIGITS = r"\d+(?:[.,]\d+)*"
NUMBER = lazy_regex(DIGITS)
SLASH = lazy_regex(rf"\s?/\s?({DIGITS})")
_MAGNITUDE = lazy_regex(
    r"\s?(?:(?P<one>nghìn|ngàn|vạn|triệu|tỷ|tỉ|nghin|ngan|trieu|thousand|million|billion)(?!\w))"
    r"(?! (?:lệ|suất|trọng|số|chứng)(?!\w))"
    r"(?:\s(?P<more>nghìn|triệu|tỷ|tỉ)(?!\w)(?! (?:lệ|suất|trọng)))?(?P<half> rưỡi(?!\w))?"
)
_ADDED = lazy_regex(
    r"\s(?P<n>\d{1,3}(?:[.,]\d+)?)\s(?P<one>nghìn|ngàn|triệu|tỷ|tỉ)(?!\w)(?! (?:lệ|suất|trọng))"
)
# `1 nghìn 250 người`, `600 nghìn 500 đồng`; what stands behind must be counted, not ordered.
_UNITS_ADDED = lazy_regex(r"\s(?P<n>\d{2,3})(?![\d.,/–-]*\d)")
_SPACE = "[ \u00a0\u2000-\u200a\u202f]"
_BY_SPACES = lazy_regex(
    rf"[1-9]\d{{0,2}}(?:{_SPACE}\d{{3}})+(?:[.,]\d{{1,2}})?(?!\d|[.,]\d{{3}}|{_SPACE}\d+(?![\d./-]))"
)
# Most numbers are followed by no other: the patterns below take longer to find that out.
_RUN_AHEAD = lazy_regex(rf"\d{{1,20}}{_SPACE}\d")
# Two groups of digits and more that are not thousands, or two that begin with a zero.
_RUN = lazy_regex(rf"0\d*(?:{_SPACE}\d{{2,}})+|\d{{2,}}(?:{_SPACE}\d{{2,}}){{2,}}")
_AFTER_DIGITS = lazy_regex(rf"\d(?:{_SPACE}|[.,])$")
# Behind these words stands a name's own number: `thôn 5 200 hộ` is a village and its households.
NUMBERED = frozenset(
    "thôn ấp bản tổ đội khu nhóm đợt loại vùng cấp khối hội đoạn bước tuần lần thứ điểm bảng biểu cột dòng stt trình tiết"
    " đề ca trạm cụm kỳ tháng ngày năm quý số khóa khoá lớp hạng tầng mục điều khoản quận phường xã".split()
)
_GLUED = lazy_regex(r"(?:khoảng|hơn|gần|trên|dưới|là|đạt|có|với|được|ước)$")


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
    digits, end = match[0], match.end()
    if by_spaces := thousands_by_spaces(low, match.start()):
        digits, end = re.sub(_SPACE, "", by_spaces[0]), by_spaces.end()
    if not is_numeral(digits):
        return None
    bare, scale = decimal_from_digits(digits, style), Decimal(1)
    magnitude = _MAGNITUDE.match(low, end)
    if magnitude:
        scale, end = MAGNITUDES[magnitude["one"]], magnitude.end()
        if magnitude["more"]:
            scale *= MAGNITUDES[magnitude["more"]]
        if magnitude["half"]:
            bare += Decimal("0.5")
        else:
            bare, scale, end = _with_smaller(low, bare, scale, end, style)
    is_grouped = by_spaces is not None or "." in digits or "," in digits
    return Number(bare, scale, match.start(), end, is_grouped)


def _with_smaller(
    low: str, bare: Decimal, scale: Decimal, end: int, style: Notation
) -> tuple[Decimal, Decimal, int]:
    """A number with what is added in smaller magnitudes, each smaller than the one before.

    `2 tỷ 350 triệu 600 nghìn`, `12 nghìn 500 lao động`, `1 nghìn 250 tỷ`.
    """
    last = scale
    while (added := _ADDED.match(low, end)) and MAGNITUDES[added["one"]] < last:
        last = MAGNITUDES[added["one"]]
        bare += decimal_from_digits(added["n"], style) * last / scale
        end = added.end()
    if last != 1000 or bare * scale % 1000:
        return bare, scale, end
    if added and scale == 1000 and MAGNITUDES[added["one"]] > scale:
        # Of thousands of billions the billions: 1 nghìn 250 tỷ.
        more = decimal_from_digits(added["n"], style)
        size = MAGNITUDES[added["one"]]
        return bare + more / 1000, scale * size, added.end()
    rest = _UNITS_ADDED.match(low, end)
    if rest and unit_at(low, rest.end() + 1) is not None:
        return bare + Decimal(rest["n"]) / scale, scale, rest.end()
    return bare, scale, end


def thousands_by_spaces(low: str, start: int) -> re.Match[str] | None:
    """The digits from `start` on whose thousands are parted by spaces: `1 200`, `323 712`."""
    groups = _BY_SPACES.match(low, start) if _RUN_AHEAD.match(low, start) else None
    if groups is None or _AFTER_DIGITS.search(low, max(0, start - 2), start):
        return None
    word = low[max(0, start - 12) : start].rstrip(" (:").rsplit(None, 1)[-1:]
    before = low[max(0, start - 20) : start].split()[-2:-1]
    is_count = word == ["số"] and before in (["dân"], ["tổng"], ["quân"], ["sĩ"])
    return None if word and word[0] in NUMBERED and not is_count else groups


def end_of_run(low: str, start: int) -> int | None:
    """Where groups of digits end that are no number: `0912 345 678`; None where there are none."""
    if _RUN_AHEAD.match(low, start) is None:
        return None
    run = _RUN.match(low, start)
    return run.end() if run and thousands_by_spaces(low, start) is None else None


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
    if TORN_NOUGHT.search(low, max(0, start - 4), start) or (
        end == start + 1 and SHORT_TAIL.search(low, max(0, start - 8), start)
    ):
        return True
    after = low[end : end + 1]
    if after == "," and low[start:end] == "0" and low[end + 2 : end + 3].isdigit():
        return True
    if after.isalpha():
        return unit_at(low, end) is None
    return after == "/" and low[end + 1 : end + 2].isdigit() and SLASH.match(low, end) is None


def read_part(low: str, match: re.Match[str], style: Notation) -> Number | None:
    """The number after a slash or a dash; None where it is no numeral."""
    inner = NUMBER.match(low, match.start(1))
    return read_number(low, inner, style) if inner else None
