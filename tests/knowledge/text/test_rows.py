"""Lines of tables: written for people, and taken apart again without loss."""

import pytest

from knowledge.text.rows import row_in, row_line

ROWS = [
    ("Huyện Thanh Ba", [(("Việc làm (người)",), "1.210"), (("Kế hoạch",), "85%")]),
    ("Toàn tỉnh", [(("Hộ nghèo", "năm 2021"), "38,15"), (("Hộ nghèo", "năm 2022"), "8 214")]),
    ("Lực lượng từ 15 tuổi", [(("Nhóm 15 - 24 (%)",), "5,2"), (("Ghi chú",), "sơ bộ")]),
    ("", [(("Số lớp",), "-12"), (("Số trường",), "(7)")]),
]


@pytest.mark.parametrize(("label", "pairs"), ROWS, ids=[row[0] or "no label" for row in ROWS])
def test_a_row_is_taken_apart_as_it_was_written(
    label: str, pairs: list[tuple[tuple[str, ...], str]]
) -> None:
    """Label, headings and cells come back, each cell at its span."""
    line = row_line(label, pairs)
    row = row_in(line if label else f": {line}")
    assert row.label == label
    assert [(cell.levels, cell.text) for cell in row.cells] == pairs
    if label:
        assert [line[cell.start : cell.end] for cell in row.cells] == [cell for _, cell in pairs]


def test_marks_of_the_layout_in_a_cell_are_replaced() -> None:
    """Neither a label nor a heading nor a cell ends the one before it."""
    line = row_line("Trong đó: Nữ", [(("Thu; chi: tổng",), "1.000"), (("Ghi chú",), "a; b: c")])
    row = row_in(line)
    assert row.label == "Trong đó Nữ"
    assert [(c.head, c.text) for c in row.cells] == [
        ("Thu, chi tổng", "1.000"),
        ("Ghi chú", "a, b c"),
    ]


def test_a_line_without_cells_is_the_label_of_a_group() -> None:
    """A label over some rows has no cells."""
    assert row_in(row_line("A. Đối tượng tham gia", ())).cells == ()
