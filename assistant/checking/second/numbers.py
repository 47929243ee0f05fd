"""Digits and number words -> values, read by rules of the second reading alone.

The second reading (`assistant.checking.second.reading`) checks what the extractor reads, so it
imports no rule of the extractor. A run of digits may have more than one possible value (`8,095`);
all of them are kept, because the check only asks whether the shown value is one of them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from knowledge.text.patterns import lazy_regex

_SIGN = lazy_regex(r"[-−+]|âm ")
_RUN = lazy_regex(r"\d+(?:[.,]\d+)*")
_SPACED = lazy_regex(r"\d{1,3}(?: \d{3})+(?![\d])(?!,\d{3})(?:,\d+)?")
# A number before such a word counts weeks or rows; the digits behind it begin a number.
_LABEL_BEFORE = lazy_regex(
    r"(?<!\w)(?:tháng|quý|năm|ngày|khóa|khoá|số|điều|khoản|mục|đợt|kỳ|tuần)\s*$"
)
_POWERS = {
    "trăm": 10**2, "nghìn": 10**3, "ngàn": 10**3, "vạn": 10**4, "triệu": 10**6, "tr": 10**6,
    "tỷ": 10**9, "tỉ": 10**9,
}  # fmt: skip
_POWER = lazy_regex(rf"\s?({'|'.join(_POWERS)})(?: (nghìn|ngàn|triệu|tỷ|tỉ))?(?!\w)")
_REST = lazy_regex(r" (\d+)(?: (nghìn|ngàn|triệu))?(?![\w.,/])")
_HALF_MORE = lazy_regex(r" rưỡi(?!\w)")
_DIGIT_WORDS = {
    "không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5,
    "nhăm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9,
}  # fmt: skip
_FILL_WORDS = {"linh", "lẻ", "mươi", "mười", "rưỡi"}
_NUMBER_WORDS = "|".join([*_DIGIT_WORDS, *_FILL_WORDS, *_POWERS])
_IN_WORDS = lazy_regex(rf"(?<!\w)(?:{_NUMBER_WORDS})(?: (?:{_NUMBER_WORDS}))*(?!\w)")
_FRACTION = lazy_regex(r"(?:một |hơn )?nửa(?!\w)|(một|hai|ba) phần (?:hai|ba|tư|bốn|năm|mười)")
_MOST_LINKED = 4
# Between two numbers that share the magnitude and the unit of the second one.
_LINK = lazy_regex(
    r"\s?(?:[-–÷/]|,|(?<!\w)(?:đến|tới|lên|xuống|còn|và|hoặc|hay|với))(?: (?:đến|tới|còn|mức|khoảng|gần|hơn|trên|dưới|được))*\s?(?=\d)"
)


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number as written: its possible values and its span with the magnitude word."""

    values: frozenset[Decimal]
    start: int
    end: int


def numeral_at(low: str, start: int) -> Numeral | None:
    """The whole number that begins at `start` of a text in small letters; None if none does."""
    if sign := _SIGN.match(low, start):
        start = sign.end()
    if not low[start : start + 1].isdigit():
        return _in_words(low, start)
    if _is_inside_run(low, start):
        return None
    spaced = _SPACED.match(low, start)
    run = spaced if spaced and not _LABEL_BEFORE.search(low, 0, start) else _RUN.match(low, start)
    if run is None:
        return None
    values = readings(run[0].replace(" ", ""))
    values, end = _with_power(low, run.end(), values)
    return Numeral(values, start, end) if values else None


def numerals(low: str, start: int, end: int) -> Iterator[Numeral]:
    """The numbers in digits of `low[start:end]`, and those in words that have a power of ten."""
    at = start
    while match := _RUN.search(low, at, end):
        numeral = numeral_at(low, match.start())
        at = max(match.end(), numeral.end if numeral else 0)
        yield numeral or Numeral(frozenset(), match.start(), match.end())
    for match in _IN_WORDS.finditer(low, start, end):
        if (
            " " in match[0]
            and set(match[0].split()) & set(_POWERS)
            and not low[: match.start()].endswith(tuple(f"{d} " for d in "0123456789"))
        ):
            numeral = _in_words(low, match.start())
            if numeral:
                yield numeral


def shared_end(low: str, numeral: Numeral) -> Numeral | None:
    """The number that `numeral` shares its magnitude and unit with: `753/500`, `từ 6 đến 8 triệu`."""
    link = _LINK.match(low, numeral.end)
    return numeral_at(low, link.end()) if link else None


def linked(low: str, numeral: Numeral) -> list[Numeral]:
    """The number and those that it shares its unit with, in order: `753/500 người`."""
    chain, other = [numeral], shared_end(low, numeral)
    while other is not None and len(chain) < _MOST_LINKED:
        chain.append(other)
        other = shared_end(low, other)
    return chain


def scaled(low: str, numeral: Numeral) -> frozenset[Decimal]:
    """The values of a number, with those in the magnitude of the number that it is linked to."""
    other = shared_end(low, numeral)
    if other is None:
        return numeral.values
    power = _POWER.search(low, other.start, other.end + 1)
    if power is None:
        return numeral.values
    return numeral.values | {v * _power(power) for v in numeral.values}


def readings(run: str) -> frozenset[Decimal]:
    """The possible values of digits with dots and commas, by the Vietnamese or English notation."""
    groups = re.split(r"[.,]", run)
    marks = re.findall(r"[.,]", run)
    if not marks:
        return frozenset({Decimal(run)})
    is_grouped = len(groups[0]) <= 3 and groups[0] != "0"
    values: set[Decimal] = set()
    if len(set(marks)) == 1:
        if is_grouped and all(len(g) == 3 for g in groups[1:]):
            values.add(Decimal("".join(groups)))
        if len(marks) == 1 and (marks[0] == "," or not values):
            values.add(Decimal(f"{groups[0]}.{groups[1]}"))
    elif marks[-1] not in marks[:-1] and is_grouped and all(len(g) == 3 for g in groups[1:-1]):
        values.add(Decimal(f"{''.join(groups[:-1])}.{groups[-1]}"))
    return frozenset(values)


def _is_inside_run(low: str, start: int) -> bool:
    """Whether the digits at `start` continue a longer number: `095` of `8.095` or of `8 095`."""
    before = low[max(0, start - 5) : start]
    # `khoảng1.230` lost its space; `b2`, `qđ15` are names.
    if re.search(r"\d$|\d[.,]$|(?<![^\W\d_])[^\W\d_]{1,2}$", before):
        return True
    # `0, 5 km` is a decimal with a space, `9 tỉ 5 đồng` one sum.
    if re.search(
        r"(?<![\d.,/])\d{1,2}, $|(?:tỷ|tỉ|triệu|nghìn|ngàn) $", low[max(0, start - 7) : start]
    ):
        return True
    grouped = re.search(r"(?<![\d.,])\d{1,3} $", before)
    if grouped and re.match(r"\d{3}(?!\d)", low[start:]):
        return not _LABEL_BEFORE.search(low, 0, start - len(grouped[0]))
    return False


def _power(match: re.Match[str]) -> int:
    return _POWERS[match[1]] * (_POWERS[match[2]] if match[2] else 1)


def _with_power(
    low: str, end: int, values: frozenset[Decimal]
) -> tuple[frozenset[Decimal], int]:  # fmt: skip
    """The values with their magnitude words multiplied out, and the end of these."""
    power = _POWER.match(low, end)
    if power is None:
        return values, end
    scale = _power(power)
    values, end = frozenset(v * scale for v in values), power.end()
    if half := _HALF_MORE.match(low, end):
        return frozenset(v + scale // 2 for v in values), half.end()
    while rest := _REST.match(low, end):
        less = Decimal(rest[1]) * (_POWERS[rest[2]] if rest[2] else 1)
        if less >= scale or (rest[2] is None and scale > 10**3):
            break
        values, end = frozenset(v + less for v in values), rest.end()
        scale = _POWERS[rest[2]] if rest[2] else 1
    return values, end


def _in_words(low: str, start: int) -> Numeral | None:
    """A number in words, or a fraction, which counts as its upper part."""
    if fraction := _FRACTION.match(low, start):
        value = Decimal(_DIGIT_WORDS[fraction[1]] if fraction[1] else 1)
        return Numeral(frozenset({value}), start, fraction.end())
    match = _IN_WORDS.match(low, start)
    if match is None:
        return None
    parts: list[int] = []  # the powers so far, the greatest first: `một nghìn hai trăm tỷ` is one
    group = last = 0
    for word in match[0].split():
        if word in _DIGIT_WORDS:
            last = _DIGIT_WORDS[word]
            group += last
        elif word == "mười":
            group += 10
        elif word == "mươi":
            group += last * 9
        elif word == "trăm":
            group = (group or 1) * 100
        elif word == "rưỡi" and parts:
            parts[-1] += parts[-1] // 2
        elif word in _POWERS:
            power = _POWERS[word]
            below = group + sum(p for p in parts if p < power)
            parts = [p for p in parts if p >= power] + [max(below, 1) * power]
            group = 0
    value = Decimal(sum(parts) + group)
    return Numeral(frozenset({value}), start, match.end()) if value else None
