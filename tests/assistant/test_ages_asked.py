"""A number of one age group, or of people of every age, is no answer for another group."""

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.pipeline import Assistant
from tests.assistant.drafting.test_from_statements import assistant_of
from tests.conftest import Bench

JOBS = (
    "Năm 2023, toàn tỉnh giải quyết việc làm cho 8.095 người, trong đó 2.100 người dưới 35 tuổi. "
    "Thu nhập của 3.500 người trên 10 triệu đồng/tháng. Có 12 doanh nghiệp trên 100 lao động."
)
PATIENTS = "Năm 2023, có 75 trẻ dưới 5 tuổi nhập viện và 540 người từ 16 đến 30 tuổi nhập viện."


@pytest.mark.parametrize(
    "question",
    [
        "Năm 2023 Bắc Kạn giải quyết việc làm cho bao nhiêu người trên 40 tuổi?",
        "Năm 2023 Bắc Kạn giải quyết việc làm cho bao nhiêu người trên 35 tuổi?",
        "Năm 2023 Bắc Kạn giải quyết việc làm cho bao nhiêu người từ 16 đến 30 tuổi?",
        "nam 2023 bac kan giai quyet viec lam cho bao nhieu nguoi tren 40 tuoi",
        "How many people over 40 got jobs in Bac Kan in 2023?",
        "How many people aged 60 and over got jobs in Bac Kan in 2023?",
    ],
)
def test_the_total_answers_for_no_age_group(
    bench: Bench, bulletin_file: Callable[..., Path], question: str
) -> None:
    bench.load(bulletin_file(JOBS, date="2023-12-20"))
    answer = Assistant(bench.library).answer(question)
    assert (answer.status, answer.figures) == ("no_evidence", ())


def test_the_total_answers_where_no_age_is_asked_for(
    bench: Bench, bulletin_file: Callable[..., Path]
) -> None:
    bench.load(bulletin_file(JOBS, date="2023-12-20"))
    question = "Năm 2023 Bắc Kạn giải quyết việc làm cho bao nhiêu người?"
    assert Assistant(bench.library).answer(question).short == "8.095 người"


@pytest.mark.parametrize(
    ("body", "words", "question", "is_answered"),
    [
        (PATIENTS, "75 trẻ", "Bao nhiêu trẻ dưới 5 tuổi nhập viện?", True),
        (PATIENTS, "75 trẻ", "Bao nhiêu trẻ trên 5 tuổi nhập viện?", False),
        (PATIENTS, "75 trẻ", "Bao nhiêu trẻ dưới 10 tuổi nhập viện?", False),
        (PATIENTS, "75 trẻ", "How many children under 10 were in hospital?", False),
        (PATIENTS, "540 người", "Bao nhiêu người từ 16 đến 30 tuổi nhập viện?", True),
        (PATIENTS, "540 người", "Bao nhiêu người trên 30 tuổi nhập viện?", False),
        (PATIENTS, "540 người", "How many people over 40 were in hospital?", False),
        (JOBS, "2.100 người", "Bao nhiêu người dưới 35 tuổi có việc làm?", True),
        (JOBS, "8.095 người", "Bao nhiêu người dưới 35 tuổi có việc làm?", False),
        (JOBS, "3.500 người", "Bao nhiêu người thu nhập trên 10 triệu đồng/tháng?", True),
        (JOBS, "3.500 người", "Bao nhiêu người thu nhập dưới 10 triệu đồng/tháng?", False),
        (JOBS, "12 doanh nghiệp", "Bao nhiêu doanh nghiệp dưới 100 lao động?", False),
    ],
)
def test_what_is_quoted_is_of_the_group_asked_for(
    bench: Bench, bulletin_file: Callable[..., Path], body: str, words: str, question: str,
    *, is_answered: bool,
) -> None:  # fmt: skip
    bench.load(bulletin_file(body, date="2023-12-20", title="Tin trong ngày"))
    answer = assistant_of(bench, words, 0.9).answer(question)
    assert (answer.status == "answered", answer.short == words) == (is_answered, is_answered)
