"""The part of a message that asks: words around it go, words that matter stay."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.question.asking_part import AskingModel, asking_part, words_of
from assistant.question.understanding import understand

QUESTION = "năm 2022 Bắc Kạn có bao nhiêu hộ nghèo"


@pytest.mark.parametrize(
    "message",
    [
        "Dạ em chào anh chị, cho em hỏi {} ạ?",
        "{}? Trả lời ngắn gọn.",
        "{}? Giúp em với ạ, em cần gấp",
        "Em đang làm báo cáo. {}?",
        "{}? Nói rõ nguồn giúp tôi.",
        "{}? Xin cảm ơn!",
    ],
)
def test_courtesy_reasons_and_wishes_are_set_aside(message: str) -> None:
    assert asking_part(message.format(QUESTION)).rstrip("? ") == QUESTION


@pytest.mark.parametrize(
    "message",
    [
        "nam 2022 co bao nhieu nguoi di xkld",
        "Còn Vĩnh Long thì sao?",
        "tỷ lệ hộ nghèo na rì 2019",
        "How many workers went abroad in 2022?",
        "Vì sao xuất khẩu lao động Quảng Nam năm 2020 không đạt kế hoạch?",
        "xin chào",
        "cảm ơn bạn nhiều",
        "",
    ],
)
def test_a_bare_message_stays_whole(message: str) -> None:
    assert asking_part(message) == message


@pytest.mark.parametrize(
    ("message", "matters"),
    [
        ("Tôi ở huyện Pác Nặm. Năm 2019 tỷ lệ hộ nghèo là bao nhiêu? Cảm ơn.", "Pác Nặm"),
        ("Em cần số liệu năm 2020 ạ. Bắc Kạn có bao nhiêu hộ nghèo?", "2020"),
        ("Chào bạn, mình hỏi về hộ cận nghèo nhé. Năm 2019 Bắc Kạn có bao nhiêu hộ?", "cận nghèo"),
    ],
)
def test_words_that_name_a_time_place_or_indicator_stay(message: str, matters: str) -> None:
    assert matters in asking_part(message)


@pytest.mark.parametrize(
    ("wish", "language"),
    [
        ("Trả lời bằng tiếng Anh giúp tôi.", "en"),
        ("Please answer in English.", "en"),
        ("Xin cảm ơn.", "vi"),
    ],
)
def test_a_wish_for_a_language_is_met(wish: str, language: str) -> None:
    assert understand(f"{QUESTION}? {wish}").language == language


def test_a_message_of_any_length_has_the_words_of_its_text() -> None:
    """Longer texts than a question are left as they are."""
    long = "bao nhiêu hộ nghèo " * 2_000
    assert asking_part(long) == long


@given(st.text(max_size=200))
def test_what_is_left_are_words_of_the_message_in_their_order(message: str) -> None:
    kept = iter(asking_part(message).split())
    rest = iter(message.split())
    assert all(word in rest for word in kept)


def test_the_likeliest_path_is_found() -> None:
    """Without weights of changes, each word's own sign decides."""
    model = AskingModel(b"\0\0" * (1 << 15), (0.0, 0.0, 0.0, 0.5))
    assert model.labels(words_of("một hai ba")) == [True, True, True]
    assert model.labels([]) == []
