"""The desk tells what a question was taken for in the words of an office."""

import pytest

from assistant.answer_parts import understood_view
from assistant.desk.tester import understood_text
from assistant.question.understanding import understand


@pytest.mark.parametrize(
    ("asked", "parts"),
    [
        (
            "Năm 2022 Bắc Kạn có bao nhiêu người đi xuất khẩu lao động?",
            ("loại: hỏi số liệu", "thời gian: Năm 2022", "nơi: Bắc Kạn", "loại số: kết quả"),
        ),
        ("Huyện nào có tỷ lệ hộ nghèo cao nhất năm 2019?", ("phép tính: cao nhất",)),
        ("Xin chào", ("loại: chào hỏi",)),
    ],
)
def test_a_question_is_told_in_vietnamese(asked: str, parts: tuple[str, ...]) -> None:
    text = understood_text(understood_view(understand(asked)))
    for part in parts:
        assert part in text
    assert "labour_abroad" not in text


def test_what_has_no_word_is_told_as_it_is() -> None:
    assert (
        understood_text({"intent": "new_one", "other": ["a", "b"]}) == "loại: new_one; other: a, b"
    )


def test_nothing_understood_is_said_so() -> None:
    assert understood_text({"question": "?", "periods": []}) == "không rõ"
