"""What a question wants done with figures, in both languages."""

import pytest

from assistant.question.operations import operation_of
from knowledge.text.spelling import fold

ASKED = [
    # question, times named, places named, operation, over
    ("Năm 2022 có bao nhiêu người đi XKLĐ?", 1, 0, "look", None),
    ("Bắc Kạn và Lâm Đồng năm 2022", 1, 2, "look", None),
    ("Huyện nào có tỷ lệ hộ nghèo cao nhất?", 0, 0, "highest", "district"),
    ("Which province had the fewest new jobs in 2020?", 1, 0, "lowest", "province"),
    ("Năm nào đào tạo nghề được nhiều người nhất?", 0, 0, "highest", "year"),
    ("Thị trường nhiều lao động nhất", 0, 0, "look", None),
    ("Tỷ lệ hộ nghèo thay đổi ra sao qua các năm?", 0, 1, "trend", "year"),
    ("How did it change over time?", 0, 1, "trend", "year"),
    ("Năm 2022 vượt kế hoạch bao nhiêu người?", 1, 0, "gap", None),
    ("Năm 2022 vượt kế hoạch bao nhiêu phần trăm?", 1, 0, "gap", None),
    ("Năm 2022 đạt bao nhiêu phần trăm kế hoạch?", 1, 0, "look", None),
    ("How many below the target?", 0, 0, "gap", None),
    ("Năm 2021 giảm bao nhiêu so với năm 2020?", 2, 0, "difference", None),
    ("Năm 2021 giảm bao nhiêu?", 1, 0, "look", None),
    ("So sánh Bắc Kạn và Lâm Đồng", 0, 2, "compare", None),
    ("Tổng cộng của Bắc Kạn và Lâm Đồng", 0, 2, "sum", None),
    ("Tổng số hộ nghèo năm 2019", 1, 0, "look", None),
]


@pytest.mark.parametrize(
    ("text", "periods", "places", "operation", "over"), ASKED, ids=[a[0][:30] for a in ASKED]
)
def test_an_operation_is_read(
    text: str, periods: int, places: int, operation: str, over: str | None
) -> None:
    assert operation_of(fold(text), periods, places) == (operation, over)


def test_one_span_of_years_makes_a_trend() -> None:
    low = fold("Tỷ lệ hộ nghèo tăng hay giảm từ năm 2019 đến năm 2022?")
    assert operation_of(low, 1, 1, is_span=True) == ("trend", "year")
