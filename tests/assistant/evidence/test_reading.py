"""The words in which a question is read."""

import pytest

from assistant.evidence.reading import asked_words
from assistant.question.understanding import understand

TEXTS = ["Phí dịch vụ môi trường rừng của tỉnh", "Môi trường rừng được chi trả"]


@pytest.mark.parametrize(
    ("question", "read"),
    [
        ("phi moi truong rung la bao nhieu", "phí môi trường rừng là bao nhiêu"),
        ("Phí môi trường rừng là bao nhiêu?", "Phí môi trường rừng là bao nhiêu?"),
        ("How high is the fee for forests?", "How high is the fee for forests?"),
    ],
)
def test_only_vietnamese_without_accents_gets_those_of_the_texts(question: str, read: str) -> None:
    """With full accents, and in English, the question is read as it was asked."""
    assert asked_words(understand(question), TEXTS) == read
