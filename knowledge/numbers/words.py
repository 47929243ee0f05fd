"""Vietnamese numbers in words -> exact decimals: `một nghìn hai trăm tỷ`, `hai mươi mốt`.

Only the full form is read. The short forms of speech (`hai triệu tám`, `một trăm năm`) mean another
number than their words say, and are no number here.
"""

import re
from decimal import Decimal

from knowledge.text.patterns import lazy_regex

_DIGITS = {"không": 0, "một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7,
           "tám": 8, "chín": 9}  # fmt: skip
# Forms of a digit that stand behind mươi and mười only.
_LAST_DIGITS = _DIGITS | {"mốt": 1, "tư": 4, "lăm": 5, "nhăm": 5}
_POWERS = {"nghìn": 10**3, "ngàn": 10**3, "vạn": 10**4, "triệu": 10**6, "tỷ": 10**9, "tỉ": 10**9}
_WORDS = "|".join(
    (*_LAST_DIGITS, *_POWERS, "mười", "mươi", "chục", "trăm", "linh", "lẻ", "rưỡi", "phẩy")
)
_DIGIT, _LAST = "|".join(_DIGITS), "|".join(_LAST_DIGITS)
IN_WORDS = lazy_regex(rf"(?<![\w\d])(?:{_DIGIT}|mười)(?: (?:{_WORDS}))*(?!\w)")
# A number below a thousand; `joint` says that a place between is empty: `một trăm lẻ năm`.
_BLOCK = lazy_regex(
    rf"(?:(?P<hundreds>{_DIGIT}) trăm(?: |$))?(?P<joint>(?:linh|lẻ) )?"
    rf"(?:(?:(?P<tens>{_DIGIT}) (?:mươi|chục)|(?P<ten>mười))(?: (?P<last>{_LAST}))?|(?P<digit>{_DIGIT}|tư))?(?: |$)?"
)
_POWER = lazy_regex(rf"({'|'.join(_POWERS)})(?: |$)")


def decimal_from_words(text: str) -> Decimal | None:
    """The value of Vietnamese number words in small letters; None where they are no number.

    `hai mươi mốt nghìn` is 21,000, `một nghìn hai trăm tỷ` 1.2e12, `hai tỷ rưỡi` 2.5e9, `hai phẩy
    năm triệu` 2,500,000. A power above all before it multiplies what stands before it.
    """
    if "phẩy" in text.split():
        return _with_fraction(text)
    total, at, last = Decimal(0), 0, Decimal(0)
    while at < len(text):
        block = _BLOCK.match(text, at)
        value = _below_thousand(block) if block else None
        end = block.end() if block and value is not None else at
        if text.startswith("rưỡi", end):
            if end + len("rưỡi") != len(text):
                return None
            half = _half(value, block["hundreds"] if block else None, last)
            return total + half if half is not None else None
        power = _POWER.match(text, end)
        if power is None:
            # Nothing may follow, and a lone digit after a power is the short form.
            is_short = value is not None and value < 10 and last and not (block and block["joint"])
            return (
                total + value if value is not None and end == len(text) and not is_short else None
            )
        size = Decimal(_POWERS[power[1]])
        if value is None and not last:
            return None
        if last and size > last:
            total = (total + (value or 0)) * size
        elif value is None:
            return None
        else:
            total += value * size
        last, at = size, power.end()
        if text.startswith("rưỡi", at):
            return total + last / 2 if at + len("rưỡi") == len(text) else None
    return total


def _below_thousand(block: re.Match[str]) -> Decimal | None:
    """The value of a number below a thousand; None for no words and for short forms."""
    hundreds, tens, ten, last, digit = block.group("hundreds", "tens", "ten", "last", "digit")
    if not any((hundreds, tens, ten, digit)):
        return None
    value = 100 * _DIGITS[hundreds] if hundreds else 0
    if ten or tens:
        # `hai mươi năm` alone is twenty years.
        if (last == "năm" and not hundreds) or tens in ("không", "một"):
            return None
        value += 10 * (_DIGITS[tens] if tens else 1) + (_LAST_DIGITS[last] if last else 0)
    elif digit:
        if (hundreds and not block["joint"]) or (digit == "tư" and not block["joint"]):
            return None
        value += _LAST_DIGITS[digit]
    elif block["joint"]:
        return None
    return Decimal(value)


def _half(value: Decimal | None, hundreds: str | None, last: Decimal) -> Decimal | None:
    """A number below a thousand that `rưỡi` follows: half a hundred more behind whole hundreds."""
    if value is None or last or not hundreds or value % 100:
        return None
    return value + 50


def _with_fraction(text: str) -> Decimal | None:
    """The value of words with one decimal mark: `không phẩy sáu`, `ba phẩy hai mươi lăm tỷ`."""
    head, _, tail = text.partition(" phẩy ")
    power = re.search(rf" ({'|'.join(_POWERS)})$", tail)
    scale = Decimal(_POWERS[power[1]]) if power else Decimal(1)
    tail = tail[: power.start()] if power else tail
    whole, parts = decimal_from_words(head), tail.split()
    if whole is None or not parts:
        return None
    if all(word in _DIGITS for word in parts):
        places = "".join(str(_DIGITS[word]) for word in parts)
    else:
        fraction = decimal_from_words(tail)
        if fraction is None or not 10 <= fraction < 100:
            return None
        places = str(fraction)
    return (whole + Decimal(f"0.{places}")) * scale
