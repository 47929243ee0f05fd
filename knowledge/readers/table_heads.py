"""Grid of cells -> how many of its first rows are headings.

The marks of the format come first: `th`, a repeated or frozen row, bold letters. Without marks the
first row is one of headings unless it looks like the rows below it, and a further row is one where
merged or empty cells tie it to the row above, or where its words stand above numbers, days, times.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.readers.table_shape import NOTHING, ORDINAL, Rows, is_group
from knowledge.text.patterns import lazy_regex
from knowledge.text.rows import is_number
from knowledge.text.spelling import plain

_MAX_HEADER_ROWS = 4
# Columns from which on a row like `Huyện 1 2 3` counts them (months) and holds no values.
_MIN_COUNTED = 4
# Marked rows at most, titles above the headings included; more of them mark a whole table.
MAX_MARKED = 12
# Characters of a heading and of a cell of a table of words; longer ones lay out a page.
_MAX_WORD_HEAD, _MAX_WORD_CELL = 60, 160
_YEAR = lazy_regex(r"(?:19|20)\d\d")
# Rows like (1) (2) (3) number the columns; rows like A B 1 2 do too.
_NUMBERING = lazy_regex(r"\(?(?:\d{1,2}|[A-Za-z])\)?(?:\s*=.*)?")
_FIRST = lazy_regex(r"\(?(?:0?1|I|A|a)[.)]?")
_ORDER = lazy_regex(r"\(?(?:\d{1,3}|[IVX]{1,5}|[A-Za-z])[.)]?")
_DIGIT = lazy_regex(r"\d")
# `07:30`, `7h30 - 19h30`, `11 giờ`
_TIME = lazy_regex(
    r"(?:từ )?\d{1,2}\s*(?:[:h]|giờ)\s*(?:\d\d)?(?:\s*[-–]\s*\d{1,2}\s*(?:[:h]|giờ)\s*(?:\d\d)?)?",
    re.IGNORECASE,
)
# `22/4/2024`, `01/8 - 15/9`, `0263.3822.415`
_DAY = lazy_regex(
    r"\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?(?:\s*[-–]\s*\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?)?"
)
_TELEPHONE = lazy_regex(r"\(?0\d[\d.\s()-]{6,14}\d")


@dataclass(frozen=True, slots=True)
class Marks:
    """How many of the first rows a format marks as headings, titles above them included.

    `is_certain` says that the marks are made for headings (`th`), not for looks (bold letters).
    """

    rows: int = 0
    is_certain: bool = False


NO_MARKS = Marks()


def leading(flags: Sequence[bool]) -> int:
    """How many of the first rows are marked; 0 where all rows are, which tells nothing."""
    size = next((at for at, flag in enumerate(flags) if not flag), 0)
    return size if size <= MAX_MARKED else 0


def header_size(grid: Rows, marks: Marks = NO_MARKS) -> int:
    """How many rows of headings a table has; 0 where its first row is one of values."""
    marked = marks.rows if marks.rows < len(grid) and marks.rows <= _MAX_HEADER_ROWS else 0
    for at in range(marked):
        # A bold total, a bold or merged name of a group right below the headings.
        if (at and is_group(grid[at])) or (_has_values(grid[at]) and not marks.is_certain):
            marked = at
            break
    if not marked and (_has_values(grid[0]) or _is_like_those_below(grid)):
        return 0
    size = max(marked, 1)
    is_numbered = plain(grid[0][0]).strip(" .") in ORDINAL
    while size < min(_MAX_HEADER_ROWS, len(grid) - 1):
        row = grid[size]
        if not is_numbering(row):
            below = grid[size + 1 :]
            is_first = is_numbered and _FIRST.fullmatch(row[0])
            is_name = is_group(row) and not _is_in_brackets(row)
            if is_first or is_name or _has_values(row) or _is_like_those_below(grid[size:]):
                break
            is_guess = not marked and (not row[0] or _is_above_values(row, below))
            if not is_guess and not _is_tied(grid[size - 1], row):
                break
        size += 1
    return size


def is_listing(rows: Rows) -> bool:
    """Whether a table of words has headings: names, days, telephone numbers, addresses.

    Its first row has different short headings, and its rows are numbered, or full and short.
    """
    if len(rows) < 2 or min(map(len, rows)) < 3:
        return False
    heads = [" ".join(cell.split()) for cell in rows[0]]
    is_headed = all(0 < len(head) <= _MAX_WORD_HEAD for head in heads)
    if not is_headed or len(set(heads)) < 3 or _is_like_those_below(rows):
        return False
    if plain(heads[0]).strip(" .") in ORDINAL:
        return True
    # A row with its first cell alone names a group.
    full = [row for row in rows[1:] if any(cell.strip() for cell in row[1:])]
    return len(full) > 2 and all(
        sum(bool(cell.strip()) for cell in row) >= len(heads) - 1
        and max(map(len, row)) <= _MAX_WORD_CELL
        for row in full
    )


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


def _has_values(row: Sequence[str]) -> bool:
    """Whether some cell beside the first is a number, neither a year nor one of 1, 2, 3 (months)."""
    is_body = any(is_number(cell) and not _YEAR.fullmatch(cell) for cell in row[1:] if cell)
    is_counted = len(row) >= _MIN_COUNTED and is_numbering(row[1:])
    return is_body and not is_numbering(row) and not is_counted


def _kind(cell: str) -> str:
    """What a cell is: `number`, `time`, `day`, `telephone`, `nothing`, or `words`."""
    cell = cell.strip()
    if cell in NOTHING:
        return "nothing"
    if not _DIGIT.search(cell):
        return "words"
    for kind, pattern in (("time", _TIME), ("telephone", _TELEPHONE), ("day", _DAY)):
        if pattern.fullmatch(cell):
            return kind
    return "number" if is_number(cell) and not _YEAR.fullmatch(cell) else "words"


def _is_like_those_below(grid: Rows) -> bool:
    """Whether the first row is one of values: it is counted like the rows below it, or has days,
    times, telephone numbers or words as they have.
    """
    if len(grid) > 1 and _FIRST.fullmatch(grid[0][0]) and _ORDER.fullmatch(grid[1][0]):
        return not is_numbering(grid[0])
    for at, cell in enumerate(grid[0]):
        kind, below = _kind(cell), [row[at] for row in grid[1:] if at < len(row)]
        if kind in ("time", "day", "telephone"):
            kinds = [_kind(other) for other in below]
            if kinds.count(kind) * 2 > len(kinds) - kinds.count("nothing"):
                return True
        elif kind == "words" and not is_number(cell):
            # `22 ngày làm việc` above `20 ngày làm việc`; a heading may reach down over rows.
            shape = _DIGIT.sub("0", cell)
            others = {_DIGIT.sub("0", other) for other in below if other != cell}
            if _DIGIT.search(cell) and shape in others:
                return True
            down = next((n for n, other in enumerate(below) if other != cell), len(below))
            if cell in below[down:] or down >= _MAX_HEADER_ROWS:
                return True
    return False


def _is_tied(above: Sequence[str], row: Sequence[str]) -> bool:
    """Whether a row goes on with the headings in the row above it.

    A cell of that row reaches down into it, or all cells of that row span columns that it parts.
    """
    if any(cell and cell == over for cell, over in zip(row, above, strict=True)):
        return True
    around = zip(above, ("", *above), (*above[1:], ""), strict=False)
    return all(cell and cell in (left, right) for cell, left, right in around)


def _is_in_brackets(row: Sequence[str]) -> bool:
    """Whether all cells are in brackets, as the units below headings are."""
    return all(cell.startswith("(") and cell.endswith(")") for cell in row if cell)


def _is_above_values(row: Sequence[str], below: Rows) -> bool:
    """Whether a row has words in most columns behind the first that hold numbers, days, times."""
    words = values = 0
    for at, cell in enumerate(row[1:], 1):
        kinds = [kind for other in below if (kind := _kind(other[at])) != "nothing"]
        if kinds and kinds.count("words") * 2 < len(kinds) and _kind(cell) != "nothing":
            values += 1
            words += _kind(cell) == "words"
    return values > 0 and words * 2 > values
