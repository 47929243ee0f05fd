"""Grid of cells -> its shape: how many rows of headings, which columns name a row, which rows are parts.

Decided by what the cells are and where they stand, not by the words of one table.
"""

import re
from collections.abc import Sequence
from decimal import Decimal

from knowledge.text.patterns import lazy_regex
from knowledge.text.rows import is_number
from knowledge.text.spelling import plain

Rows = Sequence[Sequence[str]]
NOTHING = frozenset(("", "-", "–", "—", "…", "...", "x", "X", "0.0"))
ORDINAL = frozenset(("stt", "tt", "số tt", "số thứ tự", "no", "no.", "#"))
KINDS = frozenset((
    "huyện", "xã", "tỉnh", "quận", "phường", "thị trấn", "thị xã", "thành phố", "năm", "tháng",
    "quý", "quí",
))  # fmt: skip
_MAX_HEADER_ROWS, _MAX_PARTS = 4, 8
# Characters of a heading and of a cell of a table of words; longer ones lay out a page.
_MAX_WORD_HEAD, _MAX_WORD_CELL = 60, 160
_YEAR = lazy_regex(r"(?:19|20)\d\d")
# Rows like (1) (2) (3) number the columns; rows like A B 1 2 do too.
_NUMBERING = lazy_regex(r"\(?(?:\d{1,2}|[A-Za-z])\)?(?:\s*=.*)?")
_FIRST = lazy_regex(r"\(?(?:0?1|I|A|a)[.)]?")
_DIGIT = lazy_regex(r"\d")


def has_figures(rows: Rows) -> bool:
    """Whether some cell beside the first column of at least two columns is a number."""
    return any(is_number(cell.strip()) for row in rows for cell in row[1:])


def is_listing(rows: Rows) -> bool:
    """Whether a table of words has headings: names, days, telephone numbers, addresses.

    Its first row has different short headings, and its rows are numbered, or full and short.
    """
    if len(rows) < 2 or min(map(len, rows)) < 3:
        return False
    heads = [" ".join(cell.split()) for cell in rows[0]]
    is_headed = all(0 < len(head) <= _MAX_WORD_HEAD for head in heads)
    if not is_headed or len(set(heads)) < 3 or any(_DIGIT.search(head) for head in heads):
        return False
    if plain(heads[0]).strip(" .") in ORDINAL:
        return True
    return len(rows) > 3 and all(
        sum(bool(cell.strip()) for cell in row) >= len(heads) - 1
        and max(map(len, row)) <= _MAX_WORD_CELL
        for row in rows[1:]
    )


def header_size(grid: Rows) -> int:
    """How many rows of headings a table has; 0 where its first row is one of values."""
    is_numbered = bool(grid) and plain(grid[0][0]).strip(" .") in ORDINAL
    for size, row in enumerate(grid):
        values = [cell for cell in row[1:] if cell]
        is_body = any(is_number(cell) and not _YEAR.fullmatch(cell) for cell in values)
        if is_body and not is_numbering(row):
            return size
        # A row of years below the first one is a row of values only where the years are its label.
        if size >= _MAX_HEADER_ROWS or (size and is_group(row)):
            return size
        if size and is_numbered and _FIRST.fullmatch(row[0]) and not is_numbering(row):
            return size
    return 1


def is_numbering(row: Sequence[str]) -> bool:
    """Whether a row only numbers the columns: (1) (2) (3)."""
    cells = [cell for cell in row if cell]
    numbers = [int(n) for cell in cells if (n := cell.strip("() ")).isdecimal()]
    return (
        len(cells) > 1
        and all(_NUMBERING.fullmatch(cell) for cell in cells)
        and numbers == list(range(numbers[0], numbers[0] + len(numbers)) if numbers else [])
        and (not numbers or numbers[0] == 1)
    )


def is_group(row: Sequence[str]) -> bool:
    """Whether a row of the body is only a label, for the rows below it."""
    values = list(dict.fromkeys(cell for cell in row if cell))
    is_merged = len(values) == 1
    return is_merged or (0 < len(values) <= 2 and not any(row[2:]))


def label_columns(
    heads: Sequence[tuple[str, ...]], body: Rows, first: int, unit_column: int | None
) -> list[int]:
    """The first column and those of words beside it, which together name a row.

    A further column belongs to the name if it is of places or times, or if the columns before it
    name several rows alike; elsewhere its words are cells: a telephone number, a term.
    """
    labels = [first]
    for at in range(first + 1, len(heads) - 1):
        cells = [row[at] for row in body if row[at] not in NOTHING]
        if at == unit_column or not cells or any(is_number(cell) for cell in cells):
            break
        names = [tuple(row[n] for n in labels) for row in body if row[at] not in NOTHING]
        is_unique = len(set(names)) == len(names)
        if is_unique and low(heads[at]).strip() not in KINDS:
            break
        labels.append(at)
    return labels


def low(head: tuple[str, ...]) -> str:
    """The levels of a heading in small letters, as one text."""
    return plain(" ".join(head))


def parts_below(rows: Rows, part: int, columns: Sequence[int]) -> int:
    """How many rows behind the first part (`part`) are further parts of the whole in `rows[0]`.

    They are where all parts together give the whole in most columns of numbers, as no rows that
    follow by chance do.
    """
    for more in range(1, _MAX_PARTS + 1):
        if part + more >= len(rows):
            return 0
        added = rows[part : part + more + 1]
        sums = [_adds_up(rows[0][at], [row[at] for row in added]) for at in columns]
        known = [is_sum for is_sum in sums if is_sum is not None]
        if known and sum(known) * 2 >= len(known):
            return more
    return 0


def _adds_up(whole: str, parts: Sequence[str]) -> bool | None:
    """Whether the parts of a column give its whole; None where one of them is no number."""
    total, numbers = _number(whole), [_number(part) for part in parts]
    known = [number for number in numbers if number is not None]
    if not total or len(known) < len(numbers):
        return None
    return sum(known) == total


def _number(cell: str) -> Decimal | None:
    if not is_number(cell.strip()) or "%" in cell:
        return None
    digits = re.sub(r"[^\d,]", "", cell).strip(",").replace(",", ".")
    return Decimal(digits) if digits.count(".") < 2 and digits else None
