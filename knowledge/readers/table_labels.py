"""Headings and rows of a table -> which columns name a row, and the name of each row."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.readers.table_shape import NOTHING, ORDINAL, Rows
from knowledge.text.patterns import lazy_regex
from knowledge.text.rows import is_number
from knowledge.text.spelling import plain

Heads = Sequence[tuple[str, ...]]
_KINDS = frozenset((
    "huyện", "xã", "tỉnh", "quận", "phường", "thị trấn", "thị xã", "thành phố", "năm", "tháng",
    "quý", "quí",
))  # fmt: skip
_TIMES = frozenset(("năm", "tháng", "quý", "quí"))
_ORDER_OF_TIME = lazy_regex(r"\d|[IVX]+(?!\w)")
# `1`, `2.1`, `IV.`, `a)`, `1b`
_ORDER = lazy_regex(r"\W*(?:\d+[a-z]?|[IVXLC]+|[A-Za-zđĐ])(?:[.,)](?:\d+|[IVXLC]+|[a-zđ]))*\W*")
_DAY = lazy_regex(r"\d{1,2}\.\d{1,2}\.\d{2,4}")
_YEAR = lazy_regex(r"(?:19|20)\d\d")
# `KK1`, `01/GTGT`
_CODE = lazy_regex(r"(?=\S*\d)(?=\S*[^\W\d])\S{2,20}")
_DIGIT = lazy_regex(r"\d")
_WORD = lazy_regex(r"[^\W\d]{2,}")


@dataclass(frozen=True, slots=True)
class Names:
    """The columns that name a row, and those that only count the rows, which are left out."""

    columns: tuple[int, ...]
    counts: tuple[int, ...] = ()

    def label(self, heads: Heads, row: Sequence[str]) -> str:
        """The name of a row: a word among the numbers of rows (`Tổng`) is part of it."""
        words = [row[at] for at in self.counts if not _ORDER.fullmatch(row[at])]
        names = [_named(heads[at], row[at]) for at in self.columns]
        if not any(name not in NOTHING for name in names):
            # `Tổng` in the column of ranks, beside an empty name.
            words = [row[at] for at in range(self.columns[0]) if not _is_order(row[at])]
        return ", ".join(dict.fromkeys(cell for cell in (*words, *names) if cell not in NOTHING))


def names_of(heads: Heads, body: Rows, unit_column: int | None) -> Names:
    """The columns that name a row: the first, or that of words behind numbers or codes of rows, and
    those of words beside it.

    A further column belongs to the name if it is of places or times, or if the columns before it
    name several rows alike; elsewhere its words are cells: a telephone number, a term.
    """
    first = 1 if _is_numbered(heads) else 0
    named = first_name(heads, body)
    # Ranks below a heading of their own (`Hạng`) are cells; bare numbers of rows are left out.
    is_ranked = named > first and low(heads[first]).strip(" .") not in {*ORDINAL, ""}
    counts = range(first if is_ranked else named)
    labels = [named]
    cells = _filled(body, named)
    is_coded = bool(cells) and all(map(_CODE.fullmatch, cells))
    if is_coded and named + 1 != unit_column and _is_name(body, named + 1):
        labels.append(named + 1)
    for at in range(labels[-1] + 1, len(heads) - 1):
        cells = _filled(body, at)
        if at == unit_column or not cells or any(is_number(cell) for cell in cells):
            break
        names = [tuple(row[n] for n in labels) for row in body if row[at] not in NOTHING]
        is_unique = len(set(names)) == len(names)
        if is_unique and low(heads[at]).strip() not in _KINDS:
            break
        labels.append(at)
    return Names(tuple(labels), tuple(counts))


def first_name(heads: Heads, body: Rows) -> int:
    """The first column that names a row: the one of words behind numbers of rows, ranks included."""
    first = 1 if _is_numbered(heads) else 0
    head = low(heads[first]).strip()
    # `Tổng` over both columns, or beside an empty name, is no number.
    cells = [
        row[first] for row in body
        if row[first] not in NOTHING and row[first + 1 : first + 2] not in ([""], ["-"], [row[first]])
    ]  # fmt: skip
    is_of_kind = head in _KINDS or all(map(_YEAR.fullmatch, cells))
    is_count = all(_is_order(cell) for cell in cells) and (
        not head or any(map(_DIGIT.search, cells))
    )
    return first + 1 if is_count and not is_of_kind and _is_name(body, first + 1) else first


def low(head: tuple[str, ...]) -> str:
    """The levels of a heading in small letters, as one text."""
    return plain(" ".join(head))


def _filled(body: Rows, at: int) -> list[str]:
    return [row[at] for row in body if row[at] not in NOTHING]


def _is_numbered(heads: Heads) -> bool:
    return len(heads) > 2 and low(heads[0]).strip(" .") in ORDINAL


def _is_order(cell: str) -> bool:
    """Whether a cell only numbers its row; a day does not."""
    return bool(_ORDER.fullmatch(cell)) or (is_number(cell) and not _DAY.fullmatch(cell))


def _is_name(body: Rows, at: int) -> bool:
    """Whether there is such a column and its cells are words, each another."""
    if at >= max(map(len, body), default=0):
        return False
    cells = _filled(body, at)
    words = [cell for cell in cells if _WORD.search(cell) and not is_number(cell)]
    return len(words) * 2 > len(body) and len(set(cells)) == len(cells)


def _named(head: tuple[str, ...], cell: str) -> str:
    """A cell with the kind of place or time that its heading gives: `Huyện Hạ Hòa`, `Lớp 6`."""
    kind = low(head).strip()
    if not cell or cell in NOTHING or plain(cell).startswith(kind):
        return cell
    if kind in _TIMES:
        return f"{head[-1]} {cell}" if _ORDER_OF_TIME.match(cell) else cell
    # "Tổng số" and "Toàn tỉnh" are no names of a district.
    if kind in _KINDS and not plain(cell).startswith(
        ("tổng", "toàn", "cộng", "tp", "tx", "thị", "thành", "cả")
    ):
        return f"{head[-1]} {cell}"
    is_bare = is_number(cell) and not _YEAR.fullmatch(cell) and len(head) == 1
    return f"{head[-1]} {cell}" if is_bare and _is_kind(kind) else cell


def _is_kind(head: str) -> bool:
    """Whether a heading is a short name of things that have numbers: `lớp`, `đợt`, `mã số`."""
    return len(head.split()) <= 2 and re.fullmatch(r"[^\W\d]+(?: [^\W\d]+)?", head) is not None
