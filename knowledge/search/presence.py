"""The texts of the first passages found -> how much of the query's words each holds.

The index looks up few terms in the time of a search, the rarest first, and a repeated word counts
again. The first passages are therefore read for every term: each that a passage holds adds its
inverse document frequency, once. The terms of an English query are translations that may be wrong;
they count by the root of their chance (after probabilistic structured queries, Darwish & Oard,
2003). Measured in docs/models.md.
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
    """For each text the summed weight of the expected terms that it holds.

    Args:
        texts: passages with their headers.
        expected: single index terms, each with its chance, 0 to 1.
        counts: in how many passages of the library each term is; terms left out weigh nothing.
        total: how many passages the library has.
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
