"""The tables of HTML pages as files of other formats: one expectation for all readers."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Span:
    """A cell with its place in the grid and the columns and rows that it spans."""

    text: str
    row: int
    column: int
    across: int
    down: int


@dataclass(frozen=True, slots=True)
class Page:
    """A page with one table: the lines above and below it, and its cells."""

    name: str
    above: tuple[str, ...]
    below: tuple[str, ...]
    spans: tuple[Span, ...]
    header_rows: int

    @property
    def width(self) -> int:
        """The number of columns."""
        return max(span.column + span.across for span in self.spans)

    @property
    def height(self) -> int:
        """The number of rows."""
        return max(span.row + span.down for span in self.spans)

    def grid(self) -> list[list[str]]:
        """The cells, merged ones in every place that they span."""
        grid = [[""] * self.width for _ in range(self.height)]
        for span in self.spans:
            for row in range(span.row, span.row + span.down):
                for column in range(span.column, span.column + span.across):
                    grid[row][column] = span.text
        return grid


def page_of(path: Path) -> Page:
    """The page of an HTML file whose last table inside no other holds the data."""
    from lxml.html import parse

    tree = parse(str(path)).getroot()
    table = next(t for t in tree.iter("table") if t.find(".//table") is None and len(t) > 2)
    spans: list[Span] = []
    taken: set[tuple[int, int]] = set()
    rows = list(table.iter("tr"))
    for row, tr in enumerate(rows):
        column = 0
        for cell in tr.iterchildren("td", "th"):
            while (row, column) in taken:
                column += 1
            across, down = int(cell.get("colspan", 1)), int(cell.get("rowspan", 1))
            taken |= {(row + r, column + c) for r in range(down) for c in range(across)}
            text = " ".join(" ".join(cell.itertext()).split())
            spans.append(Span(text, row, column, across, down))
            column += across
    lines = [" ".join(" ".join(n.itertext()).split()) for n in tree.iter("h1", "p")]
    heads = sum(all(cell.tag == "th" for cell in tr) for tr in rows)
    return Page(path.stem, tuple(lines[:-1]), tuple(lines[-1:]), tuple(spans), heads)


def as_docx(page: Page) -> bytes:
    """A Word document with merged cells."""
    from docx import Document

    document = Document()
    for line in page.above:
        document.add_paragraph(line)
    table = document.add_table(rows=page.height, cols=page.width)
    for span in page.spans:
        cell = table.cell(span.row, span.column)
        if span.across > 1 or span.down > 1:
            far = table.cell(span.row + span.down - 1, span.column + span.across - 1)
            cell = cell.merge(far)
        cell.text = span.text
    for line in page.below:
        document.add_paragraph(line)
    return _saved(document.save)


def as_xlsx(page: Page, *, has_numbers: bool = True) -> bytes:
    """A workbook with merged cells, its numbers as numbers."""
    from openpyxl import Workbook

    book = Workbook()
    sheet: Any = book.active
    for number, line in enumerate(page.above, 1):
        sheet.cell(number, 1, line)
    first = len(page.above) + 1
    for span in page.spans:
        value = _number(span.text) if has_numbers and span.row >= page.header_rows else None
        cell = sheet.cell(first + span.row, span.column + 1, span.text if value is None else value)
        if value is not None:
            cell.number_format = "#,##0.##"
        if span.across > 1 or span.down > 1:
            sheet.merge_cells(
                start_row=first + span.row, start_column=span.column + 1,
                end_row=first + span.row + span.down - 1, end_column=span.column + span.across,
            )  # fmt: skip
    return _saved(book.save)


def as_markdown(page: Page) -> bytes:
    """Markdown, whose tables have no merged cells and one row of headings."""
    grid = page.grid()
    heads = [
        " ".join(dict.fromkeys(column)) for column in zip(*grid[: page.header_rows], strict=True)
    ]
    rows = [heads, ["---"] * page.width, *grid[page.header_rows :]]
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    return "\n\n".join((f"# {page.above[0]}", *page.above[1:], table, *page.below)).encode()


def as_pdf(page: Page, *, lines_a_page: int = 1000) -> bytes:
    """A PDF with lines around the cells, merged ones without lines inside."""
    import matplotlib
    from matplotlib.backends.backend_pdf import PdfPages
    from matplotlib.figure import Figure
    from matplotlib.patches import Rectangle

    made = io.BytesIO()
    with matplotlib.rc_context({"pdf.fonttype": 42}), PdfPages(made) as pages:
        figure = Figure(figsize=(11.7, 8.3))
        top = 0.95
        for line in page.above:
            figure.text(0.05, top, line, fontsize=9)
            top -= 0.035
        widths = _widths(page)
        height = 0.04
        for span in page.spans:
            x, y = 0.05 + sum(widths[: span.column]), top - height * (span.row + span.down)
            across, down = sum(widths[span.column : span.column + span.across]), height * span.down
            box = Rectangle((x, y), across, down, transform=figure.transFigure, fill=False, lw=0.6)
            figure.add_artist(box)
            figure.text(x + 0.004, y + down / 2 - 0.008, span.text, fontsize=7)
        bottom = top - height * page.height - 0.04
        for line in page.below:
            figure.text(0.05, bottom, line, fontsize=9)
        pages.savefig(figure)
    return made.getvalue()


def _widths(page: Page) -> list[float]:
    """The widths of the columns as shares of the page, by their longest text."""
    longest = [4] * page.width
    for span in page.spans:
        if span.across == 1:
            longest[span.column] = max(longest[span.column], len(span.text))
    total = sum(longest)
    return [0.9 * n / total for n in longest]


def _number(text: str) -> float | None:
    digits = text.replace(".", "").replace(",", ".")
    return float(digits) if digits.replace(".", "", 1).isdigit() else None


def _saved(save: Any) -> bytes:
    made = io.BytesIO()
    save(made)
    return made.getvalue()


FORMATS: Sequence[tuple[str, Any]] = (
    (".docx", as_docx), (".xlsx", as_xlsx), (".md", as_markdown), (".pdf", as_pdf),
)  # fmt: skip
