"""Accents and capitals are restored by what is usual and by given texts; nothing else changes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.search.accents import lacks_spelling, restored
from knowledge.text.spelling import clean, fold

TAX = ["Cục thuế thu thuế đất của doanh nghiệp.", "Thuế đất tăng."]
RENT = ["Công ty thuê đất của xã.", "Giá thuê đất năm nay."]
# What no model can know: a name of one office.
NAME = ["Bà Hồ Thị Quỵnh Trạm, chủ tịch xã.", "Theo bà Quỵnh Trạm, xã đã xong.", "Quỵnh Trạm"]


@pytest.mark.parametrize(("texts", "spelled"), [(TAX, "thuế đất"), (RENT, "thuê đất")])
def test_a_word_is_spelled_as_its_neighbours_say(texts: list[str], spelled: str) -> None:
    assert restored("thue dat", texts).lower() == spelled


def test_the_words_of_questions_need_no_text() -> None:
    assert restored("la bao nhieu", ["Bảo vệ nhiều trẻ em."]).lower() == "là bao nhiêu"


def test_names_are_spelled_as_the_texts_spell_them() -> None:
    assert "Quỵnh Trạm" in restored("ba quynh tram lam gi", NAME)


def test_accents_that_are_there_stay() -> None:
    assert restored("thuê dat cua cong ty", TAX).lower() == "thuê đất của công ty"


def test_a_question_with_accents_gets_capitals_alone() -> None:
    spelled = restored("ông nam ở hà nội làm việc gì?", ["Năm nay", "Hà Nội", "Năm ngoái"])
    assert spelled.lower() == "ông nam ở hà nội làm việc gì?"
    assert "Hà Nội" in spelled


def test_marks_numbers_and_given_capitals_stay() -> None:
    written = "Năm 2022, cả tỉnh Bắc Kạn đạt 8.095/6.000 (134,9%)?"
    assert restored("Nam 2022, ca tinh Bac Kan dat 8.095/6.000 (134,9%)?") == written
    assert restored("nam 2022 dat 8.095/6.000 (134,9%)?").endswith(" 8.095/6.000 (134,9%)?")


@pytest.mark.parametrize(
    ("query", "lacks"),
    [
        ("nam 2022 co bao nhieu nguoi", True),
        ("năm 2022 bắc kạn có bao nhiêu người", True),
        ("Năm 2022 Bắc Kạn có bao nhiêu người?", False),
    ],
)
def test_a_query_lacks_spelling_without_accents_or_without_a_capital(
    query: str, lacks: bool
) -> None:
    assert lacks_spelling(query) is lacks


@given(st.text(max_size=60), st.lists(st.text(max_size=60), max_size=3))
def test_only_accents_and_capitals_change(query: str, texts: list[str]) -> None:
    query = clean(query)
    assert fold(restored(query, map(clean, texts))) == fold(query)
