"""The history of a question and the time of one answer are bounded."""

import time

import pytest

from assistant import pipeline
from assistant.pipeline import Assistant
from assistant.records import Turn

FOLLOW_UP = "còn năm 2021?"
LONG = {
    "one letter": "a" * 200_000,
    "numbers": "1 " * 100_000,
    "places": "Bắc Kạn, Lâm Đồng, Cà Mau, " * 7_000,
    "prefixes": "tỉnh xã huyện " * 14_000,
    "years": "năm 2022 " * 22_000,
    "capitals": "Aa " * 66_000,
    "brackets": "(" * 200_000,
}


@pytest.mark.parametrize("text", LONG.values(), ids=LONG)
def test_earlier_turns_cost_no_more_than_a_question(assistant: Assistant, text: str) -> None:
    """A conversation of millions of characters is cut before it is read."""
    began = time.perf_counter()
    answer = assistant.answer(FOLLOW_UP, "vi", [Turn(text, text)] * 50)
    assert answer.status == "unclear"
    assert time.perf_counter() - began < 2


def test_what_a_follow_up_needs_survives_the_cut(assistant: Assistant) -> None:
    """The newest turns are kept after a very long earlier one."""
    history = [
        Turn("x" * 100_000, "y" * 100_000),
        Turn("Năm 2022 Bắc Kạn có bao nhiêu người đi xkld?", "753 người " * 5_000),
    ]
    answer = assistant.answer("còn Lâm Đồng?", "vi", history)
    assert (answer.status, answer.short) == ("answered", "250 người")


def test_a_question_over_its_budget_is_answered_politely(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A question over its time budget ends before the next step with a polite reply."""
    understand = pipeline.understand

    def slowly(*given: object) -> object:
        time.sleep(0.05)
        return understand(*given)  # type: ignore[arg-type]  # the arguments of the real call

    monkeypatch.setattr(pipeline, "understand", slowly)
    hurried = Assistant(assistant.library, budget_s=0.01)
    answer = hurried.answer("Vì sao lao động Bắc Kạn đi làm việc ở nước ngoài?", "vi")
    assert answer.status == "unclear"
    assert "ngắn gọn hơn" in answer.text
    assert answer.citations == ()
