"""Rows -> a plain HTML table: read by any reader of the screen, sorted by a click on a column's head."""

import re
from collections.abc import Sequence
from decimal import Decimal
from html import escape
from typing import Any

from knowledge.numbers.numerals import format_decimal

_PICK = "Chọn"
_DAY = re.compile(r"\d{4}-\d\d-\d\d(?: \d\d:\d\d)?")


def table_html(
    caption: str, headers: Sequence[str], rows: Sequence[Sequence[Any]], *,
    pick: int | None = None, into: str = "",
) -> str:  # fmt: skip
    """The table; every cell is escaped.

    `pick` is a column whose text a button in each row puts into the box that the selector `into`
    finds (see `page.js`).
    """
    head = "".join(
        f'<th scope="col"><button type="button" data-do="sort">{escape(name)}</button></th>'
        for name in headers
    )
    if pick is not None:
        head += f'<th scope="col"><span class="quiet">{_PICK}</span></th>'
    body = "".join(f"<tr>{''.join(map(_cell, row))}{_button(row, pick, into)}</tr>" for row in rows)
    if not rows:
        body = f'<tr><td colspan="{len(headers)}" class="quiet">Chưa có gì.</td></tr>'
    return (
        f'<div class="table" tabindex="0" role="region" aria-label="{escape(caption)}"><table>'
        f"<caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _cell(value: Any) -> str:
    """Numbers as Vietnamese writes them; `data-v` is what they are sorted by."""
    if value is None:
        return "<td></td>"
    if isinstance(value, int | float | Decimal):
        shown = format_decimal(Decimal(str(value)), "vi")
        return f'<td class="num" data-v="{value}">{shown}</td>'
    text = str(value)
    kind = ' class="day"' if _DAY.fullmatch(text) else ""
    return f"<td{kind}>{escape(text)}</td>"


def _button(row: Sequence[Any], pick: int | None, into: str) -> str:
    if pick is None:
        return ""
    text = escape(str(row[pick]))
    return (
        f'<td><button type="button" data-do="pick" data-into="{escape(into)}" data-text="{text}" '
        f'aria-label="{_PICK}: {text}">{_PICK}</button></td>'
    )
