"""Question -> the cell of a table that answers it, if the words of the question name only one.

The cells of the bulletins that search finds are compared. A cell answers if it is likely enough by
what it means (`assistant.evidence.cell_meaning`), or if the words of the question name its row and
its column and its time, place, role and unit are the requested ones. An empty cell that is named
best says that the table does not have the answer.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.evidence.cell_constraints import (
    has_codes,
    has_place,
    has_role,
    has_unit,
    is_rate_for_count,
    time_fit,
)
from assistant.evidence.cell_kinds import asked_kind, is_of_kind
from assistant.evidence.cell_meaning import CHOICES, content_of, likeliest, probabilities
from assistant.evidence.cell_tables import Tables, is_fitted_for, likely_cells, tables_of
from assistant.evidence.cell_words import fit_of, words_of
from assistant.evidence.named_cells import NamedCell, Naming, cells_of
from assistant.evidence.reading import PassageReader
from assistant.evidence.row_reading import RememberingReader
from assistant.evidence.trusted import trust_now
from assistant.records import AskedRole, FigureEvidence, Question, Span
from knowledge.figures.cells import OtherCell, is_cell
from knowledge.figures.certainty import without_guesses
from knowledge.figures.consistency import is_of_the_future
from knowledge.figures.headings import is_total
from knowledge.records import Figure, Period
from knowledge.search.library import Library
from knowledge.storage.table_rows import has_rows
from knowledge.text.patterns import lazy_regex
from knowledge.vocabulary.periods import overlap

# The share of a question's words that a cell with its table needs; chosen on the suite `tables`,
# 2026-11-26. English words may have no translation.
_LEAST_SHARE = {"vi": 0.75, "en": 0.6}
# Of a number that is quoted with its row.
_LEAST_QUOTED = 0.5
# Of a question without "bao nhiêu": "Thu nhập bình quân đầu người của Hậu Giang năm 2023?".
_LEAST_UNASKED = 0.9
_ASKS_OTHER = lazy_regex(
    r"(?<!\w)(?:ai|gi|nao|(?:o|tu|den|tai) dau|(?:vi|tai|ra) sao|bao gio|bao lau|who"
    r"|what(?! is| was)|where|when|which|why|how (?:do|does|can|could|should|to))(?!\w)"
)


@dataclass(frozen=True, slots=True)
class WordEvidence:
    """A cell of words that answers, or an empty one: then `text` is empty. `span` is its row."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class _Ranked:
    """A cell that may answer, its rank (greater is better), and the origin of its bulletin."""

    rank: tuple[float, ...]
    cell: NamedCell
    table: Tables


def gather_cell(
    question: Question, library: Library, today: date | None, reader: PassageReader | None = None
) -> FigureEvidence | WordEvidence | None:
    """The one cell that answers; None where none fits, or several with different contents do.

    Less trusted tables, and those dated in the future, are read only if the others have none. A
    `reader` reads the rows too, which finds many more cells.
    """
    every = tables_of(question, library)
    ranks = [trust_now(table.origin, today) for table in every]
    reader = RememberingReader(reader) if reader else None
    for least in sorted(set(ranks), reverse=True):
        tables = [table for table, rank in zip(every, ranks, strict=True) if rank >= least]
        chosen = _chosen(question, tables, library, today, reader)
        if chosen is not None:
            return _told(chosen, library, today)
    return None


def _chosen(
    question: Question, tables: Sequence[Tables], library: Library, today: date | None,
    reader: PassageReader | None,
) -> _Ranked | None:  # fmt: skip
    """The cell of some tables that answers, by its meaning or else by its words."""
    likely = likely_cells(question, tables, library, reader)
    choice = CHOICES[reader is not None]
    chances = probabilities([features for features, _, _ in likely], choice)
    best = likeliest(chances, [cell for _, cell, _ in likely])
    named = _named(question, tables, today)
    # An empty cell that is meant says that the table does not have the answer.
    if named is not None and isinstance(named.cell.item, OtherCell) and not named.cell.item.text:
        return named
    if best is not None:
        _, cell, table = likely[best[0]]
        differs = named is not None and content_of(named.cell) != content_of(cell)
        if best[1] >= (choice.bar_against if differs else choice.bar):
            return _Ranked((), cell, table)
        if differs or best[1] < choice.least_named:
            return None
    return named


def _told(
    chosen: _Ranked, library: Library, today: date | None
) -> FigureEvidence | WordEvidence:  # fmt: skip
    """The chosen cell as evidence."""
    item, origin = chosen.cell.item, chosen.table.origin
    if isinstance(item, OtherCell):
        return _words(chosen, item, library)
    role: AskedRole = item.role if item.role != "previous" else "achieved"
    is_future = today is not None and is_of_the_future(origin.published_on, today)
    return FigureEvidence(item, origin.published_on, role, trust=origin.trust, is_future=is_future)


def _named(question: Question, tables: Sequence[Tables], today: date | None) -> _Ranked | None:
    """The cell that the words of the question name; None for several with different contents."""
    ranked = sorted(_ranked(question, tables, today), key=lambda r: r.rank, reverse=True)
    if not ranked:
        return None
    rivals = [r for r in ranked if r.rank == ranked[0].rank]
    if len({content_of(r.cell) for r in rivals}) > 1:
        newest = max(r.table.origin.published_on or date.min for r in rivals)
        rivals = [r for r in rivals if (r.table.origin.published_on or date.min) == newest]
        if len({content_of(r.cell) for r in rivals}) > 1:
            return None
    return rivals[0]


def _words(chosen: _Ranked, item: OtherCell, library: Library) -> WordEvidence:
    edition = chosen.table.edition
    passages = library.passages_of(chosen.table.edition.bulletin.bulletin_id)
    at = [p for p in passages if p.start <= item.sentence_start]
    passage_id = at[-1].passage_id if at else passages[0].passage_id
    span = (item.sentence_start, item.sentence_end)
    return WordEvidence(
        item.text, Span(edition.bulletin.bulletin_id, edition.revision, passage_id, *span)
    )


def asks_cell(question: Question) -> bool:
    """Whether one cell of one place and time may answer."""
    is_asked = question.intent in ("figure", "prose", "vague") and question.operation == "look"
    is_one = len(question.places) < 2 and len(question.periods) < 2 and not question.leans
    is_number = question.asks_number or not _ASKS_OTHER.search(question.mentions.folded)
    return is_asked and is_one and (is_number or asked_kind(question) is not None)


def compares_cells(question: Question, library: Library) -> bool:
    """Whether `gather_cell` compares every cell with a number, so that it misses none likely."""
    is_number = question.asks_number or asked_kind(question) is None
    return asks_cell(question) and is_number and is_fitted_for(library)


def has_cells(library: Library) -> bool:
    """Whether some searchable passage is of a table."""
    with library.reading() as snapshot:
        return has_rows(snapshot)


def is_cell_of(figure: Figure, library: Library) -> bool:
    """Whether a stored figure is a cell of a table."""
    return is_cell(figure, library.edition(figure.bulletin_id, figure.revision).bulletin)


class RowFilter:
    """Which statements of rows of tables a question contradicts: of another row, column or time."""

    def __init__(self, question: Question, library: Library) -> None:
        self._question, self._library = question, library
        self._known: dict[str, tuple[Naming, list[NamedCell]]] = {}

    def problem(self, bulletin_id: str, row: tuple[int, int], figure: Figure | None) -> str | None:
        """The reason why the row at this span, or its `figure`, cannot answer; None if it can."""
        naming, cells = self._named(bulletin_id)
        here = [cell for cell in cells if row[0] <= cell.item.sentence_start < row[1]]
        if figure is not None:
            here = [cell for cell in here if cell.item.start == figure.start] or here
        if not here:
            return None
        if all(naming.missing(cell) for cell in here):
            return "other cells have the words of the question"
        if all(naming.lacks_name(cell) for cell in here):
            return "a row of another name"
        if figure is not None and all(self._share(naming, c) < _LEAST_QUOTED for c in here):
            return "too few words of the question"
        asked = self._question.periods
        if asked and not any(_overlaps(cell.item.period, asked) for cell in here):
            return "a row of another time"
        return None

    def _share(self, naming: Naming, cell: NamedCell) -> float:
        label = f"{cell.label} ; {cell.beside} ; {cell.heading} ; {cell.item.unit}"
        above = f"{cell.captions} ; {naming.title}"
        name = cell.item.name
        return fit_of(naming.wanted, name, cell.narrow, label, above, self._question).share

    def _named(self, bulletin_id: str) -> tuple[Naming, list[NamedCell]]:
        if bulletin_id not in self._known:
            edition = self._library.edition(bulletin_id)
            figures = without_guesses(self._library.figures_of(edition))
            cells = cells_of(edition.bulletin, figures)
            naming = Naming(self._question, cells, edition.bulletin.title)
            self._known[bulletin_id] = naming, cells
        return self._known[bulletin_id]


def _overlaps(period: Period | None, asked: Sequence[Period]) -> bool:
    return period is None or any(overlap(period, other) for other in asked)


def _ranked(question: Question, tables: Iterable[Tables], today: date | None) -> Iterator[_Ranked]:
    """The cells that the words of the question name."""
    for table in tables:
        for cell in table.cells:
            rank = _rank(question, table, cell, today)
            if rank is not None:
                yield _Ranked(rank, cell, table)


def _rank(
    question: Question, table: Tables, cell: NamedCell, today: date | None
) -> tuple[float, ...] | None:  # fmt: skip
    """How well a cell answers, greater is better; None where it does not."""
    item, naming, origin = cell.item, table.naming, table.origin
    kind = asked_kind(question)
    if not is_of_kind(cell, kind):
        return None
    if not has_role(item, question) and not (
        item.role == "plan" and has_role(item, question, is_alone=table.is_alone(cell))
    ):
        return None
    if kind is None and isinstance(item, OtherCell) and not naming.is_heading_named(cell):
        return None
    if not has_place(cell, question, origin, is_named=naming.is_row_said(cell)):
        return None
    if not has_codes(cell, question, naming.title):
        return None
    fits = [time_fit(item, period) for period in question.periods or (None,)]
    if not all(fits) or naming.missing(cell):
        return None
    label = f"{cell.label} ; {cell.beside} ; {cell.heading} ; {item.unit}"
    above = f"{cell.captions} ; {table.edition.bulletin.title}"
    # A total is named by what stands above the table, not narrowed by it.
    given = words_of(above) if is_total(cell.label) else frozenset[str]()
    name, whole = item.name, cell.whole
    fit = fit_of(naming.wanted, name, cell.narrow, label, above, question, whole, given)
    is_open = question.language == "vi" and not question.asks_number and kind is None
    least = _LEAST_UNASKED if is_open else _LEAST_SHARE[question.language]
    if fit.share < least or not has_unit(item, question):
        return None
    latest = item.period.end.toordinal() if item.period else 0
    return (
        fit.named - fit.extra, -fit.extra, -float(is_rate_for_count(item, question)),
        -naming.beyond(cell),
        float(trust_now(origin, today)), fits[0],
        0.0 if question.periods else latest,
    )  # fmt: skip
