"""Intervals and tests: closed forms where they exist, behaviour elsewhere."""

import numpy as np
import pytest
from scipy.stats import binomtest

from evals.measures.base import mean, quantile
from evals.measures.statistics import draws, estimate, exact_interval, holm, mcnemar, paired


def test_every_replicate_draws_as_many_clusters_as_there_are() -> None:
    """Cases of one cluster are drawn together."""
    weights = draws(["a", "a", "b", "c"], 500)
    assert weights.shape == (500, 4)
    assert (weights[:, 0] == weights[:, 1]).all()
    assert (weights[:, 1:].sum(axis=1) == 3).all()


def test_an_interval_is_near_the_normal_approximation() -> None:
    """400 independent cases, 80 % right: 1.96 standard errors, to a hundredth."""
    values = [1.0] * 320 + [0.0] * 80
    interval = estimate(values, values, [1.0] * 400, range(400), mean)
    margin = 1.96 * np.sqrt(0.8 * 0.2 / 400)
    assert interval.value == 0.8
    assert (interval.low, interval.high) == (
        pytest.approx(0.8 - margin, abs=0.01),
        pytest.approx(0.8 + margin, abs=0.01),
    )


def test_cases_of_one_bulletin_make_the_interval_wider() -> None:
    """400 cases in 20 bulletins, each all right or all wrong, carry the information of 20."""
    values = [float(n % 20 < 16) for n in range(400)]
    alone = estimate(values, values, [1.0] * 400, range(400), mean)
    together = estimate(values, values, [1.0] * 400, [n % 20 for n in range(400)], mean)
    assert alone.low is not None
    assert together.low is not None
    assert together.low < alone.low - 0.1


@pytest.mark.parametrize(
    ("is_right", "trials", "low", "high"),
    [(True, 10, 0.6915, 1.0), (False, 10, 0.0, 0.3085)],
)
def test_the_exact_interval_has_the_published_values(
    is_right: bool, trials: int, low: float, high: float
) -> None:
    """Clopper and Pearson's, for 10 of 10 and 0 of 10."""
    assert exact_interval(is_right, trials) == (
        pytest.approx(low, abs=1e-4),
        pytest.approx(high, abs=1e-4),
    )


@pytest.mark.parametrize("trials", [1, 2, 7, 300, 5000])
def test_the_exact_interval_is_that_of_scipy(trials: int) -> None:
    for is_right in (True, False):
        theirs = binomtest(trials if is_right else 0, trials).proportion_ci(0.95, "exact")
        assert exact_interval(is_right, trials) == pytest.approx((theirs.low, theirs.high))


def test_a_perfect_score_has_an_interval_of_some_width() -> None:
    interval = estimate([1.0] * 30, [0.0] * 30, [1.0] * 30, range(30), mean)
    assert (interval.low, interval.high) == (pytest.approx(0.025 ** (1 / 30)), 1.0)


def test_one_bulletin_gives_no_interval() -> None:
    interval = estimate([1.0, 0.0], [0, 0], [1.0, 1.0], ["a", "a"], mean)
    assert (interval.value, interval.low, interval.high) == (0.5, None, None)


def test_a_quantile_gets_an_interval_too() -> None:
    values = list(map(float, range(200)))
    interval = estimate(values, values, [1.0] * 200, range(200), quantile(0.5))
    assert interval.low is not None
    assert interval.high is not None
    assert 80 < interval.low < interval.value < interval.high < 120


def test_the_same_scores_give_the_same_interval() -> None:
    values = [float(n % 3 == 0) for n in range(60)]
    one, two = (estimate(values, values, [1.0] * 60, range(60), mean) for _ in range(2))
    assert one == two


def test_equal_runs_have_no_difference() -> None:
    values = [float(n % 3 == 0) for n in range(60)]
    difference, p = paired((values, values), (values, values), [1.0] * 60, range(60), mean)
    assert (difference.value, difference.low, difference.high, p) == (0, 0, 0, 1.0)


def test_a_clear_gain_is_significant_and_a_small_one_is_not() -> None:
    before = [0.0] * 50 + [1.0] * 50
    clear, slight = [1.0] * 30 + before[30:], [1.0] * 2 + before[2:]

    def p_of(after: list[float]) -> float:
        interval = paired((before, before), (after, after), [1.0] * 100, range(100), mean)[1]
        assert interval is not None
        return interval

    assert p_of(clear) < 0.005
    assert p_of(slight) > 0.1


def test_mcnemar_counts_only_what_changed() -> None:
    """6 better, 0 worse: 2 / 2 ** 6; the same both ways: 1."""
    assert mcnemar([0] * 6 + [1] * 9, [1] * 15) == pytest.approx(2 / 2**6)
    assert mcnemar([0, 1, 1, 0], [1, 0, 1, 0]) == 1.0
    assert mcnemar([1, 0], [1, 0]) == 1.0


@pytest.mark.parametrize(
    ("better", "worse"), [(1, 0), (3, 3), (4, 3), (1, 9), (40, 70), (900, 1100)]
)
def test_mcnemar_is_the_binomial_test_of_scipy(better: int, worse: int) -> None:
    a = [0.0] * better + [1.0] * worse
    b = [1.0] * better + [0.0] * worse
    assert mcnemar(a, b) == pytest.approx(binomtest(better, better + worse).pvalue)


def test_holm_multiplies_by_the_remaining_tests_and_is_monotonic() -> None:
    assert holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])
    assert holm([0.5, 0.9]) == pytest.approx([1.0, 1.0])
    assert holm([]) == []
