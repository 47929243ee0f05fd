"""Measures of search: recall@k, mrr@k, ndcg@k; graded where a case gives `relevance`.

A case may name passages or bulletins. Where it names bulletins, the ranking is that of the
bulletins by their best passage. Definitions as in trec_eval; the tests compare with ir-measures.
"""

import math
from collections.abc import Callable, Mapping, Sequence

from evals.measures.base import Measure, Value
from evals.records import Case, Outcome

DEPTH = 10
_Score = Callable[[Sequence[str], Mapping[str, int], int], float]


def relevance_of(case: Case) -> dict[str, int]:
    """The grade of every id that should be found."""
    if case.relevance:
        return dict(case.relevance)
    return dict.fromkeys(case.passages or case.bulletins, 1)


def ranking_of(outcome: Outcome) -> list[str]:
    """The ids of the hits, passages or bulletins as the case names them, each once, best first."""
    relevant = relevance_of(outcome.case)
    hits = outcome.hits or ()
    by_passage = any(passage in relevant for passage, _ in hits) or (
        bool(outcome.case.passages) and not outcome.case.relevance
    )
    return list(dict.fromkeys(hit[0] if by_passage else hit[1] for hit in hits))


def recall(ranking: Sequence[str], grades: Mapping[str, int], k: int) -> float:
    """Share of the relevant ids (grade 1 or more) among the first k."""
    relevant = {name for name, grade in grades.items() if grade > 0}
    return len(relevant & set(ranking[:k])) / len(relevant)


def reciprocal_rank(ranking: Sequence[str], grades: Mapping[str, int], k: int) -> float:
    """1 over the rank of the first relevant id among the first k, else 0."""
    for rank, name in enumerate(ranking[:k], 1):
        if grades.get(name, 0) > 0:
            return 1 / rank
    return 0.0


def ndcg(ranking: Sequence[str], grades: Mapping[str, int], k: int) -> float:
    """Discounted gain over the best possible (Järvelin & Kekäläinen, TOIS 2002).

    The gain at a rank is the grade over log2(rank + 1).
    """

    def gain(grades_by_rank: Sequence[int]) -> float:
        return sum(max(g, 0) / math.log2(rank + 1) for rank, g in enumerate(grades_by_rank[:k], 1))

    best = gain(sorted(grades.values(), reverse=True))
    return gain([grades.get(name, 0) for name in ranking]) / best


def _over(score: _Score, k: int) -> Callable[[Outcome], Value]:
    def of(outcome: Outcome) -> Value:
        grades = relevance_of(outcome.case)
        if outcome.hits is None or not any(grade > 0 for grade in grades.values()):
            return None
        return score(ranking_of(outcome), grades, k)

    return of


MEASURES = (
    Measure("recall@1", "share of what should be found that is ranked first", _over(recall, 1)),
    Measure("recall@10", "share of what should be found among the first ten", _over(recall, DEPTH)),
    Measure("mrr@10", "1 over the rank of the first relevant hit among ten",
            _over(reciprocal_rank, DEPTH)),
    Measure("ndcg@10", "discounted gain among the first ten over the best possible",
            _over(ndcg, DEPTH)),
)  # fmt: skip
