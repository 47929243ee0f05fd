"""A query -> its search profile: its words, their spelling, the weight of each part.

A query with accents is searched with accents. One without accents is searched folded, and again
with the accents that `knowledge.search.accents` restores. Of an English query the domain words are
translated (`knowledge.vocabulary.glossary`), names and numbers kept; the larger their share of its
words, the more the translation counts beside the query's own vector. Measured in evals/README.md.
"""

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from knowledge.numbers.mentions import Mentions
from knowledge.storage.lexical import Term
from knowledge.text.spelling import fold, plain, terms, words
from knowledge.vocabulary.english_dates import date_terms
from knowledge.vocabulary.glossary import translated
from knowledge.vocabulary.lexicon import expected_terms

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
    # Parts of words: Vietnam's, didn't.
    " s t d re ve ll".split()
)
_MAX_CHARS, _MAX_TERMS = 2000, 60
_ALTERNATIVES = 2


@dataclass(frozen=True, slots=True)
class QueryProfile:
    """The search profile of one query.

    `words` are its content words as the passages spell them; `meaning` is what is embedded, and
    `gloss`, where it is not empty, is embedded too and counts `known`, from 0 to 1.
    `expected` are single terms that an answering passage may hold, each with its chance; the best
    passages are ranked by them (`knowledge.search.presence`). Empty while a query is folded.
    """

    form: Literal["vi", "folded", "en"]
    words: tuple[str, ...]
    terms: tuple[Term, ...]
    meaning: str
    gloss: str = ""
    known: float = 0.0
    expected: Mapping[Term, float] = field(default_factory=dict)


@lru_cache(maxsize=64)
def profile_of(query: str) -> QueryProfile:
    """The profile of a query in either language, with accents or without.

    Cached, since several steps of one answer need the profile of the same question.
    """
    mentions = Mentions(query[:_MAX_CHARS])
    if mentions.language == "en":
        return _english(mentions)
    if mentions.accents == "full":
        return _accented(mentions)
    content = [w for w in words(mentions.folded) if w not in _STOP_FOLDED]
    content += [fold(w) for w in _expansions(mentions, "folded")]
    return QueryProfile("folded", _unique(content), _terms("folded", content), mentions.text)


def accented_profile(query: str) -> QueryProfile:
    """The profile of a Vietnamese query with accents, written or restored."""
    return _accented(Mentions(query))


def _accented(mentions: Mentions) -> QueryProfile:
    content = [w for w in words(mentions.low) if w not in _STOP_VI]
    content += _expansions(mentions, "vi")
    search_terms = _terms("accented", content)
    expected = dict.fromkeys(search_terms, 1.0)
    return QueryProfile("vi", _unique(content), search_terms, mentions.text, expected=expected)


def _expansions(mentions: Mentions, form: Literal["vi", "folded"]) -> list[str]:
    """The words that the abbreviations of a query (`xklđ`) stand for.

    Names that share words with the query are not added: that made search worse.
    """
    expansions: list[str] = []
    for mention in mentions.indicators(form):
        written = {fold(w) for w in words(mentions.text[mention.start : mention.end])}
        full_words = words(plain(mention.indicator.vi[0]))
        if not written & {fold(w) for w in full_words}:
            expansions += full_words
    return expansions


def _unique(items: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(items))


def _terms(column: str, content: Sequence[str]) -> tuple[Term, ...]:
    """The words and neighbouring pairs as terms of one column."""
    return tuple(Term(column, (t,)) for t in _unique(terms(" ".join(content)))[:_MAX_TERMS])


def _phrase(text: str) -> Term:
    """A Vietnamese phrase: its neighbouring pairs, all of them; a word alone is itself."""
    phrase_words = words(plain(text))
    pairs = tuple(f"{a}_{b}" for a, b in itertools.pairwise(phrase_words))
    return Term("accented", pairs or tuple(phrase_words))


def _name(*parts: str) -> Term:
    """A name or number of the query: with its accents where it has any, else folded."""
    text = "_".join(parts)
    if plain(text) != fold(text):
        return Term("accented", (plain(text),))
    return Term("folded", (fold(text),))


def _english(mentions: Mentions) -> QueryProfile:
    """The profile of an English query: its Vietnamese words, and their share of the query."""
    query_words = words(mentions.text)
    indicators, places = mentions.indicators("en"), mentions.places
    phrases = [m.indicator.vi[0] for m in indicators]
    phrases += [m.name for m in places] + list(mentions.countries)
    spans = [(m.start, m.end) for m in indicators] + [(m.start, m.end) for m in places]
    known = {w.lower() for a, b in spans for w in words(mentions.text[a:b])}
    gloss: list[str] = []
    at = 0
    for phrase, meanings in translated(mentions.text):
        size = len(phrase.split())
        start = next(
            i for i in range(at, len(query_words)) if _phrase_at(query_words, i, size) == phrase
        )
        gloss += [w for w in query_words[at:start] if w.lower() not in _STOP_EN]
        if start and query_words[start][0].isupper() and size == 1:
            gloss.append(query_words[start])  # a name that happens to be a word
        else:
            gloss.append(meanings[0])
            phrases += meanings[:_ALTERNATIVES]
            known |= set(phrase.split())
        at = start + size
    gloss += [w for w in query_words[at:] if w.lower() not in _STOP_EN]
    names = [i for i, w in enumerate(query_words) if _is_name(w, i)]
    as_written = [_name(query_words[i]) for i in names]
    as_written += [_name(query_words[i], query_words[i + 1]) for i in names if i + 1 in names]
    as_written += [Term("accented", (t,)) for t in date_terms(mentions.text)]
    search_terms = [_phrase(p) for p in phrases] + as_written
    expected = {Term("accented", (t,)): c for t, c in expected_terms(mentions.text).items()}
    expected = dict(list(expected.items())[:_MAX_TERMS]) | dict.fromkeys(as_written, 1.0)
    known |= {query_words[i].lower() for i in names}
    content = [w for w in query_words if w.lower() not in _STOP_EN]
    share = sum(w.lower() in known for w in content) / max(1, len(content))
    vietnamese = [w for p in phrases for w in words(plain(p))] + [
        plain(query_words[i]) for i in names
    ]
    return QueryProfile(
        "en",
        _unique(vietnamese),
        tuple(dict.fromkeys(search_terms))[:_MAX_TERMS],
        mentions.text,
        " ".join(gloss),
        share,
        expected,
    )


def _phrase_at(query_words: Sequence[str], at: int, size: int) -> str:
    return " ".join(w.lower() for w in query_words[at : at + size])


def _is_name(word: str, at: int) -> bool:
    if any(c.isdigit() for c in word) or plain(word) != fold(word):
        return True
    return at > 0 and word[0].isupper() and word.lower() not in _STOP_EN
