"""Measures of the confidence, over the cited answers that have a verdict.

ece: expected calibration error, ten bins of equal width: the weighted mean of |share right - mean
confidence| (Guo et al., ICML 2017). aurc: area under the risk-coverage curve: the mean, over the
answers in order of falling confidence, of the share wrong so far (Geifman & El-Yaniv, ICLR 2019);
answers of equal confidence count with their mean risk.
"""

import numpy as np

from evals.measures.base import Measure, Row, Value, is_answer
from evals.measures.verdicts import is_right
from evals.records import Outcome

_BINS = 10


def ece(values: Row, at: Row, weights: Row) -> Row:
    """Expected calibration error of 0/1 `values` at confidences `at`; see the module."""
    bins = np.minimum((at * _BINS).astype(int), _BINS - 1)
    total = weights.sum(axis=1)
    gaps = np.zeros(len(weights))
    for number in range(_BINS):
        inside = bins == number
        gaps += np.abs(weights[:, inside] @ (values[inside] - at[inside]))
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(gaps / total)


def risk_coverage(values: Row, at: Row, weights: Row) -> tuple[Row, Row]:
    """(coverage, risk) after each answer, most confident first, ties by their mean; both (b, n)."""
    order = np.argsort(-at, kind="stable")
    wrong, sorted_at, w = 1 - values[order], at[order], weights[:, order]
    starts = np.flatnonzero(np.r_[True, np.diff(sorted_at) != 0])
    group = np.searchsorted(starts, np.arange(len(at)), side="right") - 1
    mass = np.add.reduceat(w, starts, axis=1)
    errors = np.add.reduceat(w * wrong, starts, axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.nan_to_num(errors / mass)[:, group]
        covered = np.cumsum(w, axis=1)
        risk = np.cumsum(w * share, axis=1) / covered
        return covered / covered[:, -1:], risk


def aurc(values: Row, at: Row, weights: Row) -> Row:
    """Area under the risk-coverage curve of 0/1 `values` at confidences `at`."""
    _, risk = risk_coverage(values, at, weights)
    order = np.argsort(-at, kind="stable")
    w = weights[:, order]
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.nansum(w * np.nan_to_num(risk), axis=1) / w.sum(axis=1))


def _right_and_confidence(outcome: Outcome) -> Value:
    answer = outcome.answer
    if not is_answer(outcome) or not answer["citations"] or not outcome.case.has_verdict:
        return None
    return float(is_right(outcome)), float(answer["confidence"])


MEASURES = (
    Measure("ece", "expected calibration error, ten bins", _right_and_confidence, "lower", ece),
    Measure("aurc", "area under the risk-coverage curve", _right_and_confidence, "lower", aurc),
)
