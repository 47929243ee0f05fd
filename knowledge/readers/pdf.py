"""PDF with text and ruled tables -> parts.

Scanned pages are recognized where Tesseract is installed, else refused with the command.
"""

import re
import time
from collections import Counter
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
_DIGITS = lazy_regex(r"\d+")
# Lines looked at above and below; pages that have a running head, at least, and their share.
_EDGE_LINES, _LEAST_PAGES, _MOST_PAGES = 2, 3, 0.5
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
    # The text inside a box, which is what `get_text_bounded` gives, lacks the line breaks of turned
    # pages and the marks of accents that have no width.
    pages = [page.get_textpage().get_text_range() for page in document]
    blank = [n for n, text in enumerate(pages) if sum(map(str.isalpha, text)) < _MIN_LETTERS]
    is_scan = bool(blank) and any(_has_picture(document[n]) for n in blank)
    if is_scan and is_recognized:
        for n, text in zip(blank, recognized(content, blank), strict=True):
            pages[n] = text
    elif is_scan and can_recognize():
        return [Part("scan")]
    if all(sum(map(str.isalpha, text)) < _MIN_LETTERS for text in pages):
        raise UnreadableBulletin(f"is a scanned PDF without text; {OCR}")
    running = _running_heads(pages)
    parts = list(_joined(_pages(document, content, pages, running)))
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


def _running_heads(texts: Sequence[str]) -> frozenset[str]:
    """The lines, without digits, that stand at the edges of most pages: heads and feet."""
    counts: Counter[str] = Counter()
    for text in texts:
        lines = [line for line in text.splitlines() if line.strip()]
        counts.update({_shape(line) for line in (*lines[:_EDGE_LINES], *lines[-_EDGE_LINES:])})
    least = max(_LEAST_PAGES, len(texts) * _MOST_PAGES)
    return frozenset(shape for shape, count in counts.items() if shape and count >= least)


def _shape(line: str) -> str:
    """A line without its spaces and with one sign for each number."""
    return _DIGITS.sub("#", "".join(line.split()))


def _pages(
    document: Any, content: bytes, texts: Sequence[str], running: frozenset[str]
) -> Iterator[Part]:
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
                yield from _parts(_without_running_heads(block, running))
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
        return _text_in(words, (first + left, end - bottom, first + right, end - top))

    width, height = (end, last) if is_turned else (last - first, end - begin)
    above = 0.0
    for table in tables:
        yield inside(0, above, width, table.top)
        yield inside(0, table.top, table.left, table.bottom)
        yield inside(table.right, table.top, width, table.bottom)
        yield table
        above = table.bottom
    yield inside(0, above, width, height)


def _text_in(words: Any, box: tuple[float, float, float, float]) -> str:
    """The text whose letters stand in a box: left, bottom, right, top in points from below.

    Breaks, and marks without a width, belong to the letter before them.
    """
    from pypdfium2 import raw

    left, bottom, right, top = box
    letters: list[str] = []
    is_inside = False
    for at in range(words.count_chars()):
        letter = chr(raw.FPDFText_GetUnicode(words, at))
        x0, y0, x1, y1 = words.get_charbox(at)
        if x1 > x0 and not letter.isspace():
            is_inside = left <= (x0 + x1) / 2 <= right and bottom <= (y0 + y1) / 2 <= top
        if is_inside:
            letters.append(letter)
    return "".join(letters)


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


def _without_running_heads(page: str, running: frozenset[str]) -> list[str]:
    """The lines of a page without page numbers, and heads and feet of all pages, at its edges."""
    # A hyphen at the end of a line is U+FFFE in PDFium.
    lines = [
        line.rstrip() for line in page.replace("\ufffe", "-").replace("\r\n", "\n").split("\n")
    ]
    for edge in (-1, 0):
        while lines and _is_no_text(lines[edge], running):
            lines.pop(edge)
    return lines


def _is_no_text(line: str, running: frozenset[str]) -> bool:
    bare = line.strip()
    return not bare or _PAGE_NUMBER.fullmatch(bare) is not None or _shape(bare) in running


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
