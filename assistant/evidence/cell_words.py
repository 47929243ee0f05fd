"""Words of a question -> how well they name a cell of a table by its row, column and caption.

A question need not repeat the words of a heading: synonyms come from the vocabulary of indicators,
English words from the glossary. What a cell says more than the others of its table narrows it
("Nhật Bản", "nữ"), so a cell with such a word that the question does not have is a worse answer.
"""

import re
import tomllib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise

from assistant.records import Question
from knowledge.text.language import accents
from knowledge.text.patterns import lazy_regex
from knowledge.text.spelling import fold, plain, respelled, words
from knowledge.vocabulary.countries import find_countries
from knowledge.vocabulary.glossary import translated
from knowledge.vocabulary.indicators import find_indicators
from knowledge.vocabulary.periods import find_periods
from knowledge.vocabulary.places import find_places

_ABBREVIATIONS = (
    ("bhxh", "bảo hiểm xã hội"), ("bhyt", "bảo hiểm y tế"), ("bhtn", "bảo hiểm thất nghiệp"),
    ("xklđ", "xuất khẩu lao động"), ("gqvl", "giải quyết việc làm"), ("lđ", "lao động"),
    ("gdnn", "giáo dục nghề nghiệp"), ("thcs", "trung học cơ sở"), ("thpt", "trung học phổ thông"),
)  # fmt: skip
_KINDS = frozenset("huyen thi xa thanh pho tinh quan phuong tran toan ca".split())
# Phrases and words that name nothing: of asking, and between other words.
_EMPTY_PHRASES = ("địa bàn", "kết quả", "bao nhiêu", "bao lâu", "tất cả", "là mấy")
EMPTY = frozenset(
    "mấy là của có cho được đã và với thì ở tại vào về nào gì không đạt năm tháng quý đến từ theo"
    " các những hay hỏi xin tôi biết trong ra sao thế trên bị do ai đâu lúc khi".split()
)
# Words that say of what kind a row or a column is; tables may leave them out.
_KIND_WORDS = frozenset("nganh linh vuc khu trinh nhom loai hinh thi truong dien".split())
# What the caption says already tells little between the cells of one table.
_SHARED = 0.25
_KINDS_AHEAD = lazy_regex(
    r"(?<!\w)(?:(?:huyen|thi xa|thanh pho|toan tinh|tinh|quan|phuong|xa|district|province|city) )+$"
)
_CLOCK = lazy_regex(r"(?<![\d:])(\d{1,2})(?::00)?\s?([ap])\.?m\.?(?!\w)", re.IGNORECASE)
LINKS = frozenset(
    "cua va cac theo duoc da co cho tu tro len tren trong so tong chung do nam ky".split()
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """One thing that a question says: its forms, of which a cell needs one, each with all words.

    `weight` is its number of words; `is_needed` is False for common words, which help to choose
    among cells and are not missed.
    """

    forms: tuple[frozenset[str], ...]
    weight: int
    is_needed: bool


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a cell fits: the share of the needed words it has, and what ranks it."""

    share: float
    named: float
    extra: int


def wanted_in(question: Question) -> tuple[Wanted, ...]:
    """What the question says besides times and places."""
    text = expanded(question.text)
    if question.language == "en":
        return tuple(_english(question, text))
    spell = speller(question)
    bare = without_names(text, question)
    low = spell(bare)
    wanted: list[Wanted] = []
    spans: list[tuple[int, int]] = []
    form = "vi" if spell is plain else "folded"
    for mention in find_indicators(bare, form, is_question=True):
        span = (mention.start, mention.end)
        names = (*mention.indicator.vi, low[mention.start : mention.end])
        forms = tuple(frozenset(words(spell(expanded(name)))) for name in names)
        if span in spans:
            last = wanted[-1]
            wanted[-1] = Wanted((*last.forms, *forms), last.weight, True)
            continue
        if spans and span[0] < spans[-1][1]:
            continue
        wanted.append(Wanted(forms, len(words(low[span[0] : span[1]])), True))
        spans.append(span)
    for start, end in reversed(spans):
        low = f"{low[:start]} {low[end:]}"
    generic, is_plain = _generic(), spell is plain
    for phrase in _EMPTY_PHRASES:
        low = low.replace(phrase if is_plain else fold(phrase), " ")
    empty = EMPTY if is_plain else frozenset(map(fold, EMPTY))
    for word in dict.fromkeys(words(low)):
        if word not in empty and not word.isdigit():
            is_needed = fold(word) not in generic | _KIND_WORDS
            wanted.append(Wanted((frozenset((word,)),), 1, is_needed))
    return tuple(wanted)


def fit_of(
    wanted: Sequence[Wanted], name: str, narrow: frozenset[str], label: str, above: str,
    question: Question, whole: frozenset[str] = frozenset(), given: frozenset[str] = frozenset(),
) -> Fit:  # fmt: skip
    """How well a cell fits; `narrow` are the words of its name that not all cells beside it have.

    `label` is that of its row, `above` what stands above the table: it fits all its cells alike.
    A part of something need not be asked for with the words of the `whole`, and `given` words
    narrow nothing.
    """
    spell = speller(question)
    name_words = frozenset(words(spell(expanded(name))))
    shared = frozenset(words(spell(expanded(above))))
    around = name_words | shared | frozenset(words(spell(expanded(label))))
    narrow = frozenset(spell(word) for word in narrow)
    needed = [w for w in wanted if w.is_needed] or list(wanted)
    held = sum(w.weight for w in needed if any(form <= around for form in w.forms))
    spent = _spent(question, above, name)
    hits = [
        (w, form) for w in wanted for form in w.forms
        if form <= name_words and not form <= spent
    ]  # fmt: skip
    best: dict[int, float] = {}
    for w, form in hits:
        weight = w.weight * _SHARED if any(f <= shared for f in w.forms) else w.weight
        best[id(w)] = max(best.get(id(w), 0.0), weight + len(form & narrow) / 2)
    hit_words = frozenset(word for _, form in hits for word in form)
    part_words = narrow - whole
    # Where the question names the part, the whole counts for nothing.
    aside = whole if part_words & hit_words else frozenset[str]()
    extra = [word for word in narrow - hit_words - aside - given if fold(word) not in LINKS]
    return Fit(held / max(1, sum(w.weight for w in needed)), sum(best.values()), len(extra))


def _spent(question: Question, above: str, name: str) -> frozenset[str]:
    """The words that the question has only within names above the table: `cá` of `cảng cá`.

    A pair of words that the cell's own name has too is the cell's.
    """
    spell = speller(question)
    question_words = words(spell(expanded(question.text)))
    pairs = _pairs(words(spell(expanded(above)))) - _pairs(words(spell(expanded(name))))
    is_spent = [False] * len(question_words)
    for at, pair in enumerate(pairwise(question_words)):
        if pair in pairs:
            is_spent[at] = is_spent[at + 1] = True
    free = {word for word, spent in zip(question_words, is_spent, strict=True) if not spent}
    return frozenset(question_words) - free


def _pairs(row: Sequence[str]) -> set[tuple[str, str]]:
    return set(pairwise(row))


def words_of(name: str) -> frozenset[str]:
    """The words of a name with their accents, abbreviations in full."""
    return frozenset(words(plain(expanded(name))))


def speller(question: Question) -> Callable[[str], str]:
    """The spelling in which words are compared: without accents if the question has none."""
    is_accented = question.language == "en" or accents(question.text) == "full"
    return plain if is_accented else fold


def expanded(text: str) -> str:
    """A text with its abbreviations in full and its tone marks in the usual places."""
    text = _CLOCK.sub(_hour, respelled(text))
    for short, full in _ABBREVIATIONS:
        if short in text.lower():
            text = re.sub(rf"(?<!\w){short}(?!\w)", full, text, flags=re.IGNORECASE)
    return text


def _hour(match: re.Match[str]) -> str:
    """`7 a.m.` as tables write it: `7h`."""
    hour = int(match[1]) % 12 + 12 * (match[2].lower() == "p")
    return f"{hour}h"


def without_names(text: str, question: Question) -> str:
    """A text with spaces in place of its times and places."""
    folded = fold(text)
    # `Đầu năm 2023` says which of two columns is meant.
    spans = [
        (m.start + len("đầu ") * folded.startswith(("dau nam", "cuoi nam"), m.start), m.end)
        for m in find_periods(text, question.mentions.published_on)
    ]
    spans += [(m.start, m.end) for m in find_places(text)]
    for place in question.places:
        bare = words(fold(place.split("(")[0].split(",")[0]))
        while bare and bare[0] in _KINDS and len(bare) > 1:
            bare = bare[1:]
        pattern = r"[\s-]+".join(map(re.escape, bare))
        spans += [m.span() for m in re.finditer(rf"(?<!\w){pattern}(?!\w)", folded)]
    for start, end in sorted(set(spans), reverse=True):
        kind = _KINDS_AHEAD.search(folded[:start])
        start = kind.start() if kind else start
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _english(question: Question, text: str) -> Iterable[Wanted]:
    bare = without_names(text, question)
    generic = generic_english()
    spans: list[tuple[int, int]] = []
    for mention in find_indicators(bare, "en", is_question=True):
        if spans and mention.start < spans[-1][1]:
            continue
        forms = tuple(frozenset(words(plain(expanded(n)))) for n in mention.indicator.vi)
        spans.append((mention.start, mention.end))
        yield Wanted(forms, len(words(bare[mention.start : mention.end])), True)
    for country in find_countries(bare):
        yield Wanted((frozenset(words(plain(country))),), 2, True)
    for start, end in reversed(spans):
        bare = bare[:start] + " " * (end - start) + bare[end:]
    known: set[str] = set()
    for phrase, meanings in translated(bare):
        known.update(phrase.split())
        if not set(phrase.split()) <= generic and not find_countries(phrase.title()):
            forms = tuple(frozenset(words(plain(expanded(m)))) for m in meanings)
            yield Wanted(forms, len(phrase.split()), True)
        if " " in phrase:  # `primary schools` are schools
            for _, kinds in translated(phrase.rpartition(" ")[2]):
                yield Wanted(tuple(frozenset(words(plain(m))) for m in kinds), 1, False)
    # A word without a translation is wanted too: a name, or what no cell has.
    for word in dict.fromkeys(words(plain(bare))):
        if word not in known | generic and not word.isdigit():
            yield Wanted((frozenset((word,)),), 1, True)


@cache
def _tables() -> dict[str, frozenset[str]]:
    text = files("assistant.evidence").joinpath("relevance.toml").read_text("utf-8")
    return {name: frozenset(row.split()) for name, row in tomllib.loads(text).items()}


def _generic() -> frozenset[str]:
    return _tables()["generic_vi"]


def generic_english() -> frozenset[str]:
    """English words of asking, comparing and reporting, which name nothing."""
    return _tables()["generic_en"]
