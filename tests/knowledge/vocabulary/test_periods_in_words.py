"""Months, quarters, halves, day ranges and clock times as provincial offices write them."""

import unicodedata
from datetime import date

import pytest

from knowledge.text.spelling import clean, without_accents
from knowledge.vocabulary.periods import find_periods

DAY = date(2022, 12, 7)

IN_WORDS = [
    ("Sáu tháng đầu năm 2023, toàn tỉnh", "2023-01-01", "2023-06-30", "months"),
    ("Trong chín tháng năm 2022, tỉnh", "2022-01-01", "2022-09-30", "months"),
    ("chín tháng đầu năm nay", "2022-01-01", "2022-09-30", "months"),
    ("Mười một tháng năm 2022 toàn huyện", "2022-01-01", "2022-11-30", "months"),
    ("mười tháng đầu năm ngoái", "2021-01-01", "2021-10-31", "months"),
    ("ba tháng cuối năm 2022", "2022-10-01", "2022-12-31", "months"),
    ("sáu tháng cuối năm", "2022-07-01", "2022-12-31", "months"),
    ("bảy tháng của năm 2022", "2022-01-01", "2022-07-31", "months"),
    ("tám tháng đầu của năm 2021", "2021-01-01", "2021-08-31", "months"),
    ("Nửa đầu năm 2022, tư vấn", "2022-01-01", "2022-06-30", "months"),
    ("nửa cuối năm 2021", "2021-07-01", "2021-12-31", "months"),
    ("Nửa đầu năm nay", "2022-01-01", "2022-06-30", "months"),
    ("nửa cuối năm ngoái", "2021-07-01", "2021-12-31", "months"),
    ("nửa đầu tháng 11/2022", "2022-11-01", "2022-11-15", "months"),
    ("Hai quý đầu năm 2022", "2022-01-01", "2022-06-30", "months"),
    ("ba quý đầu năm", "2022-01-01", "2022-09-30", "months"),
    ("quý đầu năm 2023", "2023-01-01", "2023-03-31", "quarter"),
    ("quý cuối năm 2021", "2021-10-01", "2021-12-31", "quarter"),
    ("the first half of 2022", "2022-01-01", "2022-06-30", "months"),
    ("the second half of 2021", "2021-07-01", "2021-12-31", "months"),
    ("in the first nine months of 2022", "2022-01-01", "2022-09-30", "months"),
    ("6 tháng đầu năm ngoái", "2021-01-01", "2021-06-30", "months"),
    ("tháng 3 năm ngoái", "2021-03-01", "2021-03-31", "month"),
    ("9 tháng năm nay", "2022-01-01", "2022-09-30", "months"),
    ("Lũy kế 6 tháng giải quyết việc làm", "2022-01-01", "2022-06-30", "months"),
    ("Tính chung 9 tháng, toàn tỉnh", "2022-01-01", "2022-09-30", "months"),
    ("6T/2022", "2022-01-01", "2022-06-30", "months"),
    ("9T đầu năm 2022", "2022-01-01", "2022-09-30", "months"),
    ("6 tháng đầu 2022", "2022-01-01", "2022-06-30", "months"),
    ("Nửa đầu 2022", "2022-01-01", "2022-06-30", "months"),
    ("Nửa năm 2022", "2022-01-01", "2022-06-30", "months"),
    ("Trong hai năm 2021 và 2022", "2021-01-01", "2022-12-31", "range"),
]
QUARTERS = [
    ("Đến hết quý II, toàn tỉnh", "2022-01-01", "2022-06-30", "until"),
    ("tính đến cuối quý III/2022", "2022-01-01", "2022-09-30", "until"),
    ("Hai quý vừa qua", "2022-04-01", "2022-09-30", "months"),
    ("the third quarter of 2023", "2023-07-01", "2023-09-30", "quarter"),
    ("at the end of August 2024", "2024-01-01", "2024-08-31", "until"),
    ("Quí I/2023, toàn tỉnh", "2023-01-01", "2023-03-31", "quarter"),
    ("quí 3 năm 2022", "2022-07-01", "2022-09-30", "quarter"),
    ("Q.IV/2022 mở 12 lớp", "2022-10-01", "2022-12-31", "quarter"),
    ("Q.4/2022", "2022-10-01", "2022-12-31", "quarter"),
    ("QII/2022", "2022-04-01", "2022-06-30", "quarter"),
    ("Q3-2021", "2021-07-01", "2021-09-30", "quarter"),
    ("quý II-2022", "2022-04-01", "2022-06-30", "quarter"),
    ("quý hai năm 2022", "2022-04-01", "2022-06-30", "quarter"),
    ("quý tư năm 2021", "2021-10-01", "2021-12-31", "quarter"),
    ("Quý IV năm nay", "2022-10-01", "2022-12-31", "quarter"),
    ("quý I năm ngoái", "2021-01-01", "2021-03-31", "quarter"),
    ("quý I, II/2022", "2022-01-01", "2022-06-30", "months"),
    ("quý III và quý IV năm 2021", "2021-07-01", "2021-12-31", "months"),
]
AS_TYPED = [
    ("quy 3 2022 co bao nhieu", "2022-07-01", "2022-09-30", "quarter"),
    ("quý 3 năm 2023 lao động có việc", "2023-07-01", "2023-09-30", "quarter"),
    ("tháng 3 năm 2023 người dân", "2023-03-01", "2023-03-31", "month"),
    ("ngày 5 tháng 3 năm 2023 người dân", "2023-03-05", "2023-03-05", "day"),
    ("quý III 2022", "2022-07-01", "2022-09-30", "quarter"),
    ("quý 3 và quý 4 2022", "2022-07-01", "2022-12-31", "months"),
    ("In Q3 2022", "2022-07-01", "2022-09-30", "quarter"),
    ("2022 Q3", "2022-07-01", "2022-09-30", "quarter"),
    ("3Q2022", "2022-07-01", "2022-09-30", "quarter"),
    ("third-quarter 2022", "2022-07-01", "2022-09-30", "quarter"),
    ("2022's third quarter", "2022-07-01", "2022-09-30", "quarter"),
    ("quarter three of 2022", "2022-07-01", "2022-09-30", "quarter"),
    ("H1 2022", "2022-01-01", "2022-06-30", "months"),
    ("first-half 2022", "2022-01-01", "2022-06-30", "months"),
    ("9T2023", "2023-01-01", "2023-09-30", "months"),
    ("nine months of 2023", "2023-01-01", "2023-09-30", "months"),
    ("the last 3 months of 2023", "2023-10-01", "2023-12-31", "months"),
    ("thang 9 2022", "2022-09-01", "2022-09-30", "month"),
    ("T9/2022", "2022-09-01", "2022-09-30", "month"),
    ("in Sept. 2022", "2022-09-01", "2022-09-30", "month"),
    ("ngày 20 tháng 9 2022", "2022-09-20", "2022-09-20", "day"),
    ("on June 5th, 2021", "2021-06-05", "2021-06-05", "day"),
    ("by June 30, 2022", "2022-01-01", "2022-06-30", "until"),
    ("as of 30 June 2022", "2022-01-01", "2022-06-30", "until"),
    ("niên khóa 2023-2024", "2023-09-01", "2024-08-31", "range"),
    ("school year 2023-24", "2023-09-01", "2024-08-31", "range"),
    ("từ 2018 tới 2020", "2018-01-01", "2020-12-31", "range"),
]
DAYS = [
    ("Từ ngày 3-9 tháng 3, Sở tập huấn", "2022-03-03", "2022-03-09", "months"),
    ("Từ ngày 3 đến ngày 9 tháng 3 năm 2022", "2022-03-03", "2022-03-09", "months"),
    ("từ 3 đến 9/3/2022", "2022-03-03", "2022-03-09", "months"),
    ("Từ ngày 30 tháng 12 năm 2021 đến ngày 5 tháng 1 năm 2022", "2021-12-30", "2022-01-05", "months"),
    ("từ ngày 30/12 đến ngày 5/1/2022", "2021-12-30", "2022-01-05", "months"),
    ("từ ngày 15/10/2022 đến 20/11/2022", "2022-10-15", "2022-11-20", "months"),
    ("từ 15/10 - 20/11/2022", "2022-10-15", "2022-11-20", "months"),
    ("trong ngày 3 và 4/11/2022", "2022-11-03", "2022-11-04", "months"),
    ("ngày 10-12/11", "2022-11-10", "2022-11-12", "months"),
    ("Đến 21 tháng 09 năm 2025", "2025-01-01", "2025-09-21", "until"),
    ("tính đến 5 tháng 3 năm 2022", "2022-01-01", "2022-03-05", "until"),
    ("Tính đến 12h30 ngày 7/12, toàn tỉnh", "2022-01-01", "2022-12-07", "until"),
    ("tính đến 17 giờ ngày 15/11/2022", "2022-01-01", "2022-11-15", "until"),
    ("Đến 9 giờ 30 phút ngày 7/12", "2022-01-01", "2022-12-07", "until"),
    ("tính đến 16:00 ngày 30/11", "2022-01-01", "2022-11-30", "until"),
    ("Tính đến 8h00' ngày 01/7/2022", "2022-01-01", "2022-07-01", "until"),
    ("Đến thời điểm 30/6/2022", "2022-01-01", "2022-06-30", "until"),
    ("Trong các ngày 28, 29 và 30/6", "2022-06-28", "2022-06-30", "months"),
    ("đến sáng ngày 5/12", "2022-01-01", "2022-12-05", "until"),
    ("Tính đến 30/11, toàn huyện", "2022-01-01", "2022-11-30", "until"),
    ("đến hết 31/10", "2022-01-01", "2022-10-31", "until"),
    ("từ đầu năm đến hết tháng 10", "2022-01-01", "2022-10-31", "until"),
    ("Từ đầu năm 2021 đến ngày 15/11/2021", "2021-01-01", "2021-11-15", "until"),
    ("lũy kế đến hết tháng 9/2022", "2022-01-01", "2022-09-30", "until"),
    ("từ tháng 11 đến tháng 3/2022", "2021-11-01", "2022-03-31", "months"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "start", "end", "kind"), IN_WORDS + QUARTERS + AS_TYPED + DAYS)
@pytest.mark.parametrize("spelled", ["as written", "NFD", "without accents"])
def test_a_period_in_words_becomes_days(
    text: str, start: str, end: str, kind: str, spelled: str
) -> None:
    if spelled == "NFD":
        text = clean(unicodedata.normalize("NFD", text))
    elif spelled == "without accents":
        text = without_accents(text)
    (mention,) = find_periods(text, DAY)
    period = mention.period
    assert (period.start.isoformat(), period.end.isoformat(), period.kind) == (start, end, kind)


@pytest.mark.parametrize(
    "text",
    [
        "sau tháng đầu năm học", "năm tháng trôi qua", "Quỹ 3 tỷ đồng", "quỹ I", "sáu tháng tù",
        "chín tháng tuổi", "Q.4, thành phố", "cả nam và nữ", "các xã miền Nam trước đây",
        "tối nay", "nửa số hộ", "ba quý khách", "từ 5 đến 10/12 người", "3 tháng lương",
        "trong năm này", "tháng 9 hằng năm", "Tuấn qua đời", "hơn tuần nay", "hai tuần sau khi",
    ],
)  # fmt: skip
def test_what_looks_alike_is_no_period(text: str) -> None:
    assert find_periods(text, DAY) == []


@pytest.mark.parametrize(
    ("text", "day", "year"),
    [
        ("Quý III/2022 có 500 người, quý IV có 600 người", date(2023, 6, 1), 2022),
        ("Năm 2021, riêng quý IV mở 5 lớp", date(2022, 1, 20), 2021),
        ("Tháng 10/2021 có 5 lớp, tháng 11 có 6 lớp", date(2022, 6, 1), 2021),
        ("Trong năm 2021, 6 tháng cuối năm tuyển 500 người", date(2022, 3, 1), 2021),
        ("10 tháng đầu năm 2021 đạt 500 người, ước cả năm đạt 600 người", date(2022, 2, 1), 2021),
        ("Quý IV, toàn tỉnh giải quyết việc làm cho 600 người", date(2023, 1, 10), 2022),
        ("Tháng 12, toàn huyện có 5 lớp", date(2023, 1, 5), 2022),
        ("tháng 11, tháng 12/2021", date(2022, 6, 1), 2021),
        ("Quý IV, toàn tỉnh giải quyết việc làm cho 600 người", date(2022, 12, 30), 2022),
        ("So với quý II/2022, quý III tăng 5%", date(2023, 2, 1), 2022),
    ],
)
def test_a_bare_spell_takes_the_year_named_beside_it(text: str, day: date, year: int) -> None:
    last = find_periods(text, day)[-1]
    assert (last.period.start.year, last.period.end.year) == (year, year)


@pytest.mark.parametrize(
    ("text", "day", "year"),
    [
        # A plan, a law, a range and a comparison lend nothing.
        ("Phấn đấu trong quý IV đạt 600 người", date(2023, 2, 10), 2023),
        ("Theo Nghị quyết ban hành năm 2021, 6 tháng đầu năm đạt 500 người", DAY, 2022),
        ("Giai đoạn 2016-2020 đạt kết quả tốt; 6 tháng đầu năm đạt 500 người", DAY, 2022),
        ("So với năm 2021, 6 tháng đầu năm tăng 5%", DAY, 2022),
        ("So với tháng 11/2021, tháng 11 tăng 5%", DAY, 2022),
        ("Năm 2021 khó khăn. Quý I đạt 500 người", DAY, 2022),
        ("Năm 2015 còn khó khăn, 9 tháng đầu năm đạt 500 người", DAY, 2022),
    ],
)
def test_a_bare_spell_takes_no_year_of_another_matter(text: str, day: date, year: int) -> None:
    assert find_periods(text, day)[-1].period.start.year == year
