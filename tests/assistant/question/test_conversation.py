"""Conversations: what leans on earlier questions is made whole, what is vague is asked back."""

import pytest

from assistant.pages.fragments import answer_html
from assistant.pipeline import Assistant
from assistant.question.understanding import understand
from assistant.records import Turn

ABROAD = Turn("Năm 2021 Vĩnh Long xuất khẩu lao động được bao nhiêu người?")
POVERTY = Turn("Tỷ lệ hộ nghèo của Thái Nguyên năm 2021?")


@pytest.mark.parametrize(
    ("question", "completed"),
    [
        (
            "Ở đó kế hoạch là bao nhiêu?",
            "đi làm việc ở nước ngoài theo hợp đồng · kế hoạch · Vĩnh Long · năm 2021",
        ),
        (
            "Năm đó kế hoạch bao nhiêu?",
            "đi làm việc ở nước ngoài theo hợp đồng · kế hoạch · Vĩnh Long · năm 2021",
        ),
        ("Cùng năm tạo việc làm mới được bao nhiêu?", "việc làm mới · Vĩnh Long · năm 2021"),
        ("2022", "đi làm việc ở nước ngoài theo hợp đồng · Vĩnh Long · năm 2022"),
        ("Quảng Nam", "đi làm việc ở nước ngoài theo hợp đồng · Quảng Nam · năm 2021"),
        ("And the plan?", "work abroad · a plan · Vĩnh Long · in 2021"),
    ],
)
def test_the_trace_says_what_a_question_was_taken_to_ask(
    assistant: Assistant, question: str, completed: str
) -> None:
    answer = assistant.answer(question, history=[ABROAD])
    assert answer.trace.understood["completed"] == completed
    assert completed in answer_html(answer, 0)


def test_a_whole_question_shows_no_completion(assistant: Assistant) -> None:
    assert "completed" not in assistant.answer(ABROAD.question).trace.understood


@pytest.mark.parametrize(
    "question",
    ["So với năm trước?", "so voi nam truoc thi sao", "Compared with the previous year?"],
)
def test_a_year_is_set_beside_the_one_before(assistant: Assistant, question: str) -> None:
    answer = assistant.answer(question, history=[POVERTY])
    assert answer.computed is not None
    assert (answer.computed.value, answer.computed.unit) == ("-0.66", "điểm %")


def test_whether_a_plan_was_met_is_told_by_the_gap(assistant: Assistant) -> None:
    answer = assistant.answer("Có đạt kế hoạch không?", history=[ABROAD])
    assert answer.computed is not None
    assert (answer.computed.operation, answer.computed.value) == ("gap", "-1154")


@pytest.mark.parametrize("question", ["Vì sao?", "Tại sao vậy?", "vi sao lai the", "Why?"])
def test_a_bare_why_asks_for_the_reason_of_what_was_told(question: str) -> None:
    asked = understand(question, [ABROAD])
    assert (asked.intent, asked.places) == ("prose", ("Vĩnh Long",))
    assert ABROAD.question in asked.text


@pytest.mark.parametrize(
    "question",
    ["Ai nói vậy?", "Cho xem bản tin đó", "Nguồn ở đâu?", "so lieu nay lay tu dau", "What is the source?",
     "Show me the bulletin", "Theo bản tin nào?"],
)  # fmt: skip
def test_the_source_of_the_last_answer_is_shown(assistant: Assistant, question: str) -> None:
    """Title, day and the passage itself; asked twice, the answer before is meant."""
    for history in ([ABROAD], [ABROAD, Turn("Ai nói vậy?")]):
        answer = assistant.answer(question, history=history)
        assert answer.status == "answered"
        assert [c.bulletin_id for c in answer.citations] == ["vinh-long-2022-06"]
        assert "Vĩnh Long đẩy mạnh xuất khẩu lao động" in answer.text
        assert "546/1.700 người" in answer.citations[0].quote


@pytest.mark.parametrize("history", [[], [Turn("Xin chào")]])
def test_without_an_answer_there_is_no_source(assistant: Assistant, history: list[Turn]) -> None:
    answer = assistant.answer("Ai nói vậy?", history=history)
    assert (answer.status, answer.citations) == ("unclear", ())


@pytest.mark.parametrize(
    ("question", "choices"),
    [
        ("Bao nhiêu người?", ("tỷ lệ hộ nghèo đa chiều", "giải quyết việc làm")),
        ("Thái Nguyên có bao nhiêu?", ("tuyển mới và đào tạo nghề", "việc làm mới")),
        ("Cà Mau năm 2023?", ("hộ nghèo", "hộ cận nghèo")),
        ("What about 2022?", ("work abroad", "jobs created")),
    ],
)
def test_a_vague_question_is_asked_back_with_choices(
    assistant: Assistant, question: str, choices: tuple[str, ...]
) -> None:
    """From the bulletins, of the place and time that were named; never a guess."""
    answer = assistant.answer(question)
    assert (answer.status, answer.figures, answer.citations) == ("unclear", (), ())
    assert all(choice in answer.text for choice in choices)


@pytest.mark.parametrize("question", ["dân số bao nhiêu?", "hộ nghèo", "Giá xăng bao nhiêu?"])
def test_a_question_for_something_is_not_vague(question: str) -> None:
    assert understand(question).intent in ("prose", "figure")
