"""Years of births, foundings, laws and standards are never the time of a number."""

from datetime import date

import pytest

from knowledge.vocabulary.periods import find_periods

DAY = date(2023, 3, 1)


@pytest.mark.parametrize(
    "text",
    [
        "Ông A. (sinh năm 1985, trú huyện Chư Sê)", "chị Nguyễn Thị B sinh năm 1990",
        "bà C, SN 1976", "anh D (SN: 1988)", "Ông Hoàng Văn Đ (1976)", "ông Lò Văn E (1968, bản Pó)",
        "sinh ngày 12/3/1985", "bà H sinh tại xã Pờ Tó năm 1970", "nhập ngũ năm 1972",
        "ông K nhập ngũ tháng 5/1972", "hy sinh năm 1968", "vào Đảng năm 1990",
        "Hợp tác xã thành lập năm 2010", "công ty được thành lập từ năm 2015", "trường ra đời vào năm 2008",
        "nhà máy khởi công năm 2019", "công trình khánh thành năm 2020", "khởi công ngày 12/3/2018",
        "cơ sở đi vào hoạt động từ năm 2016", "theo Quyết định ban hành năm 2020",
        "Luật Bảo hiểm xã hội năm 2014", "Bộ luật Lao động năm 2019", "Luật Việc làm năm 2013",
        "theo chuẩn nghèo đa chiều giai đoạn 2016-2020", "chuẩn nghèo mới giai đoạn 2022-2025",
        "quy hoạch đến năm 2030, tầm nhìn đến năm 2050", "Nguyễn Văn Trỗi (1940-1964)", "Mr A was born in 1985", "a company founded in 2010",
    ],
)  # fmt: skip
def test_a_year_of_something_else_is_not_reported(text: str) -> None:
    mention = find_periods(text, DAY)[-1]
    assert mention.is_background
    assert mention.is_compared


@pytest.mark.parametrize(
    "text",
    [
        "500 doanh nghiệp thành lập năm 2022", "số doanh nghiệp thành lập năm 2022 là 500",
        "tổng số công trình khởi công năm 2022", "120 thanh niên nhập ngũ năm 2022",
        "số trẻ sinh năm 2022 là 2.022 cháu", "tuyển sinh năm 2022", "an sinh xã hội năm 2022",
        "chính sách an sinh năm 2022", "học sinh năm 2022", "phát sinh năm 2022",
        "phổ biến pháp luật năm 2022", "Bắc Kạn (2022)", "kế hoạch năm 2022", "kết quả (2022)",
        "giai đoạn 2016-2020", "hoạt động năm 2022", "xây dựng nông thôn mới năm 2022",
        "sinh viên tốt nghiệp năm 2022 đạt 95%", "thực hiện Nghị quyết trong năm 2022",
        "kế hoạch giao năm 2022", "quyết định hỗ trợ 500 hộ trong năm 2022",
    ],
)  # fmt: skip
def test_a_year_that_looks_alike_is_reported(text: str) -> None:
    (mention,) = find_periods(text, DAY)
    assert not mention.is_background
