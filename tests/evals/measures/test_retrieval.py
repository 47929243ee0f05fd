"""Rankings get the scores of trec_eval, as ir-measures computes them."""

import random

import ir_measures
import pytest
from ir_measures import RR, R, nDCG

from evals.measures.registry import MEASURES
from evals.measures.retrieval import ndcg, ranking_of, recall, reciprocal_rank
from evals.records import Case
from tests.fakes import outcome_of

ORACLE = {"recall@1": R @ 1, "recall@10": R @ 10, "mrr@10": RR @ 10, "ndcg@10": nDCG @ 10}


def test_a_thousand_random_rankings_score_as_ir_measures_does() -> None:
    """Random rankings with grades 0 to 3 and missing relevant ids score the same, to 1e-9."""
    rng = random.Random(3)
    qrels, run, rankings = [], [], {}
    for query in map(str, range(1200)):
        pool = [f"d{n}" for n in rng.sample(range(60), rng.randint(2, 40))]
        grades = {d: rng.choice([0, 0, 1, 1, 2, 3]) for d in rng.sample(pool, min(len(pool), 12))}
        grades[rng.choice(pool)] = rng.randint(1, 3)
        ranking = rng.sample(pool, rng.randint(1, len(pool)))
        rankings[query] = (ranking, grades)
        qrels += [ir_measures.Qrel(query, d, g) for d, g in grades.items()]
        run += [ir_measures.ScoredDoc(query, d, -float(r)) for r, d in enumerate(ranking)]
    ours = {"recall@1": (recall, 1), "recall@10": (recall, 10), "mrr@10": (reciprocal_rank, 10),
            "ndcg@10": (ndcg, 10)}  # fmt: skip
    checked = 0
    for metric in ir_measures.iter_calc(list(ORACLE.values()), qrels, run):
        name = next(n for n, m in ORACLE.items() if m == metric.measure)
        score, k = ours[name]
        ranking, grades = rankings[metric.query_id]
        assert score(ranking, grades, k) == pytest.approx(metric.value, abs=1e-9)
        checked += 1
    assert checked == 1200 * 4


HITS = (("a@1#1", "a"), ("a@1#0", "a"), ("b@1#0", "b"))


@pytest.mark.parametrize(
    ("case", "ranking"),
    [
        (Case("c", "?", bulletins=("b",)), ["a", "b"]),
        (Case("c", "?", passages=("b@1#0",)), ["a@1#1", "a@1#0", "b@1#0"]),
        (Case("c", "?", passages=("z@1#0",)), ["a@1#1", "a@1#0", "b@1#0"]),
        (Case("c", "?", relevance=(("b", 2), ("a", 1))), ["a", "b"]),
    ],
)
def test_the_ranking_is_of_what_the_case_names(case: Case, ranking: list[str]) -> None:
    """A ranking of bulletins follows their best passages."""
    assert ranking_of(outcome_of(case, hits=HITS)) == ranking


def test_a_case_that_names_nothing_has_no_score() -> None:
    for name in ORACLE:
        assert MEASURES[name].of(outcome_of(Case("c", "?", refusal=True), hits=None)) is None
        assert MEASURES[name].of(outcome_of(Case("c", "?", bulletins=("b",)), hits=())) == 0
