"""The shape of a grid: headings, names of rows, tables of words, parts of a whole."""

import pytest

from knowledge.readers.table_heads import is_listing
from knowledge.readers.table_shape import parts_below
from knowledge.readers.tables import table_blocks


def rows(grid: list[list[str]], unit: str | None = None) -> list[str]:
    return [line for kind, line in table_blocks(grid, unit) or () if kind == "row"]


def test_a_table_of_words_keeps_its_headings() -> None:
    """A schedule without any number is told row by row, each cell behind its heading."""
    grid = [
        ["TT", "Ngày tiếp", "Người tiếp", "Địa điểm"],
        ["1", "05/11/2024", "Ông Trần An", "Phòng 101"],
        ["2", "12/11/2024", "Bà Lê Hà", "-"],
    ]
    assert rows(grid) == [
        "05/11/2024: Người tiếp: Ông Trần An; Địa điểm: Phòng 101.",
        "12/11/2024: Người tiếp: Bà Lê Hà.",
    ]


LISTINGS = [
    ([["STT", "Họ tên", "Chức vụ"], ["1", "Trần An", "Giám đốc"]], True, "numbered"),
    ([["Xã", "Chủ tịch", "Trụ sở"], *[["A", "Trần An", "Thôn 1"]] * 3], True, "full"),
    ([["Xã", "Chủ tịch", "Trụ sở"], *[["A", "", ""]] * 3], False, "gaps"),
    (
        [["Trang chủ", "Tin tức", "Liên hệ"], *[["Bài viết dài " * 20, "a", "b"]] * 3],
        False,
        "layout",
    ),
    ([["Họ tên", "Chức vụ"], ["Trần An", "Giám đốc"]], False, "two columns"),
]


@pytest.mark.parametrize(("grid", "is_one", "why"), LISTINGS, ids=[row[2] for row in LISTINGS])
def test_words_make_a_table_where_they_stand_under_headings(
    grid: list[list[str]], is_one: bool, why: str
) -> None:
    """Numbered or full short rows under different headings are one; pages laid out are none."""
    assert is_listing(grid) == is_one


def test_words_beside_the_name_of_a_row_are_cells() -> None:
    """A person and a telephone number are no part of the name of an office."""
    grid = [
        ["TT", "Đơn vị", "Phụ trách", "Số giường"],
        ["1", "Trạm A", "BS. Minh", "20"],
        ["2", "Trạm B", "BS. Lực", "30"],
    ]
    assert rows(grid)[0] == "Trạm A: Phụ trách: BS. Minh; Số giường 20."


def test_the_first_numbered_row_ends_the_headings() -> None:
    """A first row without a number is none of the headings."""
    grid = [
        ["STT", "Trạm", "Phụ trách", "Số giường"],
        ["1", "A", "Minh", "-"],
        ["2", "B", "Lực", "30"],
    ]
    assert rows(grid) == ["A: Phụ trách: Minh.", "B: Phụ trách: Lực; Số giường 30."]


def test_parts_that_add_up_are_parts_although_only_the_first_says_so() -> None:
    """`Trong đó: khách quốc tế` and the row below it together give all visitors."""
    grid = [
        ["Chỉ tiêu", "2023", "2024"],
        ["Lượt khách", "5.640", "8.215"],
        ["Trong đó: khách quốc tế", "1.512", "3.608"],
        ["Khách nội địa", "4.128", "4.607"],
        ["Tổng thu", "26", "43"],
    ]
    labels = [line.partition(": ")[0] for line in rows(grid)]
    assert labels == [
        "Lượt khách", "Lượt khách, trong đó khách quốc tế", "Lượt khách, trong đó Khách nội địa",
        "Tổng thu",
    ]  # fmt: skip


def test_rows_that_do_not_add_up_are_no_parts() -> None:
    """A row behind a part stays a row of its own."""
    assert parts_below([["Thu", "100"], ["Trong đó: A", "30"], ["Chi", "50"]], 0, 1, [1]) == 0


def test_a_total_of_months_is_no_month() -> None:
    """`Cộng` in the column of months gets no `Tháng` before it."""
    grid = [["Tháng", "Số vụ"], ["01", "3"], ["Cộng", "3"]]
    assert rows(grid) == ["Tháng 01: Số vụ 3.", "Cộng: Số vụ 3."]
