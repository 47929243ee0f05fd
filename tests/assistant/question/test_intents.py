"""A question for a place, a reason or an office is no question for a number."""

import pytest

from assistant.question.understanding import understand
from assistant.records import Turn

INTENTS = [
    ("Việc rà soát hộ nghèo năm 2019 được làm từ đâu?", "prose"),
    ("Cơ quan nào thông tin về xuất khẩu lao động cuối năm 2022?", "prose"),
    ("Hòa Bình dạy những nghề gì cho lao động nông thôn năm 2020?", "prose"),
    ("Vì sao xuất khẩu lao động năm 2020 chỉ đạt bao nhiêu đó?", "prose"),
    ("Why did the number of workers going abroad rise in 2022?", "prose"),
    ("To whom should workers abroad not pay money?", "prose"),
    ("Năm 2022 bao nhiêu người đi xuất khẩu lao động ở đâu?", "figure"),
    ("Huyện nào có tỷ lệ hộ nghèo cao nhất năm 2019?", "figure"),
    ("Chào buổi sáng!", "greeting"),
    ("Hi there", "greeting"),
    ("Chào bán hàng rong", "prose"),
    ("Hướng dẫn tôi cách hỏi", "help"),
    ("Xin hướng dẫn cách tra cứu ạ", "help"),
    ("hoi nhu the nao?", "help"),
    ("Show me how to ask", "help"),
    ("Hướng dẫn cách vay vốn giải quyết việc làm", "prose"),
]


@pytest.mark.parametrize(("question", "intent"), INTENTS)
def test_what_kind_of_question_it_is(question: str, intent: str) -> None:
    assert understand(question).intent == intent


@pytest.mark.parametrize(
    ("question", "indicator", "role"),
    [
        ("Còn giải quyết việc làm?", "jobs", "achieved"),
        ("Thế còn đào tạo nghề?", "vocational_training", "achieved"),
        ("And job creation?", "jobs", "achieved"),
        ("Kế hoạch bao nhiêu?", "labour_abroad", "plan"),
        ("Đạt bao nhiêu phần trăm kế hoạch?", "labour_abroad", "percent_of_plan"),
        ("Giảm bao nhiêu so với năm trước?", "labour_abroad", "change"),
    ],
)
def test_a_short_question_keeps_the_place_and_time_before_it(
    question: str, indicator: str, role: str
) -> None:
    """Another indicator, or only another role: all else is the earlier question's."""
    earlier = Turn("Năm 2020 Quảng Nam xuất khẩu lao động được bao nhiêu người?")
    asked = understand(question, [earlier])
    assert (asked.indicators[0].id, asked.role) == (indicator, role)
    assert (asked.places, [p.text for p in asked.periods]) == (("Quảng Nam",), ["Năm 2020"])


def test_a_season_and_a_comparison_ask_for_no_time() -> None:
    from datetime import date

    today = date(2026, 11, 23)
    assert understand("Nhu cầu tuyển dụng cuối năm tập trung vào ai?", today=today).periods == ()
    assert understand("Hộ nghèo giảm bao nhiêu so với năm trước?", today=today).periods == ()
    asked = understand("Năm trước có bao nhiêu hộ nghèo?", today=today).periods
    assert [tuple(p.years) for p in asked] == [(2025,)]


def test_drop_is_a_change_only_in_english() -> None:
    assert understand("drop table; bao nhiêu người đi XKLĐ năm 2022?").role == "achieved"
    assert understand("How far did the poverty rate drop in 2022?").role == "change"
