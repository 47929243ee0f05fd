"""Rows of tables as lines of text, and the cells in such a line.

A line names its row and, before each cell, the heading of the column, so that it can be read, searched
and cited alone: "Huyện Thanh Ba: Giải quyết việc làm (người) 1.210; Đi làm việc ở nước ngoài (người)
85." The label ends at the first ": ", cells end at "; ", so neither stands in a label, heading or cell.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from knowledge.text.patterns import lazy_regex

_NUMBER = lazy_regex(r"[-−–+(]?\d[\d.,\s]*\)?\s*%?")
_CELL = lazy_regex(rf"(?P<head>.*?)(?P<joint>:? )(?P<cell>{_NUMBER.pattern})")
_LABEL_END, _CELL_END, _LEVELS = ": ", "; ", " – "


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell and the heading of its column; `start:end` is the cell in the line.

    `levels` are the headings above it, from the widest to its own.
    """

    head: str
    text: str
    start: int
    end: int

    @property
    def levels(self) -> tuple[str, ...]:
        """The headings above the cell, from the widest to its own."""
        return tuple(level for level in self.head.split(_LEVELS) if level)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table: its label, and its cells in order; a label without cells names a group."""

    label: str
    cells: tuple[Cell, ...]


def is_number(text: str) -> bool:
    """Whether a text is nothing but a number or a percentage."""
    return _NUMBER.fullmatch(text) is not None


def row_line(label: str, pairs: Iterable[tuple[Sequence[str], str]]) -> str:
    """The line of a row; `pairs` are its cells, each after the levels of its column's heading."""
    label = _without_marks(label)
    cells = [_pair(_LEVELS.join(map(_without_marks, levels)), cell) for levels, cell in pairs]
    if not cells:
        return label
    joined = _CELL_END.join(cells)
    return f"{label}{_LABEL_END}{joined}." if label else f"{joined}."


def row_in(line: str) -> Row:
    """The row of a line that `row_line` wrote; the spans of its cells count from its start."""
    body = line.removesuffix(".")
    label, joint, rest = body.partition(_LABEL_END)
    if not joint:
        return Row(line, ())
    at, cells = len(label) + len(joint), []
    for piece in rest.split(_CELL_END):
        # `Mức lương: 8 - 11`: behind ": " the whole rest is the cell.
        match = _CELL.fullmatch(piece) if _LABEL_END not in piece else None
        if match is not None:
            head, start = match["head"], match.start("cell")
        else:
            head, joint, _ = piece.rpartition(_LABEL_END)
            start = len(head) + len(joint)
        cells.append(Cell(head, piece[start:], at + start, at + len(piece)))
        at += len(piece) + len(_CELL_END)
    return Row(label, tuple(cells))


def _without_marks(text: str) -> str:
    """A label or a heading without the marks that end it."""
    return text.replace(_LABEL_END, " ").replace(_CELL_END, ", ").strip(" :;")


def _pair(head: str, cell: str) -> str:
    cell = cell.replace(_LABEL_END, " ").replace(_CELL_END, ", ").rstrip(" ;")
    if not head:
        return cell
    # "2021 400" would read as one number.
    is_apart = head[-1].isdigit() or not is_number(cell)
    return f"{head}{_LABEL_END}{cell}" if is_apart else f"{head} {cell}"
