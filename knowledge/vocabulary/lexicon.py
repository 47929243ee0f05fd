"""English words of a question -> index terms of Vietnamese passages, learned from sentence pairs.

Each line of `lexicon.tsv` holds one English stem, or a pair of neighbouring stems joined by `_`, and
the Vietnamese words and pairs of neighbouring words that its translation holds, each with how often
in percent. It is wider and noisier than `glossary.toml`; `evals.training.lexicon` makes it from the
data that NOTICE names.
"""

import itertools
from functools import cache
from importlib.resources import files

from knowledge.text.spelling import words

_ENDINGS = (("ies", "y"), ("sses", "ss"), ("ing", ""), ("ed", ""), ("es", ""), ("s", ""))
_SHORTEST = 3


def stem(word: str) -> str:
    """The lower-case word without its commonest endings: a key, not a word of the language."""
    word = word.lower()
    for ending, other in _ENDINGS:
        is_plural = ending != "s" or not word.endswith(("ss", "us", "is"))
        if (
            word.endswith(ending)
            and len(word) - len(ending) + len(other) >= _SHORTEST
            and is_plural
        ):
            word = word[: -len(ending)] + other
            break
    if len(word) > _SHORTEST and word[-1] == word[-2] and word[-1] not in "sl":
        word = word[:-1]
    return word[:-1] if word.endswith("e") and len(word) > _SHORTEST else word


def keys_of(text: str) -> list[str]:
    """The stems of an English text and its pairs of neighbouring stems, numbers left out."""
    stems = [stem(w) for w in words(text) if not any(c.isdigit() for c in w)]
    pairs = [f"{a}_{b}" for a, b in itertools.pairwise(stems)]
    return list(dict.fromkeys([*stems, *pairs]))


@cache
def _lexicon() -> dict[str, str]:
    text = files("knowledge.vocabulary").joinpath("lexicon.tsv").read_text("utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return dict(line.split("\t") for line in lines)


def expected_terms(query: str) -> dict[str, float]:
    """The Vietnamese terms that a translation of an English query may hold, likeliest first.

    Each with the chance (0 to 1) that it holds the term, taking the query's stems and pairs of
    stems as independent.
    """
    lexicon = _lexicon()
    missing: dict[str, float] = {}
    for key in keys_of(query):
        for entry in lexicon.get(key, "").split():
            term, _, percent = entry.rpartition(":")
            missing[term] = missing.get(term, 1.0) * (1 - int(percent) / 100)
    chances = {term: 1 - chance for term, chance in missing.items()}
    return dict(sorted(chances.items(), key=lambda item: (-item[1], item[0])))
