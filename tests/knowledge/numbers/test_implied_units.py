"""Units that stand apart from their number, are shared in a list, or are outside the vocabulary."""

from decimal import Decimal

import pytest

from knowledge.numbers.mentions import Mentions
from knowledge.numbers.quantities import find_quantities


def quantities_of(text: str) -> list[tuple[str, str]]:
    return [(f"{q.value.normalize():f}", q.unit) for q in find_quantities(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("chiều rộng nền đường 12m, mặt đường 11 m", [("12", "m"), ("11", "m")]),
        ("với tổng quãng đường 35.000 km", [("35000", "km")]),
        ("mở rộng đường 2,5 km", [("2.5", "km")]),
        ("màn hình 5,7 inch, RAM 4 GB, máy ảnh 12 MP", [("5.7", "inch"), ("4", "GB"), ("12", "MP")]),
        ("máy có công suất 90 CV", [("90", "CV")]),
        ("công suất 250 kW, 110 kV", [("250", "kW"), ("110", "kV")]),
        ("đã nâng thu nhập từ 7 triệu năm 2005 lên 14 triệu vào năm 2010", [("7000000", "đồng"), ("14000000", "đồng")]),
        ("phải bồi thường tổng cộng 61 triệu về nhuận bút", [("61000000", "đồng")]),
        ("mỗi hộ vay 50 triệu trong 3 năm", [("50000000", "đồng"), ("3", "năm")]),
        ("tiền công 300 nghìn một ngày", [("300000", "đồng")]),
        ("lần lượt là: 1.837; 1.670; 2.491 lao động", [("1837", "lao động"), ("1670", "lao động"), ("2491", "lao động")]),
        ("các năm là 12, 15, 18 và 21 hộ", [("12", "hộ"), ("15", "hộ"), ("18", "hộ"), ("21", "hộ")]),
        ("lần lượt đạt 27,3; 25,1; 22,4%", [("27.3", "%"), ("25.1", "%"), ("22.4", "%")]),
        ("bình quân 125.000 / lao động / năm", [("125000", "lao động")]),
        ("giá vé là 50.000/vé", [("50000", "đồng/vé")]),
        ("mỗi lớp từ 20-25 học viên", [("20", "học viên")]),
        ("nhiệt độ từ 35-36 độ", [("35", "độ")]),
        ("đình chỉ 2 nữ giáo viên, bắt 3 nam thanh niên", [("2", "giáo viên"), ("3", "thanh niên")]),
        ('có 7 "chân rết" và 3 “mắt xích”', [("7", "chân rết"), ("3", "mắt xích")]),
        ("được giao 01 lô đất, có 02 nhà văn hóa", [("1", "lô đất"), ("2", "căn nhà")]),
    ],
)  # fmt: skip
def test_a_unit_is_read_where_it_stands(text: str, expected: list[tuple[str, str]]) -> None:
    assert quantities_of(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "tại điểm 3 khoản 2 Điều 1",
        "điểm 2, mục 4",
        "đường cấp 3 đồng bằng",
        "nhà cấp 4",
        "bão cấp 12",
        "đoạn dài 0, 5 km",
        "quốc lộ 12",
        "đường 12",
        "tiểu mục 5",
        "từ 5-6 đến 7-6",
    ],
)
def test_numbers_of_names_and_articles_count_nothing(text: str) -> None:
    assert quantities_of(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("9 tỉ 5 đồng", [("9000000000", "đồng")]),
        ("500.000 đồng bằng tiền mặt", [("500000", "đồng")]),
        ("cấp 3.000 thẻ", [("3000", "thẻ")]),
        ("hơn 5 triệu Việt kiều", [("5000000", "")]),
        ("nam 3, nữ 5", [("3", ""), ("5", "")]),
        ("3 nam, 5 nữ", [("3", ""), ("5", "")]),
    ],
)
def test_what_looks_alike_stays(text: str, expected: list[tuple[str, str]]) -> None:
    assert quantities_of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mỗi tháng 5 triệu đồng", [("5000000", "đồng")]),
        ("thu nhập hàng tháng 7 triệu đồng / người", [("7000000", "đồng/người")]),
        ("hằng tháng 3 triệu đồng", [("3000000", "đồng")]),
        ("một tháng 2,5 triệu đồng", [("2500000", "đồng")]),
        ("lương tháng 10 triệu đồng", [("10000000", "đồng")]),
        ("trong tháng 5 có 12 người", [("12", "người")]),
    ],
)
def test_a_sum_a_month_is_no_month(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(f"{q.value.normalize():f}", q.unit) for q in Mentions(text).quantities] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Liên minh giành được 95-115 ghế.", [(95, 115, "ghế")]),
        ("Mỗi con nặng từ 7-8 lạng.", [(7, 8, "lạng")]),
        ("Vàng giao dịch tại 37,01-37,30 triệu/lượng.", [(37_010_000, 37_300_000, "đồng/lượng")]),
        ("Chị đưa trước cho ông 90 triệu, số còn lại trả sau.", [(90_000_000, None, "đồng")]),
        ("Mỗi tháng chỉ xin 500 nghìn tiền ăn.", [(500_000, None, "đồng")]),
        ("Kỳ thi có 514.084 (59,32%) thí sinh.", [(514_084, None, "thí sinh"), (Decimal("59.32"), None, "%")]),
        ("Ở độ tuổi 25 - 54, nữ ít hơn.", []),
        ("Số người gọi cấp cứu 115 tăng vọt.", []),
        ("Từ ngày 7-8 học sinh tựu trường.", []),
    ],
)  # fmt: skip
def test_units_of_ranges_sums_and_counts_with_their_share(
    text: str, expected: list[tuple[Decimal | int, int | None, str]]
) -> None:
    assert [(q.value, q.high, q.unit) for q in find_quantities(text)] == expected
