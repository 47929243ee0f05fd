"""Places that no words of a bulletin give to a figure, in the table of figures for staff."""

from pathlib import Path

from assistant.backoffice.figure_rows import look_up, rows_of
from tests.conftest import Bench


def test_staff_see_a_guessed_place_too(bench: Bench, tmp_path: Path) -> None:
    path = tmp_path / "tin.md"
    path.write_text("# Tin\n\nĐường dây ở Bắc Ninh.\n\nChị Thủy có 40 lao động.\n", "utf-8")
    bench.load(path)
    (row,) = rows_of(bench.library, look_up(bench.library))
    assert "Bắc Ninh" in row
