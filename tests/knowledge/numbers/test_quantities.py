"""Numbers are read exactly, and other digits are left out."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.numbers.numerals import (
    decimal_from_digits,
    format_decimal,
    format_quantity,
    notation,
)
from knowledge.numbers.quantities import find_quantities


def quantities_of(text: str) -> list[tuple[str, str]]:
    return [(f"{q.value.normalize():f}", q.unit) for q in find_quantities(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("8.095 người", [("8095", "người")]),
        ("2,55%", [("2.55", "%")]),
        ("2,1%", [("2.1", "%")]),
        ("1.234.567 hộ", [("1234567", "hộ")]),
        ("1.234,5 tỷ đồng", [("1234500000000", "đồng")]),
        ("151.000 tỷ đồng", [("151000000000000", "đồng")]),
        ("12,5 nghìn tỷ đồng", [("12500000000000", "đồng")]),
        ("23,5 nghìn lao động", [("23500", "lao động")]),
        ("2,66 điểm %", [("2.66", "điểm %")]),
        ("28 triệu đồng/người/tháng", [("28000000", "đồng/người/tháng")]),
        ("25.500 lượt người", [("25500", "lượt người")]),
        ("8,095 people, 1,234,567 people", [("8095", "người"), ("1234567", "người")]),
        ("135% và 64 phiên", [("135", "%"), ("64", "phiên")]),
        ("từ 21 lên 28 triệu đồng", [("21000000", "đồng"), ("28000000", "đồng")]),
        ("từ 6 đến 8 triệu đồng", [("6000000", "đồng"), ("8000000", "đồng")]),
        ("từ 900 đến 1,2 triệu đồng", [("900", ""), ("1200000", "đồng")]),
        ("1 triệu 200 nghìn người", [("1200000", "người")]),
        ("2 vạn người lao động", [("20000", "lao động")]),
        ("1 tỷ rưỡi đồng", [("1500000000", "đồng")]),
        ("ba nghìn hộ, hơn một triệu người", [("3000", "hộ"), ("1000000", "người")]),
        ("nợ hơn 347 tỉ", [("347000000000", "đồng")]),
        ("mức lương 6 triệu, không hơn", [("6000000", "đồng")]),
        ("khoảng1.230 tỷ đồng", [("1230000000000", "đồng")]),
        ("đạt -2,5%", [("-2.5", "%")]),
        ("160.000 đồng/kg; 6,6% / năm", [("160000", "đồng/kg"), ("6.6", "%/năm")]),
        ("229,6m2 đất, 21kg", [("229.6", "m²"), ("21", "kg")]),
        ("gấp 2,3 lần", [("2.3", "lần")]),
        ("trên 200.000 hài cốt; có 12 bếp ăn tập thể", [("200000", "hài cốt"), ("12", "bếp ăn")]),
    ],
)
def test_numbers_are_read_with_their_unit(text: str, expected: list[tuple[str, str]]) -> None:
    assert quantities_of(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "07/12/2022", "ngày 31/5", "Năm 2022", "giai đoạn 2021-2025", "giai đoạn 2021- 2025",
        "Nghị định số 15/2020/NĐ-CP", "Covid-19", "tháng 11/2022", "7h30", "mục 1.2.3", "",
        "1558/SYT-NVD", "Thông tư 59", "quốc lộ 8A", "phường 6, quận 3", "ngày 23.6",
        "các ngày 5, 6 và 7/8", "B2", "4G", "cao 1m74", "người thứ 2 tới thứ 4", "lớp 10",
    ],
)  # fmt: skip
def test_what_is_no_quantity_is_left_out(text: str) -> None:
    """Dates, years, laws, clock times and names with digits are no quantities."""
    assert quantities_of(text) == []


IN_WORDS = [
    ("một nghìn hai trăm tỷ đồng", "1200000000000", "đồng"),
    ("một nghìn một trăm tỉ đồng", "1100000000000", "đồng"),
    ("mười hai nghìn ba trăm tỷ đồng", "12300000000000", "đồng"),
    ("hai nghìn không trăm linh năm hộ", "2005", "hộ"),
    ("ba vạn hai nghìn lao động", "32000", "lao động"),
    ("chín mươi mốt tỷ bốn trăm tám mươi mốt triệu đồng", "91481000000", "đồng"),
    ("mười nghìn tỷ đồng", "10000000000000", "đồng"),
    ("một trăm hai mươi lăm lượt người", "125", "lượt người"),
    ("Mười hai người", "12", "người"),
    ("hai mươi mốt hộ", "21", "hộ"),
    ("ba mươi tư học viên", "34", "học viên"),
    ("chín chục hộ dân", "90", "hộ"),
    ("bảy mươi phần trăm", "70", "%"),
    ("năm phần trăm", "5", "%"),
    ("hai phẩy năm phần trăm", "2.5", "%"),
    ("âm không phẩy sáu phần trăm", "-0.6", "%"),
    ("hai tỷ rưỡi đồng", "2500000000", "đồng"),
]


@pytest.mark.parametrize(("text", "value", "unit"), IN_WORDS, ids=[w[0] for w in IN_WORDS])
def test_numbers_in_words_are_read(text: str, value: str, unit: str) -> None:
    assert quantities_of(text) == [(value, unit)]


@pytest.mark.parametrize(
    "text",
    [
        "cả hai người này", "một hộ dân kể", "ba xã vùng cao", "hai mươi năm tù", "mười năm qua",
        "kỳ họp thứ mười tám người đại biểu", "khóa mười lăm học viên", "hai triệu tám người",
        "một trăm năm người", "vài chục hộ", "hàng trăm hộ", "mười mấy người", "Đồng Tháp Mười hộ",
        "ba nghìn hai hộ", "sau mười ngày", "năm hai mươi mốt hộ",
    ],
)  # fmt: skip
def test_words_that_are_no_full_number_count_nothing(text: str) -> None:
    """Articles, ranks, spells of time and the short forms of speech."""
    assert quantities_of(text) == []


@pytest.mark.parametrize("space", [" ", "\u00a0", "\u202f", "\u2009"], ids=ascii)
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("số hộ nghèo là 1_200 hộ", [("1200", "hộ")]),
        ("dân số 323_712 người", [("323712", "người")]),
        ("tổng số 12_500 lao động", [("12500", "lao động")]),
        ("vốn vay 1_234,5 tỷ đồng", [("1234500000000", "đồng")]),
        ("nộp 15_000_000 đồng", [("15000000", "đồng")]),
        ("từ 1_200 đến 1_500 hộ", [("1200", "hộ"), ("1500", "hộ")]),
        ("12_345 hộ, 6_789 người", [("12345", "hộ"), ("6789", "người")]),
    ],
)
def test_thousands_may_be_parted_by_spaces(
    text: str, expected: list[tuple[str, str]], space: str
) -> None:
    assert quantities_of(text.replace("_", space)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("thôn 5 200 hộ", "200"), ("tổ 3 120 người", "120"), ("tháng 3 120 người", "120"),
        ("lớp 2 120 học sinh", "120"), ("chương trình 135 200 hộ", "200"), ("đợt 2 300 suất", "300"),
        ("đường số 7 250 hộ", "250"), ("khối 9 450 học sinh", "450"),
    ],
)  # fmt: skip
def test_the_number_of_a_name_is_no_thousand(text: str, expected: str) -> None:
    assert [value for value, unit in quantities_of(text) if unit] == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "gọi 0912 345 678 người trực", "gọi 0912.345.678", "tổng đài 1900 545 404 hộ", "028.123.456 người",
        "tài khoản 045 100 194 4487 hộ", "mục 1.234.56 hộ", "mã 0123 người", "12.34.567 hộ",
        "Số ĐT: 0917 519 562", "0243.825.123 người",
    ],
)  # fmt: skip
def test_no_part_of_a_longer_run_of_digits_is_a_number(text: str) -> None:
    assert [value for value, unit in quantities_of(text) if unit] == []


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("12 nghìn 500 lao động", "12500", "lao động"),
        ("1 nghìn 250 người", "1250", "người"),
        ("1 ngàn 050 hộ", "1050", "hộ"),
        ("3 nghìn 45 hộ", "3045", "hộ"),
        ("1 nghìn 250 tỷ đồng", "1250000000000", "đồng"),
        ("12 nghìn 300 triệu đồng", "12300000000", "đồng"),
        ("2 tỷ 350 triệu 600 nghìn đồng", "2350600000", "đồng"),
        ("2 tỷ 350 triệu 600 nghìn 500 đồng", "2350600500", "đồng"),
        ("1 triệu 250 nghìn 300 người", "1250300", "người"),
        ("350 triệu 600 nghìn đồng", "350600000", "đồng"),
        ("1 vạn 2 nghìn người", "12000", "người"),
    ],
)
def test_magnitudes_may_follow_each_other(text: str, value: str, unit: str) -> None:
    assert quantities_of(text) == [(value, unit)]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("âm 0,6%", "-0.6", "%"),
        ("tăng trưởng âm 12,5%", "-12.5", "%"),
        ("âm khoảng 2%", "-2", "%"),
        ("quỹ âm trên 413 triệu đồng", "-413000000", "đồng"),
        ("lợi nhuận âm 1 200 tỷ đồng", "-1200000000000", "đồng"),
        ("âm lịch 2,5%", "2.5", "%"),
        ("ghi âm 30 người", "30", "người"),
        ("dương 2,5%", "2.5", "%"),
    ],
)
def test_a_number_below_zero_may_be_named_so(text: str, value: str, unit: str) -> None:
    assert quantities_of(text) == [(value, unit)]


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [("753/500 người", 753, 500), ("16.003/80.276 hộ", 16003, 80276), ("98/80 học viên", 98, 80)],
)
def test_a_slash_joins_two_numbers(text: str, first: int, second: int) -> None:
    (quantity,) = find_quantities(text)
    assert (quantity.value, quantity.second) == (first, second)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("2-2,5%", "2", "2.5"), ("15–20 người", "15", "20"), ("30÷40 lao động", "30", "40"),
        ("2.000 ÷ 2.500 lượt người", "2000", "2500"), ("1,5 ÷ 2%", "1.5", "2"),
        ("5 ÷ 10 triệu đồng", "5000000", "10000000"), ("30~40%", "30", "40"),
        ("1 200 ÷ 1 500 hộ", "1200", "1500"),
    ],
)  # fmt: skip
def test_a_dash_makes_a_range(text: str, low: str, high: str) -> None:
    (quantity,) = find_quantities(text)
    assert (quantity.value, quantity.high) == (Decimal(low), Decimal(high))


def test_a_tail_torn_off_by_a_space_is_not_guessed() -> None:
    """`3, 8%` gives no 3,8 % and no 8 %, because it may be a decimal or a list."""
    assert "8" not in [f"{q.value:f}" for q in find_quantities("Nhật là 3, 8% .")]


@pytest.mark.parametrize(
    ("text", "top", "below"),
    [("2/3 số hộ", 2, 3), ("hai phần ba diện tích", 2, 3), ("một nửa số xã", 1, 2)],
)
def test_a_fraction_of_a_number_is_no_plan(text: str, top: int, below: int) -> None:
    (quantity,) = find_quantities(text)
    assert (quantity.value, quantity.second, quantity.unit) == (top, below, "phần")


def test_the_document_decides_between_the_notations() -> None:
    assert notation("8.095 người, 2,5%") == "vi"
    assert notation("1,234,567 people and 2.5%") == "en"
    assert notation("Giải quyết việc làm cho 8,095 người, đào tạo 8,155 người.") == "en"


@given(
    st.decimals(min_value=0, max_value=10**12, places=2, allow_nan=False, allow_infinity=False),
    st.sampled_from(["vi", "en"]),
)
@settings(max_examples=2000)
def test_format_then_parse_is_the_identity(value: Decimal, style: str) -> None:
    """Formatted numbers are read back exactly in both notations.

    Decimal parts of three digits are left out: they are ambiguous, and bulletins have two digits.
    """
    assert decimal_from_digits(format_decimal(value, style), style) == value


@given(st.text(alphabet="0123456789.,/-–% ngườihộtỷđồ"))
@settings(max_examples=2000)
def test_no_text_crashes_or_invents_a_digit(text: str) -> None:
    """Quantities of any text are inside it, in order, and made of its digits."""
    end = 0
    for quantity in find_quantities(text):
        assert end <= quantity.start < quantity.end <= len(text)
        assert any(c.isdigit() for c in text[quantity.start : quantity.end])
        end = quantity.end


@pytest.mark.parametrize(
    ("value", "unit", "style", "expected"),
    [
        ("8095", "người", "vi", "8.095 người"),
        ("24.82", "%", "vi", "24,82%"),
        ("24.82", "%", "en", "24.82%"),
        ("213000000000", "đồng", "vi", "213 tỷ đồng"),
        ("2080000000", "đồng", "en", "2.08 billion đồng"),
        ("-1421000000000", "đồng", "vi", "-1.421 tỷ đồng"),
        ("-0.6", "%", "vi", "-0,6%"),
    ],
)
def test_quantities_are_written_as_readers_expect(
    value: str, unit: str, style: str, expected: str
) -> None:
    assert format_quantity(Decimal(value), unit, style) == expected
