"""Ruled tables of a page of a PDF -> their cells, and where they stand on the page.

Lines drawn around cells are the only sign of a table that is taken: columns of aligned numbers without
lines may be anything. Finding them takes some 50 ms a page, so that only pages with lines are looked at.
"""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from knowledge.readers.table_shape import has_figures
from knowledge.readers.tables import MAX_CELLS

_LEAST_LINES = 6
_EDGE = 2.0  # points by which the edges of neighbouring cells may differ
_MAX_LINES = 20_000


@dataclass(frozen=True, slots=True)
class RuledTable:
    """The cells of a table, merged ones in every place that they span; points from the page's top."""

    rows: tuple[tuple[str, ...], ...]
    left: float
    top: float
    right: float
    bottom: float


class RuledTables:
    """The ruled tables of a document, page by page."""

    def __init__(self, content: bytes) -> None:
        import pdfplumber

        self._document = pdfplumber.open(io.BytesIO(content))

    def on(self, number: int) -> list[RuledTable]:
        """The tables of the page with this number from 0, from top to bottom, none overlapping."""
        page = self._document.pages[number]
        try:
            if (
                not _LEAST_LINES
                <= len(page.rects) + len(page.lines) + len(page.curves)
                <= _MAX_LINES
            ):
                return []
            tables = [made for table in page.find_tables() if (made := _table(table)) is not None]
        finally:
            page.close()
        apart: list[RuledTable] = []
        for table in sorted(tables, key=lambda t: t.top):
            if not apart or table.top >= apart[-1].bottom - _EDGE:
                apart.append(table)
        return apart

    def text_in(self, number: int, box: tuple[float, float, float, float]) -> str:
        """The text inside a box of a page, which may be a turned one."""
        page = self._document.pages[number]
        left, top, right, bottom = page.bbox
        box = (max(left, box[0]), max(top, box[1]), min(right, box[2]), min(bottom, box[3]))
        if box[2] - box[0] < _EDGE or box[3] - box[1] < _EDGE:
            return ""
        return page.crop(box).extract_text() or ""

    def close(self) -> None:
        """Closes the document."""
        self._document.close()


def _table(table: Any) -> RuledTable | None:
    """The table with its cells; None for a frame, or for cells without numbers."""
    texts = list(_texts(table))
    columns = _edges([x for (x0, _, x1, _), _ in texts for x in (x0, x1)])
    lines = _edges([y for (_, y0, _, y1), _ in texts for y in (y0, y1)])
    width, height = len(columns) - 1, len(lines) - 1
    if width < 2 or height < 2 or width * height > MAX_CELLS:
        return None
    grid = [[""] * width for _ in range(height)]
    for (x0, y0, x1, y1), text in texts:
        for row in range(_at(lines, y0), _at(lines, y1)):
            for column in range(_at(columns, x0), _at(columns, x1)):
                grid[row][column] = text
    if not has_figures(grid):
        return None
    left, top, right, bottom = table.bbox
    return RuledTable(tuple(map(tuple, grid)), left, top, right, bottom)


def _texts(table: Any) -> Iterator[tuple[tuple[float, float, float, float], str]]:
    """Each cell's box and its text on one line."""
    for row, texts in zip(table.rows, table.extract(), strict=True):
        for box, text in zip(row.cells, texts, strict=True):
            if box is not None:
                yield box, (text or "").strip()


def _edges(positions: Sequence[float]) -> list[float]:
    """The distinct positions in order."""
    edges: list[float] = []
    for position in sorted(positions):
        if not edges or position - edges[-1] > _EDGE:
            edges.append(position)
    return edges


def _at(edges: Sequence[float], position: float) -> int:
    """The number of the edge that is nearest to a position."""
    return min(range(len(edges)), key=lambda n: abs(edges[n] - position))
