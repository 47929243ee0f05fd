"""Without accents, the words around a name may make it another word."""

import pytest

from assistant.question.understanding import understand
from knowledge.text.spelling import fold
from knowledge.vocabulary.place_names import PROVINCES


@pytest.mark.parametrize(
    "question",
    [
        "tien hue hong cho nan nhan la bao nhieu",
        "tinh hinh dien bien the nao, co bao nhieu nguoi",
        "dien bien phuc tap cua dich co bao nhieu ca",
    ],
)
def test_a_name_that_is_another_word_is_no_place(question: str) -> None:
    assert understand(question).places == ()


@pytest.mark.parametrize("province", PROVINCES)
def test_every_province_is_still_asked_for(province: str) -> None:
    """In the usual places of a question."""
    name = fold(province)
    assert understand(f"{name} nam 2022 co bao nhieu ho ngheo").places == (province,)
    assert understand(f"so ho ngheo cua {name} giam bao nhieu").places == (province,)
