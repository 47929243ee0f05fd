"""A query -> how to search for it: which words, in which spelling, with which weights.

Measured on an independent Vietnamese reading set (240 passages, 1,190 questions, R@1): with
accents dense .888, BM25 .927, both .951; without accents dense .204, folded BM25 .922, plain
fusion .487. So the dense side is all but muted when accents are missing, and English questions,
whose words no bulletin holds, bring only names, numbers and the Vietnamese of known indicators
to the lexical side.
"""

from dataclasses import dataclass
from typing import Literal

from knowledge.indicators import find_indicators
from knowledge.places import find_countries, find_places
from knowledge.text import accents, fold, language, plain, terms, words

_STOP_VI = frozenset(
    "la có bao nhiêu của cho và các những được trong thì mà này đó nào gì ai ở tại với về theo đã"
    " đang sẽ không hay hoặc từ đến một là như thế khi vào ra trên dưới bị do vì nên rằng tôi bạn xin"
    " hãy hỏi biết mấy sao đâu bằng còn cũng rất nhiều ít số lượng tổng cộng".split()
)
_STOP_FOLDED = frozenset(fold(word) for word in _STOP_VI) - {"tai"}
_MAX_TERMS = 60


@dataclass(frozen=True, slots=True)
class QueryProfile:
    """How one query is to be searched; weights are of reciprocal ranks."""

    form: Literal["vi", "folded", "en"]
    words: tuple[str, ...]
    dense_weight: float
    lexical_weight: float


def profile_of(query: str) -> QueryProfile:
    """The profile of a query in either language, with accents or without."""
    query = query[:2000]
    if language(query) == "en":
        return QueryProfile("en", tuple(_translated(query)), 1.0, 0.6)
    written = accents(query)
    if written == "none":
        kept = [w for w in words(fold(query)) if w not in _STOP_FOLDED]
        kept += [
            w for m in find_indicators(query, "folded") for w in words(fold(m.indicator.vi[0]))
        ]
        return QueryProfile("folded", tuple(dict.fromkeys(kept)), 0.1, 1.0)
    kept = [w for w in words(plain(query)) if w not in _STOP_VI]
    kept += [w for m in find_indicators(query) for w in words(plain(m.indicator.vi[0]))]
    form: Literal["vi", "folded"] = "vi" if written == "full" else "folded"
    dense = 1.0 if written == "full" else 0.5
    if form == "folded":
        kept = [fold(w) for w in kept]
    return QueryProfile(form, tuple(dict.fromkeys(kept)), dense, 1.0)


def _translated(query: str) -> list[str]:
    """What an English query shares with Vietnamese text: indicators, places, numbers, names."""
    kept: list[str] = []
    for mention in find_indicators(query, "en"):
        kept += words(plain(mention.indicator.vi[0]))
    for place in find_places(query):
        kept += words(plain(place.name))
    for country in find_countries(query):
        kept += words(plain(country))
    for word in words(query):
        if any(c.isdigit() for c in word) or (
            word[0].isupper() and word.lower() not in _ENGLISH_LEAD
        ):
            kept.append(plain(word))
    return list(dict.fromkeys(kept))


_ENGLISH_LEAD = frozenset(
    "how what which who when where why is are was were did does do the in on of".split()
)


def lexical_query(profile: QueryProfile) -> str:
    """The FTS5 expression of a profile: any of its words or pairs, in one column; may be empty."""
    found = dict.fromkeys(terms(" ".join(profile.words)))
    safe = [
        term for term in found if term.replace("_", "").isalnum() or any(c.isdigit() for c in term)
    ]
    if not safe:
        return ""
    column = "folded" if profile.form == "folded" else "accented"
    quoted = " OR ".join('"' + term.replace('"', "") + '"' for term in safe[:_MAX_TERMS])
    return f"{column} : ({quoted})"
