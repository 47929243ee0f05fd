"""The format of a file by its first bytes: a PDF that is named .txt is a PDF."""

import io
import zipfile

from knowledge.readers.pdf import OCR

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"GIF8", b"RIFF")
# The folders of office formats (ECMA-376), which have a list of types, and the type that an
# OpenDocument file names first (OpenDocument 1.3, part 2, 3.3).
_TYPES = "[Content_Types].xml"
_FOLDERS = (("word/", ".docx"), ("xl/", ".xlsx"), ("ppt/", ".pptx"))
_OPEN = b"application/vnd.oasis.opendocument."
_OPEN_KINDS = ((b"text", ".odt"), (b"spreadsheet", ".ods"))
# Names of streams are in UTF-16 in an OLE file.
_IN_OLE = (
    ("Workbook", ".xls"),
    ("Book", ".xls"),
    ("WordDocument", ".doc"),
    ("PowerPoint Document", ".ppt"),
)
_ADVICE = {
    ".ppt": "is a presentation; run `soffice --headless --convert-to pdf FILE` and load the result",
    ".pptx": "is a presentation; run `soffice --headless --convert-to pdf FILE` and load the result",
    ".png": f"is a picture; make a PDF of it (img2pdf FILE -o IN.pdf), {OCR}",
}
HEAD_BYTES = 4096
CONTAINERS = (_ZIP, _OLE)


def suffix_by_content(head: bytes, content: bytes, suffix: str) -> str | None:
    """The suffix of the format that the beginning of a file shows; None for text and unknown ones.

    `suffix` is that of its name; it decides between the formats that are ZIP files by themselves.

    `content` is the whole file, or as much of it as there is, where names inside are looked for.
    """
    if b"%PDF-" in head[:1024] and not head.lstrip().startswith((b"<", b"---")):
        return ".pdf"
    if head.startswith(_ZIP):
        by_name = suffix if suffix in (".docx", ".xlsx", ".odt", ".ods") else ".zip"
        return _inside_zip(content) or by_name
    if head.startswith(_OLE):
        return next((s for name, s in _IN_OLE if name.encode("utf-16-le") in content), ".doc")
    if head.lstrip().startswith(b"{\\rtf"):
        return ".rtf"
    if head.startswith(_PICTURES):
        return ".png"
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return ".html" if start.startswith((b"<!doctype html", b"<html")) else None


def _inside_zip(content: bytes) -> str | None:
    """The office format that a ZIP file is; None for an archive, also one of office files."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as container:
            names = container.namelist()
    except Exception:  # noqa: BLE001 - a damaged one; its reader says so
        return next((s for name, s in _FOLDERS if name.encode() in content), None)
    if _TYPES in names:
        return next((s for folder, s in _FOLDERS if any(n.startswith(folder) for n in names)), None)
    # The type is the first member, stored as it is, so that it stands at a fixed place.
    start = content.find(_OPEN, 0, HEAD_BYTES) if names[:1] == ["mimetype"] else -1
    kind = content[start + len(_OPEN) :] if start >= 0 else b""
    return next((suffix for mark, suffix in _OPEN_KINDS if kind.startswith(mark)), None)


def advice_on(suffix: str) -> str | None:
    """What to do with a format that bantin does not read; None for the others."""
    return _ADVICE.get(suffix)
