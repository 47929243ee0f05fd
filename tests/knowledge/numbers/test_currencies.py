"""Sums of money keep their currency, and what they are paid for."""

from decimal import Decimal

import pytest

from knowledge.numbers.quantities import find_quantities


def money_of(text: str) -> list[tuple[Decimal, str]]:
    return [(q.value, q.unit) for q in find_quantities(text)]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("Thái Lan chi thêm 190 tỷ baht", 190_000_000_000, "baht"),
        ("khoảng 100 tỷ nhân dân tệ", 100_000_000_000, "nhân dân tệ"),
        ("trị giá 2,5 triệu Nhân dân tệ (NDT)", 2_500_000, "nhân dân tệ"),
        ("thu 30 triệu NDT", 30_000_000, "nhân dân tệ"),
        ("viện trợ 1,2 tỷ yên cho tỉnh", 1_200_000_000, "yên"),
        ("lương 180.000 yên/tháng", 180_000, "yên/tháng"),
        ("phí 5 triệu won", 5_000_000, "won"),
        ("số tiền 40.000 bảng Anh", 40_000, "bảng Anh"),
        ("phạt 3 tỷ kíp", 3_000_000_000, "kíp"),
        ("giá 65.000 rúp", 65_000, "rúp"),
        ("thu nhập 4.200 đô la Úc mỗi tháng", 4_200, "đô la Úc"),
        ("học bổng 12.000 đô la Canada", 12_000, "đô la Canada"),
        ("kim ngạch 12 tỷ đô la", 12_000_000_000, "USD"),
        ("đầu tư 5,3 tỷ USD", 5_300_000_000, "USD"),
        ("lương 30.000 Đài tệ", 30_000, "Đài tệ"),
    ],
)
def test_a_foreign_currency_is_no_dong(text: str, value: int, unit: str) -> None:
    assert money_of(text) == [(Decimal(value), unit)]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("1,3 triệu / người / tháng khu vực thành thị", 1_300_000, "đồng/người/tháng"),
        ("mức 700 nghìn/người/tháng", 700_000, "đồng/người/tháng"),
        ("hỗ trợ 2 triệu/hộ", 2_000_000, "đồng/hộ"),
        ("thưởng 500 nghìn/suất", 500_000, "đồng/suất"),
        ("giá 12 triệu / m2", 12_000_000, "đồng/m2"),
    ],
)
def test_a_sum_for_each_is_in_dong(text: str, value: int, unit: str) -> None:
    assert money_of(text) == [(Decimal(value), unit)]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("753/500 người", "người"),
        ("bình quân 5 người/hộ", "người"),
        ("3 kíp thợ", "kíp thợ"),
        ("có 12 người ở Yên Bái", "người"),
        ("thu 12 tỷ từ đất", "đồng"),
        ("bán 50 triệu viên", "viên"),
        ("huy động 150 kíp thợ", "kíp thợ"),
    ],
)
def test_other_counts_keep_their_unit(text: str, unit: str) -> None:
    assert [q.unit for q in find_quantities(text)] == [unit]


@pytest.mark.parametrize(
    ("text", "value", "second", "unit"),
    [
        (
            "vượt 1.940 tỷ (5.952,6 tỷ đồng/4.022,6 tỷ đồng)",
            "5952600000000",
            "4022600000000",
            "đồng",
        ),
        ("tổng số: 16.003 hộ/80.276 hộ", "16003", "80276", "hộ"),
        ("đạt 753 người/500 người", "753", "500", "người"),
        ("hoàn thành 98 xã / 110 xã", "98", "110", "xã"),
    ],
)
def test_the_unit_may_stand_on_both_sides_of_a_slash(
    text: str, value: str, second: str, unit: str
) -> None:
    *_, quantity = find_quantities(text)
    assert (quantity.value, quantity.second, quantity.unit) == (
        Decimal(value),
        Decimal(second),
        unit,
    )
    assert text[quantity.second_at :].startswith(text.rsplit("/", 1)[1].strip()[:3])


@pytest.mark.parametrize(
    "text",
    [
        "50 kg/3 người",
        "2 tấn/3 ha",
        "5 triệu đồng/2 hộ",
        "giá vàng 66,9 triệu đồng/66,2 triệu đồng",
        "lãi suất 6%/5%",
    ],
)
def test_prices_rates_and_units_that_differ_make_no_pair(text: str) -> None:
    assert all(quantity.second is None for quantity in find_quantities(text))


@pytest.mark.parametrize(
    "text", ["số ca mắc mới vượt 100 nghìn/ngày", "lượng khách đạt 18 triệu/năm"]
)
def test_a_count_for_each_day_is_no_money(text: str) -> None:
    assert all("đồng" not in quantity.unit for quantity in find_quantities(text))
