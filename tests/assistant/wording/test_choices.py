"""Other years and places of a figure are offered, where there is an answer."""

from assistant.pipeline import Assistant
from assistant.wording.choices import Choices, choices_of


def choices(assistant: Assistant, question: str) -> Choices:
    """The choices after a question; each is accepted where the assistant answers it."""
    return choices_of(
        assistant.answer(question), assistant.library,
        lambda q: assistant.answer(q).status == "answered",
    )  # fmt: skip


def test_places_with_the_figure_are_offered_widest_first(assistant: Assistant) -> None:
    """The country comes first, and the place of the answer is not offered again."""
    offered = choices(assistant, "Năm 2022 có bao nhiêu người đi làm việc ở nước ngoài?").places
    assert [c.label for c in offered] == ["Cả nước", "Khánh Hòa", "Lâm Đồng", "Vĩnh Long"]
    assert offered[2].question == "Năm 2022, Lâm Đồng có bao nhiêu người đi làm việc ở nước ngoài?"


def test_other_years_of_the_place_are_offered_newest_first(assistant: Assistant) -> None:
    offered = choices(assistant, "Tỷ lệ hộ nghèo của Thái Nguyên năm 2020?").years
    assert [c.label for c in offered] == ["2021"]
    assert "Thái Nguyên năm 2021" in offered[0].question


def test_a_refusal_offers_years_that_have_the_figure(assistant: Assistant) -> None:
    refused = "Năm 2021 Bắc Kạn có bao nhiêu người đi làm việc ở nước ngoài?"
    assert [c.label for c in choices(assistant, refused).years] == ["2022"]


def test_nothing_is_offered_without_an_answer(assistant: Assistant) -> None:
    """A choice that the test rejects is left out."""
    answer = assistant.answer("Năm 2022 có bao nhiêu người đi làm việc ở nước ngoài?")
    assert choices_of(answer, assistant.library, lambda _: False) == Choices()


def test_a_comparison_and_a_greeting_offer_nothing(assistant: Assistant) -> None:
    ranking = "Huyện nào có tỷ lệ hộ nghèo cao nhất năm 2019?"
    assert choices(assistant, ranking) == Choices()
    assert choices(assistant, "xin chào") == Choices()
