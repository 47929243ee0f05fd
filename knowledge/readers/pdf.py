"""PDF with text and ruled tables -> parts.

Scanned pages are recognized where Tesseract is installed, else refused with the command.
"""

import re
import time
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from knowledge.errors import UnreadableBulletin
from knowledge.readers.bounded import Part
from knowledge.readers.pdf_tables import RuledTable, RuledTables
from knowledge.readers.recognition import INSTALL, can_recognize, recognized
from knowledge.text.patterns import lazy_regex

OCR = (
    f"install Tesseract and load it again ({INSTALL}), or run `ocrmypdf -l vie IN.pdf OUT.pdf` "
    "(Debian: apt install ocrmypdf tesseract-ocr-vie) and load OUT.pdf"
)
_MAX_PAGES, _MIN_LETTERS = 1000, 20
# A page with fewer digits or paths has no table; CPU seconds for the tables of a document.
_MIN_DIGITS, _MIN_PATHS, _TABLES_S = 4, 4, 8.0
_NUMBER = lazy_regex(r"(?<!\S)[-–]?\d[\d.,]*%?(?!\S)")
_PAGE_NUMBER = lazy_regex(
    r"(?:trang|page)?\s*[-–]?\s*\d{1,4}\s*(?:[-–]|/\s*\d{1,4})?", re.IGNORECASE
)


def parse(content: bytes) -> list[Part]:
    """See `knowledge.readers.bounded.parse_bounded`; `scan` alone where pages are to be recognized."""
    return parts_of(content, is_recognized=False)


def parts_of(content: bytes, *, is_recognized: bool) -> list[Part]:
    """The parts of a PDF; `is_recognized` says that Tesseract reads its scanned pages.

    Raises:
        UnreadableBulletin: damaged, with a password, too long, or scanned without Tesseract.
    """
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
    blank = [n for n, text in enumerate(pages) if sum(map(str.isalpha, text)) < _MIN_LETTERS]
    is_scan = bool(blank) and any(_has_picture(document[n]) for n in blank)
    if is_scan and is_recognized:
        for n, text in zip(blank, recognized(content, blank), strict=True):
            pages[n] = text
    elif is_scan and can_recognize():
        return [Part("scan")]
    if all(sum(map(str.isalpha, text)) < _MIN_LETTERS for text in pages):
        raise UnreadableBulletin(f"is a scanned PDF without text; {OCR}")
    parts = list(_joined(_pages(document, content, pages)))
    if blank:
        numbers = ", ".join(str(n + 1) for n in blank[:10])
        parts.append(
            Part(
                "warning",
                f"the text of {len(blank)} scanned pages was recognized (pages {numbers}); compare its "
                "figures with the original"
                if is_scan and is_recognized
                else f"{len(blank)} pages have no text (pages {numbers}); if they are scanned, {OCR}",
            )
        )
    return parts


def _has_picture(page: Any) -> bool:
    """Whether a page shows a picture, as a scanned one does."""
    from pypdfium2 import raw

    return (
        next(iter(page.get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE,), max_depth=2)), None)
        is not None
    )


def _pages(document: Any, content: bytes, texts: Sequence[str]) -> Iterator[Part]:
    """The parts of all pages; a page with lines around numbers is searched for tables."""
    tables: RuledTables | None = None
    began = time.process_time()
    for number, text in enumerate(texts):
        ruled: list[RuledTable] = []
        is_ruled = sum(map(str.isdigit, text)) >= _MIN_DIGITS and _has_lines(document[number])
        if is_ruled and time.process_time() - began < _TABLES_S:
            tables = tables or RuledTables(content)
            ruled = tables.on(number)
        for block in _blocks(document[number], number, text, ruled, tables):
            if isinstance(block, RuledTable):
                yield Part("table", rows=block.rows)
            else:
                for page in _without_running_heads([block]):
                    yield from _parts(page)
    if tables is not None:
        tables.close()


def _has_lines(page: Any) -> bool:
    """Whether at least some paths are drawn on a page: lines of a table, or pictures."""
    from pypdfium2 import raw

    paths = page.get_objects(filter=(raw.FPDF_PAGEOBJ_PATH,), max_depth=2)
    return len(list(islice(paths, _MIN_PATHS))) == _MIN_PATHS


def _blocks(
    page: Any, number: int, text: str, tables: Sequence[RuledTable], source: RuledTables | None
) -> Iterator[str | RuledTable]:
    """The text of a page and its tables, from top to bottom; text beside a table comes before it."""
    if not tables or source is None:
        yield text
        return
    is_turned = page.get_rotation() in (90, 270)
    first, begin, last, end = page.get_mediabox()
    words = page.get_textpage()

    def inside(left: float, top: float, right: float, bottom: float) -> str:
        if is_turned:  # PDFium's boxes are those of the page before it is turned
            return source.text_in(number, (left, top, right, bottom))
        return str(words.get_text_bounded(first + left, end - bottom, first + right, end - top))

    width, height = (end, last) if is_turned else (last - first, end - begin)
    above = 0.0
    for table in tables:
        yield inside(0, above, width, table.top)
        yield inside(0, table.top, table.left, table.bottom)
        yield inside(table.right, table.top, width, table.bottom)
        yield table
        above = table.bottom
    yield inside(0, above, width, height)


def _joined(parts: Iterable[Part]) -> Iterator[Part]:
    """The parts; a table that goes on at the top of the next page is one with its beginning."""
    last: Part | None = None
    for part in parts:
        if part.kind == "line" and not part.text.strip() and last is not None:
            continue
        if last is not None and part.kind == "table" and len(part.rows[0]) == len(last.rows[0]):
            again = 0
            while (
                again < min(len(part.rows), len(last.rows)) and part.rows[again] == last.rows[again]
            ):
                again += 1
            last = Part("table", rows=(*last.rows, *part.rows[again:]))
            continue
        if last is not None:
            yield last
            last = None
        if part.kind == "table":
            last = part
        else:
            yield part
    if last is not None:
        yield last


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
