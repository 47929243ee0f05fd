"""Titles of three syllables and more are counted whole."""

import pytest

from knowledge.numbers.quantities import find_quantities


@pytest.mark.parametrize(
    "noun",
    [
        "phó giám đốc", "phó chủ tịch", "phó vụ trưởng", "phó cục trưởng", "phó bí thư", "phó trưởng phòng",
        "phó hiệu trưởng", "tổng giám đốc", "phó tổng giám đốc", "nguyên phó chủ tịch", "cựu giám đốc",
        "y bác sĩ", "phó chánh án",
    ],
)  # fmt: skip
def test_a_title_is_not_cut(noun: str) -> None:
    assert [(int(q.value), q.unit) for q in find_quantities(f"Sở có 12 {noun} mới.")] == [
        (12, noun)
    ]


def test_what_holds_something_ends_before_its_verb() -> None:
    assert find_quantities("gỡ bỏ 131 trang chứa nội dung xấu")[0].unit == "trang"
