"""The year in which an undated text was written."""

import pytest

from knowledge.text.spelling import fold
from knowledge.vocabulary.implied_year import implied_year


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("Tăng 17% so với cùng kỳ 2018.", 2019),
        ("Giảm 2 vụ so với cùng kỳ năm 2016.", 2017),
        ("Chỉ tiêu tuyển dụng năm nay tăng 34,9% so với năm 2016.", 2017),
        ("So với năm 2016, năm nay có ít hồ sơ hơn.", 2017),
        ("Năm ngoái (2016) có 5 hộ.", 2017),
        ("Nhân dịp Tết Nguyên đán Kỷ Hợi 2019.", 2019),
        ("Trong 4 tháng đầu năm 2017 có 2.800 người.", 2017),
        ("Năm nay (2017) có 5 lớp.", 2017),
        ("Năm 2017 có 3 lớp. Kỳ thi năm 2017. Mùa hè 2017.", 2017),
        ("Sáng 22-9, trường khai giảng. Ngày 20/9/2019, trường họp.", 2019),
        ("nhan dip tet nguyen dan ky hoi 2019", 2019),
    ],
)
def test_words_give_the_year_away(text: str, year: int) -> None:
    assert implied_year(fold(text)) == year


@pytest.mark.parametrize(
    "text",
    [
        "", "Có 500 hộ nghèo.", "Năm 2016 có 500 hộ nghèo.", "Đến năm 2025, năm 2025, năm 2025.",
        "Phấn đấu năm 2020. Kế hoạch năm 2020. Mục tiêu năm 2020.", "Ngày 26-1 có 5 hộ.",
        "Sáng 22-9, trường khai giảng. Ngày 20/3/2019, trường họp.", "Số 12019, 12019, 12019",
        "Giai đoạn 2016-2020, 2016-2020, 2016-2020",
    ],
)  # fmt: skip
def test_other_words_do_not(text: str) -> None:
    assert implied_year(fold(text)) is None
