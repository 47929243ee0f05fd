"""Intervals by a bootstrap over bulletins, and tests between two runs.

Results of cases about one bulletin are correlated, so bulletins are drawn, not cases (Field &
Welsh, 2007): in a replicate a case has its weight times the number of draws of its cluster.
Percentile intervals, 95 %, 2,000 replicates, a fixed seed: equal scores give equal intervals. Where
all values are 0 or all are 1, a bootstrap would give an interval of no width; there the interval is
that of Clopper and Pearson (1934), with the number of clusters as the number of trials.
"""

from collections.abc import Hashable, Sequence
from math import comb

import numpy as np

from evals.measures.base import Aggregate, Row, mean
from evals.records import Estimate

REPLICATES = 2000
_SEED = 20261123
_LOW, _HIGH = 2.5, 97.5


def draws(clusters: Sequence[Hashable], replicates: int = REPLICATES) -> Row:
    """(replicates, n): the number of draws of each case's cluster in each replicate."""
    numbers: dict[Hashable, int] = {}
    of_case = np.array([numbers.setdefault(c, len(numbers)) for c in clusters], dtype=int)
    size = len(numbers)
    drawn = np.random.default_rng(_SEED).multinomial(size, np.full(size, 1 / size), replicates)
    return drawn[:, of_case].astype(np.float64)


def estimate(
    values: Sequence[float], at: Sequence[float], weights: Sequence[float],
    clusters: Sequence[Hashable], over: Aggregate,
) -> Estimate:  # fmt: skip
    """The aggregate of the values with its interval; see the module."""
    v, a, w = (np.asarray(x, np.float64) for x in (values, at, weights))
    value = float(over(v, a, w[None])[0])
    count = len(set(clusters))
    if count < 2:
        return Estimate(value, len(v))
    replicates = over(v, a, draws(clusters) * w)
    low, high = np.nanpercentile(replicates, [_LOW, _HIGH])
    if over is mean and low == high and set(values) in ({0.0}, {1.0}):
        low, high = exact_interval(1.0 in values, count)
    return Estimate(value, len(v), float(low), float(high))


def exact_interval(is_right: bool, trials: int) -> tuple[float, float]:
    """The 95 % interval of the share 1 or 0 (Clopper & Pearson, 1934), which has a closed form."""
    margin: float = 0.025 ** (1 / trials)
    return (margin, 1.0) if is_right else (0.0, 1 - margin)


def paired(
    a: tuple[Sequence[float], Sequence[float]], b: tuple[Sequence[float], Sequence[float]],
    weights: Sequence[float], clusters: Sequence[Hashable], over: Aggregate,
) -> tuple[Estimate, float | None]:  # fmt: skip
    """The aggregate of b minus that of a, and its p; a and b are (values, at), case by case.

    Both use the same draws. p is two-sided: twice the smaller share of replicates on a side of
    0, with one added to each side (Davison & Hinkley, 1997); None for a single cluster.
    """
    w = np.asarray(weights, np.float64)
    rows = [(np.asarray(v, np.float64), np.asarray(t, np.float64)) for v, t in (a, b)]
    first, second = (float(over(v, t, w[None])[0]) for v, t in rows)
    if len(set(clusters)) < 2:
        return Estimate(second - first, len(w)), None
    drawn = draws(clusters) * w
    differences = over(*rows[1], drawn) - over(*rows[0], drawn)
    differences = differences[~np.isnan(differences)]
    low, high = np.percentile(differences, [_LOW, _HIGH])
    sides = (np.count_nonzero(differences <= 0) + 1, np.count_nonzero(differences >= 0) + 1)
    p = min(1.0, 2 * min(sides) / (len(differences) + 1))
    return Estimate(second - first, len(w), float(low), float(high)), p


def mcnemar(a: Sequence[float], b: Sequence[float]) -> float:
    """p of the exact test of as many gains as losses (McNemar, 1947); values 0 and 1.

    Twice the smaller tail of a fair coin's binomial distribution, in whole numbers: exact, and
    equal to `scipy.stats.binomtest`, whose package would be a tenth of the whole installation.
    """
    better = sum(x < y for x, y in zip(a, b, strict=True))
    worse = sum(x > y for x, y in zip(a, b, strict=True))
    changed = better + worse
    tail = sum(comb(changed, k) for k in range(min(better, worse) + 1))
    return min(1.0, 2 * tail / (1 << changed))


def holm(values: Sequence[float]) -> list[float]:
    """The p values adjusted for multiple testing (Holm, 1979), in the given order."""
    order = sorted(range(len(values)), key=lambda i: values[i])
    adjusted, reached = [0.0] * len(values), 0.0
    for rank, i in enumerate(order):
        reached = max(reached, min(1.0, (len(values) - rank) * values[i]))
        adjusted[i] = reached
    return adjusted
