"""A figure that the second reading doubts is not shown as one; its sentence is quoted."""

import pytest

from assistant.assembly import Teller
from assistant.checking import doubting
from assistant.checking.second.reading import Doubt
from assistant.pipeline import Assistant

LOOK = "Năm 2022 Bắc Kạn có bao nhiêu người đi làm việc ở nước ngoài?"
GAP = "Số người đi làm việc ở nước ngoài năm 2022 của Bắc Kạn so với Lâm Đồng thì hơn bao nhiêu?"
DOUBT = Doubt("time", "2022 is not the time of 753")


@pytest.fixture
def every_figure_doubted(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assistant, "_teller", Teller(None))  # the other one remembers its doubts
    monkeypatch.setattr(doubting, "doubts", lambda *_: [DOUBT])


def test_a_figure_without_doubt_is_told(assistant: Assistant) -> None:
    answer = assistant.answer(LOOK)
    assert answer.short == "753 người"
    assert not any("second reading" in note for note in answer.trace.notes)


@pytest.mark.usefixtures("every_figure_doubted")
def test_a_doubted_figure_is_quoted_and_the_reason_is_in_the_trace(assistant: Assistant) -> None:
    answer = assistant.answer(LOOK)
    assert (answer.short, answer.figures) == (None, ())
    assert "“" in answer.text
    assert f"not shown: second reading, time: {DOUBT.reason}" in answer.trace.notes


@pytest.mark.usefixtures("every_figure_doubted")
def test_nothing_is_computed_from_doubted_figures(assistant: Assistant) -> None:
    answer = assistant.answer(GAP)
    assert (answer.computed, answer.short, answer.figures) == (None, None, ())


def test_the_same_question_is_computed_without_doubt(assistant: Assistant) -> None:
    assert assistant.answer(GAP).computed is not None
