"""Comparison of two runs: chance, differences, regressions."""

import pytest

from evals.records import Case, ExpectedFigure, Outcome, Run
from evals.runs.comparing import compare
from evals.runs.gates import regressions
from evals.runs.scoring import score_all
from tests.fakes import outcome_of

WANTED = ExpectedFigure("753", "người")


def run(name: str, wrong: set[int], size: int = 60, reworded: bool = False, **settings: str) -> Run:
    outcomes: list[Outcome] = []
    for number in range(size):
        case = Case(str(number), f"Câu {number}?", figures=(WANTED,), bulletins=(f"b{number}",))
        status = "no_evidence" if number in wrong else "answered"
        more = (
            {"text": "Nói cách khác: 753 người [1]."} if reworded and status == "answered" else {}
        )
        outcomes.append(outcome_of(case, status=status, **more))
    return Run(name, tuple(outcomes), score_all(outcomes), settings)


def test_a_run_does_not_differ_from_itself() -> None:
    comparison = compare(run("a", {1, 2}), run("a", {1, 2}))
    assert (comparison.better, comparison.worse, comparison.reworded, comparison.settings) == (
        (),
        (),
        (),
        (),
    )
    assert {c.verdict for c in comparison.changes} == {"no difference shown"}
    assert regressions(comparison) == []


def test_a_clear_loss_is_called_worse_and_is_a_regression() -> None:
    comparison = compare(run("a", set()), run("b", set(range(20))))
    verdicts = {c.measure: c.verdict for c in comparison.changes}
    assert verdicts["right"] == verdicts["figure_recall"] == "worse"
    assert verdicts["wrong_figure_rate"] == "no difference shown"
    lines = regressions(comparison)
    assert any(line.startswith("right went from 1 to 0.6667 (p ") for line in lines)
    assert lines[-1].startswith("20 cases were right and are wrong: 0, 1, 2")


def test_one_lost_case_is_a_regression_without_significance() -> None:
    comparison = compare(run("a", set()), run("b", {7}))
    assert {c.verdict for c in comparison.changes} == {"no difference shown"}
    assert regressions(comparison) == ["1 cases were right and are wrong: 7"]


def test_a_gain_is_called_better() -> None:
    comparison = compare(run("a", set(range(20))), run("b", set()))
    change = next(c for c in comparison.changes if c.measure == "right")
    assert (change.verdict, len(comparison.better)) == ("better", 20)
    assert change.difference.value == pytest.approx(1 / 3)
    assert regressions(comparison) == []


def test_other_words_with_the_same_verdict_are_listed_apart() -> None:
    comparison = compare(run("a", {3}), run("b", {3}, reworded=True))
    assert len(comparison.reworded) == 59


def test_settings_that_differ_and_cases_of_one_run_are_listed() -> None:
    a = run("a", set(), reader="on", size=5)
    b = run("b", set(), reader="off", size=7)
    comparison = compare(a, b)
    assert comparison.settings == (("reader", "on", "off"),)
    assert (comparison.only_a, comparison.only_b) == ((), ("5", "6"))
