"""Statements -> the probability that each answers the question, by a fitted, calibrated model.

The model is gradient-boosted trees over `assistant.judging.features` (trained with scikit-learn's
HistGradientBoostingClassifier by `python -m evals.training.judge`). The probability of the best
statement is calibrated by a logistic curve over its log-odds, those of the best other answer and
the form of the question (Platt, 1999). `weights/judge.npz` stores both, with the names of the
features, the data and the day.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files

from assistant.judging.features import NAMES, Asked, features_of
from assistant.statement import Statement
from knowledge.arrays import Array, Floats, np


@dataclass(frozen=True, slots=True)
class Judged:
    """A statement and the probability, 0 to 1, that it answers the question."""

    statement: Statement
    probability: float


class Judge:
    """Computes the probabilities of statements; safe to use from many threads."""

    def judged(self, asked: Asked, statements: Sequence[Statement]) -> list[Judged]:
        """The statements, likeliest first; the first one's probability is calibrated."""
        if not statements:
            return []
        rows = features_of(asked, statements)
        odds = self._forest.log_odds(rows)
        order = np.argsort(-odds, kind="stable")
        best = int(order[0])
        identity = identity_of(statements[best])
        rivals = [
            float(odds[i]) for i in order[1:] if are_rivals(identity, identity_of(statements[i]))
        ]
        first = self.calibrated(float(odds[best]), max(rivals, default=-10.0), asked.form)
        others = 1 / (1 + np.exp(-odds))
        return [
            Judged(statements[i], first if n == 0 else min(first, float(others[i])))
            for n, i in enumerate(order)
        ]

    def calibrated(self, best: float, rival: float, form: str) -> float:
        """The probability that a best statement with these log-odds answers; see the module."""
        row = calibration_row(best, rival, form)
        return float(1 / (1 + np.exp(-(self._calibration[:-1] @ row + self._calibration[-1]))))

    @cached_property
    def _stored(self) -> dict[str, Floats]:
        path = files("assistant.judging").joinpath("weights", "judge.npz")
        with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
            arrays = dict(stored)
        if tuple(arrays["names"]) != NAMES:
            raise ValueError("judge.npz was fitted on other features; run evals.training.judge")
        return arrays

    @cached_property
    def _forest(self) -> "Forest":
        return Forest(*(self._stored[name] for name in Forest.PARTS))

    @cached_property
    def _calibration(self) -> Floats:
        return self._stored["calibration"]


class Forest:
    """Decision trees as flat arrays; node 0 of each tree is its root.

    All arrays have the shape (trees, nodes): `feature` (-1 in a leaf), `threshold`, `left`,
    `right` (nodes of the same tree), `missing` (1: nan goes left), `value` (of leaves). `base` is
    added to their sum.
    """

    PARTS = ("feature", "threshold", "left", "right", "missing", "value", "base")

    def __init__(self, *parts: Floats) -> None:
        self._feature, threshold, self._left, self._right, missing, self._value, base = parts
        self._threshold, self._missing, self._base = threshold, missing.astype(bool), float(base)

    def log_odds(self, rows: Floats) -> Array:
        """The sum of the leaves that each row falls into; shape (rows,)."""
        trees = np.arange(len(self._feature))[None, :]
        node = np.zeros((len(rows), trees.size), np.int32)
        at = np.arange(len(rows))[:, None]
        while True:
            feature = self._feature[trees, node]
            if (feature < 0).all():
                break
            value = rows[at, np.maximum(feature, 0)]
            goes_left = np.where(
                np.isnan(value), self._missing[trees, node], value <= self._threshold[trees, node]
            )
            below = np.where(goes_left, self._left[trees, node], self._right[trees, node])
            node = np.where(feature < 0, node, below)
        total: Array = self._value[trees, node].sum(axis=1, dtype=np.float64)
        return total + self._base


def calibration_row(best: float, rival: float, form: str) -> Floats:
    """The inputs of the calibration curve."""
    return np.array([best, rival, form == "en", form == "folded"], np.float32)


def identity_of(statement: Statement) -> tuple[str, str]:
    """The answer without spaces and case, and the address of its clause."""
    start, end = statement.clause
    solid = "".join(statement.answer.lower().split())
    return solid, f"{statement.bulletin.bulletin_id}:{start}-{end}"


def are_rivals(a: tuple[str, str], b: tuple[str, str]) -> bool:
    """Whether two statements give different answers in different clauses.

    Two spans of one clause do not compete: it is the clause that is quoted.
    """
    return a[0] != b[0] and a[1] != b[1]
