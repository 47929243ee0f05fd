"""A query -> how to search for it: which words, in which spelling, how much each side counts.

Accents are asked for where the query has them. A query without them is searched folded first, and
again as `knowledge.search.accents` spells it from what was found. An English one brings the Vietnamese
of the words that it shares with the domain (`knowledge.vocabulary.glossary`), names and numbers; the more
of its words are known, the more they count beside its own vector. Measured in evals/README.md.
"""

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from knowledge.storage.lexical import Term
from knowledge.text.language import accents, language
from knowledge.text.spelling import fold, plain, terms, words
from knowledge.vocabulary.glossary import translated
from knowledge.vocabulary.indicators import find_indicators
from knowledge.vocabulary.places import find_countries, find_places

_STOP_VI = frozenset(
    "la có bao nhiêu của cho và các những được trong thì mà này đó nào gì ai ở tại với về theo đã"
    " đang sẽ không hay hoặc từ đến một là như thế khi vào ra trên dưới bị do vì nên rằng tôi bạn xin"
    " hãy hỏi biết mấy sao đâu bằng còn cũng rất nhiều ít số lượng tổng cộng".split()
)
_STOP_FOLDED = frozenset(fold(word) for word in _STOP_VI) - {"tai"}
_STOP_EN = frozenset(
    "how many much what which who whom whose when where why is are was were be been being the of in"
    " on at to did does do done has have had for and or a an by from with under over there their"
    " they them his her he she its it this that these those as than then into out up down not no so"
    " such if but about after before during between per each all any some more very can could may"
    " might should would will must according said says say told tell got two one three"
    # Bits of words: Vietnam's, didn't.
    " s t d re ve ll".split()
)
_MAX_TERMS = 60
_ALTERNATIVES = 2


@dataclass(frozen=True, slots=True)
class QueryProfile:
    """How one query is to be searched.

    `words` are its content words as the passages spell them; `meaning` is what is embedded, and
    `gloss`, where it is not empty, is embedded too and counts `known`, from 0 to 1.
    """

    form: Literal["vi", "folded", "en"]
    words: tuple[str, ...]
    terms: tuple[Term, ...]
    meaning: str
    gloss: str = ""
    known: float = 0.0


def profile_of(query: str) -> QueryProfile:
    """The profile of a query in either language, with accents or without."""
    query = query[:2000]
    if language(query) == "en":
        return _english(query)
    if accents(query) == "full":
        return accented_profile(query)
    kept = [w for w in words(fold(query)) if w not in _STOP_FOLDED]
    kept += [fold(w) for w in _spelled_out(query, "folded")]
    return QueryProfile("folded", _once(kept), _terms("folded", kept), query)


def accented_profile(query: str) -> QueryProfile:
    """The profile of a Vietnamese query that has its accents, of its own or restored."""
    kept = [w for w in words(plain(query)) if w not in _STOP_VI]
    kept += _spelled_out(query, "vi")
    return QueryProfile("vi", _once(kept), _terms("accented", kept), query)


def _spelled_out(query: str, form: Literal["vi", "folded"]) -> list[str]:
    """The words of what an abbreviation stands for (`xklđ`).

    Names that are words themselves are not doubled: that made search worse.
    """
    found: list[str] = []
    for mention in find_indicators(query, form):
        said = {fold(w) for w in words(query[mention.start : mention.end])}
        meant = words(plain(mention.indicator.vi[0]))
        if not said & {fold(w) for w in meant}:
            found += meant
    return found


def _once(found: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found))


def _terms(column: str, kept: Sequence[str]) -> tuple[Term, ...]:
    """The words and neighbouring pairs as terms of one column."""
    return tuple(Term(column, (t,)) for t in _once(terms(" ".join(kept)))[:_MAX_TERMS])


def _phrase(text: str) -> Term:
    """A Vietnamese phrase: its neighbouring pairs, all of them; a word alone is itself."""
    spoken = words(plain(text))
    pairs = tuple(f"{a}_{b}" for a, b in itertools.pairwise(spoken))
    return Term("accented", pairs or tuple(spoken))


def _name(*parts: str) -> Term:
    """A name or number of the question: as it is spelt where it has accents, else folded."""
    text = "_".join(parts)
    if plain(text) != fold(text):
        return Term("accented", (plain(text),))
    return Term("folded", (fold(text),))


def _english(query: str) -> QueryProfile:
    """What an English query shares with Vietnamese text, and how much of it that is."""
    spoken = words(query)
    phrases = [m.indicator.vi[0] for m in find_indicators(query, "en")]
    phrases += [m.name for m in find_places(query)] + list(find_countries(query))
    known = {w for phrase in _names_in_english(query) for w in phrase}
    gloss: list[str] = []
    at = 0
    for phrase, meanings in translated(query):
        size = len(phrase.split())
        start = next(i for i in range(at, len(spoken)) if _said(spoken, i, size) == phrase)
        gloss += [w for w in spoken[at:start] if w.lower() not in _STOP_EN]
        if start and spoken[start][0].isupper() and size == 1:
            gloss.append(spoken[start])  # a name that happens to be a word
        else:
            gloss.append(meanings[0])
            phrases += meanings[:_ALTERNATIVES]
            known |= set(phrase.split())
        at = start + size
    gloss += [w for w in spoken[at:] if w.lower() not in _STOP_EN]
    names = [i for i, w in enumerate(spoken) if _is_name(w, i)]
    found = [_phrase(p) for p in phrases] + [_name(spoken[i]) for i in names]
    found += [_name(spoken[i], spoken[i + 1]) for i in names if i + 1 in names]
    known |= {spoken[i].lower() for i in names}
    content = [w for w in spoken if w.lower() not in _STOP_EN]
    share = sum(w.lower() in known for w in content) / max(1, len(content))
    kept = [w for p in phrases for w in words(plain(p))] + [plain(spoken[i]) for i in names]
    return QueryProfile(
        "en", _once(kept), tuple(dict.fromkeys(found))[:_MAX_TERMS], query, " ".join(gloss), share
    )


def _said(spoken: Sequence[str], at: int, size: int) -> str:
    return " ".join(w.lower() for w in spoken[at : at + size])


def _names_in_english(query: str) -> list[list[str]]:
    """The words of the query that indicators and places take up."""
    spans = [(m.start, m.end) for m in find_indicators(query, "en")]
    spans += [(m.start, m.end) for m in find_places(query)]
    return [[w.lower() for w in words(query[a:b])] for a, b in spans]


def _is_name(word: str, at: int) -> bool:
    if any(c.isdigit() for c in word) or plain(word) != fold(word):
        return True
    return at > 0 and word[0].isupper() and word.lower() not in _STOP_EN
