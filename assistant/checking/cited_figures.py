"""Figures of the cited spans, extracted again -> what a sentence may say by them.

A number in prose is read from the words around it. A cell of a table has its unit, role, time and
place from its row, its column and its caption, so that a sentence is compared with its figure.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

from assistant.records import Citation, Language
from knowledge.figures.cells import is_cell
from knowledge.numbers.quantities import find_quantities
from knowledge.records import Bulletin, Figure
from knowledge.vocabulary.periods import find_periods
from knowledge.vocabulary.places import find_places, same_place
from knowledge.vocabulary.units import same_unit

CellRole = Literal["plan", "percent_of_plan", "value"]
_ROLES: dict[str, CellRole] = {
    "achieved": "value", "previous": "value", "plan": "plan", "percent_of_plan": "percent_of_plan",
}  # fmt: skip


def planned(figures: Sequence[Figure], citations: Sequence[Citation]) -> set[tuple[Decimal, str]]:
    """Values with their units that the cited spans state as plans only."""
    cited = _cited(figures, citations)
    plans = {(f.value, f.unit) for f in cited if f.role == "plan"}
    return plans - {(f.value, f.unit) for f in cited if f.role != "plan"}


def cell_values(
    figures: Sequence[Figure], citations: Sequence[Citation], bulletins: Sequence[Bulletin]
) -> list[tuple[CellRole, Decimal, str]]:
    """Role, value and unit of the cells in the cited spans."""
    by_id = {b.bulletin_id: b for b in bulletins}
    return [
        (_ROLES[f.role], f.value, f.unit)
        for f in _cited(figures, citations)
        if f.bulletin_id in by_id and f.role in _ROLES and is_cell(f, by_id[f.bulletin_id])
    ]


def said_beside(text: str, language: Language, figure: Figure, bulletin: Bulletin) -> list[str]:
    """Problems, in words: numbers, times and places of `text` that are not those of the cell."""
    times = find_periods(text, bulletin.published_on)
    spans = [(m.start, m.end) for m in times]
    known = [(figure.value, figure.unit), *((p.value, p.unit) for p in figure.parts)]
    named = find_quantities(figure.name)
    known += [(q.value, q.unit) for q in named]
    problems = [
        f"{text[q.start : q.end]!r} is not the cell's"
        for q in find_quantities(text, language, spans)
        if not any(abs(q.value) == abs(v) and _is_unit(q.unit, u) for v, u in known)
    ]
    period, day = figure.period, bulletin.published_on
    shown_periods = {(period.start, period.end)} if period else set()
    shown_periods |= {(day, day)} if day else set()
    years = {*(period.years if period else ()), *((day.year,) if day else ())}
    problems += [
        f"the time {m.period.text!r} is not the cell's"
        for m in times
        if (m.period.start, m.period.end) not in shown_periods
        and not (m.period.text.isdecimal() and m.period.start.year in years)
    ]
    return problems + [
        f"the place {m.name!r} is not the cell's"
        for m in find_places(text)
        if not same_place(m.name, figure.place)
        and not same_place(m.name, bulletin.place)
        and m.name not in {p.name for p in find_places(figure.name)}
    ]


def _is_unit(unit: str, of_cell: str) -> bool:
    """Whether a unit is the cell's; of `đồng/trường hợp` a text is read as `đồng`."""
    return same_unit(unit, of_cell) or (bool(unit) and of_cell.startswith(f"{unit}/"))


def _cited(figures: Sequence[Figure], citations: Sequence[Citation]) -> list[Figure]:
    spans = [(c.bulletin_id, c.start, c.end) for c in citations]
    return [
        f for f in figures
        if any(f.bulletin_id == i and a <= f.start and f.end <= b for i, a, b in spans)
    ]  # fmt: skip
