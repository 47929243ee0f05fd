"""Times that a question counts from today, or from the question before it."""

from datetime import date

import pytest

from assistant.question.understanding import understand
from assistant.records import Turn

TODAY = date(2026, 11, 26)  # a Thursday
JOBS = "Bắc Kạn giải quyết việc làm cho bao nhiêu người"


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("tháng trước", "2026-10-01", "2026-10-31"),
        ("quý trước", "2026-07-01", "2026-09-30"),
        ("tuần trước", "2026-11-16", "2026-11-22"),
        ("thứ 5 tuần trước", "2026-11-19", "2026-11-19"),
        ("thứ hai tuần này", "2026-11-23", "2026-11-23"),
        ("hôm nay", "2026-11-26", "2026-11-26"),
        ("hôm qua", "2026-11-25", "2026-11-25"),
        ("hai năm trước", "2024-01-01", "2024-12-31"),
        ("3 năm trước", "2023-01-01", "2023-12-31"),
        ("năm kia", "2024-01-01", "2024-12-31"),
        ("tháng này", "2026-11-01", "2026-11-30"),
        ("từ đầu năm đến nay", "2026-01-01", "2026-11-26"),
        ("6 tháng qua", "2026-05-01", "2026-10-31"),
        ("nửa đầu năm ngoái", "2025-01-01", "2025-06-30"),
        ("tháng 3 năm ngoái", "2025-03-01", "2025-03-31"),
    ],
)
@pytest.mark.parametrize("order", ["{0} {1}", "{1} {0}?"])
@pytest.mark.parametrize("accented", [True, False])
def test_a_relative_time_is_a_time(
    words: str, start: str, end: str, order: str, accented: bool
) -> None:
    from knowledge.text.spelling import without_accents

    text = order.format(words, JOBS)
    question = understand(text if accented else without_accents(text), today=TODAY)
    assert [(str(p.start), str(p.end)) for p in question.periods] == [(start, end)]


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("How many people found jobs last month?", 2026),
        ("How many people found jobs two years ago?", 2024),
        ("How many people went to work abroad yesterday?", 2026),
        ("How many people went abroad last quarter?", 2026),
    ],
)
def test_english_relative_times_are_times(text: str, year: int) -> None:
    (period,) = understand(text, today=TODAY).periods
    assert period.start.year == year


@pytest.mark.parametrize(
    ("text", "year"),
    [
        (f"tháng 12 {JOBS}", 2025), (f"tháng 11 {JOBS}", 2026), (f"quý IV {JOBS}", 2026),
        (f"tháng 3 {JOBS}", 2026), (f"tháng 12 năm 2022 {JOBS}", 2022),
        (f"kế hoạch tháng 12 {JOBS}", 2026),
    ],
)  # fmt: skip
def test_a_bare_month_is_not_one_to_come(text: str, year: int) -> None:
    (period,) = understand(text, today=TODAY).periods
    assert period.start.year == year


@pytest.mark.parametrize(
    "text",
    [f"đến nay {JOBS}", f"tính đến nay {JOBS}?", f"lũy kế {JOBS}", f"{JOBS} đến thời điểm này"],
)
def test_until_now_asks_for_what_is_known_last(text: str) -> None:
    assert understand(text, today=TODAY).periods == ()


def test_the_day_of_asking_is_no_time_beside_another() -> None:
    question = understand(f"Hôm nay cho tôi hỏi năm 2022 {JOBS}", today=TODAY)
    assert [p.start.year for p in question.periods] == [2022]


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("tháng 11 thì sao", "2022-11-01", "2022-11-30"),
        ("thế tháng 12?", "2022-12-01", "2022-12-31"),
        ("tính đến tháng 11 thì sao?", "2022-01-01", "2022-11-30"),
        ("đến hết tháng 11?", "2022-01-01", "2022-11-30"),
        ("còn quý III?", "2022-07-01", "2022-09-30"),
        ("quý 4 thì sao", "2022-10-01", "2022-12-31"),
        ("6 tháng đầu năm?", "2022-01-01", "2022-06-30"),
        ("sáu tháng cuối năm thì sao", "2022-07-01", "2022-12-31"),
        ("vậy nửa đầu năm?", "2022-01-01", "2022-06-30"),
        ("thang 11 thi sao", "2022-11-01", "2022-11-30"),
        ("đến ngày 31/5?", "2022-01-01", "2022-05-31"),
        ("tháng 11/2021 thì sao", "2021-11-01", "2021-11-30"),
        ("tháng 11 giải quyết việc làm được bao nhiêu người?", "2022-11-01", "2022-11-30"),
    ],
)
def test_a_bare_month_is_of_the_year_asked_before(text: str, start: str, end: str) -> None:
    history = [Turn(f"Năm 2022 {JOBS}?")]
    question = understand(text, history, today=TODAY)
    assert [(str(p.start), str(p.end)) for p in question.periods] == [(start, end)]
    assert [i.id for i in question.indicators][:1] == ["jobs"]


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("tháng trước thì sao", "2026-10-01"),
        ("còn năm ngoái?", "2025-01-01"),
        ("hôm nay?", "2026-11-26"),
    ],
)
def test_what_counts_from_today_stays_so_in_a_conversation(text: str, start: str) -> None:
    history = [Turn(f"Năm 2022 {JOBS}?")]
    assert [str(p.start) for p in understand(text, history, today=TODAY).periods] == [start]


def test_a_question_of_another_place_takes_no_year_of_the_one_before() -> None:
    history = [Turn(f"Năm 2022 {JOBS}?")]
    text = "Tháng 3 Vĩnh Long giải quyết việc làm cho bao nhiêu người?"
    (period,) = understand(text, history, today=TODAY).periods
    assert period.start.year == 2026


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("năm trước (2022)", "2022-01-01", "2022-12-31"),
        ("quý I năm nay (2024)", "2024-01-01", "2024-03-31"),
    ],
)
def test_a_year_in_brackets_tells_which_year_is_meant(words: str, start: str, end: str) -> None:
    """`Năm ngoái` of an older text is no second time."""
    (period,) = understand(f"{JOBS} {words}?", today=TODAY).periods
    assert (str(period.start), str(period.end), period.seen_from) == (start, end, None)
