"""XLSX by openpyxl, XLS and ODS by calamine -> parts: each sheet is a table under its headings."""

import io
import re
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any
from zipfile import ZipFile

from knowledge.errors import UnreadableBulletin
from knowledge.readers.bounded import Part
from knowledge.readers.containers import open_container
from knowledge.readers.sector_chains import MAGIC, check_chains
from knowledge.readers.table_heads import MAX_MARKED, NO_MARKS, Marks, leading
from knowledge.readers.table_shape import has_figures
from knowledge.readers.tables import MAX_CELLS
from knowledge.text.patterns import lazy_regex
from knowledge.text.spelling import plain

_MAX_UNPACKED, _MAX_COLUMNS, _MAX_ROWS, _MAX_MERGED = 60_000_000, 200, 20_000, 2000
# The reference may have a prefix and other attributes before it.
_MERGED = re.compile(
    rb'<(?:\w{1,20}:)?mergeCell\s[^<>]{0,200}?\bref=["\']([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})["\']'
)
_MOTTO = lazy_regex(r"cộng (?:hòa|hoà) xã hội chủ nghĩa|độc lập\W+tự do\W+hạnh phúc")
_PLACE_AND_DAY = lazy_regex(r"[^,]{2,40}, ngày \d{1,2} tháng \d{1,2} năm \d{4}")
_MAX_LETTERHEAD = 8
Grid = list[list[str]]


def parse(content: bytes) -> list[Part]:
    """See `knowledge.readers.bounded.parse_bounded`."""
    if content.startswith(b"PK"):
        with open_container(content, _MAX_UNPACKED) as container:
            is_xlsx = "xl/workbook.xml" in container.namelist()
            if is_xlsx:
                _check_merged(container)
            elif "content.xml" in container.namelist():
                _check_whole(container.read("content.xml"))
    else:
        is_xlsx = False
        if content.startswith(MAGIC):
            check_chains(content)
    sheets = list(_by_openpyxl(content) if is_xlsx else _by_calamine(content))
    sheets = [sheet for sheet in sheets if any(map(any, sheet[1]))]
    if not sheets:
        raise UnreadableBulletin(
            "holds no values; where it holds only formulas, open it, save it and load it again"
        )
    parts = []
    for number, (name, grid, marks) in enumerate(sheets):
        if len(sheets) > 1:
            parts.append(Part("heading", name))
        parts += sheet_parts(grid, number == 0, marks)
    if not is_xlsx and any(
        "%" in cell for _, grid, _ in sheets for row in grid[:6] for cell in row
    ):
        parts.append(
            Part(
                "warning",
                "percentages of this format may be shown as fractions (0,1 for 10%); compare them",
            )
        )
    return parts


def _check_whole(content: bytes) -> None:
    """Raises UnreadableBulletin for XML that is cut off: calamine waits for its end for ever."""
    from xml.parsers import expat

    try:
        expat.ParserCreate().Parse(content, True)
    except expat.ExpatError as exc:
        raise UnreadableBulletin(f"is damaged: {exc}") from exc


def _check_merged(container: ZipFile) -> None:
    """Raises UnreadableBulletin for merged areas, each cell of which the library would keep."""
    from openpyxl.utils import range_boundaries

    for name in container.namelist():
        cells = 0
        for match in _MERGED.finditer(container.read(name)):
            left, top, right, bottom = range_boundaries(match[1].decode("ascii"))
            cells += (right - left + 1) * (bottom - top + 1)
        if cells > MAX_CELLS:
            raise UnreadableBulletin(
                f"has {cells} merged cells in {name!r}, at most {MAX_CELLS} are read: unmerge them"
            )


def sheet_parts(grid: Grid, is_first: bool, marks: Marks = NO_MARKS) -> Iterator[Part]:
    """The letterhead and title above a table, and the table with its notes.

    `marks` are those of the `grid`.
    """
    marked = sum(map(any, grid[: marks.rows]))
    rows = [row for row in grid if any(row)]
    head = _letterhead_size(rows)
    for row in rows[:head]:
        yield from (Part("paragraph", cell) for cell in dict.fromkeys(row) if cell)
    rows, marked = rows[head:], max(0, marked - head)
    if is_first and len(rows) > 2 and has_figures(rows):
        cells = list(dict.fromkeys(cell for cell in rows[0] if cell))
        if len(cells) == 1 and len(cells[0]) > 5:
            yield Part("title", cells[0])
            rows, marked = rows[1:], max(0, marked - 1)
    yield Part("table", rows=tuple(map(tuple, rows)), marks=Marks(marked, marks.is_certain))


def _letterhead_size(rows: Grid) -> int:
    """How many of the first rows are a letterhead: down to the motto, and the place and day below.

    Its two columns, office and motto, are no headings of the table.
    """
    size = 0
    for at, row in enumerate(rows[:_MAX_LETTERHEAD]):
        texts = [plain(cell) for cell in row if cell]
        if any(map(_MOTTO.search, texts)) or (size and any(map(_PLACE_AND_DAY.fullmatch, texts))):
            size = at + 1
    return size if size < len(rows) else 0


def _by_openpyxl(content: bytes) -> Iterator[tuple[str, Grid, Marks]]:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(content), data_only=True)
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            continue
        if (
            sheet.max_row > _MAX_ROWS
            or sheet.max_column > _MAX_COLUMNS
            or sheet.max_row * sheet.max_column > MAX_CELLS * 10
        ):
            raise UnreadableBulletin(
                f"has {sheet.max_row} rows and {sheet.max_column} columns in the sheet {sheet.title[:50]!r}; "
                f"at most {_MAX_ROWS} and {_MAX_COLUMNS} are read: remove empty ones, or split it"
            )
        grid = [
            [_shown(cell.value, cell.number_format) for cell in row] for row in sheet.iter_rows()
        ]
        for area in list(sheet.merged_cells.ranges)[:_MAX_MERGED]:
            _spread(grid, area.min_row - 1, area.max_row - 1, area.min_col - 1, area.max_col - 1)
        yield sheet.title, grid, _marks(sheet)


def _marks(sheet: Any) -> Marks:
    """Rows down to a filter, to the headings of a table or to those repeated on each page are headings
    or stand above them; bold rows above others, and rows that stay in place, may be.
    """
    repeated = [int(n) for n in re.findall(r"\d+", sheet.print_title_rows or "")]
    filters = [sheet.auto_filter.ref, *(table.ref for table in sheet.tables.values())]
    starts = [start for ref in filters if ref and (start := _first_row(ref))]
    heads = max(repeated, default=0) or min(starts, default=0)
    if 0 < heads <= MAX_MARKED:
        return Marks(heads, is_certain=True)
    rows = list(sheet.iter_rows(max_row=min(sheet.max_row, MAX_MARKED + 1)))
    # A title or a note of the unit in one cell may stand in other letters.
    filled = [[cell for cell in row if cell.value not in (None, "")] for row in rows]
    bold = [bool(row) and all(cell.font.b for cell in row) for row in filled]
    size = leading([is_bold or len(row) < 2 for is_bold, row in zip(bold, filled, strict=True)])
    while size and not bold[size - 1]:
        size -= 1
    return Marks(size or _frozen_rows(sheet.sheet_view.pane))


def _first_row(area: str) -> int:
    """The first row of `A3:C5`; 0 where it names none, or not as it should (`A3:C`)."""
    from openpyxl.utils import range_boundaries

    try:
        return range_boundaries(area)[1] or 0
    except ValueError:
        return 0  # a bad filter is no reason to refuse the values


def _frozen_rows(pane: Any) -> int:
    """How many rows stay in place. The pane's cell (`A40`) only tells how far the rest is scrolled."""
    size = pane.ySplit if pane is not None and pane.state in ("frozen", "frozenSplit") else None
    return int(size) if size is not None and 0 < size <= MAX_MARKED else 0


def _by_calamine(content: bytes) -> Iterator[tuple[str, Grid, Marks]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    except CalamineError as exc:
        raise UnreadableBulletin(f"is damaged or no workbook: {exc}") from exc
    for name in book.sheet_names[:50]:
        sheet = book.get_sheet_by_name(name)
        rows = sheet.to_python(skip_empty_area=False)[:_MAX_ROWS]
        grid = [[_shown(value, "") for value in row[:_MAX_COLUMNS]] for row in rows]
        for (top, left), (bottom, right) in (sheet.merged_cell_ranges or [])[:_MAX_MERGED]:
            _spread(grid, top, bottom, left, right)
        yield name, grid, NO_MARKS


def _spread(grid: Grid, top: int, bottom: int, left: int, right: int) -> None:
    """Repeats the value of a merged area in each of its cells."""
    if top >= len(grid) or left >= len(grid[top]):
        return
    for row in grid[top : bottom + 1]:
        for at in range(left, min(right + 1, len(row))):
            row[at] = grid[top][left]


def _shown(value: Any, form: str) -> str:
    """A value as a reader of the sheet sees it, with the decimal comma of Vietnamese."""
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, int | float):
        return _number(value, form)
    if isinstance(value, datetime | date):
        return f"{value:%d/%m/%Y}"
    return "" if isinstance(value, time) else " ".join(str(value).split())


def _number(value: float, form: str) -> str:
    percent = "%" in form
    text = format(value * 100 if percent else value, ".10g")
    if "e" in text:
        text = format(value, ".0f")
    return text.replace(".", ",") + ("%" if percent else "")
