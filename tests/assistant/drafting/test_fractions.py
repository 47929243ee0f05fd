"""A question for a share takes a fraction as it stands in the text; one for a number does not."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.assistant.drafting.test_from_statements import assistant_of
from tests.conftest import Bench

LACK = "Bao nhiêu phần trăm trường học trên địa bàn thiếu giáo viên?"
RATE = "Tỷ lệ trường học trên địa bàn thiếu giáo viên là bao nhiêu?"
FRACTIONS = [
    "Một phần ba số trường học",
    "Hai phần ba trường học",
    "Một phần tư tổng số trường học",
    "Khoảng ba phần tư số trường học",
    "Gần ba phần năm số trường học",
    "Hơn một nửa trường học",
    "Gần một nửa số trường học",
    "Quá nửa số trường học",
    "Khoảng 3/4 số trường học",
    "Hơn 2/3 tổng số trường học",
    "Một phần mười trường học",
]


@pytest.mark.parametrize("question", [LACK, RATE])
@pytest.mark.parametrize("words", FRACTIONS)
def test_a_share_is_answered_by_a_fraction_as_it_stands(
    bench: Bench, bulletin_file: Callable[..., Path], words: str, question: str
) -> None:
    body = f"{words} trên địa bàn thiếu giáo viên."
    bench.load(bulletin_file(body, title="Giáo dục"))
    answer = assistant_of(bench, words, 0.9).answer(question)
    assert answer.status == "answered"
    assert words in answer.text
    assert "%" not in answer.text


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("Có 12 trường học trên địa bàn thiếu giáo viên.", "12 trường học"),
        ("Nửa đầu năm có 12 trường học trên địa bàn thiếu giáo viên.", "12 trường học"),
        ("Một phần năm 2023, 12 trường học trên địa bàn thiếu giáo viên.", "12 trường học"),
        ("Ngày 3/4, 12 trường học trên địa bàn thiếu giáo viên.", "12 trường học"),
        ("Một phần tư nhân lực đi làm ở 12 trường học trên địa bàn.", "12 trường học"),
    ],
)
def test_a_number_answers_no_share(
    bench: Bench, bulletin_file: Callable[..., Path], body: str, words: str
) -> None:
    """Words that only look like a fraction make it no share."""
    bench.load(bulletin_file(body, title="Giáo dục"))
    assert assistant_of(bench, words, 0.9).answer(LACK).status == "no_evidence"


def test_a_fraction_answers_no_number(bench: Bench, bulletin_file: Callable[..., Path]) -> None:
    bench.load(bulletin_file("Một phần ba số hộ trong xã có điện.", title="Điện"))
    question = "Xã có bao nhiêu doanh nghiệp có điện?"
    assert assistant_of(bench, "Một phần ba", 0.9).answer(question).status == "no_evidence"
