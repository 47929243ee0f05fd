"""Sections of a bulletin -> blocks for its view; lines of tables are rows and columns again."""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Any

from knowledge.records import Section
from knowledge.text.rows import Row, row_in

_MOST_COLUMNS = 40
Runs = Callable[[int, int], Sequence[Any]]


def blocks_of(text: str, sections: Sequence[Section], runs: Runs) -> Iterator[tuple[str, Any]]:
    """The kind and the runs of each section; the rows of a table together as one `table`.

    `runs` gives what the template shows of a span of the text.
    """
    for is_row, group in groupby(sections, lambda section: section.kind == "row"):
        if is_row:
            yield "table", _table(text, list(group), runs)
        else:
            yield from ((s.kind, runs(s.start, s.end)) for s in group)


def _table(text: str, sections: Sequence[Section], runs: Runs) -> dict[str, Any]:
    """The headings of a table, and its rows with the runs of their cells.

    A cell stands in the column of its heading; a row without cells is a heading across the table.
    """
    rows = [(s, row_in(text[s.start : s.end])) for s in sections]
    heads = list(dict.fromkeys(cell.head for _, row in rows for cell in row.cells))[:_MOST_COLUMNS]
    return {"heads": heads, "rows": [_row(section, row, heads, runs) for section, row in rows]}


def _row(section: Section, row: Row, heads: Sequence[str], runs: Runs) -> dict[str, Any]:
    start = section.start
    if not row.cells:
        return {"label": runs(start, section.end), "cells": []}
    cells = {cell.head: runs(start + cell.start, start + cell.end) for cell in row.cells}
    return {
        "label": runs(start, start + len(row.label)),
        "cells": [cells.get(head, []) for head in heads],
    }
