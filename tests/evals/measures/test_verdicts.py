"""Verdicts: right, refused, failed, each where it applies."""

from typing import Any

import pytest

from evals.measures.registry import MEASURES
from evals.measures.verdicts import is_right
from evals.records import Case, Check, ExpectedFigure
from tests.fakes import outcome_of

WANTED = ExpectedFigure("753", "người")
CASES: dict[str, tuple[Case, dict[str, Any], bool]] = {
    "figure": (Case("a", "?", figures=(WANTED,)), {}, True),
    "figure refused": (Case("a", "?", figures=(WANTED,)), {"status": "no_evidence"}, False),
    "cited words": (Case("a", "?", contains="151% kế hoạch"), {}, True),
    "other cited words": (Case("a", "?", contains="152% kế hoạch"), {}, False),
    "text": (Case("a", "?", answers=("754", "753 người")), {}, True),
    "refusal": (Case("a", "?", refusal=True), {"status": "no_evidence"}, True),
    "refusal answered": (Case("a", "?", refusal=True), {}, False),
    "question back": (Case("a", "?", status="unclear"), {"status": "unclear"}, True),
    "refusal instead of question back": (
        Case("a", "?", status="unclear"), {"status": "no_evidence"}, False,
    ),
    "greeting": (Case("a", "?", status="answered", checks=(Check("contains", "chào"),)),
                 {"text": "Xin chào"}, True),
    "figure with a missing check": (
        Case("a", "?", figures=(WANTED,), checks=(Check("contains", "chào"),)), {}, False,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("case", "answer", "expected"), CASES.values(), ids=CASES)
def test_a_right_answer_meets_every_expectation(
    case: Case, answer: dict[str, Any], expected: bool
) -> None:
    assert is_right(outcome_of(case, **answer)) is expected


@pytest.mark.parametrize(
    ("case", "status", "recall", "precision", "answered"),
    [
        (Case("a", "?", refusal=True), "no_evidence", 1, 1, 0),
        (Case("a", "?", refusal=True), "answered_partly", 0, None, 1),
        (Case("a", "?", figures=(WANTED,)), "no_evidence", None, 0, None),
        (Case("a", "?", figures=(WANTED,)), "answered", None, None, None),
        (Case("a", "?", status="unclear"), "unclear", None, 1, None),
        (Case("a", "?", bulletins=("a",)), "no_evidence", None, None, None),
    ],
)
def test_refusals_are_scored_where_they_apply(
    case: Case, status: str, recall: Any, precision: Any, answered: Any
) -> None:
    names = ("refusal_recall", "refusal_precision", "answered_unanswerable_rate")
    outcome = outcome_of(case, status=status)
    assert [MEASURES[name].of(outcome) for name in names] == [recall, precision, answered]


def test_an_error_is_a_failure() -> None:
    case = Case("a", "?", figures=(WANTED,))
    assert MEASURES["failure_rate"].of(outcome_of(case, status="error_internal")) == 1
    assert MEASURES["failure_rate"].of(outcome_of(case)) == 0
