"""The reader's scores: the definitions by hand."""

import pytest

from evals.bench.reading import Outcome, risk_coverage, scores

OUTCOMES = (
    Outcome(3.0, 0.9, 1.0, True, True),
    Outcome(1.0, 0.6, 0.5, False, True),
    Outcome(0.0, 0.4, 1.0, True, True),
    Outcome(2.0, 0.8, 0.0, False, False),
)


def test_a_refusal_scores_only_where_there_is_no_answer() -> None:
    told = scores(OUTCOMES, bar=0.5)
    assert told["f1"] == pytest.approx((1.0 + 0.5 + 0 + 0) / 4)
    assert told["f1_if_always_answered"] == pytest.approx(2.5 / 3)
    assert told["unanswerable_refused"] == 0
    assert scores(OUTCOMES, bar=0.85)["unanswerable_refused"] == 1


def test_risk_is_the_mean_loss_of_the_surest() -> None:
    curve = risk_coverage(OUTCOMES)
    assert curve == [
        (0.25, pytest.approx(0)),
        (0.5, pytest.approx(0.5)),
        (0.75, pytest.approx(0.5)),
        (1.0, pytest.approx(0.375)),
    ]
