"""Small files of every format that is read, with one bulletin each: what `fuzz_cases` changes."""

import io
import json
import unicodedata
import zipfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from evals.bench.table_files import as_docx, as_markdown, as_pdf, as_xlsx, page_of

_PAGE = Path(__file__).parents[2] / "table_questions" / "work" / "lai-chau-bhxh.html"
_SAMPLE = Path(__file__).parents[3] / "knowledge" / "samples" / "bac-kan-2022-12-07.md"
_TITLE = "Kết quả việc làm năm 2022 của tỉnh Phú Thọ"
_TEXT = "Năm 2022, tỉnh Phú Thọ giải quyết việc làm cho 16.350 người, đạt 102% kế hoạch năm."
_DAY = "Thứ ba, 20/12/2022 | 10:15"
_ROWS = (("Huyện", "Việc làm (người)"), ("Thanh Ba", "1.210"), ("Hạ Hòa", "1.450"))
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_NAMES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
)


@cache
def seeds() -> Mapping[str, tuple[bytes, ...]]:
    """The files by suffix; `feed`, `sitemap` and `listing` are what a crawl reads."""
    page = page_of(_PAGE)
    html = _PAGE.read_bytes()
    portal = f"{_TITLE}\n{_DAY}\n\n{_TEXT}\n\n{_TEXT} Người dân được hỗ trợ học nghề.\n".encode()
    address = b"<!-- saved from url=(0027)https://sld.example.gov.vn/a -->\n"
    return {
        ".txt": (portal, portal.decode().encode("utf-16"), _legacy()),
        ".md": (_SAMPLE.read_bytes(), as_markdown(page), _toml()),
        ".html": (html, address + html, _layout_page()),
        ".jsonl": (_json_rows(),),
        ".csv": (_csv(","), _csv(";")),
        ".docx": (as_docx(page),),
        ".xlsx": (as_xlsx(page),),
        ".xls": (_xls(),),
        ".odt": (_open("text", _open_text()),),
        ".ods": (_open("spreadsheet", _open_table()),),
        ".rtf": (_rtf(),),
        ".pdf": (as_pdf(page),),
        ".doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"),),
        ".zip": (_zipped({"a.txt": portal, "b.html": html, "c.docx": as_docx(page)}),),
        "feed": (_feed(), _atom()),
        "sitemap": (_sitemap(),),
        "listing": (_listing(),),
    }


def _legacy() -> bytes:
    """A text in Windows-1258, which writes tones as marks of their own."""
    letters = []
    for letter in f"{_TITLE}\n\n{_TEXT}\n{_TEXT}\n":
        parts = unicodedata.normalize("NFD", letter)
        tones = "".join(part for part in parts if part in _TONES)
        rest = "".join(part for part in parts if part not in _TONES)
        letters.append(unicodedata.normalize("NFC", rest) + tones)
    return "".join(letters).encode("cp1258")


def _toml() -> bytes:
    return f'+++\ntitle = "{_TITLE}"\ndate = 2022-12-20\n+++\n\n- {_TEXT}\n  - {_TEXT}\n'.encode()


def _layout_page() -> bytes:
    """A page of the 2000s: tables lay it out."""
    cells = "".join(f"<tr><td>{a}</td><td>{b}</td></tr>" for a, b in _ROWS)
    return (
        f"<html><head><title>{_TITLE}</title></head><body><table><tr><td><table><tr><td>{_TITLE}"
        f"</td></tr></table></td><td><p>{_TEXT}</p><p>{_TEXT}</p><table border=1>{cells}</table>"
        "</td></tr></table></body></html>"
    ).encode()


def _json_rows() -> bytes:
    rows = [
        {"id": n, "title": f"{_TITLE} {n}", "text": _TEXT, "date": "2022-12-20"} for n in (1, 2)
    ]
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def _csv(mark: str) -> bytes:
    rows = [
        ("title", "text", "date"),
        (_TITLE, _TEXT, "2022-12-20"),
        ("Tin khác", _TEXT, "1/2/2023"),
    ]
    return "\r\n".join(mark.join(f'"{cell}"' for cell in row) for row in rows).encode("utf-8-sig")


def _xls() -> bytes:
    import xlwt

    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("Bảng")
    sheet.write(0, 0, _TITLE)
    for y, row in enumerate(_ROWS, 1):
        for x, value in enumerate(row):
            sheet.write(y, x, value)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _open(kind: str, body: str) -> bytes:
    media = f"application/vnd.oasis.opendocument.{kind}"
    content = (
        f"<office:document-content {_NAMES}><office:body><office:{kind}>{body}</office:{kind}>"
        "</office:body></office:document-content>"
    )
    manifest = (
        '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<m:file-entry m:full-path="/" m:media-type="{media}"/></m:manifest>'
    )
    members = {"mimetype": media, "content.xml": content, "META-INF/manifest.xml": manifest}
    return _zipped({name: text.encode() for name, text in members.items()})


def _open_text() -> str:
    return (
        f"<text:h>{_TITLE}</text:h><text:p>{_TEXT}</text:p><text:p>{_TEXT}</text:p>{_open_table()}"
    )


def _open_table() -> str:
    rows = "".join(
        "<table:table-row>"
        + "".join(
            '<table:table-cell office:value-type="string" '
            f'table:number-columns-repeated="1"><text:p>{cell}</text:p>'
            "</table:table-cell>"
            for cell in row
        )
        + "</table:table-row>"
        for row in _ROWS
    )
    return f'<table:table table:name="Bang">{rows}</table:table>'


def _rtf() -> bytes:
    def escaped(text: str) -> str:
        return "".join(c if c.isascii() else f"\\u{ord(c)}?" for c in text)

    lines = "".join(f"{escaped(text)}\\par\n" for text in (_TITLE, _TEXT, _TEXT))
    rows = "".join(
        "\\trowd\\cellx1000\\cellx2000" + "".join(f"\\intbl {escaped(c)}\\cell" for c in row)
        + "\\row\n" for row in _ROWS
    )  # fmt: skip
    return f"{{\\rtf1\\ansi\\ansicpg1252\\uc1 {lines}{rows}}}".encode("ascii")


def _zipped(files: Mapping[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as container:
        for name, content in files.items():
            container.writestr(name, content)
    return made.getvalue()


def _feed() -> bytes:
    items = "".join(
        f"<item><title>Tin {n}</title><link>https://a.vn/{n}</link><pubDate>Tue, 20 Dec 2022 "
        f"08:00:00 +0700</pubDate><description><![CDATA[<p>{_TEXT}</p>]]></description></item>"
        for n in range(3)
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{items}</channel></rss>'.encode()


def _atom() -> bytes:
    return (
        '<feed xmlns="http://www.w3.org/2005/Atom"><link rel="next" href="?p=2"/><entry>'
        f'<link href="/1"/><updated>2022-12-20T08:00:00Z</updated><title>{_TITLE}</title>'
        "</entry></feed>"
    ).encode()


def _sitemap() -> bytes:
    urls = "".join(
        f"<url><loc>https://a.vn/{n}</loc><lastmod>2022-12-20</lastmod></url>" for n in range(3)
    )
    return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'.encode()


def _listing() -> bytes:
    rows = "".join(f'<li><a href="/tin/{n}.html">{_TITLE} lần {n}</a></li>' for n in range(5))
    return f'<html><body><ul>{rows}</ul><a href="?page=2">Trang sau</a></body></html>'.encode()
