"""A question typed without accents or capitals is read with those of the passages found for it."""

import pytest

from assistant.passage_steps import spell
from assistant.pipeline import Assistant


def spelled(assistant: Assistant, question: str) -> str:
    with assistant.walking(question, (spell,)) as walk:
        return walk.question.text


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ty le ho ngheo cua bac kan la bao nhieu", "Tỷ lệ hộ nghèo của Bắc Kạn là bao nhiêu?"),
        ("tỷ lệ hộ nghèo của bắc kạn là bao nhiêu", "Tỷ lệ hộ nghèo của Bắc Kạn là bao nhiêu?"),
    ],
)
def test_a_question_gets_its_accents_and_capitals(
    assistant: Assistant, typed: str, meant: str
) -> None:
    assert spelled(assistant, typed) == meant


@pytest.mark.parametrize(
    "written",
    ["Tỷ lệ hộ nghèo của Bắc Kạn là bao nhiêu?", "What is the poverty rate of Bac Kan?"],
)
def test_a_written_question_and_an_english_one_stay(assistant: Assistant, written: str) -> None:
    assert spelled(assistant, written) == written


def test_the_question_as_it_was_typed_is_kept(assistant: Assistant) -> None:
    with assistant.walking("ty le ho ngheo cua bac kan", (spell,)) as walk:
        assert walk.question.original == "ty le ho ngheo cua bac kan"


def test_times_and_places_are_those_that_were_read_from_the_typed_words(
    assistant: Assistant,
) -> None:
    typed = "nam 2022 tinh bac kan co bao nhieu nguoi di xkld"
    with assistant.walking(typed, ()) as walk:
        before = walk.question
    with assistant.walking(typed, (spell,)) as walk:
        assert [p.start for p in walk.question.periods] == [p.start for p in before.periods]
        assert walk.question.places == before.places


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("how many people went abroad in 2022", "How many people went abroad in 2022?"),
        ("Số hộ nghèo của Bắc Kạn", "Số hộ nghèo của Bắc Kạn?"),
        ("Cho biết số hộ nghèo của Bắc Kạn.", "Cho biết số hộ nghèo của Bắc Kạn."),
    ],
)
def test_a_question_begins_with_a_capital_and_ends_with_a_mark(
    assistant: Assistant, typed: str, written: str
) -> None:
    assert spelled(assistant, typed) == written
