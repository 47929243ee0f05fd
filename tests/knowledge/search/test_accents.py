"""Accents are restored from given texts, and none are invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.search.accents import restored
from knowledge.text.spelling import fold, plain, words

TAX = ["Cục thuế thu thuế đất của doanh nghiệp.", "Thuế đất tăng."]
RENT = ["Công ty thuê đất của xã.", "Giá thuê đất năm nay."]


@pytest.mark.parametrize(("texts", "spelled"), [(TAX, "thuế đất"), (RENT, "thuê đất")])
def test_a_word_is_spelled_as_its_neighbours_say(texts: list[str], spelled: str) -> None:
    assert restored("thue dat", texts) == spelled


def test_the_words_of_questions_need_no_text() -> None:
    assert restored("la bao nhieu", ["Bảo vệ nhiều trẻ em."]) == "là bao nhiêu"


def test_accents_that_are_there_stay() -> None:
    assert restored("thuê dat", TAX) == "thuê đất"


@given(st.text(max_size=60), st.lists(st.text(max_size=60), max_size=3))
def test_only_accents_are_added(query: str, texts: list[str]) -> None:
    """Restoring changes accents only, whatever the texts are."""
    before = [fold(plain(w)) for w in words(query)]
    assert [fold(w) for w in restored(query, texts).split()] == before
