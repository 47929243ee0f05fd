"""Tables -> lines of text that keep the headings, so that their figures can be found and cited.

A row becomes one line: its label, then each cell after the heading of its column:
"Huyện Thanh Ba: Giải quyết việc làm (người) 1.210; Đi làm việc ở nước ngoài (người) 85." A number
without its heading would mislead, so a table without headings is given back as None.
"""

import re
from collections.abc import Sequence

from knowledge.text.spelling import clean, plain

Rows = Sequence[Sequence[str]]
MAX_CELLS = 50_000
_MAX_HEADER_ROWS, _MAX_CELL = 4, 600
_NUMBER = re.compile(r"[-−+(]?\d[\d.,\s]*\)?\s*%?")
_YEAR = re.compile(r"(?:19|20)\d\d")
# Rows like (1) (2) (3) number the columns; rows like A B 1 2 do too.
_NUMBERING = re.compile(r"\(?(?:\d{1,2}|[A-Za-z])\)?(?:\s*=.*)?")
_NOTHING = frozenset(("", "-", "–", "—", "…", "...", "x", "X", "0.0"))
_ORDINAL = frozenset(("stt", "tt", "số tt", "số thứ tự", "no", "no.", "#"))
_KINDS = frozenset((
    "huyện", "xã", "tỉnh", "quận", "phường", "thị trấn", "thị xã", "thành phố", "năm", "tháng",
    "quý", "quí",
))  # fmt: skip
_UNIT = re.compile(
    r"\(?(?:đơn vị(?: tính)?|đvt|unit)\s*[:：]?\s*([^():;]{1,40}?)\)?", re.IGNORECASE
)
_PART = re.compile(r"(?:[-–+*]\s*|(?:trong đó|tr\.đó)\s*[:：]?\s*)", re.IGNORECASE)


def is_number(cell: str) -> bool:
    """Whether a cell holds nothing but a number or a percentage."""
    return _NUMBER.fullmatch(cell) is not None


def has_figures(rows: Rows) -> bool:
    """Whether some cell beside the first column of at least two columns is a number."""
    return any(is_number(cell.strip()) for row in rows for cell in row[1:])


def table_lines(rows: Rows) -> list[str] | None:
    """The lines of a table, merged cells repeated in `rows`; None where columns have no headings."""
    grid = _without_empty([[_cell(cell) for cell in row] for row in rows])
    notes: list[str] = []
    while (
        grid
        and len({cell for cell in grid[0] if cell}) <= 1
        and len(grid[0]) > 1
        and not is_number(grid[0][0])
    ):
        notes.append(next((cell for cell in grid[0] if cell), ""))
        grid = grid[1:]
    if not grid:
        return [note for note in notes if note]
    if not has_figures(grid):
        joint = ": " if len(grid[0]) == 2 else "; "
        return [*notes, *(joint.join(_distinct(row)) for row in grid)]
    size = _header_size(grid)
    if size == 0:
        return None
    heads, body = _heads(grid[:size]), grid[size:]
    if not heads or sum(bool(head) for head in heads[1:]) * 2 < len(heads) - 1:
        return None
    unit = next(
        (match[1].strip() for note in notes if (match := _UNIT.fullmatch(note.strip()))), None
    )
    if unit is not None:
        heads = [heads[0], *(_with_unit(head, unit) for head in heads[1:])]
    return [*notes, *_body_lines(heads, body)]


def _cell(text: str) -> str:
    return " ".join(clean(text).split())[:_MAX_CELL]


def _without_empty(grid: list[list[str]]) -> list[list[str]]:
    """The rows of equal length, without empty rows and columns."""
    width = max((len(row) for row in grid), default=0)
    grid = [row + [""] * (width - len(row)) for row in grid if any(row)]
    kept = [at for at in range(width) if any(row[at] for row in grid)]
    return [[row[at] for at in kept] for row in grid]


def _distinct(row: Sequence[str]) -> list[str]:
    """The cells of a row that are not empty; a merged cell once."""
    return [cell for at, cell in enumerate(row) if cell and (at == 0 or cell != row[at - 1])]


def _header_size(grid: list[list[str]]) -> int:
    for size, row in enumerate(grid):
        values = [cell for cell in row[1:] if cell]
        is_body = any(is_number(cell) and not _YEAR.fullmatch(cell) for cell in values)
        if is_body and not _is_numbering(row):
            return size
        # A row of years below the first one is a row of values only where the years are its label.
        if size >= _MAX_HEADER_ROWS:
            return size
    return 1


def _is_numbering(row: Sequence[str]) -> bool:
    cells = [cell for cell in row if cell]
    numbers = [int(n) for cell in cells if (n := cell.strip("() ")).isdecimal()]
    return (
        len(cells) > 1
        and all(_NUMBERING.fullmatch(cell) for cell in cells)
        and numbers == list(range(numbers[0], numbers[0] + len(numbers)) if numbers else [])
        and (not numbers or numbers[0] == 1)
    )


def _heads(rows: list[list[str]]) -> list[str]:
    """The heading of each column: the different cells above it, joined."""
    rows = [row for row in rows if not _is_numbering(row)]
    heads = []
    for column in zip(*rows, strict=True):
        words = list(dict.fromkeys(cell for cell in column if cell))
        heads.append(" – ".join(f"năm {w}" if _YEAR.fullmatch(w) else w for w in words))
    return heads


def _with_unit(head: str, unit: str) -> str:
    is_stated = "(" in head or "%" in head or plain(head).startswith(("tỷ lệ", "tỉ lệ"))
    return head if is_stated or not head else f"{head} ({unit})"


def _body_lines(heads: list[str], body: list[list[str]]) -> list[str]:
    """A line for each row; a row that is only a label names the group of the following rows."""
    first = 1 if len(heads) > 2 and plain(heads[0]).strip(" .") in _ORDINAL else 0
    lines, parent = [], ""
    for row in body:
        label = _label(heads[first], row[first])
        part = _PART.match(label)
        if part and part.end() < len(label) and parent:
            label = f"{parent}, trong đó {label[part.end() :]}"
        elif label:
            parent = label
        cells = [
            _pair(head, cell)
            for head, cell in zip(heads[first + 1 :], row[first + 1 :], strict=True)
            if cell not in _NOTHING
        ]
        if cells:
            lines.append(f"{label}: {'; '.join(cells)}." if label else f"{'; '.join(cells)}.")
        elif label:
            lines.append(label)
    return lines


def _label(head: str, cell: str) -> str:
    kind = plain(head).strip()
    if not cell or kind not in _KINDS or plain(cell).startswith(kind):
        return cell
    is_place = kind not in ("năm", "tháng", "quý", "quí")
    # "Tổng số" and "Toàn tỉnh" are no names of a district.
    if is_place and plain(cell).startswith(("tổng", "toàn", "cộng", "tp", "thị", "thành")):
        return cell
    return f"{head} {cell}"


def _pair(head: str, cell: str) -> str:
    if not head:
        return cell
    # "2021 400" would read as one number.
    is_apart = head[-1].isdigit() or not is_number(cell)
    return f"{head}: {cell}" if is_apart else f"{head} {cell}"
