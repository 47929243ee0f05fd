"""Vietnamese text as code needs it: normal forms, sentences, tokens, accents.

Only `clean` changes what is stored; every other form is derived, and the functions that
fold keep one output character per input character, so offsets stay valid.
"""

import itertools
import re
import unicodedata
from collections.abc import Iterator
from typing import Literal

from knowledge.text.disguises import undisguised

Accents = Literal["full", "partial", "none"]

_SPACES = re.compile("[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_WORD = re.compile(r"[^\W_]+(?:[.,/][0-9]+)*", re.UNICODE)

# The tone mark of oa, oe, uy stands on either vowel (hòa, hoà) when the syllable is open.
_TONE_PAIRS = {
    new: old
    for news, olds in (
        ("oà oá oả oã oạ", "òa óa ỏa õa ọa"),
        ("oè oé oẻ oẽ oẹ", "òe óe ỏe õe ọe"),
        ("uỳ uý uỷ uỹ uỵ", "ùy úy ủy ũy ụy"),
    )
    for new, old in zip(news.split(), olds.split(), strict=True)
}
_TONE_NEW = re.compile(rf"(?<!q)({'|'.join(_TONE_PAIRS)})(?!\w)")

_NG_BEFORE_FRONT_VOWEL = re.compile(r"(?<!\w)ng(?=[eéèẻẽẹêếềểễệiíìỉĩị])", re.IGNORECASE)

# A stop ends a sentence unless what stands before it is one of these or a lone capital.
_NO_STOP = frozenset({"tp", "ths", "ts", "gs", "pgs", "bs", "ks", "tx", "đ/c", "th.s", "t.p", "tr",
                      "mr", "mrs", "dr", "no", "st"})  # fmt: skip
CAPITAL = "A-ZÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬĐÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
# `…giảm đầu vào.Ông Đại nói`: web pages lose the space after a stop.
_STOP = re.compile(
    r"[.!?…](?<![.!?…]{2})[.!?…]*+(?:/\.)?[\"”’)\]]*+(?=\s|$)|\n+"
    rf"|(?<=[^\W\d_A-Z]{{3}})\.(?=[{CAPITAL}][^\W\d_]*\s)|(?<=%)\.(?=[{CAPITAL}])"
)
# What reads a sentence may look at it once a number: longer ones than any of 68,000 in real texts
# (2,321 characters, 67 numbers) are cut, so that no text costs more than in proportion to its length.
# In a short one any number of numbers does no harm.
_MAX_SENTENCE, _MAX_NUMBERS, _SHORT = 2400, 80, 600
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
_REST_OF_NUMERAL = re.compile(r"[\d.,]*")


def clean(text: str) -> str:
    """`text` in NFC, undisguised (`knowledge.text.disguises`), spaces within a line collapsed.

    Line breaks are kept as `\\n`; of more than 30 combining marks in a row the rest is dropped.
    """
    lines = (_SPACES.sub(" ", line).strip() for line in undisguised(text).split("\n"))
    return "\n".join(lines)


def _fold_character(character: str) -> str:
    if character in "đĐ":
        return "d"
    base = unicodedata.normalize("NFD", character)[0].lower()
    return base if len(base) == 1 else character


_FOLDED: dict[int, str] = {}


def fold(text: str) -> str:
    """`text` lower-cased without diacritics, `đ` as `d`; as long as the NFC input."""
    for character in set(text):
        if ord(character) not in _FOLDED:
            _FOLDED[ord(character)] = _fold_character(character)
    return text.translate(_FOLDED)


def plain(text: str) -> str:
    """NFC `text` lower-cased with its accents, the tone marks of oa, oe, uy in one place.

    As long as its input.
    """
    lower = text.lower()
    if len(lower) != len(text):  # İ alone grows; offsets matter more
        lower = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return _TONE_NEW.sub(lambda m: _TONE_PAIRS[m[0]], lower)


def respelled(text: str) -> str:
    """NFC `text` with `ngh` where `ng` stands before e, ê or i: no Vietnamese syllable has that.

    `hộ ngèo`, `thất ngiệp`, `ngỉ hưu` are what people type in haste.
    """
    return _NG_BEFORE_FRONT_VOWEL.sub(lambda m: m[0] + ("H" if m[0][-1] == "G" else "h"), text)


def words(text: str) -> list[str]:
    """The words and numbers of `text`; `8.095/6.000` is one."""
    return _WORD.findall(text)


def sentences(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """The spans of the sentences of `text[start:end]`, without surrounding space, in order.

    One beyond all measure is cut at a space: at 2,400 characters, or after 80 numbers.
    """
    end = len(text) if end is None else end
    begin = start
    for stop in _STOP.finditer(text, start, end):
        if stop[0] == "." and _is_abbreviation(text[max(begin, stop.start() - 40) : stop.start()]):
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
    """The span in as many pieces as it takes."""
    while span:
        start, end = span
        cut = _cut(text, start, end)
        if piece := _trim(text, start, cut):
            yield piece
        span = _trim(text, cut, end)


def _cut(text: str, start: int, end: int) -> int:
    """Where the first piece of a span ends: at its end, unless that is too long."""
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
    # Half a numeral would be another number.
    rest = _REST_OF_NUMERAL.match(text, limit, end) if text[limit - 1].isdigit() else None
    return rest.end() if rest else limit


def _is_abbreviation(before: str) -> bool:
    word = before.rsplit(None, 1)[-1].strip('("“') if before.strip() else ""
    return word.lower() in _NO_STOP or (len(word) == 1 and word.isupper())


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None


def accents(text: str) -> Accents:
    """Whether Vietnamese `text` is written with its accents.

    About six syllables in ten carry one; below a fifth the writer uses some or none.
    """
    pairs = zip(words(plain(text)), words(fold(text)), strict=False)
    syllables = [(p, f) for p, f in pairs if p.isalpha() and len(p) > 1]
    marked = sum(p != f for p, f in syllables)
    if not marked:
        return "none"
    return "full" if marked >= len(syllables) / 5 or len(syllables) < 4 else "partial"


def has_accents(text: str) -> bool:
    """Whether any syllable carries one: `accents` is not `none`; stops at the first."""
    syllables = (m[0] for m in _WORD.finditer(plain(text)))
    return any(s != fold(s) for s in syllables if len(s) > 1 and s.isalpha())


def terms(text: str) -> list[str]:
    """Index terms: every word and every pair of neighbours, `giải_quyết`."""
    singles = [w.lower() for w in words(text)]
    return singles + [f"{a}_{b}" for a, b in itertools.pairwise(singles)]


_ENGLISH = frozenset((
    "how many much what which who whom when where why is are was were be been the of in on at "
    "to did does do has have had workers people person year rate number for and or a an by "
    "from under there hello hi thanks thank you please show tell me about percent percentage "
    "plan target achieved "
).split())  # fmt: skip
_VIETNAMESE = frozenset((
    "bao nhieu nguoi nam tinh la co duoc khong nao gi ai khi cua cho viec lam ty le ke hoach "
    "chi tieu ho ngheo dat trong voi va cac nhung moi mot tai sao dau the con so luong thi ma "
    "vi den tu xin chao cam on giup toi ban huyen xa thanh pho dao tao nghe lao dong "
).split())  # fmt: skip


def language(text: str) -> Literal["vi", "en"]:
    """The language of a question: Vietnamese where a letter or most known words say so.

    Names tell nothing: `Who led the police of Bình Thạnh?` is English.
    """
    spoken = words(text)
    is_mixed = any(w.islower() for w in spoken)
    telling = [w for i, w in enumerate(spoken) if i == 0 or not (is_mixed and w[0].isupper())]
    marks = [w for w in telling if w.isalpha() and plain(w) != fold(w)]
    low = [fold(w) for w in telling]
    english = sum(w in _ENGLISH for w in low)
    vietnamese = sum(w in _VIETNAMESE for w in low) + 2 * len(marks)
    # "how many workers in bắc kạn": the accents of a name do not make it Vietnamese.
    if english >= 3 and english > vietnamese - 2 * len(marks) + len(marks) / 2:
        return "en"
    return "en" if english > vietnamese else "vi"
