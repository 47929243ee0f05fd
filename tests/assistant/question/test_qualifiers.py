"""A figure of all does not answer for a part, nor a count for an average."""

import pytest

from assistant.pipeline import Assistant
from assistant.question.qualifiers import fits, qualifiers_of

NARROW = [
    "Năm 2022 Bắc Kạn có bao nhiêu nữ lao động đi nước ngoài?",
    "Tuổi trung bình của người đi xuất khẩu lao động Bắc Kạn là bao nhiêu?",
    "Có bao nhiêu doanh nghiệp xuất khẩu lao động ở Bắc Kạn năm 2022?",
    "Thu nhập bình quân của lao động đi nước ngoài của Bắc Kạn năm 2022?",
    "How many women from Bắc Kạn went to work abroad in 2022?",
    "What was the average wage of workers abroad from Bắc Kạn in 2022?",
    "thu nhap cua nguoi di xkld bac kan 2022 la bao nhieu",
]


@pytest.mark.parametrize("question", NARROW)
def test_a_part_or_an_average_gets_no_figure_of_the_whole(
    assistant: Assistant, question: str
) -> None:
    answer = assistant.answer(question)
    assert answer.figures == ()
    assert "753" not in answer.text


def test_the_refusal_does_not_deny_the_figure_of_the_whole(assistant: Assistant) -> None:
    answer = assistant.answer(NARROW[0])
    assert "theo đúng nhóm, cách tính hoặc đơn vị mà bạn hỏi" in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "What is the average wage in Bắc Kạn?",
        "Mức lương của lao động Lâm Đồng thế nào?",
        "Lâm Đồng công khai thông tin gì về mức lương cho người lao động?",
    ],
)
def test_no_passage_is_quoted_that_lacks_the_narrowing_word(
    assistant: Assistant, question: str
) -> None:
    """Lâm Đồng's bulletin speaks of making wages public and tells no wage; Bắc Kạn's are silent."""
    answer = assistant.answer(question)
    assert all("lương" in c.quote for c in answer.citations)
    assert (answer.status == "answered") == ("công khai" in question)


def test_an_average_that_the_bulletin_tells_is_answered(assistant: Assistant) -> None:
    answer = assistant.answer(
        "Hòa Bình bình quân mỗi năm giải quyết việc làm cho bao nhiêu lao động?"
    )
    assert [f.value for f in answer.figures] == ["16000"]


@pytest.mark.parametrize(
    ("question", "needed"),
    [
        ("bao nhiêu nữ", (("nữ",),)),
        ("nửa năm nay", ()),
        ("số lượng người", ()),
        ("so luong nguoi", ()),
        ("nam 2022 bao nhieu nguoi", ()),
        ("binh quan moi nam", (("trung bình", "bình quân"),)),
    ],
)
def test_only_narrowing_words_narrow(question: str, needed: tuple[tuple[str, ...], ...]) -> None:
    assert qualifiers_of(question, "vi") == needed


def test_any_of_the_equivalents_will_do() -> None:
    assert fits((("trung bình", "bình quân"),), "Bình quân mỗi năm")
    assert not fits((("trung bình", "bình quân"), ("nữ",)), "Bình quân mỗi năm")


@pytest.mark.parametrize(
    ("sentence", "fit"),
    [
        ("Hơn nữa, tỉnh có 640 lao động đi làm việc.", False),
        ("Nửa đầu năm có 640 lao động.", False),
        ("Trong đó 640 lao động nữ đi làm việc.", True),
        ("Nữ: 640 người", True),
    ],
)
def test_a_qualifier_is_a_whole_word(sentence: str, fit: bool) -> None:
    assert fits((("nữ",),), sentence) is fit
