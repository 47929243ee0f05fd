"""The model of accents knows how people write, and changes nothing else of a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.search.accent_model import accent_model, respelled, tokens_of
from knowledge.text.spelling import clean, fold


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("nam 2022 bac kan co bao nhieu ho ngheo?", "Năm 2022 Bắc Kạn có bao nhiêu hộ nghèo?"),
        ("Ai la chu tich UBND tinh Quang Nam?", "Ai là chủ tịch UBND tỉnh Quảng Nam?"),
        (
            "thu nhap binh quan dau nguoi la bao nhieu?",
            "Thu nhập bình quân đầu người là bao nhiêu?",
        ),
    ],
)
def test_words_get_the_accents_of_their_neighbourhood(typed: str, meant: str) -> None:
    assert accent_model().restored(typed) == meant


def test_capitals_are_given_only_to_a_text_without_any() -> None:
    assert accent_model().restored("Tinh ha giang o dau").startswith("Tỉnh hà giang")


def test_forms_are_told_likeliest_first_as_logarithms_of_chances() -> None:
    tokens = tokens_of("co bao nhieu nguoi")
    for spelling in accent_model().spellings(tokens):
        chances = [chance for _, chance in spelling.forms]
        assert chances == sorted(chances, reverse=True)
        assert max(chances) <= 0


def test_numbers_marks_and_unknown_words_have_no_forms() -> None:
    spellings = accent_model().spellings(tokens_of("8.095/6.000 ? xqzw"))
    assert [s.forms for s in spellings] == [(), (), ()]


@given(st.text(max_size=80))
def test_only_accents_and_capitals_change(text: str) -> None:
    text = clean(text)
    assert fold(accent_model().restored(text)) == fold(text)


def test_a_form_of_another_length_is_not_taken() -> None:
    tokens = tokens_of("ab cd")
    spellings = accent_model().spellings(tokens)
    assert respelled("ab cd", tokens, ["abc", "cd"], spellings).lower() == "ab cd"
