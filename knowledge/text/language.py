"""Which language a question is written in, and whether with its accents."""

from typing import Literal

from knowledge.text.patterns import lazy_regex
from knowledge.text.spelling import fold, plain, words

Accents = Literal["full", "partial", "none"]

_SYLLABLE = lazy_regex(r"(?<![\w])[^\W\d_]{2,}(?![\w])")

_ENGLISH = frozenset((
    "how many much what which who whom when where why is are was were be been the of in on at "
    "to did does do has have had workers people person year rate number for and or a an by "
    "from under there hello hi thanks thank you please show tell me about percent percentage "
    "plan target achieved targets exceeded missed bulletin bulletins article articles news latest "
    "newest recent summary summarise summarize published wrote author any anything everything give find list sum "
).split())  # fmt: skip
_VIETNAMESE = frozenset((
    "bao nhieu nguoi nam tinh la co duoc khong nao gi ai khi cua cho viec lam ty le ke hoach "
    "chi tieu ho ngheo dat trong voi va cac nhung moi mot tai sao dau the con so luong thi ma "
    "vi den tu xin chao cam on giup toi ban huyen xa thanh pho dao tao nghe lao dong "
).split())  # fmt: skip


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


def has_accents(low: str) -> bool:
    """Whether a syllable of `low`, a text that is `plain`, carries an accent; stops at the first."""
    return any(m[0] != fold(m[0]) for m in _SYLLABLE.finditer(low))


def language(text: str) -> Literal["vi", "en"]:
    """The language of a question: Vietnamese if a letter of it is, or most of its known words.

    Names are left out: `Who led the police of Bình Thạnh?` is English.
    """
    written = words(text)
    is_mixed = any(w.islower() for w in written)
    ordinary = [w for i, w in enumerate(written) if i == 0 or not (is_mixed and w[0].isupper())]
    marks = [w for w in ordinary if w.isalpha() and plain(w) != fold(w)]
    low = [fold(w) for w in ordinary]
    english = sum(w in _ENGLISH for w in low)
    vietnamese = sum(w in _VIETNAMESE for w in low) + 2 * len(marks)
    # "how many workers in bắc kạn": the accents of a name do not make it Vietnamese.
    if english >= 3 and english > vietnamese - 2 * len(marks) + len(marks) / 2:
        return "en"
    return "en" if english > vietnamese else "vi"
