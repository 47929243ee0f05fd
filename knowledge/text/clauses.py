"""A sentence -> its clauses: official sentences have up to 600 characters, answers need a tenth."""

from collections.abc import Iterator

from knowledge.text.patterns import lazy_regex
from knowledge.text.spelling import plain

# A sentence up to this length is quoted whole; a clause below the minimum is not clear alone.
_SHORT, _LEAST, _MOST = 180, 60, 320
# Between clauses: a semicolon, a dash between spaces, or a comma before a word that begins a
# clause.
_BREAK = lazy_regex(
    r";\s+|\s[–—-]\s|,\s+(?=(?:trong đó|trong khi|đồng thời|ngoài ra|bên cạnh|còn|riêng|nhưng|song|"
    r"tuy nhiên|theo đó|qua đó|nhờ đó|do đó|vì vậy|góp phần|nhằm|để|và|với|gồm|bao gồm|tăng|giảm|"
    r"đạt|chiếm|bằng|cùng với|tổ chức|thực hiện|hỗ trợ|giải quyết|tập trung|đã|được|có|là|tại|năm)"
    r"(?!\w))"
)


def clauses(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The spans of the clauses of the sentence `text[start:end]`, in order; they tile its words.

    Nothing is cut inside brackets or quotation marks.
    """
    low = plain(text)
    at = start
    for match in _BREAK.finditer(low, start, end):
        if match.start() > at and not _is_inside(text, start, match.start()):
            yield at, match.start()
            at = match.end()
    if at < end:
        yield at, end


def clause_around(text: str, sentence: tuple[int, int], words: tuple[int, int]) -> tuple[int, int]:
    """The span of a sentence to quote for the span `words` that answers; all of a short sentence.

    It begins with the clauses that contain the words and grows, first to the left (where the
    subject is), until it is long enough to be understood.
    """
    start, end = sentence
    if end - start <= _SHORT:
        return sentence
    spans = list(clauses(text, start, end))
    held = [i for i, (a, b) in enumerate(spans) if a < words[1] and b > words[0]]
    if not held:
        return sentence
    first, last = held[0], held[-1]
    while first > 0 and spans[last][1] - spans[first][0] < _LEAST:
        first -= 1
    while last + 1 < len(spans) and spans[last][1] - spans[first][0] < _LEAST:
        last += 1
    # One more clause adds the subject, unless it makes the quotation long.
    if first > 0 and spans[last][1] - spans[first - 1][0] <= _SHORT:
        first -= 1
    begin, stop = spans[first][0], spans[last][1]
    return (start, end) if stop - begin > end - start - _LEAST // 2 else (begin, stop)


def _is_inside(text: str, start: int, at: int) -> bool:
    before = text[start:at]
    return before.count("(") > before.count(")") or before.count("“") > before.count("”")
