"""The age groups that a question or a sentence names, in both languages, with or without accents."""

import pytest

from assistant.question.ages import AgeGroup, ages_of, is_of_ages


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("người trên 40 tuổi", 40, None),
        ("nguoi tren 40 tuoi", 40, None),
        ("từ đủ 18 tuổi trở lên", 18, None),
        ("người 60 tuổi trở lên", 60, None),
        ("trẻ em dưới 6 tuổi", None, 6),
        ("65 tuổi trở xuống", None, 65),
        ("từ 16 đến 30 tuổi", 16, 30),
        ("từ 15 tuổi đến 24 tuổi", 15, 24),
        ("nhóm 16-30 tuổi", 16, 30),
        ("trong độ tuổi 70-74", 70, 74),
        ("độ tuổi từ 55 tới 79", 55, 79),
        ("nhóm tuổi trên 40", 40, None),
        ("60 years and older", 60, None),
        ("people over 40", 40, None),
        ("children under 10 are ill", None, 10),
        ("workers older than 35", 35, None),
        ("aged 70 and over", 70, None),
        ("people aged 16 to 30", 16, 30),
        ("between 15 and 24 years old", 15, 24),
    ],
)
def test_an_age_group_is_read(text: str, low: int | None, high: int | None) -> None:
    assert ages_of(text) == {AgeGroup(low, high)}


def test_months_are_no_years() -> None:
    assert ages_of("trẻ dưới 6 tháng tuổi") == {AgeGroup(None, 6, in_months=True)}


@pytest.mark.parametrize(
    "text",
    ["over 40 people", "giảm trên 40%", "ông A, 40 tuổi", "wages over 40 million", "trên 40 hộ", "under 5%",
     "women with under 30 years of contributions", "over 9 years", "in the days up to 20 June"],
)  # fmt: skip
def test_other_numbers_are_no_ages(text: str) -> None:
    assert ages_of(text) == frozenset()


@pytest.mark.parametrize(
    ("asked", "sentence", "is_one"),
    [
        ("người trên 40 tuổi", "Có 12 người trên 40 tuổi.", True),
        ("people over 60", "Có 12 người từ 60 tuổi trở lên.", True),
        ("người trên 40 tuổi", "Có 12 người trên 60 tuổi.", False),
        ("người trên 30 tuổi", "Có 12 người từ 16 đến 30 tuổi.", False),
        ("trẻ trên 5 tuổi", "Có 12 trẻ dưới 5 tuổi.", False),
        ("người trên 40 tuổi", "Có 12 người.", False),
        ("trẻ em dưới 16 tuổi", "Có 12 trẻ em.", True),
        ("trẻ em dưới 16 tuổi", "Có 12 trẻ em dưới 5 tuổi.", False),
        ("người từ 60 tuổi", "Có 12 người cao tuổi.", True),
        ("bao nhiêu người", "Có 12 người trên 40 tuổi.", True),
    ],
)
def test_a_sentence_is_of_the_ages_asked_for(asked: str, sentence: str, *, is_one: bool) -> None:
    assert is_of_ages(ages_of(asked), sentence) is is_one
