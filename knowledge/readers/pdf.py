"""PDF with text -> parts. A scanned one is refused with the command that recognizes its text."""

import re
from collections.abc import Iterator, Sequence

from knowledge.errors import UnreadableBulletin
from knowledge.readers.bounded import Part

OCR = "run `ocrmypdf -l vie IN.pdf OUT.pdf` (Debian: apt install ocrmypdf tesseract-ocr-vie) and load OUT.pdf"
_MAX_PAGES, _MIN_LETTERS = 1000, 20
_NUMBER = re.compile(r"(?<!\S)[-–]?\d[\d.,]*%?(?!\S)")
_PAGE_NUMBER = re.compile(
    r"(?:trang|page)?\s*[-–]?\s*\d{1,4}\s*(?:[-–]|/\s*\d{1,4})?", re.IGNORECASE
)


def parse(content: bytes) -> list[Part]:
    """See `knowledge.readers.bounded.parse_bounded`."""
    from pypdfium2 import PdfDocument, PdfiumError

    try:
        document = PdfDocument(content)
    except PdfiumError as exc:
        reason = (
            "needs a password; save it without one"
            if "assword" in str(exc)
            else f"is a damaged PDF ({exc})"
        )
        raise UnreadableBulletin(reason) from exc
    if len(document) > _MAX_PAGES:
        raise UnreadableBulletin(
            f"has {len(document)} pages, at most {_MAX_PAGES} are read: split it"
        )
    pages = [page.get_textpage().get_text_bounded() for page in document]
    blank = [n for n, text in enumerate(pages, 1) if sum(map(str.isalpha, text)) < _MIN_LETTERS]
    if len(blank) == len(pages):
        raise UnreadableBulletin(f"is a scanned PDF without text; {OCR}")
    parts = [part for page in _without_running_heads(pages) for part in _parts(page)]
    if blank:
        numbers = ", ".join(map(str, blank[:10]))
        parts.append(
            Part(
                "warning",
                f"{len(blank)} pages have no text (pages {numbers}); if they are scanned, {OCR}",
            )
        )
    return parts


def _without_running_heads(pages: Sequence[str]) -> Iterator[list[str]]:
    """The lines of each page, without page numbers at its first and last line."""
    for page in pages:
        # A hyphen at the end of a line is U+FFFE in PDFium.
        lines = [
            line.rstrip() for line in page.replace("\ufffe", "-").replace("\r\n", "\n").split("\n")
        ]
        while lines and (not lines[-1].strip() or _PAGE_NUMBER.fullmatch(lines[-1].strip())):
            lines.pop()
        while lines and (not lines[0].strip() or _PAGE_NUMBER.fullmatch(lines[0].strip())):
            lines.pop(0)
        yield lines


def _parts(lines: list[str]) -> Iterator[Part]:
    """The lines; rows of a table, whose numbers have no headings here, are left out with a warning."""
    rows: list[str] = []
    for line in [*lines, ""]:
        if _is_row(line):
            rows.append(line)
            continue
        if len(rows) > 1:
            shown = " | ".join(rows)[:80]
            yield Part(
                "warning",
                f"a table of {len(rows)} rows was left out; load it as XLSX or DOCX: {shown!r}",
            )
        else:
            yield from (Part("line", row) for row in rows)
        rows = []
        yield Part("line", line)


def _is_row(line: str) -> bool:
    """Whether a line reads as a row of a table: a few words and at least two bare numbers at its end."""
    numbers = _NUMBER.findall(line)
    rest = _NUMBER.sub(" ", line).split()
    ends = re.search(r"\d[\d.,]*%?\s+[-–]?\d[\d.,]*%?\s*$", line) is not None
    return len(numbers) >= 2 and len(rest) <= 8 and ends
