"""Whole answers to questions over texts: what counts as right, beside the point, refused."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant.pipeline import Assistant
from evals.bench.real_questions import Outcome, measures, outcomes_of
from tests.conftest import Bench

_BODY = "Năm 2022, tỉnh Bắc Kạn có 753/500 người đi làm việc ở nước ngoài, đạt 151% kế hoạch."


@pytest.fixture
def assistant(bench: Bench, bulletin_file: Callable[..., Path]) -> Assistant:
    bench.load(bulletin_file(_BODY, "tin-1.md", date="2022-12-07", place="Bắc Kạn"))
    return Assistant(bench.library)


def row(**more: Any) -> dict[str, Any]:
    vi = "Năm 2022 Bắc Kạn có bao nhiêu người đi làm việc ở nước ngoài?"
    en = "How many people of Bắc Kạn went to work abroad in 2022?"
    answered = {"answer": "753/500 người", "nth": 0, "of": 1}
    return {"text": "tin-1", "kind": "number", "vi": vi, "en": en, **answered, **more}


def test_a_figure_that_the_text_gives_is_right_and_bare(assistant: Assistant) -> None:
    outcomes = list(outcomes_of(assistant, [row()]))
    assert [o.form for o in outcomes] == ["vi", "plain", "en"]
    assert all(o.is_right and o.is_bare for o in outcomes)


def test_a_quotation_that_holds_the_answer_is_right_but_not_bare(assistant: Assistant) -> None:
    first, *_ = outcomes_of(assistant, [row(answer="151%")])
    assert (first.is_right, first.is_bare) == (True, False)


def test_a_near_miss_is_to_be_refused(assistant: Assistant) -> None:
    vi = "Năm 2022 Cà Mau có bao nhiêu người đi làm việc ở nước ngoài?"
    miss = {k: v for k, v in row(vi=vi, en=vi).items() if k not in ("answer", "nth", "of")}
    outcomes = list(outcomes_of(assistant, [miss | {"miss": "place"}]))
    assert [o.is_shown for o in outcomes] == [False] * 3
    assert measures(outcomes)["refused"] == 1


def test_rows_of_texts_that_are_not_loaded_are_left_out(assistant: Assistant) -> None:
    assert list(outcomes_of(assistant, [row(text="tin-2"), row(answer="754 người")])) == []


def outcome(**more: Any) -> Outcome:
    values = {
        "form": "vi", "question": "?", "is_near_miss": False, "asks_number": True,
        "is_shown": False, "is_right": False, "is_bare": False, "has_bare_number": False,
        "confidence": 0.5, "text": "",
    }  # fmt: skip
    return Outcome(**(values | more))


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"is_shown": True, "is_right": True, "is_bare": True, "has_bare_number": True},
         {"right": 1, "bare": 1, "beside": 0, "wrong figure": 0}),
        ({"is_shown": True, "is_right": True}, {"right": 1, "bare": 0, "beside": 0}),
        ({"is_shown": True, "has_bare_number": True}, {"right": 0, "beside": 1, "wrong figure": 1}),
        ({"is_shown": True}, {"right": 0, "beside": 1, "wrong figure": 0}),
        ({}, {"right": 0, "beside": 0, "wrong figure": 0}),
    ],
)  # fmt: skip
def test_measures_of_one_question(given: dict[str, bool], expected: dict[str, float]) -> None:
    values = measures([outcome(**given)])
    assert {name: values[name] for name in expected} == expected
