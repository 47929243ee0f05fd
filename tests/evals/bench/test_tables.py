"""The bench of table cells."""

from pathlib import Path

import pytest

from evals.bench.table_files import FORMATS, page_of
from evals.bench.tables import cells_of, kept
from knowledge.errors import UnreadableBulletin
from knowledge.readers.files import read_drafts
from knowledge.text.rows import row_in
from tests.conftest import ROOT

PAGE = page_of(ROOT / "evals" / "table_questions" / "work" / "tra-vinh-dao-tao.html")


@pytest.mark.parametrize("suffix", [suffix for suffix, _ in FORMATS])
def test_every_reader_keeps_the_cells_of_a_page_with_merged_ones(
    tmp_path: Path, suffix: str
) -> None:
    """All 21 cells keep their row and column in each format."""
    path = tmp_path / f"bang{suffix}"
    path.write_bytes(dict(FORMATS)[suffix](PAGE))
    (draft,) = read_drafts(path)
    assert not isinstance(draft, UnreadableBulletin)
    rows = [row_in(text) for kind, text in draft.blocks if kind == "row"]
    cells = cells_of(PAGE)
    assert (kept(cells, rows), len(cells)) == (21, 21)


def test_a_cell_under_another_heading_is_not_kept() -> None:
    """A row whose cells changed places keeps none of them."""
    cells = [("Thanh Ba", "Số lớp", "4"), ("Thanh Ba", "Số học viên", "112")]
    assert kept(cells, [row_in("Thanh Ba: Số lớp 112; Số học viên 4.")]) == 0
