"""Rows -> tables of the desk: at most seven columns, sorted and paged by links.

Sorting and paging are in the address, so that they work without a script, over all pages, and can
be bookmarked.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import urlencode

from fastapi import Request

from knowledge.text.spelling import fold

_Row = TypeVar("_Row")
MOST_COLUMNS = 7
PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Column:
    """A column; `is_sorted` is whether its head sorts the table."""

    key: str
    title: str
    is_number: bool = False
    is_sorted: bool = True
    is_first_descending: bool = False


@dataclass(frozen=True, slots=True)
class Button:
    """A button of a row: opens a dialog filled with `values`."""

    label: str
    dialog: str
    values: Mapping[str, str] = field(default_factory=dict)
    is_danger: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its text, the address it leads to, a note below, details on demand, buttons."""

    text: str = ""
    href: str = ""
    note: str = ""
    details: tuple[str, str] | None = None
    buttons: tuple[Button, ...] = ()
    tone: str = ""
    sort_key: Any = None


@dataclass(frozen=True, slots=True)
class State:
    """What the address asks of a table: order, page and the filters that stay."""

    path: str
    filters: Mapping[str, str]
    sort: str
    is_ascending: bool
    page: int

    @property
    def offset(self) -> int:
        """The rows before the page."""
        return (self.page - 1) * PER_PAGE

    def address(self, **changes: str) -> str:
        """The address of this table with other values."""
        values = {"sort": self.sort, "dir": "asc" if self.is_ascending else "desc",
                  "page": str(self.page), **self.filters, **changes}  # fmt: skip
        return f"{self.path}?{urlencode({k: v for k, v in values.items() if v})}"


@dataclass(frozen=True, slots=True)
class Table:
    """A table as its template takes it; `rows` are those of one page of `total`."""

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    total: int
    state: State
    empty: str = "Chưa có gì."

    def __post_init__(self) -> None:
        assert len(self.columns) <= MOST_COLUMNS

    @property
    def pages(self) -> int:
        """The number of pages, at least 1."""
        return max(1, -(-self.total // PER_PAGE))

    def heads(self) -> list[tuple[Column, str, str]]:
        """Each column with its `aria-sort` and the address that sorts by it."""
        state, heads = self.state, []
        for column in self.columns:
            is_now = column.key == state.sort
            ascending = not state.is_ascending if is_now else not column.is_first_descending
            order = ("ascending" if state.is_ascending else "descending") if is_now else ""
            link = state.address(sort=column.key, dir="asc" if ascending else "desc", page="1")
            heads.append((column, order, link))
        return heads


def state_of(
    request: Request, columns: Sequence[Column], sort: str, *, is_ascending: bool = False,
    filters: Sequence[str] = (),
) -> State:  # fmt: skip
    """What the request asks of a table; unknown columns and pages become the defaults."""
    asked = request.query_params
    known = {column.key for column in columns if column.is_sorted}
    key = asked.get("sort", "")
    page = asked.get("page", "")
    return State(
        request.url.path, {name: asked[name] for name in filters if asked.get(name)},
        key if key in known else sort,
        asked["dir"] == "asc" if key in known and "dir" in asked else is_ascending,
        int(page) if page.isdecimal() and len(page) < 7 and int(page) > 0 else 1,
    )  # fmt: skip


def table_of(
    caption: str, columns: Sequence[Column], rows: Sequence[_Row],
    cells: Callable[[_Row], Sequence[Cell]], state: State, empty: str = "Chưa có gì.",
    finish: Callable[[_Row, Sequence[Cell]], Sequence[Cell]] | None = None,
) -> Table:  # fmt: skip
    """The page of a table whose rows are all in memory; empty cells come last.

    `finish` adds to the cells of a row what is too slow for rows of other pages.
    """
    filled = [(list(cells(row)), row) for row in rows]
    keys = [column.key for column in columns]
    if state.sort in keys:
        at = keys.index(state.sort)
        known = [pair for pair in filled if _sort_key(pair[0][at]) != ""]
        known.sort(key=lambda pair: _comparable(pair[0][at]), reverse=not state.is_ascending)
        filled = known + [pair for pair in filled if _sort_key(pair[0][at]) == ""]
    shown = filled[state.offset : state.offset + PER_PAGE]
    part = [finish(row, done) if finish else done for done, row in shown]
    return Table(caption, columns, part, len(filled), state, empty)


def _sort_key(cell: Cell) -> Any:
    return cell.text if cell.sort_key is None else cell.sort_key


def _comparable(cell: Cell) -> Any:
    key = _sort_key(cell)
    return fold(key) if isinstance(key, str) else key
