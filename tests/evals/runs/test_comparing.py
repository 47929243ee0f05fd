"""Two runs side by side: what is chance and what is not."""

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


def test_a_run_beside_itself_is_the_same() -> None:
    found = compare(run("a", {1, 2}), run("a", {1, 2}))
    assert (found.better, found.worse, found.reworded, found.settings) == ((), (), (), ())
    assert {c.verdict for c in found.changes} == {"no difference shown"}
    assert regressions(found) == []


def test_a_clear_loss_is_called_worse_and_is_a_regression() -> None:
    found = compare(run("a", set()), run("b", set(range(20))))
    verdicts = {c.measure: c.verdict for c in found.changes}
    assert verdicts["right"] == verdicts["figure_recall"] == "worse"
    assert verdicts["wrong_figure_rate"] == "no difference shown"
    lines = regressions(found)
    assert any(line.startswith("right went from 1 to 0.6667 (p ") for line in lines)
    assert lines[-1].startswith("20 cases were right and are wrong: 0, 1, 2")


def test_one_case_lost_is_a_regression_though_chance_could_do_it() -> None:
    found = compare(run("a", set()), run("b", {7}))
    assert {c.verdict for c in found.changes} == {"no difference shown"}
    assert regressions(found) == ["1 cases were right and are wrong: 7"]


def test_a_gain_is_called_better() -> None:
    found = compare(run("a", set(range(20))), run("b", set()))
    change = next(c for c in found.changes if c.measure == "right")
    assert (change.verdict, len(found.better)) == ("better", 20)
    assert change.difference.value == pytest.approx(1 / 3)
    assert regressions(found) == []


def test_other_words_with_the_same_verdict_are_listed_apart() -> None:
    found = compare(run("a", {3}), run("b", {3}, reworded=True))
    assert len(found.reworded) == 59


def test_settings_that_differ_and_cases_of_one_run_are_told() -> None:
    a = run("a", set(), reader="on", size=5)
    b = run("b", set(), reader="off", size=7)
    found = compare(a, b)
    assert found.settings == (("reader", "on", "off"),)
    assert (found.only_a, found.only_b) == ((), ("5", "6"))
