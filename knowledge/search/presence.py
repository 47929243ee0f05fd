"""The texts of the best passages -> the weight of the query's words that each contains.

The index looks up only the rarest terms in the time of a search, and counts a repeated word again.
Therefore the best passages are checked for every term: each contained term adds its inverse
document frequency once. The terms of an English query are translations that may be wrong; they
count by the square root of their probability (after probabilistic structured queries, Darwish &
Oard, 2003). Measured in docs/models.md.
"""

import math
from collections.abc import Mapping, Sequence

from knowledge.storage.lexical import Term
from knowledge.text.spelling import fold, plain, words


def presence(
    texts: Sequence[str],
    expected: Mapping[Term, float],
    counts: Mapping[Term, int],
    total: int,
) -> list[float]:
    """The summed weight of the expected terms in each text.

    Args:
        texts: passages with their headers.
        expected: single index terms, each with its chance, 0 to 1.
        counts: the number of passages of the library with each term; a term without one has no
        weight. total: the number of passages of the library.
    """
    weights: dict[str, list[tuple[str, float]]] = {"accented": [], "folded": []}
    for term, chance in expected.items():
        if term in counts:
            weight = math.sqrt(chance) * math.log(max(total, 1) / counts[term])
            weights[term.column].append((f" {term.parts[0].replace('_', ' ')} ", weight))
    return [_held(f" {' '.join(words(text))} ", weights) for text in texts]


def _held(joined: str, weights: Mapping[str, Sequence[tuple[str, float]]]) -> float:
    """The summed weight of the terms in a text whose words are joined by single spaces."""
    total = 0.0
    for column, spelled in (("accented", plain), ("folded", fold)):
        if weights[column]:
            text = spelled(joined)
            total += sum(weight for term, weight in weights[column] if term in text)
    return total
