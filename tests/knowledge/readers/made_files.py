"""Files of all formats with one bulletin, made by libraries that write them, or byte by byte."""

import io
import zipfile
from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

TITLE = "Kết quả việc làm năm 2022 của tỉnh Phú Thọ"
DAY = "20/12/2022"
TEXT = "Năm 2022, tỉnh Phú Thọ giải quyết việc làm cho 16.350 người, đạt 102% kế hoạch năm."
MORE = "Sở Lao động cho biết nhiều người dân đã tìm được công việc phù hợp với sức khỏe của mình."
TABLE = (
    ("Huyện", "Giải quyết việc làm (người)", "Đi làm việc ở nước ngoài (người)"),
    ("Thanh Ba", "1.210", "85"),
    ("Hạ Hòa", "1.450", "120"),
)
TABLE_LINES = (
    "Huyện Thanh Ba: Giải quyết việc làm (người) 1.210; Đi làm việc ở nước ngoài (người) 85.",
    "Huyện Hạ Hòa: Giải quyết việc làm (người) 1.450; Đi làm việc ở nước ngoài (người) 120.",
)
Rows = Sequence[Sequence[Any]]


def zipped(files: dict[str, str | bytes]) -> bytes:
    """A ZIP of files by name, compressed."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as container:
        for name, content in files.items():
            container.writestr(name, content)
    return made.getvalue()


def docx(paragraphs: Sequence[str] = (TITLE, DAY, TEXT, MORE), table: Rows = TABLE) -> bytes:
    """A Word document; the table comes last."""
    from docx import Document

    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if table:
        grid = document.add_table(rows=len(table), cols=len(table[0]))
        for row, values in zip(grid.rows, table, strict=True):
            for cell, value in zip(row.cells, values, strict=True):
                cell.text = str(value)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def odt(
    paragraphs: Sequence[str] = (TITLE, DAY, TEXT, MORE), table: Rows = TABLE, heads: int = 0
) -> bytes:
    """A text document of OpenDocument; the first rows of its table are `heads` header rows."""
    body = "".join(f"<text:p>{escape(text)}</text:p>" for text in paragraphs)
    return _open_document("text", f"{body}{_open_table(table, heads) if table else ''}")


def ods(table: Rows) -> bytes:
    """A spreadsheet of OpenDocument with one sheet."""
    return _open_document("spreadsheet", _open_table(table))


def _open_table(table: Rows, heads: int = 0) -> str:
    rows = [
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{escape(str(cell))}</text:p></table:table-cell>'
            for cell in row
        )
        + "</table:table-row>"
        for row in table
    ]
    if heads:
        rows[:heads] = ["<table:table-header-rows>", *rows[:heads], "</table:table-header-rows>"]
    return f'<table:table table:name="Bảng">{"".join(rows)}</table:table>'


def _open_document(kind: str, body: str) -> bytes:
    names = " ".join(
        f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"'
        for n in ("office", "text", "table")
    )
    media = f"application/vnd.oasis.opendocument.{kind}"
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {names} office:version="1.3">'
        f"<office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>"
    )
    manifest = (
        '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{media}"/></manifest:manifest>'
    )
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as container:
        container.writestr("mimetype", media)
        container.writestr("content.xml", content)
        container.writestr("META-INF/manifest.xml", manifest)
    return made.getvalue()


def rtf(paragraphs: Sequence[str] = (TITLE, DAY, TEXT, MORE), table: Rows = TABLE) -> bytes:
    """Rich text with its letters as \\u escapes, as Word writes them."""
    lines = "".join(f"{_rtf(text)}\\par\n" for text in paragraphs)
    rows = "".join(
        "\\trowd" + "".join(f"\\cellx{1000 * n}" for n in range(1, len(row) + 1))
        + "".join(f"\\intbl {_rtf(str(cell))}\\cell" for cell in row) + "\\row\n"
        for row in table
    )  # fmt: skip
    return f"{{\\rtf1\\ansi\\ansicpg1252\\uc1 {lines}{rows}}}".encode("ascii")


def _rtf(text: str) -> str:
    return "".join(c if c.isascii() else f"\\u{ord(c)}?" for c in text)


def xlsx(rows: Rows, merged: Sequence[str] = (), formats: dict[str, str] | None = None) -> bytes:
    """A workbook with one sheet; `formats` are number formats by cell."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(list(row))
    for area in merged:
        sheet.merge_cells(area)
    for cell, form in (formats or {}).items():
        sheet[cell].number_format = form
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def xls(rows: Rows) -> bytes:
    """A workbook of Excel 97."""
    import xlwt

    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("Bảng")
    for y, row in enumerate(rows):
        for x, value in enumerate(row):
            sheet.write(y, x, value)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def pdf(lines: Sequence[str] = (TITLE, DAY, TEXT[:60], TEXT[60:], MORE)) -> bytes:
    """One page with lines of text; without lines, one picture."""
    import matplotlib
    from matplotlib.figure import Figure

    made = io.BytesIO()
    with matplotlib.rc_context({"pdf.fonttype": 42}):
        figure = Figure(figsize=(12, 10))
        for number, line in enumerate(lines):
            figure.text(0.05, 0.95 - 0.03 * number, line)
        if not lines:
            figure.figimage([[0.0, 1.0], [1.0, 0.0]])
        figure.savefig(made, format="pdf")
    return made.getvalue()
