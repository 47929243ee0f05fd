"""ECE and AURC in closed form."""

import numpy as np
import pytest

from evals.measures.base import quantile
from evals.measures.calibration import aurc, ece
from evals.measures.registry import MEASURES
from evals.records import Case
from tests.fakes import outcome_of


def over(aggregate, right, confidence, weights=None):  # type: ignore[no-untyped-def]  # tables of any numbers
    w = np.ones((1, len(right))) if weights is None else np.array([weights], float)
    return float(aggregate(np.array(right, float), np.array(confidence, float), w)[0])


def test_ece_is_the_gap_between_confidence_and_share_right() -> None:
    """Two bins (.95 and half right, .15 and a third right) count by their sizes."""
    value = over(ece, [1, 0, 1, 0, 0], [0.95, 0.95, 0.15, 0.15, 0.15])
    assert value == pytest.approx(2 / 5 * 0.45 + 3 / 5 * (1 / 3 - 0.15))


def test_ece_of_calibrated_confidences_is_zero() -> None:
    assert over(ece, [1, 1, 1, 0], [0.75] * 4) == pytest.approx(0)
    assert over(ece, [1, 1], [1.0, 1.0]) == pytest.approx(0)


def test_aurc_is_the_mean_risk_by_falling_confidence() -> None:
    """An error at the lowest confidence gives the risks 0, 0, 1/3; at the highest 1, 1/2, 1/3."""
    assert over(aurc, [1, 1, 0], [0.9, 0.8, 0.7]) == pytest.approx((0 + 0 + 1 / 3) / 3)
    assert over(aurc, [0, 1, 1], [0.9, 0.8, 0.7]) == pytest.approx((1 + 1 / 2 + 1 / 3) / 3)


def test_aurc_of_errors_last_has_a_closed_form() -> None:
    """With k errors at the end of n, it is the sum over i = 1 … k of i / (n - k + i), over n."""
    n, k = 200, 30
    value = over(aurc, [1] * (n - k) + [0] * k, list(np.linspace(1, 0, n)))
    assert value == pytest.approx(sum(i / (n - k + i) for i in range(1, k + 1)) / n)


def test_equal_confidences_count_with_their_mean_risk() -> None:
    """The order of equal confidences has no effect: the risk is the share wrong at every coverage."""
    for right in ([1, 0, 1, 0], [0, 0, 1, 1], [1, 1, 0, 0]):
        assert over(aurc, right, [0.5] * 4) == pytest.approx(0.5)


def test_weights_count_as_copies() -> None:
    for aggregate in (ece, quantile(0.95)):
        assert over(aggregate, [1, 0, 1], [0.9, 0.6, 0.6], [2, 1, 3]) == pytest.approx(
            over(aggregate, [1, 1, 0, 1, 1, 1], [0.9, 0.9, 0.6, 0.6, 0.6, 0.6])
        )


def test_a_quantile_is_the_smallest_value_that_covers_its_share() -> None:
    values = list(range(1, 101))
    assert [over(quantile(q), values, values) for q in (0.5, 0.95, 0.99, 1.0)] == [50, 95, 99, 100]


def test_only_cited_answers_that_can_be_judged_are_calibrated() -> None:
    measure = MEASURES["ece"]
    assert measure.of(outcome_of(Case("a", "?", answers=("753",)))) == (1, 0.9)
    assert measure.of(outcome_of(Case("a", "?", answers=("754",)))) == (0, 0.9)
    assert measure.of(outcome_of(Case("a", "?", refusal=True), status="no_evidence")) is None
    assert measure.of(outcome_of(Case("a", "?", status="answered"), citations=[])) is None
