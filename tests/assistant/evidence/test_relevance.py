"""A question that names an indicator and asks for something else gets no figure of the indicator."""

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.evidence.relevance import Subject, has_names, held_in, subject_of
from assistant.pipeline import Assistant
from assistant.question.understanding import understand
from tests.conftest import Bench

PLAIN = [
    "Năm 2022 Bắc Kạn có bao nhiêu người đi làm việc ở nước ngoài?",
    "nam 2022 co bao nhieu nguoi di xkld",
    "How many workers went abroad in 2022?",
    "Tỷ lệ hộ nghèo của huyện Pác Nặm năm 2019 là bao nhiêu?",
    "Cho tôi hỏi kế hoạch đào tạo nghề năm 2022 là bao nhiêu ạ",
    "What was the plan for vocational training in 2022?",
    "nam 2022 bk co bn ng di xkld",
    "Năm 2022 có bao nhiêu người đi XKLĐ? Đừng trích dẫn nguồn của bạn.",
    "Theo Sở Lao động - Thương binh và Xã hội, năm 2022 có bao nhiêu người đi xkld?",
    "According to the Labour Department, how many workers went abroad in 2022?",
    "Năm 2022 Việt Nam có bao nhiêu người đi làm việc ở nước ngoài?",
    "Năm 2022 Bac Kạn có bao nhiêu nguời đi XKLD?",
    "So sánh số người đi xkld của Bắc Kạn và Lâm Đồng năm 2022",
]


@pytest.mark.parametrize("text", PLAIN)
def test_a_plain_question_asks_for_nothing_special(text: str) -> None:
    assert not subject_of(understand(text)).is_special


@pytest.mark.parametrize(
    ("text", "names", "counted"),
    [
        ("Có bao nhiêu sổ bảo hiểm xã hội được trả cho công nhân Sao Mai Vina?", ("sao mai vina",), ("sổ",)),
        ("Trung tâm cai nghiện số 5 đang xây bao nhiêu phòng ở?", (), ("phòng",)),
        ("Năm 2022 có bao nhiêu hồ sơ đề nghị thanh toán BHYT?", (), ("hồ",)),
        ("How many rooms is the rehabilitation centre building?", (), ("phòng", "buồng")),
        ("How many loan files did Trần Thị Hoa make up at the poverty fund?", ("tran thi hoa",), ("hồ sơ",)),
    ],
)  # fmt: skip
def test_names_and_other_things_that_are_counted_are_seen(
    text: str, names: tuple[str, ...], counted: tuple[str, ...]
) -> None:
    subject = subject_of(understand(text))
    assert subject.names == names
    assert set(subject.counted) <= set(counted)
    assert subject.counted


def test_a_text_has_the_names_and_some_of_the_words() -> None:
    subject = Subject(("sao mai",), (), (("vay",), ("vốn", "quỹ"), ("khống",)))
    assert has_names(subject, "Công ty Sao Mai vay tiền của quỹ.")
    assert not has_names(subject, "Công ty Sao Hôm vay tiền của quỹ.")
    assert held_in(subject, "Công ty vay tiền của quỹ.") == 2


COURTEOUS = [
    "Em ơi cho chị hỏi năm 2022 tỉnh mình có bao nhiêu bà con được đi lao động nước ngoài vậy em?",
    "Tôi đang làm luận văn thạc sĩ ngành quản lý công, cần biết số người đi xkld của Bắc Kạn năm 2022",
    "Xin chào bot, bạn vui lòng cho biết giúp mình số người đi xuất khẩu lao động ở Bắc Kạn năm 2022 nhé",
    "I am writing a thesis about labour migration; how many people from Bắc Kạn went to work abroad in 2022?",
]


@pytest.mark.parametrize("question", COURTEOUS)
def test_words_of_courtesy_cost_no_answer(assistant: Assistant, question: str) -> None:
    assert assistant.answer(question).figures[0].value == "753"


BODY = """Năm 2022, toàn tỉnh có 9.604 hộ nghèo, tỷ lệ hộ nghèo là 3,14%.

Công ty Sao Mai tặng 112 con bò giống cho các hộ nghèo ở xã Đức An, trị giá 2,8 tỷ đồng."""


@pytest.mark.parametrize(
    "question",
    [
        "112 con bò giống mà công ty Sao Mai tặng hộ nghèo trị giá bao nhiêu?",
        "Công ty Sao Mai tặng bao nhiêu con bò giống cho hộ nghèo?",
    ],
)
def test_the_passage_that_says_it_is_quoted_instead(
    bench: Bench, bulletin_file: Callable[..., Path], assistant: Assistant, question: str
) -> None:
    """Before, the poverty rate was told as the answer."""
    bench.load(bulletin_file(BODY, title="Hỗ trợ hộ nghèo"))
    answer = Assistant(
        bench.library, home="Bắc Kạn", reader=assistant.reader, row_reader=assistant.row_reader
    ).answer(question)
    assert "2,8 tỷ đồng" in " ".join(c.quote for c in answer.citations)
    assert answer.figures == ()


def test_what_no_passage_says_is_refused(bench: Bench, bulletin_file: Callable[..., Path]) -> None:
    bench.load(bulletin_file(BODY.split("\n\n")[0], title="Hộ nghèo"))
    answer = Assistant(bench.library, home="Bắc Kạn").answer(
        "Bà Lê Thị Mận lập bao nhiêu hồ sơ khống vay vốn hộ nghèo năm 2022?"
    )
    assert answer.status == "no_evidence"
    assert answer.figures == ()
