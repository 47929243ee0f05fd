"""Rows of the tables of a bulletin -> Figures: each cell with a number, named by its row and column.

A row, a column, the caption or a label above some rows gives place and time; what none of them says
comes from the bulletin as for a sentence. `knowledge.text.rows` has the layout of a row.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import lru_cache

from knowledge.figures.captions import Captions, captions_of
from knowledge.figures.carrying import Time, default_time
from knowledge.figures.headings import (
    Measure,
    among,
    counted_in,
    indicator_of,
    is_estimate,
    is_total,
    measure_in,
    name_of,
    role_in,
)
from knowledge.figures.place_context import Placed
from knowledge.figures.placing import with_province
from knowledge.numbers.digits import whole
from knowledge.numbers.numerals import Notation, decimal_from_digits, is_numeral, notation
from knowledge.records import Bulletin, Figure, Part, Passage, Period, Role, Section
from knowledge.text.patterns import lazy_regex
from knowledge.text.rows import Cell, Row, row_in
from knowledge.text.spelling import plain
from knowledge.vocabulary.countries import find_countries
from knowledge.vocabulary.periods import find_periods
from knowledge.vocabulary.places import COUNTRY, canonical_place, find_places

# A table has few headings and many cells.
_CACHED = 2048
_NUMBER = lazy_regex(r"[-−–+]?(\d[\d.,]*)\s*(%?)")
_SPACED = lazy_regex(r"(?<=\d)[ \u00a0](?=\d{3}(?!\d))")
_MOVES = lazy_regex(r"(?<!\w)(?:tăng|giảm|chênh lệch|thoát)(?!\w)")
_YEAR = lazy_regex(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_SPELL = lazy_regex(r"(?<!\w)(?:tháng|quý|quí|đầu năm|cuối năm)(?!\w)")
_WHOLE_YEAR = lazy_regex(r"(?<!\w)(?:năm|cả năm)$")
_BRACKETS = lazy_regex(r"\([^()]*\)")
_NAME = lazy_regex(r"[A-ZĐÀ-Ỹ][^\W\d]*(?: [A-ZĐÀ-Ỹ][^\W\d]*){0,3}")


def cell_figures(
    bulletin: Bulletin, revision: int, passages: Sequence[Passage], first: int
) -> Iterator[Figure]:
    """The figures of all cells in reading order, numbered from `first`."""
    style = notation(bulletin.text)
    starts = [p.start for p in passages]
    above: list[Section] = []
    table: Captions | None = None
    group, number = "", first
    for section in bulletin.sections:
        if section.kind != "row":
            above = [*above, section] if table is None else [section]
            table = None
            continue
        if table is None:
            table, group = captions_of(bulletin, above), ""
        row = row_in(bulletin.text[section.start : section.end])
        if not row.cells:
            group = row.label
            continue
        for figure in _figures(bulletin, style, table, group, row, section):
            at = bisect_right(starts, figure.start) - 1
            if at < 0:
                continue
            yield replace(
                figure, figure_id=f"{bulletin.bulletin_id}@{revision}:{number}",
                revision=revision, passage_id=passages[at].passage_id,
            )  # fmt: skip
            number += 1


def is_cell(figure: Figure, bulletin: Bulletin) -> bool:
    """Whether a figure is a cell of a table."""
    at = bisect_right(bulletin.sections, figure.start, key=lambda s: s.start) - 1
    return at >= 0 and bulletin.sections[at].kind == "row"


def _figures(
    bulletin: Bulletin, style: Notation, table: Captions, group: str, row: Row, section: Section
) -> Iterator[Figure]:
    labels = row.label.split(", ")
    labels = labels[1:] if _is_bare_place(labels[0]) else labels
    achieved: Time | None = None
    for cell in row.cells:
        value = _value(cell.text, style)
        if value is None:
            continue
        number, is_percent = value
        role = _role(cell, row.label)
        measure = _measure(cell, row.label, table, is_percent=is_percent, role=role)
        time = _time(cell, row.label, group, table, bulletin)
        if role == "percent_of_plan" and achieved is not None and not _names_time(cell):
            time = achieved
        elif role == "achieved":
            achieved = time
        if role == "achieved" and _is_to_come(time, bulletin):
            role = "plan"
        name = _small(name_of(labels, cell.levels, table.subject))
        is_index = role == "change" and measure is not None and measure.unit == "%"
        if is_index and not _MOVES.search(plain(f"{cell.head} {row.label}")):
            continue  # `So với cùng kỳ (%) 105,3` is a rise by 5,3 %, elsewhere one by 105,3 %
        if not name or not measure:
            continue
        amount = whole(number * measure.scale)
        indicator = indicator_of(name, measure.unit, role)
        placed = _place(cell, row.label, group, table, bulletin)
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
    value = decimal_from_digits(match[1].rstrip(".,"), style)
    return -value if text.strip()[0] in "-−–" else value, bool(match[2])


def _role(cell: Cell, label: str) -> Role:
    """The role by the nearest heading that says it, else by the label."""
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
    known = [of_row, *heads, *(counted_in(level) for level in reversed(cell.levels))]
    known += [
        counted_in(label),
        table.measure,
        measure_in(table.subject),
        counted_in(table.subject),
    ]
    return next((m for m in known if m is not None), Measure(""))


def _names_time(cell: Cell) -> bool:
    return any(find_periods(level) or _SPELL.search(plain(level)) for level in cell.levels)


def _time(cell: Cell, label: str, group: str, table: Captions, bulletin: Bulletin) -> Time | None:
    """The time of the column, else of the row, of the rows' group, of the caption, of the bulletin."""
    published = bulletin.published_on
    for heading in (*reversed(cell.levels), label, group):
        timed = _time_in(heading, table.year, published)
        # In a bulletin of January `Tháng 12` is the month before, not one to come.
        is_ahead = timed is not None and published is not None and timed[0].start > published
        if timed is not None and is_ahead and table.is_year_published and not timed[1]:
            timed = _time_in(heading, str(int(table.year or 0) - 1), published)
        if timed is not None:
            period, is_dated = timed
            span = (None, None) if is_dated else _where(table.year, table)
            return Time(period, "sentence", *span)
    for text, start, end in table.captions:
        mentions = [m for m in find_periods(text, bulletin.published_on) if not m.is_compared]
        if mentions:
            return Time(mentions[0].period, "earlier sentence", start, end)
    return _of_lead(bulletin) or default_time(bulletin)


@lru_cache(maxsize=_CACHED)
def _time_in(
    heading: str, year: str | None, published_on: date | None
) -> tuple[Period, bool] | None:
    """The time that a heading names, and whether with its year; `year` completes one without."""
    is_dated = _YEAR.search(heading) is not None
    bare = _BRACKETS.sub("", heading).strip()
    low = plain(bare)
    is_spell = _SPELL.search(low) is not None or _WHOLE_YEAR.search(low) is not None
    if not is_dated and not (is_spell and year):
        return None
    text = heading if is_dated else f"{_WHOLE_YEAR.sub('', bare)} năm {year}".strip()
    mentions = [m for m in find_periods(text, published_on) if not m.is_compared]
    # `Tháng 8 (ca) năm 2023`: the shorter time is the column's.
    shortest = min(mentions, key=lambda m: m.period.end - m.period.start, default=None)
    return (shortest.period, is_dated) if shortest else None


def _of_lead(bulletin: Bulletin) -> Time | None:
    """The time of the title, else of the first sentence where it has one alone."""
    time = default_time(bulletin)
    if time is not None and time.source == "head":
        return time
    for section in bulletin.sections[:1]:
        text = bulletin.text[section.start : section.end]
        mentions = [m for m in find_periods(text, bulletin.published_on) if not m.is_compared]
        if section.kind != "row" and len(mentions) == 1 and mentions[0].period.kind != "day":
            mention, start = mentions[0], section.start
            return Time(
                mention.period, "earlier sentence", start + mention.start, start + mention.end
            )
    return None


def _where(year: str | None, table: Captions) -> tuple[int | None, int | None]:
    """The caption that names the year of a time without one."""
    for text, start, end in table.captions:
        if year is not None and year in text:
            return start, end
    return None, None


def _is_to_come(time: Time | None, bulletin: Bulletin) -> bool:
    published = bulletin.published_on
    return time is not None and published is not None and time.period.start > published


def _place(
    cell: Cell, label: str, group: str, table: Captions, bulletin: Bulletin
) -> Placed | None:
    """The place of the row, of the column or of the rows' group, else the table's."""
    home = table.home
    if plain(label).startswith(("cả nước", "toàn quốc")):
        return Placed(COUNTRY, "sentence")
    for text in (label, *reversed(cell.levels)):
        if name := _place_in(text):
            return with_province(Placed(name, "sentence"), bulletin)
    if is_total(label):
        return home
    first = label.split(", ")[0]
    if _is_bare_place(first):
        named = Placed(canonical_place(first) or first, "sentence")
        return with_province(named, bulletin)
    name = _place_in(group)
    return with_province(Placed(name, "earlier sentence"), bulletin) if name else home


@lru_cache(maxsize=_CACHED)
def _place_in(text: str) -> str | None:
    """The first place that a label or a heading names."""
    return next((mention.name for mention in find_places(text)), None)


def _is_bare_place(label: str) -> bool:
    """Whether a label is a name of two to four words in capitals, as of a commune: `Tân Dân`."""
    is_name = _NAME.fullmatch(label) is not None and " " in label
    return is_name and not find_countries(label)


def _whole(label: str, cell: Cell, table: Captions) -> str | None:
    """What the cell's number is a part of; None where it is none ("trong đó")."""
    match = among().search(plain(label))
    if match is not None:
        return label[: match.start()].strip(" ,") or table.subject
    is_part = any(among().match(plain(level)) for level in cell.levels)
    return table.subject if is_part else None
