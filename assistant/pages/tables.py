"""Rows -> a plain HTML table that screen readers can read and a click on a column head sorts."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from knowledge.numbers.numerals import format_decimal
from knowledge.output.templates import renderer

_render = renderer("assistant.pages")
_DAY = re.compile(r"\d{4}-\d\d-\d\d(?: \d\d:\d\d)?")


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell: its text, its CSS class, and the number to sort by."""

    text: str = ""
    kind: str = ""
    sort_key: Any = None


def table_html(
    caption: str, headers: Sequence[str], rows: Sequence[Sequence[Any]], *,
    pick: int | None = None, into: str = "",
) -> Markup:  # fmt: skip
    """The table as HTML.

    With `pick`, each row gets a button that copies the text of that column into the element with
    the CSS selector `into` (see `page.js`).
    """
    return _render(
        "table", caption=caption, headers=headers, picks=pick is not None, into=into,
        rows=[
            ([_cell(value) for value in row], None if pick is None else str(row[pick]))
            for row in rows
        ],
    )  # fmt: skip


def _cell(value: Any) -> _Cell:
    """The cell for a value; numbers are shown in Vietnamese notation and sorted by value."""
    if value is None:
        return _Cell()
    if isinstance(value, int | float | Decimal):
        return _Cell(format_decimal(Decimal(str(value)), "vi"), "num", value)
    text = str(value)
    return _Cell(text, "day" if _DAY.fullmatch(text) else "")
