"""Short words that look like a place's name without accents name none."""

import pytest

from assistant.question.understanding import understand


@pytest.mark.parametrize(
    "question",
    [
        "Hạ tầng giao thông có bao nhiêu dự án?",
        "ha tang giao thong co bao nhieu du an",
        "Vụ hạ thu hoạch bao nhiêu tấn lúa?",
        "vu ha thu hoach bao nhieu tan lua",
        "Mùa hạ có bao nhiêu người đi làm?",
        "ha lai suat bao nhieu",
        "co bao nhieu ha rung",
        "bao nhieu ha lua bi ngap",
        "hạ điểm chuẩn bao nhiêu",
        "Hạ viện Mỹ có bao nhiêu ghế",
        "Bà Huệ được bao nhiêu tiền?",
        "vinh du duoc nhan bao nhieu bang khen",
        "vinh quang cua lao dong la gi",
        "Sơn là gì?",
    ],
)
def test_a_word_is_no_place(question: str) -> None:
    assert understand(question).places == ()


@pytest.mark.parametrize(
    ("question", "place"),
    [
        ("ha noi co bao nhieu ho ngheo", "Hà Nội"),
        ("hue co bao nhieu ho ngheo", "Thừa Thiên Huế"),
        ("son la co bao nhieu ho ngheo", "Sơn La"),
    ],
)
def test_a_name_without_accents_is_one(question: str, place: str) -> None:
    assert understand(question).places == (place,)
