"""Crafted files of office formats that could take a reader minutes or gigabytes, by kind."""

import zlib
from collections.abc import Iterator

from tests.knowledge.readers import made_files as made

_PLAIN = "Năm 2022 có 5 hộ nghèo. "
_XLSX = {
    "[Content_Types].xml": '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
    "_rels/.rels": '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": '<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
}  # fmt: skip


def _sheet(rows: str, after: str = "") -> bytes:
    sheet = f'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData>{after}</worksheet>'
    return made.zipped({**_XLSX, "xl/worksheets/sheet1.xml": sheet})


def _open_text(body: str, head: str = "") -> bytes:
    names = " ".join(
        f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"'
        for n in ("office", "text", "table")
    )
    content = f"<?xml version='1.0'?>{head}<office:document-content {names}><office:body><office:text>{body}</office:text></office:body></office:document-content>"
    return made.zipped(
        {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content}
    )


def _pdf(stream: bytes) -> bytes:
    """A PDF of one page with a compressed content stream."""
    packed = zlib.compress(stream)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>/XObject<</X 6 0 R>>>>>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(packed), packed),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>/Length 10>>stream\n/X Do /X Do\nendstream",
    ]  # fmt: skip
    return (
        b"%PDF-1.7\n"
        + b"".join(b"%d 0 obj%s endobj\n" % (n, o) for n, o in enumerate(objects, 1))
        + b"trailer<</Root 1 0 R>>"
    )


def hostile_documents() -> Iterator[tuple[str, str, bytes]]:
    """(kind, suffix, content) of each file."""
    huge = "<a>" + " " * 300_000_000
    yield "bomb in a document", ".docx", made.zipped({"word/document.xml": huge[:100_000_000]})
    yield "bomb in an archive", ".zip", made.zipped({"tin.txt": huge})
    yield "many files", ".zip", made.zipped({f"{n}.txt": "" for n in range(6000)})
    yield "empty files", ".zip", made.zipped({f"{n}.txt": "" for n in range(4000)})
    yield (
        "far cell",
        ".xlsx",
        _sheet(
            '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
        ),
    )
    yield (
        "merged sheet",
        ".xlsx",
        _sheet(
            '<row r="1"><c r="A1"><v>1</v></c></row>',
            '<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>',
        ),
    )
    yield (
        "many rows",
        ".xlsx",
        _sheet("".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 30_000))),
    )
    yield "deep text", ".odt", _open_text("<text:section>" * 50_000)
    yield (
        "deep text that ends",
        ".odt",
        _open_text("<text:span>" * 200 + "a" + "</text:span>" * 200),
    )
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    yield (
        "entities",
        ".odt",
        _open_text("<text:p>&e9;</text:p>", f'<!DOCTYPE a [<!ENTITY e0 "aaaaaaaaaa">{entities}]>'),
    )
    outside = '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    yield (
        "outside entity",
        ".odt",
        _open_text("<text:p>&e; Một câu.</text:p><text:p>Hai câu.</text:p>", outside),
    )
    wide = '<table:table-cell table:number-columns-repeated="1000000"><text:p>1</text:p></table:table-cell>'
    yield (
        "wide table",
        ".odt",
        _open_text(f"<table:table><table:table-row>{wide * 3000}</table:table-row></table:table>"),
    )
    yield "open groups", ".rtf", b"{\\rtf1 " + b"{" * 100_000
    yield "hex letters", ".rtf", b"{\\rtf1 " + b"\\'e1" * 25_000 + b"}"
    yield "links", ".rtf", b"{\\rtf1 " + b"{\\field{\\*\\fldinst{HYPERLINK " * 3000 + b"}"
    yield "fonts", ".rtf", b"{\\rtf1{\\fonttbl" + b"\\f1 " * 25_000 + b"}}"
    yield "form that draws itself", ".pdf", _pdf(b"/X Do")
    yield "stream of a gigabyte", ".pdf", _pdf(b"BT /F 9 Tf (a) Tj ET " * 5_000_000)
    yield (
        "pages without end",
        ".pdf",
        b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[2 0 R 2 0 R]/Count 900>>endobj trailer<</Root 1 0 R>>",
    )
    for mark in (",", ";", '"', "a,", "1;2\n", '"a""b",'):
        yield f"rows of {mark!r}", ".csv", ("Huyện,Hộ\n" + mark * (100_000 // len(mark))).encode()
    yield "lines in TCVN3", ".txt", ("T\n\n" + "gi¶i quyÕt viÖc lµm\n" * 4000).encode()
    yield "wrong letters", ".txt", ("T\n\n" + "Ã¡Â»Æ " * 14_000).encode()
    yield "bytes of no encoding", ".txt", bytes(range(128, 256)) * 780
    yield "brackets", ".md", ("# T\n\n" + "[" * 100_000).encode()
    yield "stars", ".md", ("# T\n\n" + "*a " * 33_000).encode()
    yield "quotes", ".md", ("# T\n\n" + ">" * 100_000).encode()
    yield "list in list", ".md", ("# T\n\n" + "- " * 50_000).encode()
    yield (
        "wide table of Markdown",
        ".md",
        ("# T\n\n" + "|a" * 20_000 + "\n" + "|-" * 20_000 + "\n").encode(),
    )
    yield (
        "spans",
        ".md",
        (
            "# T\n\n<table>" + '<tr><td rowspan="999" colspan="999">1</td></tr>' * 2000 + "</table>"
        ).encode(),
    )
    yield "TOML", ".md", ("+++\na = " + "[" * 390 + "\n+++\n\nMột câu.").encode()
