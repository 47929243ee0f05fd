"""Grids of cells -> how many of their first rows are headings, by marks and by what the cells are."""

import pytest

from knowledge.readers.table_heads import MAX_MARKED, Marks, header_size, is_listing, leading

DAYS = [
    ["Thuế", "Hạn nộp", "Bộ phận"],
    ["GTGT", "22/4/2024", "Phòng 1"],
    ["TNCN", "02/5/2024", "Phòng 2"],
]
TWO_LEVELS = [["Xã", "Hộ nghèo", "Hộ nghèo"], ["Xã", "Số hộ", "Tỷ lệ"]]
WORDS = [
    ["Hán Đà", "Lê An", "Có"], ["Yên Bình", "Lê Tú", "Không"], ["Thác Bà", "Vũ Hà", "Có"],
    ["Bảo Ái", "Đỗ Lan", "Có"],
]  # fmt: skip

SIZES = [
    (DAYS, 1, "days"),
    ([["Ngày", "Từ", "Đến"], ["Thứ Hai", "07:30", "11h"], ["Thứ Ba", "8h00", "16:00"]], 1, "times"),
    ([["Xã", "2023", "2024"], ["Tân Lập", "-", "-"], ["Hán Đà", "3", "5"]], 1, "empty row"),
    ([*TWO_LEVELS, ["Hán Đà", "10", "1,2"]], 2, "merged"),
    ([*TWO_LEVELS, ["Hán Đà", "-", "Chưa có"], ["Yên Bình", "Cao", "-"]], 2, "merged above words"),
    ([["Xã", "Hộ nghèo", ""], ["", "Số hộ", "Tỷ lệ"], ["Hán Đà", "10", "1,2"]], 2, "not merged"),
    ([["Loại", "Đực", "Cái"], ["", "(con)", "(con)"], ["Bò", "4", "6"]], 2, "units"),
    ([["Xã", "Số hộ", "Tỷ lệ"], ["A", "1", "2"], ["Hán Đà", "10", "1,2"]], 2, "numbering"),
    ([["Huyện", "1", "2", "3"], ["Hạ Hòa", "7", "9", "4"]], 1, "months"),
    ([["Xã", "Số hộ"], ["I. Vùng cao", "I. Vùng cao"], ["Hán Đà", "10"]], 1, "group"),
    (DAYS[1:], 0, "days without headings"),
    ([["1", "An", "Trưởng"], ["2", "Hà", "Phó"], ["3", "Tú", "Phó"]], 0, "numbered rows"),
    (WORDS, 0, "words that come again"),
]  # fmt: skip


@pytest.mark.parametrize(("grid", "size", "why"), SIZES, ids=[row[2] for row in SIZES])
def test_headings_end_where_the_rows_of_values_begin(
    grid: list[list[str]], size: int, why: str
) -> None:
    """Rows of days and words are no headings; rows that merged cells tie to headings are."""
    assert header_size(grid) == size


def test_marks_of_the_format_decide() -> None:
    """Numbers that are marked as headings are some; a bold total and a group are none."""
    prices = [["Gói", "100", "250"], ["Nghe", "5", "9"], ["Nhắn", "7", "8"]]
    assert header_size(prices, Marks(1, is_certain=True)) == 1
    assert header_size(prices, Marks(1)) == 0
    total = [["Xã", "Số hộ", "Tỷ lệ"], ["Cộng", "10", "1,2"], ["Hán Đà", "10", "1,2"]]
    assert header_size(total, Marks(2)) == 1
    group = [["Xã", "Số hộ", "Tỷ lệ"], ["Vùng cao"] * 3, ["Hán Đà", "10", "1,2"]]
    assert header_size(group, Marks(2, is_certain=True)) == 1


def test_marks_on_all_rows_tell_nothing() -> None:
    """The rows above the first one without a mark count, unless they are a whole table."""
    assert leading([True, True, False, True]) == 2
    assert leading([True, True]) == 0
    assert leading([True] * (MAX_MARKED + 1) + [False]) == 0


def test_a_listing_may_have_groups_and_numbers_in_its_headings() -> None:
    """`Đợt 1` above days heads a column; the first row of a list without headings does not."""
    rows = [["Xã A", "05/11", "08/11"], ["Xã B", "06/11", "09/11"], ["Xã C", "07/11", "10/11"]]
    assert is_listing([["Nơi", "Đợt 1", "Đợt 2"], ["Vùng cao", "", ""], *rows])
    assert not is_listing([*rows, ["Xã D", "08/11", "11/11"]])
    assert not is_listing(WORDS)
