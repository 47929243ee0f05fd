"""The reader's scores, computed by hand."""

import pytest

from evals.bench.reading import ReadingScore, risk_coverage, scores

SCORES = (
    ReadingScore(3.0, 0.9, 1.0, True, True),
    ReadingScore(1.0, 0.6, 0.5, False, True),
    ReadingScore(0.0, 0.4, 1.0, True, True),
    ReadingScore(2.0, 0.8, 0.0, False, False),
)


def test_a_refusal_scores_only_where_there_is_no_answer() -> None:
    means = scores(SCORES, bar=0.5)
    assert means["f1"] == pytest.approx((1.0 + 0.5 + 0 + 0) / 4)
    assert means["f1_if_always_answered"] == pytest.approx(2.5 / 3)
    assert means["unanswerable_refused"] == 0
    assert scores(SCORES, bar=0.85)["unanswerable_refused"] == 1


def test_risk_is_the_mean_loss_by_falling_confidence() -> None:
    curve = risk_coverage(SCORES)
    assert curve == [
        (0.25, pytest.approx(0)),
        (0.5, pytest.approx(0.5)),
        (0.75, pytest.approx(0.5)),
        (1.0, pytest.approx(0.375)),
    ]
