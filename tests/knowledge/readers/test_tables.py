"""Grids of cells -> rows with their unit, labels and groups."""

import pytest

from knowledge.readers.tables import table_blocks, unit_above, unit_in_note

NOTES = [
    ("Đơn vị tính: Nghìn người", "Nghìn người"),
    ("ĐVT: ca", "ca"),
    ("Đơn vị tiền: triệu đồng", "triệu đồng"),
    ("Hộ nghèo các xã năm 2023 (đơn vị: hộ)", "hộ"),
    ("Các đơn vị thi công", None),
]


@pytest.mark.parametrize(("note", "unit"), NOTES, ids=[row[0] for row in NOTES])
def test_a_line_above_a_table_gives_its_unit(note: str, unit: str | None) -> None:
    """The unit note of a table, alone on its line or behind the caption."""
    assert unit_in_note(note) == unit


def rows(grid: list[list[str]], unit: str | None = None) -> list[str]:
    return [line for kind, line in table_blocks(grid, unit) or () if kind == "row"]


def test_a_unit_is_told_with_each_row() -> None:
    """The unit of the table stands behind headings without one, that of a row behind its label."""
    grid = [["Chỉ tiêu", "Năm 2023", "Tỷ lệ (%)"], ["Dịch vụ", "188,7", "30"]]
    assert rows(grid, "nghìn người") == ["Dịch vụ: Năm 2023 (nghìn người) 188,7; Tỷ lệ (%) 30."]
    grid = [["TT", "Chỉ tiêu", "ĐVT", "KH"], ["1", "Thu", "Tỷ đồng", "9"], ["2", "Sổ", "Sổ", "5"]]
    assert rows(grid) == ["Thu (Tỷ đồng): KH 9.", "Sổ (Sổ): KH 5."]


def test_columns_of_words_name_the_row_together() -> None:
    """A merged district and a level name a row; a merged total is named once."""
    grid = [
        ["Huyện", "Trình độ", "Số lớp"],
        ["Càng Long", "Cao đẳng", "4"],
        ["Càng Long", "Sơ cấp", "31"],
        ["Tổng", "Tổng", "35"],
    ]
    assert rows(grid) == [
        "Huyện Càng Long, Cao đẳng: Số lớp 4.",
        "Huyện Càng Long, Sơ cấp: Số lớp 31.",
        "Tổng: Số lớp 35.",
    ]


def test_a_group_and_a_part_keep_their_place() -> None:
    """A label over rows, right below the headings too, and "trong đó" with its whole."""
    grid = [
        ["Chỉ tiêu", "2022", "2023"],
        ["I. Lao động", "I. Lao động", "I. Lao động"],
        ["Tổng số thu", "5", "7"],
        ["- Trong đó: BHYT", "2", "3"],
    ]
    assert rows(grid) == [
        "I. Lao động",
        "Tổng số thu: năm 2022: 5; năm 2023: 7.",
        "Tổng số thu, trong đó BHYT: năm 2022: 2; năm 2023: 3.",
    ]


def test_numbers_on_two_lines_of_a_cell_are_two() -> None:
    """They are not written together, and a wrapped name stays one."""
    grid = [["Huyện", "Số hộ"], ["Thanh\nBa", "120\n130"], ["Hạ Hòa", "7"]]
    assert rows(grid) == ["Huyện Thanh Ba: Số hộ 120, 130.", "Huyện Hạ Hòa: Số hộ 7."]


def test_a_row_without_a_label_keeps_its_first_cell() -> None:
    """A dash stands where the label is empty."""
    grid = [["Nơi", "Số hộ", "Số người"], ["Xã Tân", "1", "2"], ["", "10", "500"]]
    assert rows(grid)[-1] == "–: Số hộ 10; Số người 500."


def test_rows_of_one_label_are_named_by_their_groups() -> None:
    """A label that stands once keeps its own name."""
    lines = rows(
        [
            ["", "Đơn vị tính", "Kỳ này"],
            ["1. Lúa", "", ""],
            ["Sản lượng", "Tấn", "120"],
            ["2. Ngô", "", ""],
            ["Sản lượng", "Tấn", "45"],
            ["Đàn trâu", "Con", "7"],
        ]
    )
    assert lines == [
        "1. Lúa", "1. Lúa, Sản lượng (Tấn): Kỳ này 120.", "2. Ngô",
        "2. Ngô, Sản lượng (Tấn): Kỳ này 45.", "Đàn trâu (Con): Kỳ này 7.",
    ]  # fmt: skip


def test_a_unit_of_money_is_none_of_people() -> None:
    """`Số lượt người` counts people, whatever unit stands above the table."""
    grid = [["Chế độ", "Số lượt người", "Số tiền"], ["Ốm đau", "214", "98"]]
    assert rows(grid, "triệu đồng") == ["Ốm đau: Số lượt người 214; Số tiền (triệu đồng) 98."]


def test_a_continued_table_keeps_its_unit() -> None:
    """`(tiếp theo)` goes on with the table before; any other line without a unit does not."""
    assert unit_above("Biểu 01 (tiếp theo)", "triệu USD") == "triệu USD"
    assert unit_above("Biểu 02. Số trường", "triệu USD") is None


def test_an_unknown_unit_of_a_row_is_marked_as_a_unit() -> None:
    """`nhà tiêu` starts with a known unit and is none itself."""
    grid = [["TT", "Chỉ tiêu", "ĐVT", "KH"], ["1", "Xây mới", "nhà tiêu", "3.500"]]
    assert rows(grid) == ["Xây mới (ĐVT nhà tiêu): KH 3.500."]


def test_a_zero_beside_decimals_is_a_number() -> None:
    """`0.0` is no rain beside `12.5`, and nothing in a column that a program filled."""
    grid = [["Trạm", "Lượng mưa", "Số hộ"], ["Bắc Quang", "12.5", "0.0"], ["Bắc Mê", "0.0", "31"]]
    assert rows(grid) == ["Bắc Quang: Lượng mưa 12.5.", "Bắc Mê: Lượng mưa 0.0; Số hộ 31."]
