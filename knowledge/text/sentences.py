"""A text -> the spans of its sentences."""

import itertools
import re
from collections.abc import Iterator

from knowledge.text.patterns import lazy_regex
from knowledge.text.spelling import CAPITAL

# A full stop ends a sentence unless it follows one of these or a single capital.
_NO_STOP = frozenset({"tp", "ths", "ts", "gs", "pgs", "bs", "ks", "tx", "đ/c", "th.s", "t.p", "tr",
                      "mr", "mrs", "dr", "no", "st"})  # fmt: skip
# `…giảm đầu vào.Ông Đại nói`: web pages lose the space after a stop.
# Each alternative begins with one of the marks, so that other characters are passed over fast.
_STOP = lazy_regex(
    r"(?=[.!?…\n])(?:[.!?…](?<![.!?…]{2})[.!?…]*+(?:/\.)?[\"”’)\]]*+(?=\s|$)|\n+"
    rf"|\.(?=[{CAPITAL}])(?:(?<=[^\W\d_A-Z]{{3}}\.)(?=[^\W\d_]{{1,99}}\s)|(?<=%\.))"
    # `1,9 % .Năm 2021`, `38.900 hộ.Năm 2021`, `(3,2%).Năm 2021`: a stop at the wrong side of its space.
    rf"|\.(?=[{CAPITAL}][^\W\d_A-Z]+[\s,])(?:(?<=[\s)”\"\]]\.)|(?<=\d{{3}}\.)|(?<=\s(?:hộ|tỷ|tỉ|xã|em|ha|km|ấp)\.)))"
)
# "1.", "4.2.", "a.", "Điều 9.", "Khoản 2." at the start of a sentence number what follows; so does the
# first of a list behind a colon: "gồm: 1. …". Another number there is a value: "Số hộ: 15."
_NUMBER = r"(?:\d{1,2}(?:\.\d{1,2}){0,3}|[IVX]{1,5}|[ivx]{1,5}|[A-ZĐa-zđ])"
_PART = r"(?:(?:điều|khoản|điểm|chương|mục|tiểu mục|phần|phụ lục|bài|bước)\s*\d{1,3}[a-zđ]?|(?:chương|mục|phần|phụ lục)\s+[ivx]{1,5})"
_ENUMERATOR = lazy_regex(
    rf"[\W_]*(?:(?i:{_PART})|{_NUMBER})|.*[:;]\s*(?:Điều\s*\d{{1,3}}[a-zđ]?|1(?:\.1)?|[Iia])",
    re.DOTALL,
)
# `bé Kh.`, `bà N.T. V`, `Ng. Văn A`: initials of a name.
_INITIALS = lazy_regex(r"(?:[A-ZĐ]\w?\.)*[A-ZĐ](?:h|r|g|gh)?")
# `dễ dàng… và cho rằng`, `"Sao vậy?" ông nói`: the sentence goes on in a small letter, which begins no
# item of a list.
_GOES_ON = lazy_regex(r"[^\S\n]+[a-zà-ỹđ](?![).])")
_MAY_GO_ON = lazy_regex(r"[.…]{2,}[\"”’)\]]*|…[\"”’)\]]*|[.!?…]+[\"”’)\]]+")
# Extraction may read a sentence once for each of its numbers. Sentences longer than any of 68,000
# in real texts (2,321 characters, 67 numbers) are cut, so that the time is proportional to the
# length of a text. A short sentence may have any number of numbers.
_MAX_SENTENCE, _MAX_NUMBERS, _SHORT = 2400, 80, 600
_MAX_BEFORE, _MAX_ENUMERATOR = 40, 12
_DIGITS = lazy_regex(r"\d+(?:[.,]\d+)*")
_REST_OF_NUMERAL = lazy_regex(r"[\d.,]*")


def sentences(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """The spans of the sentences of `text[start:end]`, without surrounding space, in order.

    An overlong sentence is cut at a space: at 2,400 characters, or after 80 numbers.
    """
    end = len(text) if end is None else end
    begin = start
    for stop in _STOP.finditer(text, start, end):
        if stop[0] == "." and _is_no_end(text, begin, stop.start()):
            continue
        if _MAY_GO_ON.fullmatch(stop[0]) and _GOES_ON.match(text, stop.end(), end):
            continue
        if span := _trim(text, begin, stop.end()):
            if span[1] - span[0] <= _SHORT:
                yield span
            else:
                yield from _bounded(text, span)
        begin = stop.end()
    if span := _trim(text, begin, end):
        yield from _bounded(text, span)


def _bounded(text: str, span: tuple[int, int] | None) -> Iterator[tuple[int, int]]:
    """The span, cut into pieces within the limits."""
    while span:
        start, end = span
        cut = _cut(text, start, end)
        if piece := _trim(text, start, cut):
            yield piece
        span = _trim(text, cut, end)


def _cut(text: str, start: int, end: int) -> int:
    """The end of the first piece of a span: the span's end where that is within the limits."""
    limit = min(end, start + _MAX_SENTENCE)
    if limit - start > _SHORT:
        numbers = itertools.islice(_DIGITS.finditer(text, start, limit), _MAX_NUMBERS, None)
        surplus = next(numbers, None)
        limit = surplus.start() if surplus else limit
    if limit == end:
        return end
    space = max(text.rfind(" ", start + 1, limit), text.rfind("\n", start + 1, limit))
    if space > 0:
        return space
    # A cut inside a numeral would change the number.
    rest = _REST_OF_NUMERAL.match(text, limit, end) if text[limit - 1].isdigit() else None
    return rest.end() if rest else limit


def _is_no_end(text: str, begin: int, at: int) -> bool:
    """Whether the full stop at `at` of a sentence from `begin` belongs to a number or a short word."""
    before = text[max(begin, at - _MAX_BEFORE) : at]
    word = before.rsplit(None, 1)[-1].strip('("“') if before.strip() else ""
    if word.lower() in _NO_STOP or _INITIALS.fullmatch(word):
        return True
    return len(word) <= _MAX_ENUMERATOR and _ENUMERATOR.fullmatch(before) is not None


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None
