"""Personal numbers are masked; statistics never are."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.question.privacy import mask
from knowledge.numbers.numerals import format_decimal


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("CCCD của tôi là 006095001234, tôi có được trợ cấp không?", "CCCD của tôi là [đã ẩn: số giấy tờ], tôi có được trợ cấp không?"),
        ("cccd 0060 9500 1234", "cccd [đã ẩn: số giấy tờ]"),
        ("CMND 095123456", "CMND [đã ẩn: số giấy tờ]"),
        ("tôi là Nguyễn Văn A 095123456 chưa nhận tiền", "tôi là Nguyễn Văn A [đã ẩn: số giấy tờ] chưa nhận tiền"),
        ("mã số BHXH 0123456789", "mã số BHXH [đã ẩn: số giấy tờ]"),
        ("số sổ BHXH: 7916123456 người đứng tên là tôi", "số sổ BHXH: [đã ẩn: số giấy tờ] người đứng tên là tôi"),
        ("thẻ BHYT HS4010120878811", "thẻ BHYT [đã ẩn: số giấy tờ]"),
        ("gọi 0912345678 nhé", "gọi [đã ẩn: điện thoại] nhé"),
        ("gọi 0912 345 678 nhé", "gọi [đã ẩn: điện thoại] nhé"),
        ("gọi 0912.345.678 nhé", "gọi [đã ẩn: điện thoại] nhé"),
        ("gọi 091-234-5678 nhé", "gọi [đã ẩn: điện thoại] nhé"),
        ("gọi +84 912 345 678 nhé", "gọi [đã ẩn: điện thoại] nhé"),
        ("gọi 84912345678 nhé", "gọi [đã ẩn: điện thoại] nhé"),
        ("tổng đài 0209 3870 123", "tổng đài [đã ẩn: điện thoại]"),
        ("viết cho nguyen.van-a@gmail.com.vn hoặc a_b+c@x.vn", "viết cho [đã ẩn: email] hoặc [đã ẩn: email]"),
    ],
)  # fmt: skip
def test_a_personal_number_is_masked(text: str, masked: str) -> None:
    assert mask(text) == masked


@pytest.mark.parametrize(
    "text",
    ["Có 151.000 người đi làm giai đoạn 2021-2025?", "8.095/6.000 người, đạt 134,9% kế hoạch",
     "Tổng chi 1.234.567.890 đồng", "Tổng chi 123456789 đồng năm 2022?", "thu 0,5 tỷ đồng",
     "84.912.345.678 đồng", "ngày 07/12/2022", "Quyết định 1956/QĐ-TTg ngày 27-11-2009",
     "2021-2008", "Có đúng 1234567890 đồng không?", "số 753 và 500", "10-12/2022", "GDP 430.000.000.000 USD",
     "công văn 1234/UBND-VX", "12345678 hộ", "1,5 triệu lượt", "năm 2019 2020 2021 2022"],
)  # fmt: skip
def test_a_statistic_is_never_masked(text: str) -> None:
    assert mask(text) == text


@given(
    st.decimals(min_value=0, max_value=10**13, places=0),
    st.sampled_from(["người", "đồng", "hộ", "tỷ đồng", "%", "lao động", "lượt"]),
    st.sampled_from(["vi", "en", "bare"]),
)
def test_a_number_with_its_unit_is_never_masked(value: Decimal, unit: str, style: str) -> None:
    number = str(value) if style == "bare" else format_decimal(value, style)  # type: ignore[arg-type]  # drawn from its values
    text = f"Năm 2022 có {number} {unit} phải không?"
    assert mask(text) == text


@given(st.integers(1, 96), st.integers(0, 10**9 - 1))
def test_every_citizen_card_is_masked(province: int, rest: int) -> None:
    assert "đã ẩn" in mask(f"căn cước {province:03}{rest:09} của tôi")


@given(st.text(max_size=200))
def test_any_text_is_taken(text: str) -> None:
    assert isinstance(mask(mask(text)), str)
