"""Figures get the time that is theirs: named, carried on or of the day, and a role that fits it."""

from datetime import date
from decimal import Decimal

import pytest

from knowledge.figures.extraction import extract_figures
from knowledge.ingestion.bulletins import bulletin_from_draft
from knowledge.ingestion.passages import split_passages
from knowledge.readers.drafts import BulletinDraft
from knowledge.records import Figure


def figures_of(text: str, day: date, title: str = "Tin", place: str = "Sơn La") -> list[Figure]:
    blocks = tuple(("paragraph", p) for p in text.split("\n"))
    draft = BulletinDraft(None, title, day, None, None, place, None, blocks)  # type: ignore[arg-type]  # kinds are plain words here
    bulletin = bulletin_from_draft(draft, "tin", "tin.md")
    return list(extract_figures(bulletin, 1, split_passages(bulletin, 1)))


def times(figures: list[Figure]) -> list[tuple[str, str | None]]:
    """Value and days of each figure: `2022-01-01/2022-06-30`."""
    return [
        (str(f.value), f"{f.period.start}/{f.period.end}" if f.period else None) for f in figures
    ]


H1, Q9 = "2023-01-01/2023-06-30", "2022-01-01/2022-09-30"


def test_months_and_halves_in_words_are_no_whole_years() -> None:
    text = (
        "Sáu tháng đầu năm 2023, toàn tỉnh tạo việc làm cho 4.321 người. Trong chín tháng năm 2022, "
        "tỉnh đào tạo nghề cho 3.456 người. Nửa đầu năm 2023, tư vấn việc làm cho 8.765 lượt người."
    )
    assert times(figures_of(text, date(2023, 7, 5))) == [
        ("4321", H1), ("3456", Q9), ("8765", H1),
    ]  # fmt: skip


def test_a_heading_without_digits_hands_its_months_on() -> None:
    text = "Sáu tháng đầu năm, ngành vượt khó. Giải quyết việc làm cho 4.321 người."
    assert times(figures_of(text, date(2023, 7, 5))) == [("4321", H1)]


@pytest.mark.parametrize(
    "person",
    [
        "Ông A. (sinh năm 1985, trú huyện Mai Sơn)", "Bà Lò Thị B (SN 1985)", "Anh C sinh năm 1985",
        "Chị D, SN 1985,", "Cựu chiến binh E (1955)", "Ông G nhập ngũ năm 1978",
        "Hợp tác xã H, thành lập năm 2011,", "Cơ sở K khởi công năm 2012,", "Ông M sinh ngày 3/4/1985",
        "Bà N (sinh: 1970)", "Công ty P được thành lập từ năm 2009",
    ],
)  # fmt: skip
def test_a_birth_or_founding_year_is_never_the_time_of_a_figure(person: str) -> None:
    text = f"{person} được vay 50 triệu đồng. Tỷ lệ hộ nghèo của tỉnh còn 9,1%."
    figures = figures_of(text, date(2023, 9, 1))
    assert [str(f.value) for f in figures] == ["50000000", "9.1"]
    assert {f.period.start.year for f in figures if f.period} == {2023}


def test_what_holds_to_date_is_no_whole_year() -> None:
    text = (
        "Năm 2022, toàn tỉnh có nhiều nỗ lực. Từ đầu năm đến nay, giải quyết việc làm cho 8.095 người. "
        "Lũy kế đến nay có 1.200 người vay vốn. Mở 12 lớp dạy nghề trong 10 tháng qua."
    )
    assert times(figures_of(text, date(2022, 11, 7))) == [
        ("8095", "2022-01-01/2022-11-07"),
        ("1200", "2022-01-01/2022-11-07"),
        ("12", "2022-01-01/2022-10-31"),
    ]


def test_a_moment_is_not_carried_on() -> None:
    text = "Năm 2022 đạt kết quả. Đến nay, mở 12 lớp dạy nghề. Giải quyết việc làm cho 800 người."
    assert times(figures_of(text, date(2023, 2, 7)))[1] == ("800", "2022-01-01/2022-12-31")


def test_days_of_an_event_are_not_carried_on() -> None:
    text = "Từ ngày 3-9 tháng 1, Sở tập huấn cho 120 người. Năm nay tỉnh có 45 hộ mới thoát nghèo."
    assert times(figures_of(text, date(2025, 1, 20))) == [
        ("120", "2025-01-03/2025-01-09"), ("45", "2025-01-01/2025-12-31"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        ("Tỷ lệ hộ nghèo giảm từ 27,37% năm 2021 xuống còn 24,71% năm 2022.", 2021, 2022),
        ("Tỷ lệ hộ nghèo giảm từ 29,4% (năm 2020) xuống 27,1% (năm 2021).", 2020, 2021),
        ("Tỷ lệ lao động qua đào tạo tăng từ 50% năm 2018 lên 56% năm 2020.", 2018, 2020),
        ("Số hộ nghèo giảm từ 16.003 hộ năm 2020 xuống còn 14.200 hộ năm 2022.", 2020, 2022),
        ("Tỷ lệ hộ cận nghèo từ 9,5% năm 2019 giảm còn 8,2% năm 2021.", 2019, 2021),
        ("Tỷ lệ hộ nghèo năm 2022 giảm từ 27,37% xuống còn 24,71%.", 2021, 2022),
        ("Tỷ lệ hộ nghèo đa chiều năm 2022 giảm 2,66 điểm %, từ 27,37% xuống 24,71%.", 2021, 2022),
    ],
)
def test_before_and_after_have_each_their_year_and_place(
    text: str, before: int, after: int
) -> None:
    figures = [f for f in figures_of(text, date(2023, 3, 1)) if f.role != "change"]
    assert [f.role for f in figures] == ["previous", "achieved"]
    assert [f.period.start.year for f in figures if f.period] == [before, after]
    assert {f.place for f in figures} == {"Sơn La"}


@pytest.mark.parametrize(
    "text",
    [
        "Đến năm 2022, tỷ lệ hộ nghèo giảm từ 40% xuống còn 24,71%.",
        "Tỷ lệ hộ nghèo giảm từ 40% xuống còn 24,71%.",
        "Từ năm 2015, mức hỗ trợ tăng từ 200.000 đồng lên 300.000 đồng.",
    ],
)
def test_a_number_of_before_never_has_the_time_of_the_one_after(text: str) -> None:
    assert figures_of(text, date(2023, 3, 1))[0].period is None


def test_a_number_in_brackets_behind_a_compared_year_is_of_that_year() -> None:
    text = "Năm 2022 có 500 hộ nghèo, giảm 100 hộ so với năm 2021 (600 hộ)."
    last = figures_of(text, date(2023, 3, 1))[-1]
    assert (last.value, last.role) == (Decimal(600), "previous")
    assert last.period
    assert last.period.start.year == 2021


def test_history_is_not_carried_on() -> None:
    text = "Năm 2011, tỉnh có 500 hộ khó khăn. Giải quyết việc làm cho 800 người."
    assert times(figures_of(text, date(2023, 9, 1))) == [
        ("500", "2011-01-01/2011-12-31"), ("800", "2023-01-01/2023-12-31"),
    ]  # fmt: skip


@pytest.mark.parametrize("link", ["Khi đó", "Trong đó,", "Năm đó", "Lúc ấy", "Thời điểm đó"])
def test_a_sentence_tied_to_history_speaks_of_it(link: str) -> None:
    text = f"Năm 2011, tỉnh có 500 hộ khó khăn. {link} giải quyết việc làm cho 80 người."
    assert times(figures_of(text, date(2023, 9, 1)))[1] == ("80", "2011-01-01/2011-12-31")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Nhiệm vụ năm 2023. Đào tạo nghề cho 8.000 người.", date(2023, 2, 10)),
        ("Năm 2023, đưa 120 người đi làm việc ở nước ngoài.", date(2023, 1, 5)),
        ("Năm nay, tỉnh giải quyết việc làm cho 8.500 người.", date(2023, 3, 20)),
        ("Trong năm 2024, toàn huyện đào tạo nghề cho 900 lao động.", date(2024, 2, 1)),
    ],
)
def test_no_year_that_has_only_begun_is_achieved(text: str, day: date) -> None:
    assert [f.role for f in figures_of(text, day)] == ["plan"]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Năm 2023, tỉnh đã đưa 12 người đi làm việc ở nước ngoài.", date(2023, 2, 10)),
        ("Năm 2022, đưa 120 người đi làm việc ở nước ngoài.", date(2023, 1, 5)),
        ("Năm 2023, giải quyết việc làm cho 8.500 người.", date(2023, 12, 20)),
        ("Năm 2023, toàn tỉnh có 16.003 hộ nghèo.", date(2023, 2, 1)),
        ("Tháng 1/2023, giải quyết việc làm cho 500 người.", date(2023, 2, 1)),
        ("Giải quyết việc làm cho 500 người.", date(2023, 2, 1)),
    ],
)
def test_what_was_done_or_stands_stays_achieved(text: str, day: date) -> None:
    assert [f.role for f in figures_of(text, day)] == ["achieved"]


@pytest.mark.parametrize(
    ("text", "hedge"),
    [
        ("Ước cả năm 2022, tỉnh giải quyết việc làm cho 25.500 người.", "ước"),
        ("Ước năm 2022 giải quyết việc làm cho 25.500 người.", "ước"),
        ("Ước đến hết năm, toàn tỉnh giải quyết việc làm cho 25.500 người.", "ước"),
        ("Dự ước cả năm, giải quyết việc làm cho trên 25.500 người.", "dự ước trên"),
        ("Dự báo cả năm 2022, giải quyết việc làm cho khoảng 25.500 người.", "dự báo khoảng"),
        ("Ước tính cả năm 2022 giải quyết việc làm cho 25.500 người.", "ước tính"),
        ("Ước 11 tháng năm 2022, giải quyết việc làm cho 25.500 người.", "ước"),
        ("Ước quý IV/2022, giải quyết việc làm cho 25.500 người.", "ước"),
        ("Cả năm 2022 ước giải quyết việc làm cho 25.500 người.", "ước"),
        ("Năm 2022 dự báo tạo việc làm cho 25.500 người.", "dự báo"),
        ("Năm 2022 giải quyết việc làm ước đạt 25.500 người.", "ước đạt"),
    ],
)
def test_an_estimate_of_a_year_stays_an_estimate(text: str, hedge: str | None) -> None:
    (figure,) = figures_of(text, date(2022, 11, 2))
    assert figure.value == Decimal(25500)
    assert (figure.hedge, figure.preliminary) == (hedge, True)


@pytest.mark.parametrize(
    "text",
    ["Năm 2022, giải quyết việc làm cho 25.500 người.", "Nước ta có 25.500 người có việc làm."],
)
def test_a_plain_number_is_no_estimate(text: str) -> None:
    (figure,) = figures_of(text, date(2022, 12, 20))
    assert (figure.hedge, figure.preliminary) == (None, False)


def test_an_estimate_holds_to_the_semicolon() -> None:
    text = (
        "Ước cả năm 2022 tạo việc làm cho 25.500 người; 11 tháng đã tạo việc làm cho 24.000 người."
    )
    assert [f.hedge for f in figures_of(text, date(2022, 12, 2))] == ["ước", None]


def test_a_clock_time_before_the_day_is_read() -> None:
    text = "Tính đến 12h30 ngày 7/12, toàn tỉnh giải quyết việc làm cho 8.095 người."
    assert times(figures_of(text, date(2022, 12, 7))) == [("8095", "2022-01-01/2022-12-07")]


def test_a_quarter_in_any_spelling_is_no_year() -> None:
    text = "Quí I/2023, giải quyết việc làm cho 2.150 người. Q.IV/2022 mở 12 lớp dạy nghề."
    assert times(figures_of(text, date(2023, 4, 5))) == [
        ("2150", "2023-01-01/2023-03-31"), ("12", "2022-10-01/2022-12-31"),
    ]  # fmt: skip


def test_a_value_of_before_has_the_time_that_is_named_with_it() -> None:
    text = "Thu nhập năm 2011 là 9,1 triệu đồng, đến cuối năm 2016 đã tăng lên 27 triệu đồng."
    figures = figures_of(text, date(2017, 2, 1))
    ends = [(f.role, f.period.end.year) for f in figures if f.period]
    assert ends == [("previous", 2011), ("achieved", 2016)]
