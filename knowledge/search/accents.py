"""A question without accents -> the same question with its accents and capitals.

`thue dat` becomes `thuê đất` where the passages found for it are about rent and `thuế đất` where
they are about tax: what `knowledge.search.accent_model` has learned of how people write, and the
words of the passages, which know the names.
"""

import itertools
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from knowledge.search.accent_model import Spelling, Token, accent_model, respelled, tokens_of
from knowledge.text.language import accents
from knowledge.text.spelling import fold

_MAX_FORMS = 6
# The logarithm of the chance of a form of the passages that the model has never seen, and how much
# a word and a pair of neighbours in the passages count beside the model; chosen on the work parts.
_UNSEEN, _WORD_WEIGHT, _PAIR_WEIGHT, _CAPITAL_WEIGHT = -3.5, 1.2, 2.4, 1.0
# Of the words of Vietnamese texts six in ten carry accents.
_ACCENTED_SHARE = 0.3


@dataclass(slots=True)
class _Around:
    """How often texts hold the asked words in each form, and in which of them with a capital."""

    words: Counter[str] = field(default_factory=Counter)
    pairs: Counter[tuple[str, str]] = field(default_factory=Counter)
    capitals: Counter[str] = field(default_factory=Counter)
    uppers: Counter[str] = field(default_factory=Counter)


def restored(query: str, texts: Iterable[str] = ()) -> str:
    """`query`, each word without accents in its likeliest form; capitals if it has none.

    The likeliest sequence by the model and by the words and neighbouring pairs of `texts`
    (Viterbi). A word that has accents keeps them, and so do all words of a query that has enough;
    a form is as long as its word.
    """
    tokens = tokens_of(query)
    spellings = accent_model().spellings(tokens)
    tokens = tokens[: len(spellings)]
    around = _around(tokens, texts)
    chosen = _likeliest(tokens, spellings, around, keeps=_has_accents(tokens))
    leaning = [
        Spelling(s.forms, _capital_of(s, form, around))
        for s, form in zip(spellings, chosen, strict=True)
    ]
    spelled = respelled(query, tokens, chosen, leaning)
    return spelled if any(c.isupper() for c in query) else _with_abbreviations(spelled, around)


def _with_abbreviations(text: str, around: _Around) -> str:
    """`text` with those words in capitals that are mostly so in the passages: `ubnd`, `tphcm`."""
    parts, end = [], 0
    for token in tokens_of(text):
        can_be = len(token.text) > 1 and token.folded.isascii() and not token.folded.isdigit()
        is_upper = 2 * around.uppers[token.low] > around.words[token.low]
        parts += [
            text[end : token.start],
            token.text.upper() if can_be and is_upper else token.text,
        ]
        end = token.start + len(token.text)
    return "".join([*parts, text[end:]])


def _has_accents(tokens: Sequence[Token]) -> bool:
    """Whether so many words carry accents that the others are meant to have none."""
    words = [token for token in tokens if token.folded.isalpha()]
    return sum(token.low != token.folded for token in words) > _ACCENTED_SHARE * len(words)


def _around(tokens: Sequence[Token], texts: Iterable[str]) -> _Around:
    wanted = {token.folded for token in tokens}
    asked = set(itertools.pairwise(token.folded for token in tokens))
    around = _Around()
    for text in texts:
        last = ("", "")
        for token in tokens_of(text):
            if token.folded in wanted:
                around.words[token.low] += 1
                around.capitals[token.low] += token.text[0].isupper()
                around.uppers[token.low] += len(token.text) > 1 and token.text.isupper()
                if (last[0], token.folded) in asked:
                    around.pairs[last[1], token.low] += 1
            last = (token.folded, token.low)
    return around


def asked_in_full(query: str) -> str:
    """`query` with a capital at its beginning and a question mark at its end.

    The reader was trained on such questions, and is less sure of others.
    """
    query = query.strip()
    if query and query[-1] not in ".?!…:":
        query += "?"
    first = query[:1].upper()
    return first + query[1:] if len(first) == 1 else query


def lacks_spelling(query: str) -> bool:
    """Whether a Vietnamese query lacks accents or is written without any capital."""
    return accents(query) != "full" or not any(c.isupper() for c in query)


def _likeliest(
    tokens: Sequence[Token], spellings: Sequence[Spelling], around: _Around, *, keeps: bool
) -> list[str]:
    forms: dict[str, list[str]] = defaultdict(list)
    for form, _ in around.words.most_common():
        forms[fold(form)].append(form)
    best: dict[str, tuple[float, tuple[str, ...]]] = {"": (0.0, ())}
    for token, spelling in zip(tokens, spellings, strict=True):
        known = dict(spelling.forms[:_MAX_FORMS])
        choices = [*known, *(f for f in forms[token.folded][:_MAX_FORMS] if f not in known)]
        if keeps or token.low != token.folded or not choices:
            choices = [token.low]
        step: dict[str, tuple[float, tuple[str, ...]]] = {}
        for form in choices:
            weight = known.get(form, _UNSEEN if known else 0.0)
            weight += _WORD_WEIGHT * math.log1p(around.words[form])
            step[form] = max(
                (
                    score + weight + _PAIR_WEIGHT * math.log1p(around.pairs[last, form]),
                    (*path, form),
                )
                for last, (score, path) in best.items()
            )
        best = step
    return list(max(best.values())[1])


def _capital_of(spelling: Spelling, form: str, around: _Around) -> float:
    """Above 0 for a word with a capital; of words that the model does not know the texts decide."""
    capitals = around.capitals[form]
    share = math.log1p(capitals) - math.log1p(around.words[form] - capitals)
    return (spelling.capital if spelling.forms else 0.0) + _CAPITAL_WEIGHT * share
