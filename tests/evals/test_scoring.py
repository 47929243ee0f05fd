"""Scores follow their definitions."""

from typing import Any

import pytest

from evals.errors import GateFailed
from evals.records import Case, ExpectedFigure, Outcome, Score
from evals.running import check_gates
from evals.scoring import is_right, means, score_outcome

WANTED = ExpectedFigure("753", "người", place="Bắc Kạn", plan="500")


def answer(status: str = "answered", value: str = "753", **more: Any) -> dict[str, Any]:
    figure = {
        "value": value,
        "unit": "người",
        "place": "Bắc Kạn",
        "period": "2022",
        "plan": "500",
        "percent": "151",
    }
    return {"status": status, "figures": [figure], "citations": [], **more}


def scores(case: Case, given: dict[str, Any], text: str = "") -> dict[str, float]:
    return {s.measure: s.value for s in score_outcome(Outcome(case, given, 0.1), lambda *_: text)}


def test_the_right_figure_is_exact() -> None:
    found = scores(Case("a", "?", figures=(WANTED,)), answer())
    assert (found["figure_exactness"], found["wrong_figure_rate"], found["right"]) == (1, 0, 1)


@pytest.mark.parametrize("value", ["758", "75.3", "-753"])
def test_a_wrong_figure_is_wrong(value: str) -> None:
    found = scores(Case("a", "?", figures=(WANTED,)), answer(value=value))
    assert (found["figure_exactness"], found["wrong_figure_rate"]) == (0, 1)


def test_a_figure_beside_the_expected_one_is_wrong_unless_it_may_be_told() -> None:
    given = answer()
    given["figures"].append({**given["figures"][0], "value": "999"})
    assert scores(Case("a", "?", figures=(WANTED,)), given)["wrong_figure_rate"] == 1
    assert scores(Case("a", "?", figures=(WANTED,), also=("999",)), given)["wrong_figure_rate"] == 0


def test_refusals_are_scored_where_they_apply() -> None:
    refused = {"status": "no_evidence", "figures": [], "citations": []}
    found = scores(Case("a", "?", refusal=True), refused)
    assert (
        found["refusal_recall"],
        found["refusal_precision"],
        found["answered_unanswerable_rate"],
    ) == (1, 1, 0)
    assert "figure_exactness" not in found
    assert scores(Case("a", "?", figures=(WANTED,)), refused)["refusal_precision"] == 0


def test_a_citation_that_is_not_the_text_is_invalid() -> None:
    cited = {"bulletin_id": "b", "revision": 1, "start": 0, "end": 3, "quote": "753"}
    found = scores(
        Case("a", "?", figures=(WANTED,), bulletins=("b",)), answer(citations=[cited]), "753 người"
    )
    assert (found["citation_validity"], found["citation_recall"]) == (1, 1)
    assert (
        scores(Case("a", "?", figures=(WANTED,)), answer(citations=[cited]), "758")[
            "citation_validity"
        ]
        == 0
    )


def test_words_are_looked_for_in_what_is_cited() -> None:
    case = Case("a", "?", contains="hai")
    assert is_right(case, answer(citations=[{"quote": "một hai ba"}]))
    assert not is_right(case, answer(citations=[{"quote": "một"}]))


def test_gates_fail_below_and_above() -> None:
    found = [Score("a", "right", 1.0), Score("b", "right", 0.0)]
    assert means(found)["right"] == (0.5, 2)
    check_gates(found, {"right": 0.5}, {"right": 0.5})
    with pytest.raises(GateFailed, match=r"right is 0\.500"):
        check_gates(found, {"right": 0.6}, {})
    with pytest.raises(GateFailed, match="no case has this measure"):
        check_gates(found, {"beauty": 1}, {})
