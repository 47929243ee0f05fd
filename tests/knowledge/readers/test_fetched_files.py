"""What a server sends is stored as what it is, whatever the server calls it."""

from pathlib import Path

import pytest

from knowledge.errors import UnreadableBulletin
from knowledge.readers.addresses import target_of
from knowledge.readers.drafts import BulletinDraft
from knowledge.readers.fetched_files import keep_reply, suffix_of
from knowledge.readers.files import read_drafts
from knowledge.readers.html_page import address_of
from tests.knowledge.crawling.site import article
from tests.knowledge.readers.test_encodings import in_cp1258, written

PAGE = article(5).encode()
ZIP = b"PK\x03\x04" + b"\0" * 26
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
OFFICE = "application/vnd.openxmlformats-officedocument."
SITE = "https://sld.tinhmau.gov.vn"

KINDS = {
    "a page": ("/tin", "text/html", PAGE, ".html"),
    "a page without a stated kind": ("/tin", "", PAGE, ".html"),
    "a page stated as text": ("/tin", "text/plain", PAGE, ".html"),
    "a page stated as a download": ("/tin.aspx", "application/octet-stream", PAGE, ".html"),
    "a page where a PDF was linked": ("/a.pdf", "application/pdf", PAGE, ".html"),
    "a piece of a page": ("/tin", "text/html", b"<p>Tin</p>", ".html"),
    "XHTML": ("/tin", "application/xhtml+xml", b"<?xml version='1.0'?>" + PAGE, ".html"),
    "a page in UTF-16": ("/tin", "text/html", PAGE.decode().encode("utf-16"), ".html"),
    "a PDF": ("/a.pdf", "application/pdf", PDF, ".pdf"),
    "a PDF stated as a page": ("/a.aspx?id=3", "text/html", PDF, ".pdf"),
    "a PDF stated as a download": ("/tai-ve/3", "application/octet-stream", PDF, ".pdf"),
    "DOCX by its content": ("/tai-ve", "application/octet-stream", ZIP + b"word/document.xml", ".docx"),
    "XLSX by its content": ("/tai-ve", "application/zip", ZIP + b"xl/workbook.xml", ".xlsx"),
    "DOCX by its name": ("/a.docx", f"{OFFICE}wordprocessingml.document", ZIP, ".docx"),
    "ZIP": ("/a.zip", "application/zip", ZIP, ".zip"),
    "RTF": ("/a", "application/msword", b"{\\rtf1 x}", ".rtf"),
    "XLS": ("/a.xls", "application/vnd.ms-excel", OLE + "Workbook".encode("utf-16-le"), ".xls"),
    "an old Word document": ("/a.doc", "application/msword", OLE, ".doc"),
    "text": ("/a.txt", "text/plain; charset=utf-8", b"Tin", ".txt"),
    "text without a suffix": ("/a", "text/plain", b"Tin", ".txt"),
    "text stated as a page": ("/a.txt", "text/html", b"Tin", ".txt"),
    "Markdown": ("/a.md", "text/plain", b"# Tin", ".md"),
    "CSV": ("/a.csv", "text/csv", b"text\nTin", ".csv"),
    "CSV stated as a download": ("/a.csv", "application/octet-stream", b"text\nTin", ".csv"),
    "JSONL": ("/a.jsonl", "application/x-ndjson", b'{"text": "Tin"}', ".jsonl"),
}  # fmt: skip
NO_KINDS = {
    "a picture": ("/a.png", "image/png", b"\x89PNG\r\n\x1a\n", "is image/png, not a web page"),
    "a script": ("/a.js", "application/javascript", b"x = 1", "is application/javascript, not"),
    "JSON": ("/api", "application/json", b"{}", "is application/json, not"),
    "a feed": ("/rss", "application/rss+xml", b"<?xml version='1.0'?><rss/>", "is application/rss"),
    "nothing": ("/a", "text/html", b" \n", "is empty"),
    "no PDF": ("/a.pdf", "application/pdf", b"Tin", "is application/pdf, not"),
    "of no kind": ("/a", "", b"Tin", "is of no kind, not"),
}  # fmt: skip


@pytest.mark.parametrize(("path", "kind", "content", "suffix"), KINDS.values(), ids=list(KINDS))
def test_the_format_is_that_of_the_content(
    path: str, kind: str, content: bytes, suffix: str
) -> None:
    """The first bytes decide, then the stated kind, then the suffix of the address."""
    assert suffix_of(target_of(SITE + path), kind, content) == suffix


@pytest.mark.parametrize(
    ("path", "kind", "content", "reason"), NO_KINDS.values(), ids=list(NO_KINDS)
)
def test_what_is_not_read_is_told(
    tmp_path: Path, path: str, kind: str, content: bytes, reason: str
) -> None:
    """A reply of another format stores nothing, and the message names it."""
    with pytest.raises(UnreadableBulletin, match=reason):
        keep_reply(target_of(SITE + path), kind, content, tmp_path)
    assert list(tmp_path.iterdir()) == []


CHARSETS = {
    "UTF-8 as stated": ("utf-8", "text/html; charset=utf-8"),
    "UTF-8 with a mark": ("utf-8-sig", "text/html"),
    "UTF-8 stated as Latin": ("utf-8", "text/html; charset=ISO-8859-1"),
    "UTF-8 stated as Windows-1258": ("utf-8", "text/html; charset=windows-1258"),
    "UTF-8 stated as nonsense": ("utf-8", "text/html; charset=x-vietnam"),
    "UTF-16 as stated": ("utf-16", "text/html; charset=utf-16"),
    "UTF-16 without a mark": ("utf-16-le", "text/html; charset=utf-16le"),
    "TCVN3 stated as Latin": ("tcvn3", "text/html; charset=iso-8859-1"),
    "TCVN3 stated as UTF-8": ("tcvn3", "text/html; charset=utf-8"),
    "Windows-1258 as stated": ("cp1258", "text/html; charset=windows-1258"),
    "Windows-1258 stated as UTF-8": ("cp1258", "text/html; charset=utf-8"),
}  # fmt: skip


@pytest.mark.parametrize(("charset", "kind"), CHARSETS.values(), ids=list(CHARSETS))
def test_a_wrong_charset_does_no_harm(tmp_path: Path, charset: str, kind: str) -> None:
    """The text is read in its own encoding, whatever the server states."""
    text = article(5)
    content = encoded(text, charset)
    path = keep_reply(target_of(f"{SITE}/tin"), kind, content, tmp_path)
    (draft,) = read_drafts(path)
    assert isinstance(draft, BulletinDraft)
    assert draft.title == "Kết quả đưa người lao động đi làm việc số 5"
    assert draft.blocks[0][1].startswith("Năm 2022, tỉnh Bắc Kạn có 5 người đi làm việc")


def encoded(text: str, charset: str) -> bytes:
    """The text in an encoding of Python, or in an old Vietnamese one."""
    if charset == "cp1258":
        return in_cp1258(text)
    return written(text, charset).encode("latin-1") if charset == "tcvn3" else text.encode(charset)


def test_a_document_keeps_its_address(tmp_path: Path) -> None:
    """The bulletin of a fetched text file has the address that it came from."""
    target = target_of(f"{SITE}/tin-2022.txt")
    path = keep_reply(
        target, "text/plain", "Năm 2022, tỉnh có 753 người đi làm việc.".encode(), tmp_path
    )
    (draft,) = read_drafts(path)
    assert isinstance(draft, BulletinDraft)
    assert draft.url == f"{SITE}/tin-2022.txt"
    assert address_of(path) == draft.url


@pytest.mark.parametrize("content", [b"", b"\xff\x00", b"javascript:x", b"see the other file"])
def test_a_file_beside_that_holds_no_address_is_ignored(tmp_path: Path, content: bytes) -> None:
    """Only an address is taken from the file beside a document."""
    (tmp_path / "a.txt.address").write_bytes(content)
    assert address_of(tmp_path / "a.txt") is None


def test_the_same_address_gives_the_same_file(tmp_path: Path) -> None:
    """Another content of one address replaces the file; another address has another file."""
    first = keep_reply(target_of(f"{SITE}/tin?id=1"), "text/html", PAGE, tmp_path)
    again = keep_reply(target_of(f"http{SITE[5:]}/tin?id=1"), "text/html", PAGE, tmp_path)
    other = keep_reply(target_of(f"{SITE}/tin?id=2"), "text/html", PAGE, tmp_path)
    assert first == again != other
