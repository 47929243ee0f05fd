"""Lines of tables of a bulletin -> rows and columns again, for the view of the bulletin."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from knowledge.records import Bulletin, Section
from knowledge.text.rows import Row, row_in

_MOST_COLUMNS = 40


def grouped(sections: Sequence[Section]) -> Iterator[tuple[bool, list[Section]]]:
    """The sections in order, the rows of one table together; whether they are rows."""
    for is_row, group in groupby(sections, lambda section: section.kind == "row"):
        yield is_row, list(group)


def table_view(bulletin: Bulletin, sections: Sequence[Section], runs: Any) -> dict[str, Any]:
    """A table for the template: its headings, and its rows with the runs of their cells.

    `runs` gives the runs of a span of the text. A cell stands in the column of its heading; a row
    without cells is a heading across the table.
    """
    rows = [(s, row_in(bulletin.text[s.start : s.end])) for s in sections]
    heads = list(dict.fromkeys(cell.head for _, row in rows for cell in row.cells))[:_MOST_COLUMNS]
    return {
        "heads": heads,
        "rows": [_row_view(section, row, heads, runs) for section, row in rows],
    }


def _row_view(section: Section, row: Row, heads: Sequence[str], runs: Any) -> dict[str, Any]:
    start = section.start
    if not row.cells:
        return {"label": runs(start, section.end), "cells": []}
    cells = {cell.head: runs(start + cell.start, start + cell.end) for cell in row.cells}
    return {
        "label": runs(start, start + len(row.label)),
        "cells": [cells.get(head, []) for head in heads],
    }
