"""A model helps with hard follow-ups and English renderings; its work is looked at first."""

import json
from collections.abc import Callable

import pytest

from assistant.checking.model_tasks import rendering_problems, rewriting_problems
from assistant.pipeline import Assistant
from assistant.records import Turn
from tests.chat_server import chat_server

Build = Callable[..., Assistant]
BEFORE = [Turn("Năm 2022 Bắc Kạn có bao nhiêu người đi làm việc ở nước ngoài?", "753 người [1].")]
HARD = "thế mấy anh chị ấy thì sao nhỉ, cho mình con số kế hoạch"
HIRING = "Which industries in Lâm Đồng are hiring again?"


def scripted(whole: str) -> Callable[[list[dict[str, str]]], str]:
    """Rewrites with `whole`; has nothing to say to passages."""
    return lambda messages: whole if "nối tiếp" in messages[0]["content"] else "KHONG"


def test_a_follow_up_beyond_the_rules_is_made_whole_by_the_model(with_model: Build) -> None:
    whole = "Kế hoạch đi làm việc ở nước ngoài của Bắc Kạn năm 2022 là bao nhiêu?"
    with chat_server(scripted(whole)) as server:
        answer = with_model(server.address).answer(HARD, history=BEFORE)
    assert answer.short == "500 người"
    assert answer.trace.understood["completed"] == whole
    assert answer.question == HARD


@pytest.mark.parametrize(
    "whole",
    ["Kế hoạch đi làm việc ở nước ngoài của Bắc Kạn năm 2021 là bao nhiêu?",
     "Kế hoạch đi làm việc ở nước ngoài của Lâm Đồng năm 2022 là bao nhiêu?",
     "<b>Kế hoạch</b> đi làm việc ở nước ngoài năm 2022?", "", "x" * 400],
)  # fmt: skip
def test_a_rewriting_that_adds_to_the_question_is_not_used(with_model: Build, whole: str) -> None:
    with chat_server(scripted(whole)) as server:
        assistant = with_model(server.address)
        answer = assistant.answer(HARD, history=BEFORE)
    assert answer.short is None
    assert "completed" not in answer.trace.understood


def test_a_question_that_the_rules_answer_is_not_rewritten(with_model: Build) -> None:
    with chat_server(scripted("x")) as server:
        answer = with_model(server.address).answer("chỉ tiêu là bao nhiêu?", history=BEFORE)
    assert answer.short == "500 người"
    assert not any("nối tiếp" in messages[0]["content"] for messages in server.asked)


@pytest.mark.parametrize(
    ("whole", "text", "is_right"),
    [("Năm 2022 có bao nhiêu người?", "bao nhiêu người?", True),
     ("Năm 2023 có bao nhiêu người?", "bao nhiêu người?", False),
     ("Bắc Kạn có bao nhiêu người?", "năm 2021 thì sao", False),
     ("Bắc Kạn năm 2021 có bao nhiêu người?", "năm 2021 thì sao", True),
     ("Có phải 753 người không?", "bao nhiêu người?", True),
     ("Có phải 754 người không?", "bao nhiêu người?", False)],
)  # fmt: skip
def test_a_rewriting_names_only_what_was_said(whole: str, text: str, is_right: bool) -> None:
    assert (rewriting_problems(whole, text, BEFORE) == []) is is_right


QUOTE = "Năm 2022, toàn tỉnh có 8.095/6.000 người được giải quyết việc làm, đạt 134,9% kế hoạch."
RENDERING = "In 2022 the whole province had 8,095/6,000 people given jobs, 134.9% of the plan."


@pytest.mark.parametrize(
    ("english", "is_right"),
    [(RENDERING, True),
     (RENDERING.replace("8,095", "8,096"), False),
     (RENDERING.replace("134.9", "143.9"), False),
     (RENDERING.replace("2022", "2021"), False),
     (RENDERING.replace("the plan", "the plan of 6,000"), False),
     (RENDERING.replace("had", "had not"), False),
     (RENDERING.replace("the whole province", "Hà Nội"), False),
     (RENDERING + " <img src=x>", False), ("", False), (RENDERING * 9, False)],
)  # fmt: skip
def test_a_rendering_has_the_very_figures_of_the_quotation(english: str, is_right: bool) -> None:
    assert (rendering_problems(english, QUOTE, lambda *_: 0.9) == []) is is_right


def test_a_rendering_of_something_else_is_not_shown() -> None:
    assert rendering_problems(RENDERING, QUOTE, lambda *_: 0.7) == ["it is about something else"]


@pytest.mark.parametrize(
    ("english", "is_shown"),
    [("Businesses in the area are hiring again, above all in tourism, the processing of farm produce and garments.", True),
     ("25 businesses in the area are hiring again.", False)],
)  # fmt: skip
def test_english_stands_beside_the_vietnamese_quotation(
    with_model: Build, english: str, is_shown: bool
) -> None:
    """The original stays the answer; the English is beside it, or not at all."""

    def reply(messages: list[dict[str, str]]) -> str:
        return english if "quotation" in messages[0]["content"] else "NONE"

    with chat_server(reply) as server:
        answer = with_model(server.address).answer(HIRING)
    assert "chế biến nông sản" in answer.text
    assert [(r.marker, r.text) for r in answer.renderings] == ([(1, english)] if is_shown else [])


def test_a_model_that_can_is_held_to_a_schema(with_model: Build) -> None:
    """Sentences and the passages that say them come as JSON; what is shown is the same."""
    true = {"text": "Năm 2022, Bắc Kạn có 753 người đi làm việc ở nước ngoài.", "passages": [1]}
    false = {"text": "Có 999 người.", "passages": [1]}
    with chat_server(lambda _: json.dumps({"sentences": [true, false]})) as server:
        answer = with_model(server.address, llm_structured="on").answer(BEFORE[0].question)
    assert server.bodies[0]["response_format"]["json_schema"]["name"] == "answer"
    assert (answer.answerer, answer.short) == ("generative", "753 người")
    assert answer.text.count("753") == 1
    assert "999" not in answer.text


@pytest.mark.parametrize(
    "reply", ['{"sentences": [{"te', "không phải JSON", '{"sentences": 4}', "[]"]
)
def test_broken_json_gives_the_extractive_answer(with_model: Build, reply: str) -> None:
    with chat_server(lambda _: reply) as server:
        answer = with_model(server.address, llm_structured="on").answer(BEFORE[0].question)
    assert (answer.answerer, answer.short) == ("extractive", "753 người")
