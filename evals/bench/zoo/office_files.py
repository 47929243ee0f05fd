"""DOCX, ODT, RTF and XLSX written as their formats define them, without the libraries that read them.

Sources: ECMA-376 (WordprocessingML, SpreadsheetML), OpenDocument 1.3, Rich Text Format 1.9.1.
"""

import io
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

Rows = Sequence[Sequence[str]]
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TYPE = "application/vnd.openxmlformats-officedocument."
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def zipped(files: dict[str, str | bytes]) -> bytes:
    """A ZIP of files by name; the same files give the same bytes."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as container:
        for name, content in files.items():
            container.writestr(zipfile.ZipInfo(name, (2022, 12, 7, 8, 0, 0)), content)
    return made.getvalue()


def word_paragraph(text: str, style: str = "", runs: int = 1) -> str:
    """A paragraph of WordprocessingML, its text in several runs, as Word splits it at corrections."""
    size = -(-len(text) // runs) or 1
    pieces = [text[at : at + size] for at in range(0, len(text), size)] or [""]
    named = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return "<w:p>" + named + "".join(f'<w:r><w:t xml:space="preserve">{escape(p)}</w:t></w:r>' for p in pieces) + "</w:p>"  # fmt: skip


def word_table(rows: Rows) -> str:
    """A table of WordprocessingML; equal neighbours of the first row are one merged cell."""
    lines = []
    for number, row in enumerate(rows):
        cells, at = "", 0
        while at < len(row):
            across = 1
            while (
                number == 0 and at + across < len(row) and row[at] and row[at + across] == row[at]
            ):
                across += 1
            span = f'<w:tcPr><w:gridSpan w:val="{across}"/></w:tcPr>' if across > 1 else ""
            cells += f"<w:tc>{span}{''.join(word_paragraph(line) for line in row[at].split(chr(10)))}</w:tc>"
            at += across
        lines.append(f"<w:tr>{cells}</w:tr>")
    return f"<w:tbl>{''.join(lines)}</w:tbl>"


def docx(body: str, extra: dict[str, str] | None = None) -> bytes:
    """A Word document of the paragraphs and tables in `body`."""
    styles = "".join(f'<w:style w:type="paragraph" w:styleId="{i}"><w:name w:val="{n}"/></w:style>' for i, n in (("Title", "Title"), ("Heading1", "heading 1"), ("Caption", "caption")))  # fmt: skip
    return zipped({
        "[Content_Types].xml": f'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="{_TYPE}wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="{_TYPE}wordprocessingml.styles+xml"/></Types>',
        "_rels/.rels": f'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{_RELATION}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{_RELATION}/styles" Target="styles.xml"/></Relationships>',
        "word/document.xml": f'<?xml version="1.0" encoding="UTF-8"?><w:document {_W}><w:body>{body}<w:sectPr/></w:body></w:document>',
        "word/styles.xml": f'<?xml version="1.0"?><w:styles {_W}>{styles}</w:styles>',
        **(extra or {}),
    })  # fmt: skip


def odt(body: str) -> bytes:
    """A text document of OpenDocument; `body` is made of `text:p` and `table:table`."""
    names = " ".join(f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in ("office", "text", "table"))  # fmt: skip
    media = "application/vnd.oasis.opendocument.text"
    return zipped({
        "mimetype": media,
        "content.xml": f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {names} office:version="1.3"><office:body><office:text>{body}</office:text></office:body></office:document-content>',
        "META-INF/manifest.xml": f'<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="/" manifest:media-type="{media}"/></manifest:manifest>',
    })  # fmt: skip


def odt_paragraphs(paragraphs: Sequence[str]) -> str:
    """Paragraphs of OpenDocument, their first space as an element."""
    return "".join(f"<text:p>{escape(p).replace(' ', '<text:s/>', 1)}</text:p>" for p in paragraphs)


def odt_table(rows: Rows) -> str:
    """A table of OpenDocument."""
    lines = "".join("<table:table-row>" + "".join(f"<table:table-cell><text:p>{escape(c)}</text:p></table:table-cell>" for c in row) + "</table:table-row>" for row in rows)  # fmt: skip
    return f"<table:table>{lines}</table:table>"


def rtf(
    paragraphs: Sequence[str], table: Rows = (), after: Sequence[str] = (), codec: str = ""
) -> bytes:
    """Rich text; letters as \\u escapes, or as bytes of `codec` in hexadecimal digits."""

    def shown(text: str) -> str:
        if codec:
            return "".join(
                c if c.isascii() else "".join(f"\\'{b:02x}" for b in c.encode(codec)) for c in text
            )
        return "".join(c if c.isascii() else f"\\u{ord(c)}?" for c in text)

    def lines(texts: Sequence[str]) -> str:
        return "".join(f"\\pard\\qj\\f0\\fs28 {shown(text)}\\par\n" for text in texts)

    rows = "".join(
        "\\trowd"
        + "".join(f"\\cellx{2000 * n}" for n in range(1, len(row) + 1))
        + "".join(f"\\pard\\intbl {shown(cell)}\\cell" for cell in row)
        + "\\row\n"
        for row in table
    )
    head = "{\\rtf1\\ansi\\ansicpg1252\\uc1\\deff0{\\fonttbl{\\f0\\froman\\fcharset0 Times New Roman;}{\\f1\\fnil\\fcharset0 .VnTime;}}{\\colortbl;\\red0\\green0\\blue0;}{\\info{\\author Van phong}{\\creatim\\yr2026\\mo11\\dy26}}\n"
    return f"{head}{lines(paragraphs)}{rows}{lines(after)}}}".encode("ascii")  # fmt: skip


def xlsx(sheets: dict[str, Rows], merged: Sequence[str] = ()) -> bytes:
    """A workbook; numbers such as 1.234 are stored as numbers, the first sheet has the merged areas."""
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        + f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}spreadsheetml.sheet.main+xml"/>'
        + "".join(
            f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_TYPE}spreadsheetml.worksheet+xml"/>'
            for n in range(1, len(sheets) + 1)
        )
        + "</Types>",
        "_rels/.rels": f'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{_RELATION}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="{_RELATION}"><sheets>'
        + "".join(
            f'<sheet name="{escape(name)}" sheetId="{n}" r:id="rId{n}"/>'
            for n, name in enumerate(sheets, 1)
        )
        + "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        + "".join(
            f'<Relationship Id="rId{n}" Type="{_RELATION}/worksheet" Target="worksheets/sheet{n}.xml"/>'
            for n in range(1, len(sheets) + 1)
        )
        + "</Relationships>",
    }
    for number, rows in enumerate(sheets.values(), 1):
        lines = "".join(
            f'<row r="{y}">'
            + "".join(_cell(cell, x, y) for x, cell in enumerate(row) if cell)
            + "</row>"
            for y, row in enumerate(rows, 1)
        )
        areas = "".join(f'<mergeCell ref="{area}"/>' for area in merged) if number == 1 else ""
        parts[f"xl/worksheets/sheet{number}.xml"] = (
            f'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{lines}</sheetData>'
            + (f"<mergeCells>{areas}</mergeCells>" if areas else "")
            + "</worksheet>"
        )
    return zipped(parts)  # fmt: skip


def _cell(text: str, x: int, y: int) -> str:
    at = f"{'ABCDEFGHIJ'[x]}{y}"
    digits = text.replace(".", "").replace(",", ".")
    if digits.replace(".", "", 1).isdigit():
        return f'<c r="{at}"><v>{digits}</v></c>'
    return f'<c r="{at}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'
