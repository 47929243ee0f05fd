"""Refusals in both languages: what was not found, what is covered, and what is answered here."""

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.pipeline import Assistant
from assistant.wording.replies import example_questions
from tests.conftest import Bench

# Questions that the sample bulletins do not answer: how the reply begins.
REFUSALS = [
    ("Tỷ lệ hộ nghèo của Bắc Kạn năm 2010 là bao nhiêu?",
     "Tôi chưa tìm thấy số liệu “tỷ lệ hộ nghèo đa chiều” năm 2010 của Bắc Kạn"),
    ("ty le ho ngheo bac kan 2010",
     "Tôi chưa tìm thấy số liệu “tỷ lệ hộ nghèo đa chiều” năm 2010 của Bắc Kạn"),
    ("What was the poverty rate of Bắc Kạn in 2010?",
     "I did not find a figure for “poverty rate” in 2010 for Bắc Kạn"),
    ("Kế hoạch đào tạo nghề của Cà Mau năm 2010 là bao nhiêu?", "Tôi chưa tìm thấy kế hoạch của"),
    ("What was the plan for vocational training of Cà Mau in 2010?", "I did not find a plan for"),
    ("Tỉnh nào có số người đi xuất khẩu lao động cao nhất năm 2010?", "Tôi chưa tìm thấy đủ số liệu"),
    ("Which province sent most workers abroad in 2010?", "I did not find enough figures"),
    ("Dân số Hà Nội là bao nhiêu?", "Tôi chưa tìm thấy điều này của Hà Nội"),
    ("Who is the president of France?", "I did not find this"),
    ("Nộp hồ sơ hưởng trợ cấp thất nghiệp ở đâu?", "Tôi chưa tìm thấy hướng dẫn"),
    ("lam thu tuc vay von o dau", "Tôi chưa tìm thấy hướng dẫn"),
    ("How do I apply for unemployment benefit?", "I did not find instructions"),
    ("Hộ cận nghèo là gì?", "Tôi chưa tìm thấy lời giải thích"),
    ("What does near-poor mean?", "I did not find an explanation"),
    ("Có nên đi xuất khẩu lao động không?", "Tôi chưa tìm thấy nhận định"),
    ("Should I go to work in Japan?", "I did not find an assessment"),
    ("Tôi được hưởng bao nhiêu trợ cấp thất nghiệp?", "Tôi không biết trường hợp riêng"),
    ("Do I qualify for unemployment benefit?", "I do not know your own case"),
    ("Vì sao tỷ lệ hộ nghèo của Bắc Kạn năm 2022 giảm?", "Tôi chưa tìm thấy điều này năm 2022"),
    ("Why did the number of workers going abroad fall in 2011?", "I did not find this in 2011"),
]  # fmt: skip


@pytest.mark.parametrize(("question", "beginning"), REFUSALS)
def test_a_refusal_says_what_was_looked_for(
    assistant: Assistant, question: str, beginning: str
) -> None:
    """It gives no figure, no bare answer and no citation."""
    answer = assistant.answer(question)
    assert answer.text.startswith(beginning)
    assert (answer.status, answer.short, answer.figures, answer.citations) == (
        "no_evidence", None, (), (),
    )  # fmt: skip
    where = {"vi": "trong các bản tin đã nạp", "en": "in the loaded bulletins"}
    assert where[answer.language] in answer.text


@pytest.mark.parametrize(("question", "_"), REFUSALS)
def test_a_refusal_is_short(assistant: Assistant, question: str, _: str) -> None:
    """Of the places that are covered at most five are named."""
    answer = assistant.answer(question)
    assert answer.coverage is not None
    named = [p for p in answer.coverage.places if p in answer.text and p not in question]
    assert len(named) <= 5
    assert len(answer.text) < 620


@pytest.mark.parametrize(
    "question", [q for q, beginning in REFUSALS if "điều này" in beginning or "this" in beginning]
)
def test_a_plain_refusal_offers_no_example(assistant: Assistant, question: str) -> None:
    """Only who asks for what is seldom in bulletins is told what may be asked."""
    answer = assistant.answer(question)
    assert example_questions(answer.language)[0] not in answer.text


def test_a_bulletin_that_says_where_to_file_answers(assistant: Assistant) -> None:
    """The kind of a question refuses nothing by itself."""
    answer = assistant.answer("Lâm Đồng hướng dẫn người lao động nộp hồ sơ thế nào?")
    assert answer.status == "answered"
    assert "trực tuyến" in answer.text


def test_without_a_place_the_question_goes_back_where_others_have_the_figure(
    assistant: Assistant,
) -> None:
    """The home province has no result of that year; two others have one, and one a plan."""
    answer = assistant.answer("Năm 2021 có bao nhiêu người đi nước ngoài?")
    assert (answer.status, answer.short) == ("unclear", None)
    assert "Hưng Yên" in answer.text
    assert "Vĩnh Long" in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "Làm sao nhận trợ cấp thất nghiệp?",
        "lam the nao nhan tro cap that nghiep",
        "Báo ai khi bị lừa?",
    ],
)
def test_instructions_get_no_figure(assistant: Assistant, question: str) -> None:
    answer = assistant.answer(question)
    assert answer.text.startswith("Tôi chưa tìm thấy hướng dẫn")


@pytest.mark.parametrize(
    "question",
    [
        "Hệ thống này có chức năng gì vậy em?",
        "Xin chào, tôi là cán bộ mới thì nên bắt đầu tra cứu số liệu như thế nào?",
        "Chatbot có hỗ trợ xuất dữ liệu ra bảng Excel không?",
        "bot lam duoc gi",
        "Cách sử dụng trang này?",
        "What can this system do?",
        "How can I search the figures?",
    ],
)
def test_a_question_about_the_service_gets_its_help(assistant: Assistant, question: str) -> None:
    answer = assistant.answer(question)
    assert answer.trace.understood["intent"] == "help"
    assert answer.citations == ()


@pytest.mark.parametrize(
    ("question", "beginning", "covered"),
    [
        ("Tỷ lệ thất nghiệp của Bắc Kạn năm 2022 là bao nhiêu?",
         "Tôi chưa tìm thấy số liệu “tỷ lệ thất nghiệp” năm 2022", "gồm 1 bản"),
        ("What was the unemployment rate of Bắc Kạn in 2022?",
         "I did not find a figure for “unemployment rate” in 2022", "Bắc Kạn"),
    ],
)  # fmt: skip
def test_a_refusal_names_an_indicator_without_any_figure(
    bench: Bench, bulletin_file: Callable[..., Path], question: str, beginning: str, covered: str
) -> None:
    """And what the library covers, since the indicator itself is nowhere."""
    bench.load(bulletin_file("Năm 2022, có 753 người đi làm việc ở nước ngoài."))
    answer = Assistant(bench.library).answer(question)
    assert answer.status == "no_evidence"
    assert answer.text.startswith(beginning)
    assert covered in answer.text
