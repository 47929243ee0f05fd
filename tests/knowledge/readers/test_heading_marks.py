"""Marks of headings in files of all formats."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from knowledge.readers.files import read_drafts
from knowledge.readers.html_blocks import data_rows
from knowledge.readers.table_heads import NO_MARKS
from tests.knowledge.readers import made_files as made

PRICES = (("Loại cước", "100", "250"), ("Nghe gọi", "5", "9"), ("Nhắn tin", "7", "8"))
LINES = ["Nghe gọi: 100: 5; 250: 9.", "Nhắn tin: 100: 7; 250: 8."]


def html(first: str, last: str, cell: str) -> bytes:
    rows = [
        f"<tr>{''.join(f'<{tag}>{text}</{tag[:2]}>' for text in row)}</tr>"
        for tag, row in zip((cell, "td", "td"), PRICES, strict=True)
    ]
    table = f"<table>{first}{rows[0]}{last}{''.join(rows[1:])}</table>"
    return f"<html><meta charset=utf-8><body><h1>{made.TITLE}</h1><p>{made.TEXT}</p>{table}<p>{made.MORE}</p></body></html>".encode()


def docx(mark: Callable[[Any], None]) -> bytes:
    from docx import Document

    document = Document(io.BytesIO(made.docx(table=PRICES)))
    mark(document.tables[0].rows[0])
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def repeat(row: Any) -> None:
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def xlsx(mark: Callable[[Any], None], rows: Any = PRICES) -> bytes:
    from openpyxl import load_workbook

    book = load_workbook(
        io.BytesIO(made.xlsx([(made.TITLE,), ("Áp dụng cho mọi khách hàng",), *rows]))
    )
    mark(book.active)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def titles(sheet: Any) -> None:
    sheet.print_title_rows = "3:3"


def filters(sheet: Any) -> None:
    sheet.auto_filter.ref = "A3:C5"


def table(sheet: Any) -> None:
    from openpyxl.worksheet.table import Table

    sheet.add_table(Table(displayName="Cuoc", ref="A3:C5"))


def lines(tmp_path: Path, name: str, content: bytes) -> list[str]:
    path = tmp_path / name
    path.write_bytes(content)
    (draft,) = read_drafts(path)
    return [text for kind, text in getattr(draft, "blocks", ()) if kind == "row"]


MARKED = {
    "th": ("a.html", html("", "", "th")),
    "thead": ("a.html", html("<thead>", "</thead>", "td")),
    "markdown": (
        "a.md",
        f"# {made.TITLE}\n\n|{'|'.join(PRICES[0])}|\n|---|---|---|\n|{'|'.join(PRICES[1])}|\n|{'|'.join(PRICES[2])}|\n".encode(),
    ),
    "repeated row of Word": ("a.docx", docx(repeat)),
    "print titles": ("a.xlsx", xlsx(titles)),
    "filter": ("a.xlsx", xlsx(filters)),
    "table of Excel": ("a.xlsx", xlsx(table)),
    "header rows of OpenDocument": ("a.odt", made.odt(table=PRICES, heads=1)),
}  # fmt: skip


@pytest.mark.parametrize("way", MARKED)
def test_rows_marked_as_headings_are_headings_although_numbers(tmp_path: Path, way: str) -> None:
    """Prices head the columns where the format says so."""
    assert lines(tmp_path, *MARKED[way]) == LINES


def bold(sheet: Any) -> None:
    from openpyxl.styles import Font

    for row in (1, 3):
        for cell in sheet[row]:
            cell.font = Font(bold=True)


def frozen(sheet: Any) -> None:
    sheet.freeze_panes = "B5"


BODY = (("Xã", "Hộ", "Hộ"), ("Tên", "Nghèo", "Thoát"), ("Tân An", "Có", "5"), ("Tân Phú", "-", "7"))


def test_rows_that_stay_in_place_or_are_bold_may_be_headings(tmp_path: Path) -> None:
    """Without bold letters the row of words below the headings would be one of them."""
    assert len(lines(tmp_path, "a.xlsx", xlsx(frozen, BODY))) == 2
    body = (BODY[0], ("Tân An", "Chưa", "Chưa"), ("Tân Phú", "4", "7"))
    assert len(lines(tmp_path, "a.xlsx", xlsx(bold, body))) == 2
    assert len(lines(tmp_path, "a.xlsx", xlsx(lambda sheet: None, body))) == 1


def _changed(content: bytes, member: str, old: bytes, new: bytes) -> bytes:
    """A container with other bytes in one of its files."""
    out = io.BytesIO()
    with ZipFile(io.BytesIO(content)) as before, ZipFile(out, "w") as after:
        for name in before.namelist():
            held = before.read(name)
            if name == member:
                assert old in held
                held = held.replace(old, new)
            after.writestr(name, held)
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize("area", [b"A3:C", b"A:C", b"A" + b"9" * 5000])
def test_a_bad_filter_is_no_mark_and_no_fault(tmp_path: Path, area: bytes) -> None:
    """The values are read although the filter's area is malformed, or names no row."""
    rows = (("Xã", "Nghèo", "Thoát"), ("Tân An", "4", "7"))
    content = _changed(xlsx(filters, rows), SHEET, b'ref="A3:C5"', b'ref="' + area + b'"')
    assert lines(tmp_path, "a.xlsx", content) == ["Xã Tân An: Nghèo 4; Thoát 7."]


def test_a_sheet_that_is_scrolled_keeps_the_rows_that_stay_in_place(tmp_path: Path) -> None:
    """The cell of the pane is the first that is seen behind those rows, not their number."""

    def three_rows(sheet: Any) -> None:
        sheet.freeze_panes = "B4"

    content = xlsx(three_rows, BODY)
    assert len(lines(tmp_path, "a.xlsx", content)) == 3
    scrolled = _changed(content, SHEET, b'topLeftCell="B4"', b'topLeftCell="B5"')
    assert len(lines(tmp_path, "b.xlsx", scrolled)) == 3


@pytest.mark.parametrize("size", [b"-5", b"NaN", b"INF", b"1e300"])
def test_a_senseless_number_of_rows_in_place_is_no_mark(tmp_path: Path, size: bytes) -> None:
    rows = (("Xã", "Nghèo", "Thoát"), ("Tân An", "4", "7"))
    content = xlsx(frozen, rows)
    content = _changed(content, SHEET, b'ySplit="4"', b'ySplit="' + size + b'"')
    assert lines(tmp_path, "a.xlsx", content) == ["Xã Tân An: Nghèo 4; Thoát 7."]


def test_a_repeated_row_of_word_may_be_in_a_content_control(tmp_path: Path) -> None:
    """The marks count the same rows as the table has."""

    def inside(row: Any) -> None:
        from docx.oxml import OxmlElement

        repeat(row)
        control, content = OxmlElement("w:sdt"), OxmlElement("w:sdtContent")
        row._tr.addprevious(control)
        control.append(content)
        content.append(row._tr)

    assert lines(tmp_path, "a.docx", docx(inside)) == LINES


def test_words_behind_a_comment_are_not_bold() -> None:
    from lxml.html import fromstring

    rows = "<tr><td>{0}Xã</td><td>{0}Tên</td></tr><tr><td>Tân An</td><td>5</td></tr>"
    plain, bold = (rows.format(mark) for mark in ("<!-- x -->", "<!-- x --><b></b>"))
    for page in (plain, bold):
        data = data_rows(fromstring(f"<table>{page}</table>"))
        assert data is not None
        assert data[1] == NO_MARKS


def test_bold_cells_of_a_page_and_of_word_may_be_headings(tmp_path: Path) -> None:
    """A bold row of numbers is a total and no heading."""
    rows = (("Xã", "Nghèo", "Thoát"), ("Tân An", "Chưa", "Chưa"), ("Tân Phú", "4", "7"))
    page = html("", "", "td").decode()
    start, end = page.index("<tr>"), page.index("</table>")
    cells = ["".join(f"<td>{c}</td>" for c in row) for row in rows]
    cells[0] = cells[0].replace("<td>", "<td><b>").replace("</td>", "</b></td>")
    page = page[:start] + "".join(f"<tr>{row}</tr>" for row in cells) + page[end:]
    assert len(lines(tmp_path, "a.html", page.encode())) == 2
    assert len(lines(tmp_path, "b.html", page.replace("<b>", "").replace("</b>", "").encode())) == 1


def test_a_column_of_short_contents_is_one_of_a_table(tmp_path: Path) -> None:
    """`Nội dung` above short words holds no bulletins; above long texts, or beside titles, it does."""
    table = "TT;Nội dung;Số tiền\n1;Thu nội địa;500\n2;Thu hải quan;70\n"
    assert lines(tmp_path, "thu.csv", table.encode()) == [
        "Thu nội địa: Số tiền 500.", "Thu hải quan: Số tiền 70.",
    ]  # fmt: skip
    assert lines(tmp_path, "tin.csv", f"TT;Nội dung\n1;{made.TEXT * 3}\n".encode()) == []


def test_short_messages_are_bulletins_and_headings_alone_are_none(tmp_path: Path) -> None:
    """Sentences below `Nội dung` keep their days; a file without rows holds nothing."""
    text = "Ngày;Nội dung\n20/12/2022;Huyện Hạ Hòa tiêm chủng cho 1.200 trẻ em.\n21/12/2022;Sở Y tế khám cho 300 người.\n"
    (tmp_path / "tin.csv").write_text(text, "utf-8")
    days = [str(getattr(d, "published_on", "")) for d in read_drafts(tmp_path / "tin.csv")]
    assert days == ["2022-12-20", "2022-12-21"]
    (tmp_path / "rong.csv").write_text("TT;Nội dung\n", "utf-8")
    assert list(read_drafts(tmp_path / "rong.csv")) == []


@pytest.mark.parametrize("is_marked", [False, True])
def test_a_letterhead_above_a_sheet_is_no_heading(tmp_path: Path, is_marked: bool) -> None:
    """The two columns of office and motto stand above the title; the table is below it."""
    rows = [
        ("UBND TỈNH PHÚ THỌ", None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        ("SỞ LAO ĐỘNG", None, "Độc lập - Tự do - Hạnh phúc"),
        (None, None, "Phú Thọ, ngày 20 tháng 12 năm 2022"),
        ("Kết quả giải quyết việc làm năm 2022", None, None),
        ("Xã", "Số hộ", "Số người"), ("Tân An", "10", "40"), ("Hán Đà", "7", "30"),
    ]  # fmt: skip
    content = made.xlsx(rows)
    if is_marked:
        from openpyxl import load_workbook

        book = load_workbook(io.BytesIO(content))
        book.active.print_title_rows = "5:5"
        out = io.BytesIO()
        book.save(out)
        content = out.getvalue()
    assert lines(tmp_path, "a.xlsx", content) == [
        "Xã Tân An: Số hộ 10; Số người 40.", "Xã Hán Đà: Số hộ 7; Số người 30.",
    ]  # fmt: skip
    (draft,) = read_drafts(tmp_path / "a.xlsx")
    assert getattr(draft, "title", "") == "Kết quả giải quyết việc làm năm 2022"
    assert str(getattr(draft, "published_on", "")) == "2022-12-20"
