"""Answers tell the time of their figure as the bulletin has it, and none of another time."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from assistant.pipeline import Assistant
from assistant.records import Answer
from tests.conftest import Bench

Writer = Callable[..., Path]
Ask = Callable[..., Answer]
TODAY = date(2026, 11, 26)


@pytest.fixture
def ask(bench: Bench, bulletin_file: Writer) -> Ask:
    """Loads one bulletin and asks a question of it."""

    def run(question: str, body: str, day: str, place: str = "Bắc Kạn") -> Answer:
        bench.load(bulletin_file(body, date=day, place=place, issuer="Sở LĐTBXH"))
        return Assistant(bench.library, today=lambda: TODAY).answer(question)

    return run


TOLD = [
    # question, text, day of the bulletin, its short answer, words of the answer
    ("Năm 2022 Bắc Kạn giải quyết việc làm cho bao nhiêu người?",
     "Từ đầu năm đến nay, toàn tỉnh giải quyết việc làm cho 7.654 người.", "2022-11-07",
     "7.654 người", "Đến ngày 07/11/2022"),
    ("How many people found jobs in Bắc Kạn in 2022?",
     "Lũy kế đến nay, toàn tỉnh giải quyết việc làm cho 7.654 người.", "2022-11-07",
     "7,654 people", "By 7 November 2022"),
    ("Năm 2022 Bắc Kạn giải quyết việc làm cho bao nhiêu người?",
     "Mười tháng qua, toàn tỉnh giải quyết việc làm cho 7.654 người.", "2022-11-07",
     "7.654 người", "Từ 01/01/2022 đến 31/10/2022"),
    ("Tháng 10/2022 Bắc Kạn giải quyết việc làm cho bao nhiêu người?",
     "Tháng trước, toàn tỉnh giải quyết việc làm cho 654 người.", "2022-11-07",
     "654 người", "Tháng 10/2022"),
    ("Quý III/2022 Bắc Kạn giải quyết việc làm cho bao nhiêu người?",
     "Quý trước, toàn tỉnh giải quyết việc làm cho 654 người.", "2022-11-07",
     "654 người", "Quý 3/2022"),
    ("Năm 2022 Bắc Kạn giải quyết việc làm cho bao nhiêu người?",
     "Ước cả năm 2022, tỉnh giải quyết việc làm cho 25.500 người.", "2022-11-02",
     "ước 25.500 người", "ước 25.500 người"),
    ("How many people found jobs in Bắc Kạn in 2022?",
     "Dự báo cả năm 2022, tỉnh giải quyết việc làm cho hơn 25.500 người.", "2022-11-02",
     "a forecast more than 25,500 people", "a forecast more than 25,500 people"),
    ("Năm 2023 Bắc Kạn đào tạo nghề cho bao nhiêu người?",
     "Mục tiêu năm 2023: Giải quyết việc làm cho 8.500 người. Đào tạo nghề cho 8.000 người.",
     "2023-02-10", "kế hoạch: 8.000 người", "kế hoạch"),
    ("Tỷ lệ hộ nghèo Bắc Kạn năm 2021?",
     "Tỷ lệ hộ nghèo của tỉnh giảm từ 27,37% năm 2021 xuống còn 24,71% năm 2022.", "2023-03-01",
     "27,37%", "Năm 2021"),
    ("Bắc Kạn giải quyết việc làm cho bao nhiêu người trong sáu tháng đầu năm 2022?",
     "Nửa đầu năm, toàn tỉnh giải quyết việc làm cho 4.321 người.", "2022-07-05",
     "4.321 người", "Nửa đầu năm (2022)"),
]  # fmt: skip


@pytest.mark.parametrize(("question", "body", "day", "short", "words"), TOLD)
def test_a_figure_is_told_with_its_time(
    ask: Ask, question: str, body: str, day: str, short: str, words: str
) -> None:
    answer = ask(question, body, day)
    assert answer.short == short
    assert words in answer.text


@pytest.mark.parametrize(
    ("question", "time"),
    [
        ("tháng trước Bắc Kạn giải quyết việc làm cho bao nhiêu người", "tháng 10/2026"),
        ("quý trước Bắc Kạn giải quyết việc làm cho bao nhiêu người", "quý 3/2026"),
        ("thứ 5 tuần trước Bắc Kạn giải quyết việc làm cho bao nhiêu người", "ngày 19/11/2026"),
        ("hôm qua Bắc Kạn giải quyết việc làm cho bao nhiêu người", "ngày 25/11/2026"),
        ("hai năm trước Bắc Kạn giải quyết việc làm cho bao nhiêu người", "năm 2024"),
        ("tuan truoc Bac Kan giai quyet viec lam cho bao nhieu nguoi", "từ 16/11/2026 đến 22/11/2026"),
        ("How many people found jobs in Bắc Kạn last month?", "October 2026"),
    ],
)  # fmt: skip
def test_no_figure_of_another_time_is_told(ask: Ask, question: str, time: str) -> None:
    answer = ask(question, "Năm 2022, giải quyết việc làm cho 8.095 người.", "2022-12-07")
    assert answer.status == "no_evidence"
    assert not answer.figures
    assert time in answer.text


def test_an_unwritten_year_of_before_is_quoted_and_not_reckoned_with(ask: Ask) -> None:
    """The answer says that the sentence is about another year."""
    body = "Tỷ lệ hộ nghèo năm 2022 giảm 2,66 điểm %, từ 27,37% xuống còn 24,71%."
    answer = ask("Tỷ lệ hộ nghèo Bắc Kạn năm 2021 là bao nhiêu?", body, "2023-03-01")
    assert answer.short is None
    assert "Bạn hỏi về năm 2021; câu gần nhất nói về năm 2022" in answer.text
    assert "từ 27,37% xuống còn 24,71%" in answer.text
