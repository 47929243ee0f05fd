"""Numbers in words -> the same text with digits, so that a model cannot hide a number in words.

`mười hai hộ` becomes `12 hộ`, `twenty-four households` `24 households`, `năm hai nghìn không trăm
mười chín` `năm 2019`. Every cardinal of both languages is read; a word that is more often no number
(`một` as an article, `năm` as a year, `ba mẹ`) only where it counts. Number words that have no
exact value (`hàng trăm`, `hai ba hộ`, `hai phần ba`, `dozens`) are returned apart.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from knowledge.numbers.words import decimal_from_words
from knowledge.text.patterns import lazy_regex
from knowledge.text.spelling import plain
from knowledge.vocabulary.units import kind_of, unit_at

_ONE = r"(?:không|một|mốt|hai|ba|bốn|tư|năm|lăm|nhăm|sáu|bảy|bẩy|tám|chín)"
_TENS = rf"(?:(?:{_ONE} (?:mươi|chục)|mười)(?: {_ONE}(?! (?:mươi|chục|trăm)(?!\w)))?)"
_HUNDREDS = rf"(?:{_ONE} trăm(?: (?:linh|lẻ) {_ONE}| {_TENS}| rưỡi)?)"
_BELOW = rf"(?:{_HUNDREDS}|{_TENS}|{_ONE})"
_POWER = r"(?:nghìn|ngàn|vạn|triệu|tỷ|tỉ)"
_NUMBER = lazy_regex(
    rf"(?:{_BELOW}(?: {_POWER})+(?: rưỡi)?(?: (?=\S)(?:(?:linh|lẻ) )?(?={_BELOW}(?!\w))|(?!\w)))*"
    rf"(?:{_BELOW}(?!\w))?"
)
_WORD = rf"(?:{_ONE}|mười|mươi|chục|trăm|linh|lẻ|rưỡi|{_POWER})"
# A run may begin with a power of ten: `trăm hộ`, `nghìn người` are numbers too.
_RUN = lazy_regex(rf"(?<!\w)(?<!\d )(?<!\d){_WORD}(?: {_WORD})*(?!\w)")
_PARTS = lazy_regex(rf"(?<!\w){_ONE} phần (?:{_ONE}|mười|trăm)(?!\w)")
_DIGITS = {w: str(n) for n, names in enumerate(
    ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy bẩy", "tám", "chín")
) for w in names.split()}  # fmt: skip
# Single words that are no number unless one of these words stands before them.
_ALONE_AFTER = {"tư": r"(?:tháng|quý|thứ|hạng|lần)", "mốt": r"(?!)", "lăm": r"(?!)",
                "nhăm": r"(?!)", "không": r"(?!)"}  # fmt: skip
_ALONE_VALUES = {"tư": 4, "mốt": 1, "lăm": 5, "nhăm": 5, "không": 0}
_COUNTS = lazy_regex(r"(?<!\w)(?:có|gồm|chỉ|đúng|thêm|cả)\s$")
_NO_COUNT = lazy_regex(
    r" (?:trong|số|phần|cách|chút|loạt|lần nữa|vài|bên|mặt|khi|cửa|nửa|lượng|chiều|ít)(?!\w)"
)
_YEAR_AFTER = lazy_regex(
    r"(?:mỗi|hằng|hàng|từng|trong|đầu|cuối|giữa|các|nhiều|mấy|vài|qua|sau|trước|\d)\s$"
)
_NO_NUMBER = {"ba": lazy_regex(r" (?:mẹ|má|em)(?!\w)"), "chín": lazy_regex(r" (?:rộ|muồi)(?!\w)")}
_OF_POWER = lazy_regex(r"(?:lệ|trọng|số|suất|giá|phú|mỉ)(?!\w)")
_LOOSE_POWERS = lazy_regex(r"(?<!\w)(?:hàng|chục|cả|vài|mấy|dăm|trên|hơn|gần)\s$")

_EN_ONES = {w: n for n, w in enumerate(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen".split())}  # fmt: skip
_EN_TENS = {w: 10 * n for n, w in enumerate(
    "twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}  # fmt: skip
_EN_POWERS = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "dozen": 12}
_EN_WORD = "|".join([*_EN_ONES, *_EN_TENS, *_EN_POWERS])
_EN_RUN = lazy_regex(
    rf"(?<!\w)(?<!\d )(?:(?:a|an) (?=(?:{'|'.join(_EN_POWERS)})(?!\w)))?(?:{_EN_WORD})"
    rf"(?:(?:[ -]| and )(?:{_EN_WORD}))*(?!\w)"
)
_ANY_WORD = lazy_regex(rf"{_WORD}|{_EN_WORD}|.*\d")
_EN_LOOSE = lazy_regex(
    r"(?<!\w)(?:(?:tens|hundreds|thousands|millions|billions|dozens|scores) of|"
    r"(?:a )?couple of|half a dozen|(?:one|two|three)[- ](?:half|halves|thirds?|quarters?|fifths?))"
    r"(?!\w)"
)
_EN_NO_NUMBER = lazy_regex(r"(?:no|any|every|some|this|that|which|the|each|another)[ -]$")
_EN_AFTER_ONE = lazy_regex(r" (?:of|another|can|should|must)(?!\w)")


def in_digits(text: str, cited: str = "") -> tuple[str, list[str]]:
    """`text` with its number words as digits, and the number words without an exact value.

    Number words that `cited`, a plain text, has before the same word are left as they are.
    """
    low = plain(text)
    changes: list[tuple[int, int, Decimal | None]] = []
    for start, end, value in (*_vietnamese(text, low), *_english(low)):
        is_taken = any(a < end and start < b for a, b, _ in changes)
        if not is_taken and not _is_literal(low, start, end, cited):
            changes.append((start, end, value))
    loose = [low[start:end] for start, end, value in changes if value is None]
    for start, end, value in sorted(changes, key=lambda change: change[0], reverse=True):
        if value is not None:
            text = f"{text[:start]}{value:f}{text[end:]}"
    return text, loose


def _is_literal(low: str, start: int, end: int, cited: str) -> bool:
    """Whether the cited text has these number words before the same word, as a whole number."""
    after = re.match(r"[ -]\w+|", low[end:])
    words = low[start:end] + (after[0] if after else "")
    for match in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", cited):
        before = cited[: match.start()].rstrip(" -").rpartition(" ")[2]
        if _ANY_WORD.fullmatch(before) is None:
            return True
    return False


def _vietnamese(text: str, low: str) -> Iterator[tuple[int, int, Decimal | None]]:
    """Spans of Vietnamese number words with their values; None without an exact value."""
    taken = [m.span() for m in _PARTS.finditer(low)]
    yield from ((start, end, None) for start, end in taken)
    for run in _RUN.finditer(low):
        if any(a < run.end() and run.start() < b for a, b in taken):
            continue
        words = low[run.start() : run.end()].split(" ")
        if all(word in _DIGITS for word in words) and len(words) > 1:
            # `hai không hai hai` is 2022 digit by digit; `hai ba hộ` is two or three.
            at = run.start()
            if words[0] == "năm" and len(words) == 5:
                words, at = words[1:], at + 4
            digits = "".join(_DIGITS[word] for word in words)
            yield at, run.end(), Decimal(digits) if len(words) > 2 else None
            continue
        yield from _numbers(text, low, run.start(), run.end())


def _numbers(
    text: str, low: str, start: int, end: int
) -> Iterator[tuple[int, int, Decimal | None]]:
    """The numbers of one run of number words."""
    at = start
    while at < end:
        match = _NUMBER.match(low, at, end)
        words = match[0].rstrip() if match else ""
        if not words:
            words = low[at:end].split()[0]
            if _is_loose(low, at, words):
                before = _LOOSE_POWERS.search(low[:at])
                yield (before.start() if before else at), at + len(words), None
        else:
            value = _value(words)
            is_rest = " " not in words and words == "năm" and at + len(words) < end
            if value is None:
                yield at, at + len(words), None
            elif not is_rest and _is_number(text, low, at, words):
                yield at, at + len(words), value
            elif at > start and words in ("mốt", "tư", "lăm", "nhăm"):
                yield at, at + len(words), None  # `hai mốt`, short for hai mươi mốt
        at += len(words)
        while at < end and low[at] == " ":
            at += 1


def _value(words: str) -> Decimal | None:
    """The value of number words of the grammar above; `tư` and `mốt` alone are 4 and 1."""
    if words in _ALONE_AFTER:
        return Decimal(_ALONE_VALUES[words])
    return decimal_from_words(words.replace("chục", "mươi"))


def _is_loose(low: str, at: int, word: str) -> bool:
    """Whether a power of ten without a number before it counts: `trăm hộ`, `hàng tỷ đồng`."""
    before, after = low[max(0, at - 8) : at], low[at + len(word) + 1 :]
    if word in ("linh", "lẻ", "rưỡi", "mười") or before.endswith("phần "):
        return False
    if word in ("tỷ", "tỉ", "vạn"):
        return _LOOSE_POWERS.search(before) is not None
    return _OF_POWER.match(after) is None


def _is_number(text: str, low: str, at: int, words: str) -> bool:
    """Whether number words count something and are no article, year, name or kinship term."""
    before, after = low[max(0, at - 12) : at], low[at + len(words) :]
    if " " in words or words == "mười":
        return not _is_in_name(text, at, words)
    if words in _ALONE_AFTER:
        return re.search(rf"{_ALONE_AFTER[words]}\s$", before) is not None
    if words in _NO_NUMBER and _NO_NUMBER[words].match(after):
        return False
    if _is_in_name(text, at, words):
        return False
    unit = unit_at(low, at + len(words) + 1) if after.startswith(" ") else None
    if words == "năm":
        counts = unit is not None and kind_of(unit[0]) not in ("time", None)
        return counts and _YEAR_AFTER.search(before) is None
    if words == "một":
        if _NO_COUNT.match(after):
            return False
        return unit is not None or _COUNTS.search(before) is not None
    return True


def _is_in_name(text: str, at: int, words: str) -> bool:
    """Whether the words are capitalised beside another capital: `Ba Bể`, `Hai Bà Trưng`."""
    after = text[at + len(words) :].lstrip(" -")
    before = text[:at].rstrip(" -").rpartition(" ")[2]
    is_beside = after[:1].isupper() or (at > 0 and before[:1].isupper())
    return text[at].isupper() and is_beside


def _english(low: str) -> Iterator[tuple[int, int, Decimal | None]]:
    taken = [m.span() for m in _EN_LOOSE.finditer(low)]
    yield from ((start, end, None) for start, end in taken)
    for match in _EN_RUN.finditer(low):
        start, end = match.span()
        if any(a < end and start < b for a, b in taken):
            continue
        if match[0] == "one" and (
            _EN_NO_NUMBER.search(low[max(0, start - 8) : start]) or _EN_AFTER_ONE.match(low[end:])
        ):
            continue
        yield start, end, _english_value(match[0])


def _english_value(words: str) -> Decimal | None:
    """The value of English number words; None where they are not one number (`two three`)."""
    total = block = 0
    for word in re.split(r"[ -]", words):
        if word in _EN_ONES:
            if block % 10 or (block % 100 and _EN_ONES[word] >= 10):
                return None
            block += _EN_ONES[word]
        elif word in _EN_TENS:
            if block % 100:
                return None
            block += _EN_TENS[word]
        elif word in ("hundred", "dozen"):
            block = (block or 1) * _EN_POWERS[word]
        elif word in _EN_POWERS:
            total, block = total + (block or 1) * _EN_POWERS[word], 0
    return Decimal(total + block)
