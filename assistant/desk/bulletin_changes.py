"""What a bulletin's page shows of it: its text with the figures, and what its revisions changed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from assistant.checking.doubting import doubts_about
from assistant.checking.second.reading import Doubt, Field
from assistant.desk.doubts import doubt_text
from assistant.desk.tables import Cell
from assistant.desk.words import ROLES
from assistant.pages.row_tables import blocks_of
from assistant.wording.phrases import date_text, period_phrase, quantity_text
from knowledge.numbers.numerals import format_decimal
from knowledge.records import Bulletin, Edition, Figure, Section, SectionKind
from knowledge.storage.life import corrected_by, correction_links, same_news
from knowledge.storage.snapshot import Snapshot
from knowledge.vocabulary.indicators import vocabulary

# The fields that a doubt may be about, by the columns of a table of figures.
DOUBTED: tuple[tuple[Field, ...], ...] = (
    ("name",), ("value", "unit"), ("role",), ("time",), ("place",),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of a block's text; a figure has its id, and the chosen one `is_here`."""

    text: str
    figure_id: str = ""
    is_here: bool = False


def marked_text(bulletin: Bulletin, figures: Sequence[Figure], here: str) -> list[tuple[str, Any]]:
    """The blocks of the text by kind, each in stretches; overlapping figures count once."""

    def stretches_of(start: int, end: int) -> list[Stretch]:
        inside = sorted(
            (f for f in figures if start <= f.start and f.end <= end),
            key=lambda f: (f.start, -f.end),
        )
        stretches, at = [], start
        for figure in inside:
            if figure.start < at:
                continue
            stretches.append(Stretch(bulletin.text[at : figure.start]))
            quote = bulletin.text[figure.start : figure.end]
            stretches.append(Stretch(quote, figure.figure_id, figure.figure_id == here))
            at = figure.end
        return [*stretches, Stretch(bulletin.text[at:end])]

    return list(blocks_of(bulletin.text, bulletin.sections, stretches_of))


def plain_blocks(blocks: Sequence[tuple[str, str]]) -> list[tuple[str, Any]]:
    """The blocks of a preview in the form of `marked_text`."""
    text, sections = "", []
    for kind, part in blocks:
        # The preview took the kind from a section.
        sections.append(Section(cast(SectionKind, kind), len(text), len(text) + len(part)))
        text += part
    return list(blocks_of(text, sections, lambda start, end: [Stretch(text[start:end])]))


def changes_between(
    editions: Sequence[Edition],
) -> list[tuple[Edition, list[tuple[str, str, str]]]]:
    """Each revision, newest first, with what it changed: name, before, after."""
    rows = []
    for before, after in zip([None, *editions], editions, strict=False):
        rows.append((after, _changes(before.bulletin, after.bulletin) if before else []))
    return rows[::-1]


def _changes(a: Bulletin, b: Bulletin) -> list[tuple[str, str, str]]:
    pairs = [
        ("tiêu đề", a.title, b.title), ("nơi", a.place or "", b.place or ""),
        ("ngày", date_text(a.published_on, "vi"), date_text(b.published_on, "vi")),
        ("cơ quan", a.issuer or "", b.issuer or ""),
        ("nội dung", f"{len(a.text)} ký tự", f"{len(b.text)} ký tự (đã đổi)" if a.text != b.text else f"{len(a.text)} ký tự"),
    ]  # fmt: skip
    return [(name, old, new) for name, old, new in pairs if old != new]


def relations_to(snapshot: Snapshot, bulletin_id: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """The bulletins beside this one as id and title, under their heads; only heads that have any."""
    corrects = correction_links(snapshot).get(bulletin_id)
    rows = [
        ("Đính chính cho", (corrects,) if corrects else ()),
        ("Đã được đính chính bởi", corrected_by(snapshot).get(bulletin_id, ())),
        ("Cùng tin ở nguồn khác", same_news(snapshot, bulletin_id)),
    ]
    return [
        (head, [(name, snapshot.edition(name).bulletin.title) for name in names])
        for head, names in rows if names
    ]  # fmt: skip


def name_of(figure: Figure) -> str:
    """The name of the figure's indicator; empty where it has none."""
    known = vocabulary().get(figure.indicator or "")
    return known.vi[0][:1].upper() + known.vi[0][1:] if known else ""


def period_text(figure: Figure) -> str:
    """The time of the figure, written the same way everywhere; empty where it is unknown."""
    return period_phrase(figure.period, "vi") if figure.period else ""


def value_cell(figure: Figure) -> Cell:
    """The value with its unit, and plan and percent below it."""
    text = quantity_text(figure.value, figure.unit, "vi")
    if figure.high is not None:
        text = (
            f"{format_decimal(figure.value, 'vi')}–{quantity_text(figure.high, figure.unit, 'vi')}"
        )
    plan = f"kế hoạch {quantity_text(figure.plan, figure.unit, 'vi')}" if figure.plan else ""
    percent = f"đạt {format_decimal(figure.percent, 'vi')}%" if figure.percent else ""
    note = ", ".join(part for part in (plan, percent) if part)
    return Cell(text, note=note, sort_key=figure.value)


def with_doubts(row: Sequence[Cell], doubts: Sequence[Doubt]) -> list[Cell]:
    """The cells of a figure, each with the doubts of the second reading about its fields below it.

    The first cells are those of `DOUBTED`; others follow.
    """
    notes = [doubt_text(doubts, field) for field in DOUBTED]
    notes += [""] * (len(row) - len(notes))
    return [
        replace(cell, note="; ".join(filter(None, (cell.note, note))))
        for cell, note in zip(row, notes, strict=True)
    ]


def figure_cells(bulletin: Bulletin) -> Callable[[Figure], list[Cell]]:
    """A function that gives the row of a figure in the table of its own bulletin."""

    def cells(figure: Figure) -> list[Cell]:
        here = f"/staff/bulletins/{bulletin.bulletin_id}?figure={figure.figure_id}#here"
        contradicted = "chỗ khác trong bản tin nói khác" * bool(figure.contradicts)
        row = [
            Cell(name_of(figure) or "Chưa phân loại", here, contradicted), value_cell(figure),
            Cell(ROLES[figure.role]), Cell(period_text(figure)), Cell(figure.place or ""),
        ]  # fmt: skip
        return with_doubts(row, doubts_about(figure, bulletin))

    return cells
