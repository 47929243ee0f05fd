"""Rows of the tables of a bulletin -> Figures: each cell with a number, named by its row and column.

A row, a column, the caption or a label above some rows gives place and time; what none of them says
comes from the bulletin as for a sentence. `knowledge.text.rows` has the layout of a row.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from knowledge.figures.captions import Captions, captions_of
from knowledge.figures.cell_context import is_bare_place, is_to_come, names_time, place_of, time_of
from knowledge.figures.headings import (
    Measure,
    among,
    counted_in,
    indicator_of,
    is_estimate,
    measure_in,
    name_of,
    role_in,
)
from knowledge.figures.told_times import Time
from knowledge.numbers.digits import whole
from knowledge.numbers.numerals import Notation, decimal_from_digits, is_numeral, notation
from knowledge.records import Bulletin, FieldSource, Figure, Part, Passage, Period, Role, Section
from knowledge.text.patterns import lazy_regex
from knowledge.text.rows import Cell, Row, row_in
from knowledge.text.spelling import plain
from knowledge.vocabulary.units import kind_of

# Digits of a telephone number, which starts with 0.
_TELEPHONE = 8
_NUMBER = lazy_regex(r"[-−–+]?(\d[\d.,]*)\s*(%?)")
_SPACED = lazy_regex(r"(?<=\d)[ \u00a0](?=\d{3}(?!\d))")
# `Xi măng (tấn)` under `Giá tháng 5 (đồng)` costs so many đồng a tonne.
_PRICE = lazy_regex(r"(?<!\w)(?:đơn )?giá(?! trị)(?!\w)")
_COMPARES = lazy_regex(r"(?<!\w)(?:so(?: sánh)?(?: với)?|đạt|hoàn thành|th/kh)(?!\w)|(?:^|– )%")
_MOVES = lazy_regex(r"(?<!\w)(?:tăng|giảm|chênh lệch|thoát)(?!\w)")


@dataclass(frozen=True, slots=True)
class OtherCell:
    """A cell without a number, named like that of a figure: its words, or none if it is empty.

    `start:end` is its span in the bulletin, that of the row if it is empty; `heading` is that of its
    column, None for a label of the row. `unit` is that of the numbers of its column.
    """

    text: str
    heading: str | None
    name: str
    role: Role
    unit: str
    period: Period | None
    period_source: FieldSource | None
    place: str | None
    start: int
    end: int
    sentence_start: int
    sentence_end: int


def cell_figures(
    bulletin: Bulletin, revision: int, passages: Sequence[Passage], first: int
) -> Iterator[Figure]:
    """The figures of all cells in reading order, numbered from `first`."""
    style = notation(bulletin.text)
    starts = [p.start for p in passages]
    number = first
    for table, rows in _tables(bulletin):
        for group, row, section in rows:
            for figure in _figures(bulletin, style, table, group, row, section):
                at = bisect_right(starts, figure.start) - 1
                if at < 0:
                    continue
                yield replace(
                    figure, figure_id=f"{bulletin.bulletin_id}@{revision}:{number}",
                    revision=revision, passage_id=passages[at].passage_id,
                )  # fmt: skip
                number += 1


def other_cells(bulletin: Bulletin) -> Iterator[OtherCell]:
    """The cells without a number: those of words, the labels, and the empty ones.

    A column that other rows of the table have is empty in a row without it.
    """
    style = notation(bulletin.text)
    for table, rows in _tables(bulletin):
        heads = dict.fromkeys(cell.head for _, row, _ in rows for cell in row.cells)
        for group, row, section in rows:
            stated = {cell.head: cell for cell in row.cells}
            empty = [Cell(head, "", 0, len(row.label)) for head in heads if head not in stated]
            words = [cell for cell in row.cells if _value(cell.text, style) is None]
            for cell in (*words, *empty):
                yield _other(bulletin, table, group, row, section, cell)
            at = 0
            for part in row.label.split(", "):
                label = Cell("", part, at, at + len(part))
                yield replace(_other(bulletin, table, group, row, section, label), heading=None)
                at += len(part) + len(", ")


def _other(
    bulletin: Bulletin, table: Captions, group: str, row: Row, section: Section, cell: Cell
) -> OtherCell:
    role = _role(cell, row.label)
    measure = _measure(cell, row.label, table, is_percent=False, role=role) if cell.head else None
    time = time_of(cell, row.label, group, table, bulletin)
    placed = place_of(cell, row, group, table, bulletin)
    return OtherCell(
        cell.text, cell.head, name_of(row.label.split(", "), cell.levels, table.subject), role,
        measure.unit if measure else "", time.period if time else None,
        time.source if time else None, placed.name if placed else None,
        section.start + cell.start, section.start + cell.end, section.start, section.end,
    )  # fmt: skip


def _tables(bulletin: Bulletin) -> Iterator[tuple[Captions, list[tuple[str, Row, Section]]]]:
    """Each table with its rows; a row has the label of the group above it."""
    above: list[Section] = []
    rows: list[tuple[str, Row, Section]] = []
    group = ""
    for section in bulletin.sections:
        if section.kind != "row":
            if rows:
                yield captions_of(bulletin, above), rows
                above, rows, group = [], [], ""
            above = [*above, section]
            continue
        row = row_in(bulletin.text[section.start : section.end])
        if row.cells:
            rows.append((group, row, section))
        else:
            group = row.label
    if rows:
        yield captions_of(bulletin, above), rows


def is_cell(figure: Figure, bulletin: Bulletin) -> bool:
    """Whether a figure is a cell of a table."""
    at = bisect_right(bulletin.sections, figure.start, key=lambda s: s.start) - 1
    return at >= 0 and bulletin.sections[at].kind == "row"


def _figures(
    bulletin: Bulletin, style: Notation, table: Captions, group: str, row: Row, section: Section
) -> Iterator[Figure]:
    labels = row.label.split(", ")
    labels = labels[1:] if is_bare_place(labels[0]) else labels
    achieved: Time | None = None
    for cell in row.cells:
        value = _value(cell.text, style)
        if value is None:
            continue
        number, is_percent = value
        role = _role(cell, row.label)
        measure = _measure(cell, row.label, table, is_percent=is_percent, role=role)
        time = time_of(cell, row.label, group, table, bulletin)
        if role == "percent_of_plan" and achieved is not None and not names_time(cell):
            time = achieved
        elif role == "achieved":
            achieved = time
        if role == "achieved" and is_to_come(time, bulletin):
            role = "plan"
        name = _small(name_of(labels, cell.levels, table.subject))
        is_index = role == "change" and measure is not None and measure.unit == "%"
        if is_index and not _MOVES.search(plain(f"{cell.head} {row.label}")):
            continue  # `So với cùng kỳ (%) 105,3` is a rise by 5,3 %, elsewhere one by 105,3 %
        if not name or not measure:
            continue
        amount = whole(number * measure.scale)
        indicator = indicator_of(name, measure.unit, role)
        placed = place_of(cell, row, group, table, bulletin)
        start, end = section.start + cell.start, section.start + cell.end
        yield Figure(
            figure_id="", bulletin_id=bulletin.bulletin_id, revision=0, passage_id="",
            name=name, indicator=indicator.id if indicator else None,
            value=amount, unit=measure.unit, role=role, plan=None, total=None, percent=None,
            share=None, change=_change(amount, cell) if role == "change" else None,
            hedge="ước" if is_estimate(cell.head) else None,
            preliminary="sơ bộ" in plain(cell.head), within=_whole(row.label, cell, table),
            period=time.period if time else None, period_source=time.source if time else None,
            period_start=time.start if time else None, period_end=time.end if time else None,
            place=placed.name if placed else None, place_source=placed.source if placed else None,
            value_source="sentence", role_source="sentence",
            start=start, end=end, quote=bulletin.text[start:end],
            sentence_start=section.start, sentence_end=section.end,
            parts=(Part(role, amount, measure.unit, start, end),),
        )  # fmt: skip


def _small(name: str) -> str:
    """A name as it stands within a sentence: `Số hộ` as `số hộ`, proper names as they are."""
    first, second = name[:1], name.split(" ")[1:2]
    is_name = name[1:2].isupper() or (second and second[0][:1].isupper())
    return name if is_name else first.lower() + name[1:]


def _value(text: str, style: Notation) -> tuple[Decimal, bool] | None:
    """The number of a cell and whether it is a percentage; None for any other cell."""
    match = _NUMBER.fullmatch(_SPACED.sub("", text.strip()))
    if match is None or not is_numeral(match[1].rstrip(".,")):
        return None
    if match[1][0] == "0" and sum(map(str.isdigit, match[1])) >= _TELEPHONE:
        return None  # `0944.205.963`
    value = decimal_from_digits(match[1].rstrip(".,"), style)
    return -value if text.strip()[0] in "-−–" else value, bool(match[2])


def _role(cell: Cell, label: str) -> Role:
    """The role by the nearest heading that says it, else by the label."""
    # `So sánh với (%) – Dự toán năm`: the levels together say what the nearest one alone does not.
    # `Tỷ lệ hộ nghèo (%) – Kế hoạch` is a planned rate.
    is_compared = any("%" in x for x in cell.levels) and _COMPARES.search(plain(cell.head))
    together = role_in(" ".join(cell.levels)) if is_compared else None
    if together in ("percent_of_plan", "change"):
        return together
    for heading in (*reversed(cell.levels), label):
        role = role_in(heading)
        if role is not None and not (heading is label and role == "percent_of_plan"):
            return role
    return "achieved"


def _change(amount: Decimal, cell: Cell) -> Decimal:
    low = plain(cell.head)
    is_fall = ("giảm" in low and "tăng" not in low) or "thoát" in low
    return -amount if is_fall else amount


def _measure(
    cell: Cell, label: str, table: Captions, *, is_percent: bool, role: Role
) -> Measure | None:
    """The unit: of the cell, a rate's column, the row, the column, the words, the caption."""
    if is_percent or role == "percent_of_plan":
        return Measure("%")
    heads = [m for level in reversed(cell.levels) if (m := measure_in(level))]
    if heads and heads[0].unit == "%":
        return heads[0]
    of_row = measure_in(label)
    if heads and of_row and _PRICE.search(plain(f"{table.subject} {cell.head}")):
        return _price(heads[0], of_row)
    known = [of_row, *heads, *(counted_in(level) for level in reversed(cell.levels))]
    known += [
        counted_in(label),
        table.measure,
        measure_in(table.subject),
        counted_in(table.subject),
    ]
    return next((m for m in known if m is not None), Measure(""))


def _price(head: Measure, of_row: Measure) -> Measure:
    """The unit of a price: money of the column for the unit of the row, `đồng/tấn`."""
    is_money, is_for_money = (kind_of(m.unit.split("/")[0]) == "money" for m in (head, of_row))
    if not is_money:
        return of_row
    if is_for_money or "/" in head.unit or of_row.unit == "%" or of_row.scale != 1:
        return head
    return Measure(f"{head.unit}/{of_row.unit}", head.scale)


def _whole(label: str, cell: Cell, table: Captions) -> str | None:
    """What the cell's number is a part of; None where it is none ("trong đó")."""
    match = among().search(plain(label))
    if match is not None:
        return label[: match.start()].strip(" ,") or table.subject
    is_part = any(among().match(plain(level)) for level in cell.levels)
    return table.subject if is_part else None
