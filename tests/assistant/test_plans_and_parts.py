"""A plan is not told as done, and a part not as the whole, nor the whole as a part."""

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.pipeline import Assistant
from assistant.records import Answer
from tests.conftest import Bench

Ask = Callable[[str, str], Answer]


@pytest.fixture
def ask(bench: Bench, bulletin_file: Callable[..., Path]) -> Ask:
    """Loads a bulletin of Bắc Kạn and asks a question."""

    def run(body: str, question: str) -> Answer:
        bench.load(bulletin_file(body, date="2023-02-10", issuer="Sở LĐTBXH"))
        return Assistant(bench.library, home="Bắc Kạn").answer(question)

    return run


TRAINED = "Năm 2023 Bắc Kạn đào tạo nghề cho bao nhiêu người?"


@pytest.mark.parametrize(
    "body",
    [
        "Mục tiêu năm 2023: Giải quyết việc làm cho 8.500 người. Đào tạo nghề cho 8.000 người.",
        "Chỉ tiêu năm 2023:\n\n- Giải quyết việc làm cho 8.500 người;\n\n- Đào tạo nghề cho 8.000 người.",
        "Năm 2023, phấn đấu giải quyết việc làm cho 8.500 người, đào tạo nghề cho 8.000 người.",
    ],
)
def test_a_plan_of_a_list_is_told_as_a_plan(ask: Ask, body: str) -> None:
    answer = ask(body, TRAINED)
    assert answer.short == "kế hoạch: 8.000 người"
    assert "kế hoạch" in answer.text


PARTS = "Năm 2022, toàn tỉnh đào tạo nghề cho 3.960 người, trong đó nữ 1.200 người, dạy nghề cho lao động nông thôn 1.856 người."


def test_the_whole_is_told_for_the_whole(ask: Ask) -> None:
    answer = ask(PARTS, "Năm 2022 Bắc Kạn đào tạo nghề cho bao nhiêu người?")
    assert answer.short == "3.960 người"


def test_the_whole_is_not_told_for_the_women_in_it(ask: Ask) -> None:
    answer = ask(PARTS, "Năm 2022 Bắc Kạn đào tạo nghề cho bao nhiêu lao động nữ?")
    assert [f.value for f in answer.figures] == []


def test_money_is_not_told_as_jobs(ask: Ask) -> None:
    answer = ask(
        "Tổng kinh phí giải quyết việc làm năm 2022 là 1.230,9 tỷ đồng.",
        "Năm 2022 Bắc Kạn giải quyết việc làm cho bao nhiêu người?",
    )
    assert [f.value for f in answer.figures] == []


def test_an_estimate_of_the_year_is_told_as_one(ask: Ask) -> None:
    answer = ask(
        "Ước cả năm 2022, tỉnh giải quyết việc làm cho 25.500 người.",
        "Năm 2022 Bắc Kạn giải quyết việc làm cho bao nhiêu người?",
    )
    assert answer.short == "ước 25.500 người"


@pytest.mark.parametrize("space", [" ", "\u00a0", "\u202f", "\u2009"], ids=ascii)
def test_a_number_parted_by_spaces_is_told_whole(ask: Ask, space: str) -> None:
    answer = ask(
        f"Năm 2022, số hộ nghèo là 1{space}200 hộ.", "Năm 2022 Bắc Kạn có bao nhiêu hộ nghèo?"
    )
    assert answer.short == "1.200 hộ"
