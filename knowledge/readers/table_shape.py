"""Grid of cells -> its shape: whether it holds figures, which rows are groups or parts.

Decided by what the cells are and where they stand, not by the words of one table.
"""

import re
from collections.abc import Sequence
from decimal import Decimal

from knowledge.text.rows import is_number

Rows = Sequence[Sequence[str]]
TICKS = frozenset(("x", "X"))
NOTHING = frozenset(("", "-", "–", "—", "…", "...")) | TICKS
ORDINAL = frozenset(("stt", "tt", "số tt", "số thứ tự", "no", "no.", "#"))
_MAX_PARTS = 8


def has_figures(rows: Rows) -> bool:
    """Whether some cell beside the first column of at least two columns is a number."""
    return any(is_number(cell.strip()) for row in rows for cell in row[1:])


def is_group(row: Sequence[str]) -> bool:
    """Whether a row of the body is only a label, for the rows below it."""
    values = list(dict.fromkeys(cell for cell in row if cell))
    is_merged = len(values) == 1
    return is_merged or (0 < len(values) <= 2 and not any(row[2:]))


def parts_below(rows: Rows, whole: int, part: int, columns: Sequence[int]) -> int:
    """How many rows behind row `part`, the first part of row `whole`, are further parts of it.

    They are where all parts together give the whole in most columns of numbers, as no rows that
    follow by chance do.
    """
    for more in range(1, _MAX_PARTS + 1):
        if part + more >= len(rows):
            return 0
        added = rows[part : part + more + 1]
        sums = [_adds_up(rows[whole][at], [row[at] for row in added]) for at in columns]
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
