"""Numbers as bulletins write them -> exact decimals with a unit.

`8.095/6.000 người`, `2,55%`, `1.234,5 tỷ đồng`, `1 triệu 200 nghìn`, `từ 21 lên 28 triệu đồng`,
`ba nghìn hộ`, `2/3 số hộ`. What looks like a number and is a date, a year, a law, a clock time or
part of a name is left out. Nothing is guessed: a run of digits that fits no notation is no
quantity. Loading, answering, checking and evaluating use this one grammar.
"""

from collections.abc import Iterable
from decimal import Decimal

from knowledge.numbers.digits import (
    DIGITS,
    NUMBER,
    SLASH,
    Number,
    end_of_run,
    is_inside_a_name,
    read_number,
    read_part,
    whole,
)
from knowledge.numbers.exclusions import end_of_name
from knowledge.numbers.implied_units import with_implied_units, with_nouns
from knowledge.numbers.numerals import Notation, notation
from knowledge.numbers.quantity import Quantity
from knowledge.numbers.spans import Spans
from knowledge.numbers.words import IN_WORDS, decimal_from_words
from knowledge.text.patterns import lazy_regex
from knowledge.text.spelling import plain
from knowledge.vocabulary.units import FRACTION, kind_of, unit_at

__all__ = ["Quantity", "find_quantities"]

_DASH = lazy_regex(rf"\s?[-–÷~]\s?({DIGITS})")
# Between the ends of a range, or between the old and the new value of a change.
_REACH = lazy_regex(
    rf"\s?(?:[-–÷~]|đến|tới|lên|xuống|to)(?: đến| tới| còn| mức)*(?: khoảng| gần| hơn| trên| dưới| được)?\s?({DIGITS})"
)
_SAME_KIND = lazy_regex(
    rf"(?:[,;] | (?:trên|trong) tổng số | trong số | và | hoặc | hay | đến | tới | lên | xuống | còn | khoảng | hơn | gần | với )+(?:(?:khoảng|hơn|gần|trên|tới) )*({DIGITS})"
)
_FRACTION_OF = lazy_regex(
    r"\s(?:trong )?(?:tổng )?(?:số|diện tích|dân số|lượng|chiều|nhu cầu|giá trị)(?!\w)"
)
# A list of numbers has one unit, behind its last: `lần lượt là 1.837; 1.670; 2.491 lao động`.
_LONGEST_LIST = 8
# `giá vé 50.000/vé` is a sum.
_PRICE = lazy_regex(r"(?<!\w)(?:giá|phí|lương|tiền|cước)(?!\w)")
_PER_UNIT = lazy_regex(r"\s?/\s?(?=[^\W\d_])")
_HALF = lazy_regex(
    r"(?<!\w)(?:một nửa|hơn nửa|(?P<n>một|hai|ba) phần (?P<d>hai|ba|tư|bốn|năm|mười))(?!\w)"
)
# `ba phần tư giám đốc`; `một phần tư nhân` is no quarter.
_FRACTION_NOUN = lazy_regex(r" (?!(?:của|là|và|thì|nhân|vấn|liệu|tưởng|pháp)(?!\w))[^\W\d_]{2}")
_FRACTION_WORDS = {"một": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5, "mười": 10}
# Words beside two numbers of which one is planned or the whole.
_OF_WHOLE = lazy_regex(
    r"(?<!\w)(?:kế hoạch|kh|chỉ tiêu|mục tiêu|dự toán|được giao|tổng|vượt|đạt|hoàn thành|thực hiện)(?!\w)"
)
_PLAN_NEAR = 60
# Currencies whose names are other nouns too: `3 kíp thợ`, `5 yên xe`.
_ALSO_NOUNS = ("kíp", "yên")
_LEAST_SUM = 100
_NOUN_GOES_ON = lazy_regex(r" (?:trực|thợ|mổ|máy|làm|xe|ngựa|lái|sản xuất)(?!\w)")
# A minus sign, not the dash of a range (`20% -30%`) or between words.
_MINUS = lazy_regex(r"(?:^|(?<![\d%]) |\()[-−]$")
_BELOW_ZERO = lazy_regex(
    r"(?<!\w)(?<!ghi )(?<!thu )(?<!nguyên )âm (?:(?:khoảng|hơn|gần|trên|tới|đến|mức) )*$"
)
# What may part a number from its unit; a bulletin's text has plain spaces only, a question any.
_GAPS = frozenset(" \n\u00a0\u2009\u202f")
_POWERS = (
    "trăm",
    "nghìn",
    "ngàn",
    "vạn",
    "triệu",
    "tỷ",
    "tỉ",
    "phần",
    "nửa",
    "mười",
    "mươi",
    "chục",
    "phẩy",
)
_MAY_BE_WORDS = lazy_regex(rf"(?<!\w)(?:{'|'.join(_POWERS)})(?!\w)")
# What stands behind these words is a rank, a name or an age: `kỳ họp thứ mười tám`.
_ORDERED = lazy_regex(
    r"(?<!\w)(?:thứ|khóa|khoá|lớp|tầng|hạng|chương|điều|khoản|mục|tháng|ngày|mùng|rằm|quý|tuổi|vài|mấy|đồng tháp) $"
)
# `50% (năm mươi phần trăm)` says one number twice.
_REPEATED = lazy_regex(r"[\d%đ][^(]{0,20}\((?:bằng chữ:? )?$")


def find_quantities(
    text: str, style: Notation | None = None, taken: Iterable[tuple[int, int]] = (),
    low: str | None = None,
) -> list[Quantity]:  # fmt: skip
    """The quantities of `text`, left to right, none overlapping a span of `taken`.

    `low` is `plain(text)` where the caller has it.
    """
    low = plain(text) if low is None else low
    spans = sorted(taken)
    quantities = _in_digits(low, style or notation(text), Spans(spans))
    if any(word in low for word in _POWERS) and _MAY_BE_WORDS.search(low):
        spans = sorted([*spans, *((q.start, q.end) for q in quantities)])
        quantities = sorted([*quantities, *_in_words(low, Spans(spans))], key=lambda q: q.start)
    return with_nouns(text, low, with_implied_units(low, quantities))


def _in_digits(low: str, style: Notation, blocked: Spans) -> list[Quantity]:
    quantities: list[Quantity] = []
    at = 0
    while match := NUMBER.search(low, at):
        start, at = match.span()
        over = blocked.end_over(start, at) or end_of_name(low, start)
        if over is None and (run := end_of_run(low, start)):
            over = run if blocked.end_over(start, run) is None else None
        if over is not None:
            at = max(at, over)
            continue
        number = read_number(low, match, style)
        if number is None or is_inside_a_name(low, start, number.end):
            continue
        quantity = _quantity(low, number, style, blocked)
        quantities.append(quantity)
        at = quantity.end
    return quantities


def _quantity(low: str, number: Number, style: Notation, blocked: Spans) -> Quantity:
    start, value = number.start, number.value
    second = high = None
    second_at = high_at = None
    end, scale = number.end, number.scale
    unit, after = _unit(low, end)
    if unit.split("/")[0] in _ALSO_NOUNS and (
        value < _LEAST_SUM or (scale == 1 and _NOUN_GOES_ON.match(low, after))
    ):
        unit, after = "", end
    if slash := SLASH.match(low, end) if not unit and scale == 1 else None:
        other = read_part(low, slash, style)
        if other is not None:
            second, second_at, end = other.value, other.start, other.end
            unit, after = _unit(low, end)
            if other.scale != 1:
                value = whole(number.bare * other.scale)
    elif pair := _like_pair(low, start, after, unit, style) if unit else None:
        other, after = pair
        second, second_at, end = other.value, other.start, other.end
    elif reach := _DASH.match(low, end if not unit else after):
        other = read_part(low, reach, style)
        if other is not None and blocked.end_over(other.start, other.end) is None:
            other_unit, other_after = _unit(low, other.end)
            if _is_range(number, unit, other, other_unit):
                if not unit and number.scale == 1 and other.scale != 1:
                    value = whole(number.bare * other.scale)
                high, high_at = other.value, other.start
                unit, end, after = (
                    other_unit or unit,
                    other.end,
                    other_after if other_unit else other.end,
                )
    if second is None and not unit and scale < 1000 and (slash := _PER_UNIT.match(low, end)):
        named, reached = _unit(low, slash.end())
        if named and kind_of(named) != "time":
            is_price = _PRICE.search(low, max(0, start - 40), start) and number.value >= 1000
            unit, after = f"đồng/{named}" if is_price else named, reached
    if second is None and high is None and not unit and scale == 1:
        value, unit = _from_the_far_end(low, number, style)
    if _MINUS.search(low, max(0, start - 4), start):
        value, start = -value, start - 1
    elif "âm" in low[max(0, start - 24) : start] and (
        below := _BELOW_ZERO.search(low, max(0, start - 24), start)
    ):
        value, start = -value, below.start()
        high = None if high is None else -high
    if (
        second is not None
        and not unit
        and _FRACTION_OF.match(low, end)
        and 0 < value < second <= 10
    ):
        unit = FRACTION
    unit_at = None
    if unit and unit != FRACTION and after > end:
        unit_at, end = end + (low[end] in _GAPS), after
    return Quantity(value, unit, second, high, start, end, second_at, high_at, unit_at, number.end)


def _like_pair(
    low: str, start: int, after: int, unit: str, style: Notation
) -> tuple[Number, int] | None:
    """The number behind a slash that has the unit of the one before it, and the end of its unit.

    `vượt … (5.952,6 tỷ đồng/4.022,6 tỷ đồng)`; `after` is the end of the first unit. Two prices or
    rates (`66,9 triệu đồng/66,2 triệu đồng`) are no pair: a word of a plan or a whole is near.
    """
    if kind_of(unit) in ("share", "time"):
        return None
    slash = SLASH.match(low, after)
    other = read_part(low, slash, style) if slash else None
    if other is None:
        return None
    other_unit, end = _unit(low, other.end)
    around = low[max(0, start - _PLAN_NEAR) : start] + low[end : end + _PLAN_NEAR]
    is_pair = other_unit == unit and _OF_WHOLE.search(around) is not None
    return (other, end) if is_pair else None


def _unit(low: str, end: int) -> tuple[str, int]:
    """The unit after a number, and its end; `""` where none stands there."""
    gap = 1 if low[end : end + 1] in _GAPS else 0
    unit = unit_at(low, end + gap)
    return unit if unit is not None else ("", end)


def _is_range(number: Number, unit: str, other: Number, other_unit: str) -> bool:
    """Whether a dash joins the ends of a range: the higher one last, both in one unit."""
    if unit and other_unit and unit != other_unit:
        return False
    if number.scale == other.scale or unit:
        return other.value >= number.value
    return number.scale == 1 and other.bare >= number.bare


def _from_the_far_end(low: str, number: Number, style: Notation) -> tuple[Decimal, str]:
    """Value and unit of a bare number that shares them with the one after: `từ 21 lên 28 triệu đồng`.

    The magnitude is shared only where it fits: `từ 900 đến 1,2 triệu` leaves 900 without a unit.
    """
    other, unit, end = None, "", number.end
    for _ in range(_LONGEST_LIST):
        reach = _REACH.match(low, end) or _SAME_KIND.match(low, end)
        other = read_part(low, reach, style) if reach else None
        if other is None:
            return number.value, ""
        unit, _after = _unit(low, other.end)
        if unit or other.scale != 1:
            break
        end = other.end
    if other is None:
        return number.value, ""
    if not unit and other.scale == 1:
        return number.value, ""
    is_down = "xuống" in low[number.end : other.start] or "còn" in low[number.end : other.start]
    if other.scale != 1 and not number.is_grouped and not is_down and number.bare > other.bare:
        return number.value, ""
    shares = other.scale != 1 and (not number.is_grouped or number.bare < 1000)
    return whole(number.bare * (other.scale if shares else 1)), unit or "đồng" * (
        other.scale >= 10**6
    )


def _in_words(low: str, taken: Spans) -> list[Quantity]:
    """Numbers in words that have a unit, and fractions of a number.

    From ten on, or as a share: what is smaller is more often an article than a figure.
    """
    quantities = []
    for match in IN_WORDS.finditer(low):
        if taken.end_over(*match.span()) or _ORDERED.search(
            low, max(0, match.start() - 12), match.start()
        ):
            continue
        is_apart = low[match.end() : match.end() + 1] in _GAPS
        is_word = low[match.end() + 1 : match.end() + 2].isalpha()
        if not (is_apart and is_word) or _REPEATED.search(
            low, max(0, match.start() - 40), match.start()
        ):
            continue
        unit, end = _unit(low, match.end())
        value = decimal_from_words(match[0]) if unit else None
        if value is None or (value < 10 and not unit.startswith("%")):
            continue
        if value >= 100 or kind_of(unit) != "time":
            start = match.start()
            if below_zero := _BELOW_ZERO.search(low, max(0, start - 24), start):
                value, start = -value, below_zero.start()
            at = match.end() + (low[match.end()] in _GAPS)
            quantities.append(Quantity(value, unit, None, None, start, end, unit_at=at))
    for match in _HALF.finditer(low):
        is_several = match["n"] in ("hai", "ba") and _FRACTION_NOUN.match(low, match.end())
        is_of = is_several or _FRACTION_OF.match(low, match.end())
        if not taken.end_over(*match.span()) and is_of:
            top = _FRACTION_WORDS[match["n"]] if match["n"] else 1
            below = _FRACTION_WORDS[match["d"]] if match["d"] else 2
            quantities.append(Quantity(Decimal(top), FRACTION, Decimal(below), None, *match.span()))
    return quantities
