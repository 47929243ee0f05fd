"""Question -> the cell of a table that answers it, if the words of the question name only one.

The cells of the bulletins that search finds are compared: time, place, role and unit must be the
requested ones, and the words of the question must name the row and the column.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.evidence.candidates import period_fit
from assistant.evidence.cell_words import Wanted, fit_of, wanted_in, words_of
from assistant.evidence.trusted import trust_now
from assistant.records import AskedRole, FigureEvidence, Question
from knowledge.figures.cells import is_cell
from knowledge.figures.consistency import is_of_the_future
from knowledge.records import Bulletin, Figure
from knowledge.search.library import Library
from knowledge.storage.origins import Origin
from knowledge.storage.table_rows import has_rows
from knowledge.text.patterns import lazy_regex
from knowledge.text.spelling import plain
from knowledge.vocabulary.places import same_place
from knowledge.vocabulary.units import answers_unit, same_unit

_HITS, _MOST_BULLETINS, _MOST_CELLS = 12, 4, 4000
# The share of a question's words that a cell with its table needs; chosen on the suite `tables`,
# 2026-11-26. English words may have no translation.
_LEAST_SHARE = {"vi": 0.75, "en": 0.6}
# Of a question without "bao nhiêu": "Thu nhập bình quân đầu người của Hậu Giang năm 2023?".
_LEAST_UNASKED = 0.9
_ASKS_OTHER = lazy_regex(
    r"(?<!\w)(?:ai|gi|nao|(?:o|tu|den|tai) dau|(?:vi|tai|ra) sao|bao gio|bao lau|who"
    r"|what (?!is|was)|where|when|which|why|how (?!many|much))(?!\w)"
)
_MOVED = lazy_regex(r"(?<!\w)(?:thoát|tăng|giảm|thêm|mới)(?!\w)")
_CONTEXT_CHARS = 250


@dataclass(frozen=True, slots=True)
class _Named:
    """A cell, the words that narrow it among those of its table, its row, and what is above it."""

    figure: Figure
    origin: Origin
    narrow: frozenset[str]
    label: str
    above: str


def gather_cell(question: Question, library: Library, today: date | None) -> FigureEvidence | None:
    """The one cell that answers; None where none fits, or several with different numbers do."""
    wanted = wanted_in(question)
    if not wanted:
        return None
    ranked: list[tuple[tuple[float, ...], _Named]] = []
    for cell in _cells(question, library):
        rank = _rank(question, wanted, cell, today)
        if rank is not None:
            ranked.append((rank, cell))
    if not ranked:
        return None
    ranked.sort(key=lambda item: item[0], reverse=True)
    best, chosen = ranked[0]
    rivals = [cell for rank, cell in ranked if rank == best]
    if len({(cell.figure.value, cell.figure.unit) for cell in rivals}) > 1:
        newest = max(cell.origin.published_on or date.min for cell in rivals)
        rivals = [cell for cell in rivals if (cell.origin.published_on or date.min) == newest]
        if len({(cell.figure.value, cell.figure.unit) for cell in rivals}) > 1:
            return None
        chosen = rivals[0]
    figure, origin = chosen.figure, chosen.origin
    role: AskedRole = figure.role if figure.role != "previous" else "achieved"
    is_future = today is not None and is_of_the_future(origin.published_on, today)
    return FigureEvidence(
        figure, origin.published_on, role, trust=origin.trust, is_future=is_future
    )


def asks_cell(question: Question) -> bool:
    """Whether one number of one place and time may answer."""
    is_asked = question.intent in ("figure", "prose", "vague") and question.operation == "look"
    is_one = len(question.places) < 2 and len(question.periods) < 2 and not question.leans
    is_number = question.asks_number or not _ASKS_OTHER.search(question.mentions.folded)
    return is_asked and is_one and is_number


def has_cells(library: Library) -> bool:
    """Whether some searchable passage is of a table."""
    with library.reading() as snapshot:
        return has_rows(snapshot)


def is_cell_of(figure: Figure, library: Library) -> bool:
    """Whether a stored figure is a cell of a table."""
    return is_cell(figure, library.edition(figure.bulletin_id, figure.revision).bulletin)


def _cells(question: Question, library: Library) -> Iterator[_Named]:
    """The cells of the bulletins whose tables search finds, best bulletins first."""
    hits = library.search(question.text, _HITS)
    ids = list(dict.fromkeys(h.passage.bulletin_id for h in hits if h.passage.kind == "row"))
    ids = ids or [h.passage.bulletin_id for h in hits]
    origins = library.origins(ids)
    for bulletin_id in list(dict.fromkeys(ids))[:_MOST_BULLETINS]:
        edition = library.edition(bulletin_id)
        figures = library.figures_of(edition)
        yield from _of_bulletin(edition.bulletin, figures, origins[bulletin_id])


def _of_bulletin(bulletin: Bulletin, figures: Sequence[Figure], origin: Origin) -> Iterator[_Named]:
    starts = {s.start: s for s in bulletin.sections if s.kind == "row"}
    cells = [f for f in figures if f.sentence_start in starts][:_MOST_CELLS]
    above = _above(bulletin)
    by_table: dict[str, list[Figure]] = defaultdict(list)
    for figure in cells:
        by_table[above[figure.sentence_start]].append(figure)
    for captions, group in by_table.items():
        names = {f.figure_id: words_of(f.name) for f in group}
        common = frozenset.intersection(*names.values())
        for figure in group:
            label = bulletin.text[figure.sentence_start : figure.start].partition(": ")[0]
            narrow = names[figure.figure_id] - common
            yield _Named(
                figure, origin, narrow, f"{label} ; {figure.unit}", f"{captions} ; {bulletin.title}"
            )


def _above(bulletin: Bulletin) -> dict[int, str]:
    """The captions of the table of each row, by the row's start."""
    above: dict[int, str] = {}
    before: list[str] = []
    captions, is_row = "", False
    for section in bulletin.sections:
        text = bulletin.text[section.start : section.end]
        if section.kind != "row":
            before, is_row = [*before[-2:], text[:_CONTEXT_CHARS]], False
            continue
        if not is_row:
            captions, before, is_row = " ; ".join(before), [], True
        above[section.start] = captions
    return above


def _rank(
    question: Question, wanted: Sequence[Wanted], cell: _Named, today: date | None
) -> tuple[float, ...] | None:
    """How well a cell answers, greater is better; None where it does not."""
    figure = cell.figure
    if not _has_role(figure, question) or not _has_place(figure, question, cell):
        return None
    fits = [period_fit(figure, period) for period in question.periods or (None,)]
    if not all(fits):
        return None
    fit = fit_of(wanted, figure.name, cell.narrow, cell.label, cell.above, question)
    least = _LEAST_SHARE[question.language] if question.asks_number else _LEAST_UNASKED
    if fit.share < least or not _has_unit(figure, question):
        return None
    latest = figure.period.end.toordinal() if figure.period else 0
    return (
        fit.named - fit.extra, -fit.extra, float(trust_now(cell.origin, today)), fits[0],
        0.0 if question.periods else latest,
    )  # fmt: skip


def _has_role(figure: Figure, question: Question) -> bool:
    role = "achieved" if figure.role == "previous" else figure.role
    # `Lao động tăng thêm` counts a change by its name.
    is_named = question.role == "change" and _MOVED.search(plain(figure.name)) is not None
    return question.role == role or (is_named and role == "achieved")


def _has_unit(figure: Figure, question: Question) -> bool:
    asked = question.unit
    if asked is None or not figure.unit:
        return True
    if asked == "%":
        return "%" in figure.unit
    return answers_unit(figure.unit, asked) or same_unit(figure.unit, asked)


def _has_place(figure: Figure, question: Question, cell: _Named) -> bool:
    """Whether the cell is of a requested place, or of no smaller place than its bulletin."""
    if question.places:
        return any(same_place(figure.place, place) for place in question.places)
    return (
        figure.place is None or not cell.origin.place or same_place(figure.place, cell.origin.place)
    )
