"""Whole numbers are read as written; a part of one is none."""

from decimal import Decimal

import pytest

from assistant.checking.second.numbers import numeral_at, readings, scaled


@pytest.mark.parametrize(
    ("run", "values"),
    [("753", {"753"}), ("8.095", {"8095"}), ("1.234.567", {"1234567"}), ("2,55", {"2.55"}),
     ("0.5", {"0.5"}), ("1.234,5", {"1234.5"}), ("1,234.5", {"1234.5"}), ("24,820", {"24820", "24.820"}),
     ("1.23.4", set()), ("12.34.567", set())],
)  # fmt: skip
def test_digits_have_the_values_of_a_notation(run: str, values: set[str]) -> None:
    assert readings(run) == {Decimal(v) for v in values}


@pytest.mark.parametrize(
    ("text", "value"),
    [("1 200 hộ", 1200), ("2 tỷ 350 triệu 600 nghìn đồng", 2_350_600_000), ("1 nghìn 250 người", 1250),
     ("12 nghìn 500 lao động", 12_500), ("64.242 tỷ đồng", 64_242 * 10**9), ("3,5 triệu", 3_500_000),
     ("5 triệu rưỡi", 5_500_000), ("160 ngàn tỷ đồng", 160 * 10**12), ("hai trăm người", 200),
     ("một nghìn hai trăm tỷ đồng", 1200 * 10**9), ("mười hai nghìn ba trăm hộ", 12_300),
     ("hai mươi mốt triệu", 21 * 10**6), ("ba trăm linh năm nghìn", 305_000),
     ("hai tỷ ba trăm triệu", 2_300_000_000), ("âm 35.962 tỉ đồng", 35_962 * 10**9), ("98 học viên", 98)],
)  # fmt: skip
def test_a_number_is_read_whole(text: str, value: int) -> None:
    numeral = numeral_at(text, 0)
    assert numeral is not None
    assert Decimal(value) in numeral.values


@pytest.mark.parametrize(
    ("text", "part"),
    [("8.095 người", "095"), ("8.095 người", "95"), ("2,55%", "55"), ("1 200 hộ", "200"),
     ("lớp b2 có", "2"), ("dài 0, 5 km", "5"), ("nợ 9 tỉ 5 đồng", "5"), ("12 nghìn 500 người", "500")],
)  # fmt: skip
def test_the_end_of_a_number_is_no_number(text: str, part: str) -> None:
    assert numeral_at(text, text.index(part, 1)) is None


def test_a_count_behind_a_month_is_not_joined_to_it() -> None:
    numeral = numeral_at("tháng 3 200 người", 8)
    assert numeral is not None
    assert numeral.values == {Decimal(200)}


@pytest.mark.parametrize("text", ["6 đến 8 triệu đồng", "6-8 triệu đồng", "6 - 8 triệu đồng"])
def test_the_first_of_a_range_shares_the_magnitude(text: str) -> None:
    numeral = numeral_at(text, 0)
    assert numeral is not None
    assert Decimal(6_000_000) in scaled(text, numeral)
