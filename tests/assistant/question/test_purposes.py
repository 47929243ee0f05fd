"""Instructions, definitions, opinions, personal advice and reasons are told from facts."""

import pytest

from assistant.question.purposes import asks_reason, asks_what_was_done, asks_whole_year, purpose_of
from assistant.question.understanding import understand
from knowledge.text.spelling import without_accents

PURPOSES = {
    "instructions": (
        "Làm thủ tục đi xuất khẩu lao động thế nào?",
        "Nộp hồ sơ hưởng trợ cấp thất nghiệp ở đâu?",
        "Tôi muốn vay vốn giải quyết việc làm thì phải làm gì?",
        "Hồ sơ đăng ký tạm trú gồm những gì?",
        "Cách đăng ký học nghề cho lao động nông thôn?",
        "Làm sao để được công nhận hộ nghèo?",
        "How do I apply for unemployment benefit?",
        "Where can I register for vocational training?",
        "What documents do I need to work abroad?",
    ),
    "definition": (
        "Hộ cận nghèo là gì?",
        "Giải quyết việc làm là gì?",
        "Thế nào là hộ nghèo đa chiều?",
        "Bảo hiểm thất nghiệp nghĩa là gì?",
        "What is unemployment insurance?",
        "What does near-poor mean?",
    ),
    "opinion": (
        "Có nên đi xuất khẩu lao động không?",
        "Chính sách giảm nghèo của tỉnh tốt hay xấu?",
        "Bạn nghĩ gì về tỷ lệ hộ nghèo của Bắc Kạn?",
        "Should I go to work in Japan?",
        "What do you think of the poverty programme?",
    ),
    "personal_advice": (
        "Tôi có được hưởng trợ cấp thất nghiệp không?",
        "Gia đình tôi có thuộc hộ nghèo không?",
        "Tôi được hưởng bao nhiêu trợ cấp thất nghiệp?",
        "Hồ sơ của tôi đến đâu rồi?",
        "Do I qualify for unemployment benefit?",
        "When will my application be decided?",
    ),
}
FACTS = (
    "Năm 2022 có bao nhiêu người đi làm việc ở nước ngoài theo hợp đồng?",
    "Mục tiêu của đề án giảm nghèo là gì?",
    "Kết quả của hội nghị là gì?",
    "Việc cần làm ngay là gì?",
    "Cho tôi biết tỷ lệ hộ nghèo năm 2022",
    "Tôi muốn hỏi số hộ nghèo của Cà Mau năm 2019",
    "Theo bản tin, ngành nào cần nhiều việc làm?",
    "Bán rượu bia cho trẻ em bị phạt bao nhiêu tiền?",
    "Công tác giảm nghèo năm 2022 thế nào?",
    "Phiên giao dịch việc làm được tổ chức ở đâu?",
    "Hộ ở Lai Châu được hỗ trợ bao nhiêu triệu đồng mỗi ha?",
    "What is the poverty rate of Bắc Kạn in 2022?",
    "What is Da Nang's plan?",
    "Where was the job fair held?",
    "How many workers went abroad in 2022?",
)


@pytest.mark.parametrize(
    ("question", "purpose"), [(q, purpose) for purpose, qs in PURPOSES.items() for q in qs]
)
def test_a_purpose_is_recognised_with_accents_or_none(question: str, purpose: str) -> None:
    """The same words without accents want the same."""
    assert purpose_of(question) == purpose
    assert purpose_of(without_accents(question)) == purpose


@pytest.mark.parametrize("question", FACTS)
def test_a_question_for_facts_has_no_purpose_beside_them(question: str) -> None:
    """A refusal of it says nothing of procedures, terms or opinions."""
    assert purpose_of(question) is None


@pytest.mark.parametrize(
    "question",
    [
        "Trợ cấp thất nghiệp là gì?",
        "Có nên đi xuất khẩu lao động không?",
        "Tôi được hưởng bao nhiêu trợ cấp thất nghiệp?",
        "Should I go abroad to work?",
    ],
)
def test_a_figure_of_the_indicator_is_no_answer_to_it(question: str) -> None:
    """The passages are read instead of the figure table."""
    assert understand(question).intent == "prose"


@pytest.mark.parametrize(
    ("question", "is_reason"),
    [
        ("Vì sao số người đi xuất khẩu lao động giảm?", True),
        ("nguyen nhan ty le ho ngheo tang la gi", True),
        ("Tỷ lệ hộ nghèo giảm là do đâu?", True),
        ("Nhờ đâu mà tỷ lệ hộ nghèo giảm?", True),
        ("Why did the poverty rate fall?", True),
        ("What caused the fall in employment?", True),
        ("Giá dầu tăng do dầu thô khan hiếm bao nhiêu phần trăm?", False),
        ("Ai nói về việc làm?", False),
        ("How did the poverty rate change?", False),
    ],
)
def test_a_question_for_a_reason(question: str, is_reason: bool) -> None:
    assert asks_reason(question) is is_reason


@pytest.mark.parametrize(
    ("question", "is_done"),
    [
        ("Hội thực tế đã trao bao nhiêu suất quà?", True),
        ("hoi da trao bao nhieu suat qua", True),
        ("How many gifts have actually been given?", True),
        ("Huyện giải ngân được bao nhiêu vốn?", True),
        ("Năm 2023 Đà Nẵng đào tạo nghề cho bao nhiêu người?", False),
        ("nam 2023 da nang dao tao nghe cho bao nhieu nguoi", False),
        ("How many people did Đà Nẵng train in 2023?", False),
        ("Năm 2023 tỉnh trao bao nhiêu suất quà?", False),
    ],
)
def test_what_was_done_is_asked_for_in_words_and_not_by_a_place(
    question: str, is_done: bool
) -> None:
    assert asks_what_was_done(question) is is_done


@pytest.mark.parametrize(
    ("question", "is_whole"),
    [
        ("Cả năm 2023 có bao nhiêu hồ sơ?", True),
        ("ca nam 2023 co bao nhieu ho so", True),
        ("What is the full-year total of 2023?", True),
        ("Cả nam và nữ được cộng bao nhiêu phần trăm?", False),
        ("ca nam va nu duoc cong bao nhieu", False),
    ],
)
def test_a_whole_year_is_asked_for_in_words(question: str, is_whole: bool) -> None:
    assert asks_whole_year(question) is is_whole
