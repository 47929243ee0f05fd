"""Shown figures against the expected fields of a case."""

from typing import Any

import pytest

from evals.measures.registry import MEASURES
from evals.records import Case, ExpectedFigure, ExpectedResult
from tests.fakes import outcome_of, scripted_answer

WANTED = ExpectedFigure("753", "người", place="Bắc Kạn", plan="500")
FIGURE = scripted_answer()["figures"][0]


def values(case: Case, **answer: Any) -> dict[str, Any]:
    outcome = outcome_of(case, **answer)
    names = ("figure_exactness", "figure_precision", "figure_recall", "wrong_figure_rate")
    return {name: MEASURES[name].of(outcome) for name in names}


def test_the_right_figure_is_exact() -> None:
    assert list(values(Case("a", "?", figures=(WANTED,))).values()) == [1, 1, 1, 0]


@pytest.mark.parametrize("value", ["758", "75.3", "-753"])
def test_a_wrong_figure_is_wrong(value: str) -> None:
    scores = values(Case("a", "?", figures=(WANTED,)), figures=[{**FIGURE, "value": value}])
    assert list(scores.values()) == [0, 0, 0, 1]


@pytest.mark.parametrize("key", ["unit", "place", "plan"])
def test_a_figure_wrong_in_one_part_is_wrong(key: str) -> None:
    scores = values(Case("a", "?", figures=(WANTED,)), figures=[{**FIGURE, key: "else"}])
    assert scores["figure_exactness"] == 0


@pytest.mark.parametrize(("value", "wrong"), [("753", 0), ("758", 1)])
def test_a_bare_value_is_no_wrong_figure_but_not_exact(value: str, wrong: float) -> None:
    """A table without units has none to show."""
    figure = {**FIGURE, "value": value, "unit": ""}
    scores = values(Case("a", "?", figures=(WANTED,)), figures=[figure])
    assert (scores["figure_exactness"], scores["wrong_figure_rate"]) == (0, wrong)


@pytest.mark.parametrize(
    ("place", "exact"),
    [
        ("huyện Chợ Mới, Bắc Kạn", 1),
        ("huyện Chợ Mới", 1),
        ("huyện Chợ Mới, An Giang", 1),
        ("Ba Bể", 0),
    ],
)
def test_a_district_may_be_shown_with_its_province(place: str, exact: float) -> None:
    wanted = ExpectedFigure("753", "người", place="huyện Chợ Mới")
    scores = values(Case("a", "?", figures=(wanted,)), figures=[{**FIGURE, "place": place}])
    assert scores["figure_exactness"] == exact


def test_a_figure_beside_the_expected_one_is_wrong_unless_it_is_allowed() -> None:
    both = [FIGURE, {**FIGURE, "value": "999"}]
    scores = values(Case("a", "?", figures=(WANTED,)), figures=both)
    assert list(scores.values()) == [0, 0.5, 1, 1]
    scores = values(Case("a", "?", figures=(WANTED,), also=("999",)), figures=both)
    assert list(scores.values()) == [1, 1, 1, 0]


def test_a_refusal_shows_no_wrong_figure_and_is_not_exact() -> None:
    scores = values(Case("a", "?", figures=(WANTED,)), status="no_evidence")
    assert list(scores.values()) == [0, None, 0, 0]


def test_where_a_text_is_expected_the_first_figure_is_one_of_its_numbers() -> None:
    assert values(Case("a", "?", answers=("753 người",)))["wrong_figure_rate"] == 0
    assert values(Case("a", "?", answers=("8.095 người",)))["wrong_figure_rate"] == 1
    assert values(Case("a", "?", answers=("Nhật Bản",)))["wrong_figure_rate"] is None


@pytest.mark.parametrize(
    ("short", "case", "wrong"),
    [
        ("753 người", Case("a", "?", figures=(WANTED,)), 0),
        ("500 người", Case("a", "?", figures=(WANTED,)), 0),
        ("23,5 nghìn lao động", Case("a", "?", figures=(WANTED,)), 1),
        ("999 người", Case("a", "?", figures=(WANTED,), also=("999",)), 0),
        ("753 người", Case("a", "?", refusal=True), 1),
        ("Nhật Bản", Case("a", "?", figures=(WANTED,)), 0),
        ("8.095 người", Case("a", "?", answers=("753 người",)), 1),
        ("753 người", Case("a", "?", answers=("753 người",)), 0),
    ],
)
def test_the_numbers_of_a_bare_answer_without_figures_count(
    short: str, case: Case, wrong: float
) -> None:
    assert values(case, figures=[], short=short)["wrong_figure_rate"] == wrong


def test_figures_of_a_case_that_only_searches_are_not_judged() -> None:
    assert set(values(Case("a", "?", bulletins=("a",))).values()) == {None}


def test_a_result_is_computed_from_cited_figures() -> None:
    case = Case("a", "?", figures=(WANTED,), computed=ExpectedResult("253", "người"))
    result = {"value": "253", "unit": "người", "operands": [0]}
    measure = MEASURES["result_exactness"]
    assert measure.of(outcome_of(case, computed=result)) == 1
    assert measure.of(outcome_of(case, computed={**result, "value": "254"})) == 0
    assert measure.of(outcome_of(case, computed={**result, "operands": []})) == 0
    assert measure.of(outcome_of(case)) == 0
    uncited = [{**FIGURE, "marker": 7}]
    assert measure.of(outcome_of(case, computed=result, figures=uncited)) == 0
