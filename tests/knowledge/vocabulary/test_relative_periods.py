"""Times that count from the day on which a text is read."""

from datetime import date

import pytest

from knowledge.vocabulary.periods import find_periods

DAY = date(2022, 12, 7)  # a Wednesday


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("đến nay", "2022-01-01", "2022-12-07"),
        ("Tính đến nay, toàn tỉnh", "2022-01-01", "2022-12-07"),
        ("luỹ kế đến nay", "2022-01-01", "2022-12-07"),
        ("từ đầu năm đến nay", "2022-01-01", "2022-12-07"),
        ("Kể từ đầu năm 2022 đến nay", "2022-01-01", "2022-12-07"),
        ("tính từ đầu năm tới thời điểm này", "2022-01-01", "2022-12-07"),
        ("Từ đầu năm, toàn huyện", "2022-01-01", "2022-12-07"),
        ("đến thời điểm hiện tại", "2022-01-01", "2022-12-07"),
        ("Lũy kế đạt 50 tỷ", "2022-01-01", "2022-12-07"),
        ("11 tháng qua", "2022-01-01", "2022-11-30"),
        ("trong 3 tháng vừa qua", "2022-09-01", "2022-11-30"),
        ("sáu tháng qua", "2022-06-01", "2022-11-30"),
        ("5 năm qua", "2018-01-01", "2022-12-07"),
        ("từ năm 2015 đến nay", "2015-01-01", "2022-12-07"),
        ("từ tháng 3 đến nay", "2022-03-01", "2022-12-07"),
        ("Từ ngày 15/3 đến nay", "2022-03-15", "2022-12-07"),
        ("tháng trước", "2022-11-01", "2022-11-30"),
        ("tháng này", "2022-12-01", "2022-12-31"),
        ("quý trước", "2022-07-01", "2022-09-30"),
        ("quý này", "2022-10-01", "2022-12-31"),
        ("tuần trước", "2022-11-28", "2022-12-04"),
        ("tuần này", "2022-12-05", "2022-12-11"),
        ("thứ 5 tuần trước", "2022-12-01", "2022-12-01"),
        ("thứ hai tuần này", "2022-12-05", "2022-12-05"),
        ("chủ nhật tuần qua", "2022-12-04", "2022-12-04"),
        ("hôm nay", "2022-12-07", "2022-12-07"),
        ("hôm qua", "2022-12-06", "2022-12-06"),
        ("hôm kia", "2022-12-05", "2022-12-05"),
        ("hai năm trước", "2020-01-01", "2020-12-31"),
        ("3 tháng trước", "2022-09-01", "2022-09-30"),
        ("10 ngày trước", "2022-11-27", "2022-11-27"),
        ("năm kia", "2020-01-01", "2020-12-31"),
        ("sang năm", "2023-01-01", "2023-12-31"),
        ("last month", "2022-11-01", "2022-11-30"),
        ("last quarter", "2022-07-01", "2022-09-30"),
        ("last week", "2022-11-28", "2022-12-04"),
        ("last Thursday", "2022-12-01", "2022-12-01"),
        ("yesterday", "2022-12-06", "2022-12-06"),
        ("two years ago", "2020-01-01", "2020-12-31"),
        ("so far this year", "2022-01-01", "2022-12-07"),
        ("in the past six months", "2022-06-01", "2022-11-30"),
    ],
)
def test_a_relative_time_becomes_days(text: str, start: str, end: str) -> None:
    (mention,) = find_periods(text, DAY)
    assert (mention.period.start.isoformat(), mention.period.end.isoformat()) == (start, end)
    assert mention.period.seen_from == DAY
    assert not mention.is_compared


@pytest.mark.parametrize(
    "text",
    [
        "so với tháng trước", "so với 2 năm trước", "hơn tuần trước", "so với quý trước",
        "so với cùng kỳ năm ngoái",
    ],
)  # fmt: skip
def test_a_relative_time_may_be_compared_with(text: str) -> None:
    (mention,) = find_periods(text, DAY)
    assert mention.is_compared


@pytest.mark.parametrize(
    "text",
    [
        "những năm trước", "các năm trước", "hai năm trước đó", "3 tháng trước khi về nước",
        "một tuần sau khi cai nghiện", "tháng trước đó", "mấy tháng nay", "quỹ này", "quý trước đó",
        "thời gian qua", "gần đây", "từ trước đến giờ", "nhiều năm trước",
    ],
)  # fmt: skip
def test_a_spell_without_a_day_is_left_out(text: str) -> None:
    assert find_periods(text, DAY) == []


def test_without_a_day_of_reading_no_relative_time_is_guessed() -> None:
    for text in ("tháng trước", "đến nay", "9 tháng qua", "hôm nay", "last month"):
        assert find_periods(text) == []
