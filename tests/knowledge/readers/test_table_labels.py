"""Headings and rows -> lines that are named by words and keep every cell."""

from knowledge.readers.table_heads import Marks
from knowledge.readers.tables import table_blocks


def rows(grid: list[list[str]], marks: Marks | None = None) -> list[str]:
    blocks = table_blocks(grid, None, marks or Marks())
    return [line for kind, line in blocks or () if kind == "row"]


def test_a_rank_is_a_cell_and_the_words_behind_it_name_the_row() -> None:
    """The rank keeps its heading; a total in its column names its row."""
    grid = [["Hạng", "Cơ quan", "Điểm"], ["1", "Sở Y tế", "93"], ["2", "Sở Nội vụ", "92"]]
    assert rows([*grid, ["Cộng", "", "185"]]) == [
        "Sở Y tế: Hạng 1; Điểm 93.", "Sở Nội vụ: Hạng 2; Điểm 92.", "Cộng: Hạng: Cộng; Điểm 185.",
    ]  # fmt: skip


def test_numbers_without_a_heading_only_count_rows() -> None:
    """`I` and `1` under an empty heading are left out."""
    grid = [["", "Chỉ tiêu", "Số"], ["I", "Thu", "9"], ["1", "Thuế", "7"]]
    assert rows(grid) == ["Thu: Số 9.", "Thuế: Số 7."]


def test_a_code_and_the_words_behind_it_name_the_row() -> None:
    """An empty code is no name."""
    grid = [["Mã", "Vị trí", "Bụi"], ["KK1", "Cổng chợ", "9"], ["-", "Quy chuẩn", "7"]]
    assert rows(grid) == ["KK1, Cổng chợ: Bụi 9.", "Quy chuẩn: Bụi 7."]


def test_a_number_alone_is_named_by_its_heading() -> None:
    """`Lớp 6` where no column of words names the row; a year stays as it is."""
    assert rows([["Lớp", "Số em"], ["6", "30"]]) == ["Lớp 6: Số em 30."]
    assert rows([["Đời xe", "Số xe"], ["2019", "30"]]) == ["2019: Số xe 30."]


def test_a_total_in_the_column_of_numbers_of_rows_names_its_row() -> None:
    """`Tổng cộng` beside an empty name is not lost."""
    grid = [["STT", "Xã", "Số hộ"], ["1", "Hán Đà", "5"], ["Tổng cộng", "", "5"]]
    assert rows(grid) == ["Xã Hán Đà: Số hộ 5.", "Tổng cộng: Số hộ 5."]


def test_two_columns_of_words_keep_both() -> None:
    """The second cell is no part of the name of a group."""
    grid = [["STT", "Xã", "Kết quả"], ["1", "Hán Đà", "Đạt"], ["2", "Bảo Ái", "Chưa đạt"]]
    assert rows(grid) == ["Xã Hán Đà: Kết quả: Đạt.", "Xã Bảo Ái: Kết quả: Chưa đạt."]
    marked = [["Loại", "Hạn"], ["GTGT", "22/4/2024"]]
    assert rows(marked, Marks(1, is_certain=True)) == ["GTGT: Hạn: 22/4/2024."]


def test_a_group_keeps_its_unit() -> None:
    """A row with a name and a unit alone names the rows below it."""
    grid = [["Chỉ tiêu", "ĐVT", "KH", "TH"], ["Lúa", "Tấn", "", ""], ["Sản lượng", "Tấn", "9", "7"]]
    assert rows(grid)[0] == "Lúa (Tấn)"


def test_a_year_over_all_columns_names_a_group() -> None:
    """A number in one place of a row is a cell, also beside nothing else."""
    grid = [["Xã", "Hộ", "Người"], ["2023", "2023", "2023"], ["Hán Đà", "5", "9"], ["", "", "7"]]
    assert rows(grid) == ["2023", "Xã Hán Đà: Hộ 5; Người 9.", "–: Người 7."]


def test_a_tick_is_a_cell_of_its_column() -> None:
    """`x` among numbers stands for nothing."""
    grid = [["Xã", "Đạt", "Số hộ"], ["Hán Đà", "x", "5"], ["Bảo Ái", "", "x"]]
    assert rows(grid) == ["Xã Hán Đà: Đạt: x; Số hộ 5.", "Xã Bảo Ái"]
