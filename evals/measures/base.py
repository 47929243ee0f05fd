"""The type of a measure: its value for one outcome, and the aggregate over many outcomes.

Aggregates take values (n,), places `at` (n,) and weights (b, n), and give (b,): the weighted
statistic for each row of weights. A bootstrap replicate is a row of weights.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from evals.records import Outcome

Row = npt.NDArray[np.float64]
Aggregate = Callable[[Row, Row, Row], Row]
Value = float | tuple[float, float] | None
ANSWERED = ("answered", "answered_partly")


def mean(values: Row, at: Row, weights: Row) -> Row:
    """The weighted mean; NaN where no case has weight."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray((weights @ values) / weights.sum(axis=1))


def quantile(share: float) -> Aggregate:
    """The smallest value that at least `share` of the weight does not exceed."""

    def over(values: Row, at: Row, weights: Row) -> Row:
        order = np.argsort(values, kind="stable")
        reached = np.cumsum(weights[:, order], axis=1)
        total = reached[:, -1:]
        # A tolerance for rounding: sums of weights that should be equal differ in the last bits.
        first = np.argmax(reached >= share * total - 1e-9 * total, axis=1)
        return np.where(total[:, 0] > 0, values[order][first], np.nan)

    return over


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure.

    `of` gives the value for an outcome, (value, at), or None where the measure does not apply.
    Values with `is_timing` differ between equal runs and stay out of `scores.jsonl`.
    """

    name: str
    meaning: str
    of: Callable[[Outcome], Value]
    better: Literal["higher", "lower"] = "higher"
    over: Aggregate = mean
    unit: str = ""
    is_timing: bool = False


def is_answer(outcome: Outcome) -> bool:
    """Whether the target answered, in full or in part."""
    return outcome.answer["status"] in ANSWERED
