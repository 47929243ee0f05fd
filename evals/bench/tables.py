"""How many cells of the table pages each reader keeps with their row and column, and its time.

    python -m evals.bench.tables [FOLDER …]

A cell is kept if a line of the bulletin has it behind its heading and under its label.
"""

import sys
import tempfile
import time
from pathlib import Path

from evals.bench.table_files import FORMATS, Page, page_of
from knowledge.errors import UnreadableBulletin
from knowledge.readers.files import read_drafts
from knowledge.text.rows import Row, is_number, row_in
from knowledge.text.spelling import fold, words

_FOLDER = Path(__file__).parents[1] / "table_questions"


def cells_of(page: Page) -> list[tuple[str, str, str]]:
    """Label, heading and text of every cell with a number, as the page shows them."""
    grid, cells = page.grid(), []
    labels = [
        column for column in range(page.width)
        if fold(grid[0][column]) not in ("stt", "tt")
        and not any(is_number(row[column]) for row in grid[page.header_rows :])
    ]  # fmt: skip
    for row in grid[page.header_rows :]:
        label = " ".join(dict.fromkeys(row[column] for column in labels))
        for column in range(max(labels[:1], default=0) + 1, page.width):
            if is_number(row[column]) and row[column] != row[0]:
                heads = dict.fromkeys(head[column] for head in grid[: page.header_rows])
                cells.append((label, " ".join(heads), row[column]))
    return cells


def kept(cells: list[tuple[str, str, str]], rows: list[Row]) -> int:
    """How many of the cells stand in a row under their label and heading."""
    lines = [(set(_words(row.label)), row.cells) for row in rows]
    return sum(
        any(
            set(_words(label)) <= known | set(_words(cell.head))
            and any(set(_words(head)) <= set(_words(c.head)) and _same(c.text, text) for c in line)
            for known, line in lines for cell in line[:1]
        )
        for label, head, text in cells
    )  # fmt: skip


def _words(text: str) -> list[str]:
    parts = ("trong", "do", "don", "vi", "tinh", "nghin", "nguoi")
    return [w for w in words(fold(text)) if w not in parts]


def _same(a: str, b: str) -> bool:
    """Whether two cells show one number: `6.024` of a workbook is `6024`."""
    return a.replace(".", "").rstrip("0").rstrip(",") == b.replace(".", "").rstrip("0").rstrip(",")


def main(folders: list[Path]) -> None:
    """Prints a line for each format."""
    pages = [page_of(p) for f in folders for p in sorted(f.glob("*.html"))]
    pages = [page for page in pages if page.header_rows]
    sources = {p.stem: p for f in folders for p in f.glob("*.html")}
    for suffix, make in ((".html", None), *FORMATS):
        right = total = 0
        slowest = 0.0
        for page in pages:
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / f"{page.name}{suffix}"
                path.write_bytes(make(page) if make else sources[page.name].read_bytes())
                began = time.perf_counter()
                drafts = list(read_drafts(path))
                slowest = max(slowest, time.perf_counter() - began)
            rows = [
                row_in(text) for draft in drafts if not isinstance(draft, UnreadableBulletin)
                for kind, text in draft.blocks if kind == "row"
            ]  # fmt: skip
            cells = cells_of(page)
            score = kept(cells, rows)
            if score < len(cells):
                sys.stdout.write(f"  {page.name}{suffix}: {score} of {len(cells)}\n")
            right, total = right + score, total + len(cells)
        share = right / max(1, total)
        sys.stdout.write(
            f"{suffix:6} {right} of {total} cells ({share:.3f}), slowest {slowest:.2f} s\n"
        )


if __name__ == "__main__":
    main([Path(a) for a in sys.argv[1:]] or [f for f in sorted(_FOLDER.iterdir()) if f.is_dir()])
