"""Tables -> lines of text that keep the headings, so that their figures can be found and cited.

A row becomes one line (`knowledge.text.rows`): its label, then each cell after the heading of its
column. The unit of the table, of a column or of the row stands in brackets behind the heading or the
label. A number without its heading would mislead, so a table without headings is given back as None.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from knowledge.readers.table_heads import NO_MARKS, Marks, header_size, is_listing, is_numbering
from knowledge.readers.table_labels import Names, first_name, low, names_of
from knowledge.readers.table_shape import NOTHING, TICKS, Rows, has_figures, parts_below
from knowledge.records import SectionKind
from knowledge.text.patterns import lazy_regex
from knowledge.text.rows import is_number, row_line
from knowledge.text.spelling import clean, plain
from knowledge.vocabulary.units import unit_at

Block = tuple[SectionKind, str]
MAX_CELLS = 50_000
_MAX_CELL, _MAX_NOTE = 600, 250
# Characters of a heading: each cell below repeats it.
_MAX_HEAD = 150
_MAX_CORNER_HEAD = 60
_LINES_OF_NUMBERS = lazy_regex(r"(?<=[\d%])[ \t]*\n\s*(?=[-+\d])")
_YEAR = lazy_regex(r"(?:19|20)\d\d")
_FILLER, _DECIMAL = "0.0", lazy_regex(r"[-−–+]?\d{1,3}\.\d{1,2}")
_UNIT = lazy_regex(
    r"(?<!\w)\(?(?:đơn vị(?: tính| tiền(?: tệ)?| đo)?|đvt|đv tính|unit)\s*[:：]\s*([^():;]{1,40}?)\)?[.\s]*$",
    re.IGNORECASE,
)
# `Biểu 01 (tiếp theo)`
_CONTINUED = lazy_regex(r"\(tiếp(?: theo)?\)|(?<!\w)tiếp theo(?: trang| bảng| biểu)[^.]{0,20}$")
_UNIT_HEADS = frozenset(("đơn vị tính", "đơn vị", "đvt", "đv tính", "đv", "unit"))
_SCALE = lazy_regex(r"(?:nghìn|ngàn|triệu|tỷ|tỉ)\s+")
_MONEY = lazy_regex(r"(?:(?:nghìn|ngàn|triệu|tỷ|tỉ)\s+)?(?:đồng|vnđ|usd)")
_COUNTED = lazy_regex(r"(?:tổng )?số (?:lượng |lượt )?")
_PART = lazy_regex(
    r"(?:[-–+*]\s*(?:(?:trong đó|tr\.đó)\s*[:：]?\s*)?|(?:trong đó|tr\.đó)\s*[:：]?\s*)",
    re.IGNORECASE,
)


def unit_in_note(text: str) -> str | None:
    """The unit that a line above a table gives to its numbers: "Đơn vị tính: nghìn người"."""
    match = _UNIT.search(text.strip()) if len(text) < _MAX_NOTE else None
    return match[1].strip() if match else None


def unit_above(text: str, before: str | None) -> str | None:
    """The unit that the line above a table gives; of a continued table that of the one `before`."""
    unit = unit_in_note(text)
    return before if unit is None and is_continued(text) else unit


def is_continued(text: str) -> bool:
    """Whether a line above a table says that it goes on with the table before."""
    return len(text) < _MAX_NOTE and _CONTINUED.search(plain(text)) is not None


def table_blocks(
    rows: Rows, unit: str | None = None, marks: Marks = NO_MARKS
) -> list[Block] | None:
    """The lines of a table, merged cells repeated in `rows`; None where columns have no headings.

    `unit` is that of the numbers by a line above the table; one inside of it comes first. `marks`
    are those of the format on the first of the `rows`.
    """
    grid = [[_cell(cell) for cell in row] for row in rows]
    marked = sum(map(any, grid[: marks.rows]))
    grid = _without_empty(_without_filler(grid))
    notes: list[str] = []
    while grid and len(grid[0]) > 1 and _is_note(grid[0], grid[1:]):
        notes.append(next((cell for cell in grid[0] if cell), ""))
        grid = grid[1:]
    if not grid:
        return [("paragraph", note) for note in notes if note]
    above: list[Block] = [("paragraph", note) for note in notes]
    marks = replace(marks, rows=max(0, marked - len(notes)))
    is_marked = marks.is_certain and 0 < marks.rows < len(grid)
    if not is_marked and not has_figures(grid) and not is_listing(grid):
        joint = ": " if len(grid[0]) == 2 else "; "
        return [*above, *(("paragraph", joint.join(_distinct(row))) for row in grid)]
    size = header_size(grid, marks)
    if size == 0:
        return None
    heads, body = _heads(grid[:size]), grid[size:]
    if not heads or sum(bool(head) for head in heads[1:]) * 2 < len(heads) - 1:
        return None
    unit = next((u for note in notes if (u := unit_in_note(note))), unit)
    return [*above, *(("row", line) for line in _body_lines(heads, body, unit))]


def _is_note(row: list[str], following: list[list[str]]) -> bool:
    """Whether a row above the headings is a title or a unit, merged over the columns."""
    values = {cell for cell in row if cell}
    # A heading over several columns beside an empty corner.
    is_heading = not row[0] and sum(map(bool, row)) > 1 and len(row[-1]) < _MAX_CORNER_HEAD
    return not is_heading and len(values) <= 1 and not is_number(row[0]) and bool(following)


def _cell(text: str) -> str:
    # Two numbers on two lines are not one: `120` above `150` is not 120150.
    text = _LINES_OF_NUMBERS.sub(", ", clean(text))
    return " ".join(text.split())[:_MAX_CELL]


def _without_empty(grid: list[list[str]]) -> list[list[str]]:
    """The rows of equal length, without empty rows and columns."""
    width = max((len(row) for row in grid), default=0)
    grid = [row + [""] * (width - len(row)) for row in grid if any(row)]
    kept = [at for at in range(width) if any(row[at] for row in grid)]
    return [[row[at] for at in kept] for row in grid]


def _without_filler(grid: list[list[str]]) -> list[list[str]]:
    """The rows with "-" for `0.0` where its column has no other such decimal: programs fill with it.

    Beside `12.5` it is a number: no rain.
    """
    measured = {
        at for row in grid for at, cell in enumerate(row)
        if cell != _FILLER and _DECIMAL.fullmatch(cell)
    }  # fmt: skip
    return [
        ["-" if cell == _FILLER and at not in measured else cell for at, cell in enumerate(row)]
        for row in grid
    ]


def _distinct(row: Sequence[str]) -> list[str]:
    """The cells of a row that are not empty; a merged cell once."""
    return [cell for at, cell in enumerate(row) if cell and (at == 0 or cell != row[at - 1])]


def _heads(rows: list[list[str]]) -> list[tuple[str, ...]]:
    """The headings above each column, from the widest to its own."""
    rows = [row for row in rows if not is_numbering(row)]
    heads = []
    for column in zip(*rows, strict=True):
        levels = dict.fromkeys(cell[:_MAX_HEAD] for cell in column if cell)
        heads.append(tuple(f"năm {w}" if _YEAR.fullmatch(w) else w for w in levels))
    return heads


def _body_lines(heads: list[tuple[str, ...]], body: list[list[str]], unit: str | None) -> list[str]:
    """A line for each row; a row that is only a label names the group of the following rows."""
    unit_at_column = _unit_column(heads, body)
    names = names_of(heads, body, unit_at_column)
    beside = {*names.columns, *names.counts, unit_at_column}
    shown = [at for at in range(len(heads)) if at not in beside]
    counted = [at for at in shown if any(is_number(row[at]) for row in body)]
    if unit is not None:
        heads = [_with_unit(head, unit) if at in counted else head for at, head in enumerate(heads)]
    lines, parent, whole, parts = [], "", 0, 0
    # `Sản lượng` below `1. Lúa` and again below `2. Ngô` is named by its group.
    written = Counter(names.label(heads, row) for row in body)
    group = ""
    for at_row, row in enumerate(body):
        label = names.label(heads, row)
        of_row = row[unit_at_column] if unit_at_column is not None else ""
        merged = _merged(row, names, counted)
        if merged or (label and not any(row[at] for at in shown)):
            line = merged or label
            lines.append(row_line(line if merged else _with_unit_of_row(line, of_row), ()))
            if not _PART.fullmatch(line):  # `Trong đó:` on a line of its own names no group
                parent, whole, parts = line, at_row, 0
                group = line.strip(" :")
            continue
        if group and written[label] > 1 and not _PART.match(label):
            label = f"{group}, {label}"
        part = _PART.match(label)
        if part and part.end() < len(label) and parent:
            is_first = "tr" in plain(part[0])
            parts = parts_below(body, whole, at_row, shown) if is_first else parts
            label = f"{parent}, trong đó {label[part.end() :]}"
        elif label and parts:
            parts -= 1
            label = f"{parent}, trong đó {label}"
        elif label:
            parent, whole = label, at_row
        label = _with_unit_of_row(label, of_row)
        # `x` stands for nothing among numbers; elsewhere it ticks.
        cells = [
            (heads[at], row[at]) for at in shown
            if row[at] not in NOTHING or (row[at] in TICKS and at not in counted)
        ]  # fmt: skip
        if cells or label:
            # Without a label the first ": " would end one inside a cell.
            lines.append(row_line(label or "–", cells))
    return lines


def _merged(row: Sequence[str], names: Names, counted: Sequence[int]) -> str:
    """The words of a row that has no others: merged over the columns, or alone among numbers."""
    places = [at for at, cell in enumerate(row) if cell and at not in names.counts]
    values = {row[at] for at in places}
    if len(values) != 1:
        return ""
    value = values.pop()
    is_over_all = len(places) == len(row) - len(names.counts) > 2
    is_named = places[0] in names.columns or len(places) > 1 or places[0] in counted
    return value if is_named and (is_over_all or not is_number(value)) else ""


def _with_unit_of_row(label: str, unit: str) -> str:
    if unit in NOTHING:
        return label
    return f"{label} ({unit})" if _is_whole_unit(unit) else f"{label} (ĐVT: {unit})"


def _unit_column(heads: list[tuple[str, ...]], body: list[list[str]]) -> int | None:
    """The column that names the unit of each row; None where there is none."""
    for at in range(first_name(heads, body) + 1, len(heads)):
        cells = [row[at] for row in body if row[at] not in NOTHING]
        if low(heads[at]) in _UNIT_HEADS and any(_is_unit(cell) for cell in cells):
            return at
    return None


def _is_unit(cell: str) -> bool:
    low = plain(cell)
    scale = _SCALE.match(low)
    return low == "%" or unit_at(low, scale.end() if scale else 0) is not None


def _is_whole_unit(cell: str) -> bool:
    """Whether a cell is a known unit and nothing else: of `nhà tiêu` only `nhà` is one."""
    low = plain(cell)
    scale = _SCALE.match(low)
    known = unit_at(low, scale.end() if scale else 0)
    return low == "%" or (known is not None and (known[1] == len(low) or "/" in low[known[1] :]))


def _with_unit(head: tuple[str, ...], unit: str) -> tuple[str, ...]:
    is_stated = any("(" in level or "%" in level for level in head)
    if (
        not head
        or is_stated
        or _counts_others(head[-1], unit)
        or low(head[-1:]).startswith(("tỷ lệ", "tỉ lệ"))
    ):
        return head
    return (*head[:-1], f"{head[-1]} ({unit})")


def _counts_others(heading: str, unit: str) -> bool:
    """Whether a heading says what it counts, and the unit is one of money: `Số lượt người`."""
    name = plain(heading)
    counted = _COUNTED.match(name)
    is_thing = counted is not None and unit_at(name, counted.end()) is not None
    return (
        is_thing
        and _MONEY.match(plain(unit)) is not None
        and not _MONEY.match(name[counted.end() :] if counted else "")
    )
