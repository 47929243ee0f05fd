"""The unit of the number that a question asks for."""

import pytest

from assistant.question.understanding import understand


@pytest.mark.parametrize(
    "question",
    [
        "Giải ngân mấy %?",
        "Kinh phí giải ngân đạt bao nhiêu %?",
        "Vốn đầu tư công giải ngân được bao nhiêu phần trăm?",
        "giai ngan duoc may phan tram kinh phi",
        "Kinh phí hỗ trợ việc làm đạt mấy phần trăm?",
        "Số tiền thu BHXH đạt bao nhiêu%?",
        "Tổng kinh phí thực hiện đạt tỷ lệ bao nhiêu?",
        "Dư nợ tăng bao nhiêu % so với đầu năm?",
        "% hộ nghèo của tỉnh là bao nhiêu?",
        "Số hộ nghèo chiếm bao nhiêu phần trăm?",
        "What percent of the budget was spent?",
        "How many percent of the funding was disbursed?",
        "Có mấy % số xã đạt chuẩn nông thôn mới?",
    ],
)
def test_a_question_for_percent_asks_for_no_sum(question: str) -> None:
    assert understand(question).unit == "%"


@pytest.mark.parametrize(
    ("question", "unit"),
    [
        ("Kinh phí giải ngân là bao nhiêu?", "đồng"),
        ("Giải ngân bao nhiêu tỷ đồng?", "đồng"),
        ("Thu ngân sách được mấy tỷ?", "đồng"),
        ("Hỗ trợ bao nhiêu triệu?", "đồng"),
        ("Số tiền chi trả là bao nhiêu?", "đồng"),
        ("Hộ nghèo giảm 10% là bao nhiêu hộ?", "hộ"),
        ("Còn bao nhiêu nghìn hộ nghèo?", "hộ"),
        ("Có bao nhiêu triệu lượt khách?", None),
        ("Đón bao nhiêu triệu người?", None),
        ("Có bao nhiêu phiên giao dịch việc làm?", "phiên"),
    ],
)
def test_other_questions_keep_their_unit(question: str, unit: str | None) -> None:
    assert understand(question).unit == unit
