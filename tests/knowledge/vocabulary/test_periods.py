"""Times become days, and compared times are marked."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.vocabulary.periods import find_periods

DAY = date(2022, 12, 7)


@pytest.mark.parametrize(
    ("text", "start", "end", "kind"),
    [
        ("Năm 2022, bám sát", "2022-01-01", "2022-12-31", "year"),
        ("cuối năm 2022", "2022-01-01", "2022-12-31", "year"),
        ("6 tháng đầu năm 2023", "2023-01-01", "2023-06-30", "months"),
        ("6 tháng đầu năm", "2022-01-01", "2022-06-30", "months"),
        ("7 tháng đầu năm nay", "2022-01-01", "2022-07-31", "months"),
        ("11 tháng năm 2022", "2022-01-01", "2022-11-30", "months"),
        ("quý III/2023", "2023-07-01", "2023-09-30", "quarter"),
        ("tháng 11/2022", "2022-11-01", "2022-11-30", "month"),
        ("tính đến ngày 31/5", "2022-01-01", "2022-05-31", "until"),
        ("tính đến hết tháng 11/2022", "2022-01-01", "2022-11-30", "until"),
        ("giai đoạn 2021- 2025", "2021-01-01", "2025-12-31", "range"),
        ("07/12/2022", "2022-12-07", "2022-12-07", "day"),
        ("năm ngoái", "2021-01-01", "2021-12-31", "year"),
        ("how many in 2021?", "2021-01-01", "2021-12-31", "year"),
        ("in the first 6 months of 2022", "2022-01-01", "2022-06-30", "months"),
        ("by 31 May 2022", "2022-01-01", "2022-05-31", "until"),
        ("nam 2022 co bao nhieu", "2022-01-01", "2022-12-31", "year"),
        ("hết tháng 11", "2022-01-01", "2022-11-30", "until"),
        ("Cuối năm, tỷ lệ hộ nghèo còn 5%", "2022-01-01", "2022-12-31", "year"),
        ("Kết quả 9 tháng, toàn tỉnh", "2022-01-01", "2022-09-30", "months"),
        ("từ tháng 10/2017 đến tháng 10/2018", "2017-10-01", "2018-10-31", "months"),
        ("từ tháng 6/2016 đến 5/2017", "2016-06-01", "2017-05-31", "months"),
        ("từ tháng 6/2016 đến hết 5/2017", "2016-06-01", "2017-05-31", "months"),
        ("năm học 2017 - 2018", "2017-09-01", "2018-08-31", "range"),
        ("in the 2017-2018 school year", "2017-09-01", "2018-08-31", "range"),
        ("school year 2017-2018", "2017-09-01", "2018-08-31", "range"),
        ("niên học 2020–2021", "2020-09-01", "2021-08-31", "range"),
        ("giai đoạn 2017-2018", "2017-01-01", "2018-12-31", "range"),
        ("từ ngày 16/01/2010 đến 15/02/2010", "2010-01-16", "2010-02-15", "months"),
        ("trong hai tháng 6,7/2016", "2016-06-01", "2016-07-31", "months"),
        ("giai đoạn 2021-25", "2021-01-01", "2025-12-31", "range"),
        ("thực hiện vào tháng 8.2017", "2017-08-01", "2017-08-31", "month"),
        ("tính đến ngày 5 tháng 3 năm 2020", "2020-01-01", "2020-03-05", "until"),
        ("Tối 14/5/2017, quán bị phạt", "2017-05-14", "2017-05-14", "day"),
        ("tối 14-5-2017", "2017-05-14", "2017-05-14", "day"),
        ("tới 14/5/2017 có 5 hộ", "2017-01-01", "2017-05-14", "until"),
        ("đến tối 14/5/2017 có 5 ca", "2017-01-01", "2017-05-14", "until"),
        ("Từ năm 2014 đến tháng 9/2016", "2014-01-01", "2016-09-30", "range"),
        ("từ năm 2014 đến 9/2016", "2014-01-01", "2016-09-30", "range"),
        ("từ quý I năm 2017 đến năm 2025", "2017-01-01", "2025-12-31", "range"),
        ("từ tháng 3/2014 đến hết năm 2016", "2014-03-01", "2016-12-31", "range"),
        ("từ quý 2/2015 đến quý 1/2016", "2015-04-01", "2016-03-31", "range"),
        ("từ năm 2017 tới quý II/2018", "2017-01-01", "2018-06-30", "range"),
        ("từ đầu năm 2015 đến hết tháng 6/2016", "2015-01-01", "2016-06-30", "range"),
        ("Từ ngày 1/7/2015 đến năm 2017", "2015-07-01", "2017-12-31", "range"),
        ("từ năm 2014 đến ngày 30/9/2016", "2014-01-01", "2016-09-30", "range"),
        ("từ đầu năm 2016 đến hết tháng 6/2016", "2016-01-01", "2016-06-30", "until"),
    ],
)
def test_a_period_becomes_days(text: str, start: str, end: str, kind: str) -> None:
    (mention,) = find_periods(text, DAY)
    period = mention.period
    assert (period.start.isoformat(), period.end.isoformat(), period.kind) == (start, end, kind)


@pytest.mark.parametrize(
    "text",
    [
        "2.022 người",
        "có 2022 người",
        "QĐ số 15/2022/QĐ-UBND",
        "6 tháng tuổi",
        "năm nào",
        "9 tháng tù",
        "gọi 1900 1234",
        "đến 31/6",
    ],
)
def test_what_is_no_period_is_left_out(text: str) -> None:
    assert find_periods(text, DAY) == []


@pytest.mark.parametrize(
    "text", ["so với năm 2021", "so với cùng kỳ năm trước", "compared to 2021"]
)
def test_a_comparison_is_marked(text: str) -> None:
    (mention,) = find_periods(text, DAY)
    assert mention.is_compared
    assert mention.period.start.year == 2021


def test_a_spell_completed_from_the_day_of_publication_says_so() -> None:
    (mention,) = find_periods("6 tháng đầu năm", DAY)
    assert mention.period.seen_from == DAY
    (mention,) = find_periods("6 tháng đầu năm 2021", DAY)
    assert mention.period.seen_from is None


@pytest.mark.parametrize(
    ("text", "day"), [("từ năm 2010 đến nay", None), ("gấp 4 lần năm 2012", DAY)]
)
def test_a_year_that_only_begins_or_measures_is_not_the_year(text: str, day: date | None) -> None:
    (mention,) = find_periods(text, day)
    assert mention.is_compared


def test_without_a_date_a_relative_period_is_not_guessed() -> None:
    assert find_periods("6 tháng đầu năm", None) == []


@given(st.text(alphabet="năm tháng quý 0123456789/-–IV"))
def test_periods_never_overlap_nor_crash(text: str) -> None:
    end = 0
    for mention in find_periods(text, DAY):
        assert end <= mention.start < mention.end <= len(text)
        assert mention.period.start <= mention.period.end
        end = mention.end


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Có ba ca năm 2021.", "năm 2021"),
        ("Ghi nhận 15 nghìn ca 2021.", "2021"),
        ("Cả năm 2021 có 3 ca.", "Cả năm 2021"),
        ("Trong cả năm 2021, thu 3 tỷ đồng.", "cả năm 2021"),
        ("Đạt 30 cả năm 2021.", "cả năm 2021"),
    ],
)
def test_cases_before_a_year_are_no_part_of_it(text: str, written: str) -> None:
    """Only its accents tell `ca` (a case) from `cả` (whole)."""
    (mention,) = find_periods(text, DAY)
    assert mention.period.text == written
    assert text[mention.start : mention.end] == written


@pytest.mark.parametrize(
    ("text", "start", "end", "kind"),
    [
        ("Đến 9/2022, duyệt 940 hộ", "2022-01-01", "2022-09-30", "until"),
        ("Lũy kế đến hết 8/2022", "2022-01-01", "2022-08-31", "until"),
        ("Trong 10/2022 có 3 vụ", "2022-10-01", "2022-10-31", "month"),
        ("Từ 1/2022 đến 9/2022", "2022-01-01", "2022-09-30", "months"),
        ("ngày 23/6 năm ngoái", "2021-06-23", "2021-06-23", "day"),
        ("năm tài khóa 2016", "2016-01-01", "2016-12-31", "year"),
    ],
)
def test_months_by_number_and_days_of_last_year(text: str, start: str, end: str, kind: str) -> None:
    (mention,) = find_periods(text, DAY)
    period = mention.period
    assert (period.start.isoformat(), period.end.isoformat(), period.kind) == (start, end, kind)
    assert not mention.is_compared


@pytest.mark.parametrize("text", ["Đến nay 3/5 xã về đích", "hiện nay 3/5 xã đạt chuẩn"])
def test_a_share_behind_nay_is_no_day(text: str) -> None:
    """`đến nay 3/5 xã` counts communes; `sáng nay 3/5` is a day."""
    assert all(m.period.kind != "day" for m in find_periods(text, DAY))
    assert [m.period.kind for m in find_periods("sáng nay 3/5", DAY)] == ["day"]
