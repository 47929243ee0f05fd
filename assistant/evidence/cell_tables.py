"""Question -> the tables of the bulletins that search finds, and their cells that may answer."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from assistant.evidence.cell_constraints import has_codes, has_role, is_rate_for_count
from assistant.evidence.cell_fit import CellFit, fit_of_cell
from assistant.evidence.cell_meaning import Facts, Meanings
from assistant.evidence.named_cells import NamedCell, Naming, cells_of
from assistant.evidence.orders import speaks_to_program
from assistant.evidence.reading import PassageReader
from assistant.evidence.row_reading import Line, read_rows
from assistant.records import Question
from knowledge.figures.certainty import without_guesses
from knowledge.records import Edition
from knowledge.search.accents import asked_in_full, lacks_spelling, restored
from knowledge.search.library import Library
from knowledge.settings import DEFAULT_MODEL
from knowledge.storage.origins import Origin
from knowledge.vocabulary.places import same_place

_HITS, _MOST_BULLETINS = 24, 4


@dataclass(frozen=True, slots=True)
class Tables:
    """The cells of the tables of one bulletin, what names them, and where they come from.

    `rank` is its place among the bulletins that search found, 0 for the best; `found` the spans of
    its passages among the hits, each with its place.
    """

    edition: Edition
    cells: list[NamedCell]
    naming: Naming
    origin: Origin
    rank: int = 0
    found: tuple[tuple[int, int, int], ...] = ()

    @property
    def title(self) -> str:
        """The title of the bulletin."""
        return self.edition.bulletin.title

    def only(self, cells: list[NamedCell]) -> "Tables":
        """The tables with these of their cells."""
        naming = Naming(self.naming.question, cells, self.naming.title)
        return replace(self, cells=cells, naming=naming)

    def row_found(self, cell: NamedCell) -> float:
        """1 for a cell in the best hit, less for one in a later hit, 0 for one in none."""
        row = cell.item.sentence_start
        return max((1 / (1 + at) for start, end, at in self.found if start <= row < end), default=0)

    def is_alone(self, cell: NamedCell) -> bool:
        """Whether no result in the unit of a cell stands in its row."""
        row, unit = cell.item.sentence_start, cell.item.unit
        return not any(
            c.item.role == "achieved" and (c.item.sentence_start, c.item.unit) == (row, unit)
            for c in self.cells
        )

    def is_before_others(self, cell: NamedCell) -> bool:
        """Whether a cell of a later time with the same unit stands in the row of a cell."""
        period, row, unit = cell.item.period, cell.item.sentence_start, cell.item.unit
        return period is not None and any(
            c.item.period is not None and c.item.period.end > period.end
            and (c.item.sentence_start, c.item.unit) == (row, unit)
            for c in self.cells
        )  # fmt: skip


def tables_of(question: Question, library: Library) -> list[Tables]:
    """The tables of the bulletins that search finds."""
    hits = library.search(question.text, _HITS)
    ids = list(dict.fromkeys(h.passage.bulletin_id for h in hits if h.passage.kind == "row"))
    ids = ids or [h.passage.bulletin_id for h in hits]
    origins = library.origins(ids)
    tables = []
    for rank, bulletin_id in enumerate(list(dict.fromkeys(ids))[:_MOST_BULLETINS]):
        edition = library.edition(bulletin_id)
        every = cells_of(edition.bulletin, without_guesses(library.figures_of(edition)))
        cells = [cell for cell in every if not speaks_to_program(_row(edition, cell))]
        naming = Naming(question, cells, edition.bulletin.title)
        if naming.wanted and cells:
            found = tuple(
                (hit.passage.start, hit.passage.end, at) for at, hit in enumerate(hits)
                if hit.passage.bulletin_id == bulletin_id
            )  # fmt: skip
            origin = origins[bulletin_id]
            tables.append(Tables(edition, cells, naming, origin, rank, found))
    return tables


def _row(edition: Edition, cell: NamedCell) -> str:
    return edition.bulletin.text[cell.item.sentence_start : cell.item.sentence_end]


def is_fitted_for(library: Library) -> bool:
    """Whether the model of a library is the bundled one."""
    return library.encoder.name == DEFAULT_MODEL


def likely_cells(
    question: Question, tables: Sequence[Tables], library: Library, reader: PassageReader | None
) -> list[tuple[tuple[float, ...], NamedCell, Tables]]:
    """The cells that may answer, each with the features of its meaning.

    None with another model than the bundled one, whose cosines the weights are fitted for.
    """
    if not is_fitted_for(library):
        return []
    spelled = _spelled(question, tables)
    offered = [(table, *_fitting(question, table)) for table in tables]
    compared = [
        (table, fits, Meanings(question, table.naming, cells, table.title, library, spelled))
        for table, cells, fits in offered
        if cells
    ]
    lines = _lines([(table, meanings.cells) for table, _, meanings in compared])
    readings = read_rows(spelled, lines, reader) if reader else {}
    likely = []
    for table, fits, meanings in compared:
        for cell in meanings.cells:
            is_alone = cell.item.role == "plan" and table.is_alone(cell)
            facts = Facts(
                not has_role(cell.item, question, is_alone=is_alone),
                is_rate_for_count(cell.item, question), fits[id(cell)],
                any(same_place(cell.item.place, place) for place in question.places),
                not question.periods and table.is_before_others(cell),
                table.rank, table.row_found(cell), readings.get(id(cell)),
            )  # fmt: skip
            likely.append((meanings.features_of(cell, facts), cell, table))
    return likely


def _spelled(question: Question, tables: Sequence[Tables]) -> str:
    """The text of a question with accents, if it has none, as those of the tables are spelled.

    Vectors and the reader are of texts with accents; words are compared as they were typed.
    """
    if question.language != "vi" or not lacks_spelling(question.text):
        return question.text
    around = {
        text for table in tables for cell in table.cells
        for text in (table.title, cell.captions, cell.label, cell.heading)
    }  # fmt: skip
    return asked_in_full(restored(question.text, sorted(around)))


def _fitting(question: Question, table: Tables) -> tuple[list[NamedCell], dict[int, CellFit]]:
    """The cells that nothing excludes, the best first, and how each id fits."""
    cells, fits = [], {}
    for cell in table.cells:
        if not has_codes(cell, question, table.title):
            continue
        is_named = table.naming.is_row_said(cell)
        fit = fit_of_cell(cell, question, table.origin, is_named=is_named)
        if fit is not None:
            cells.append(cell)
            fits[id(cell)] = fit
    return sorted(cells, key=lambda cell: fits[id(cell)].differences), fits


def _lines(
    compared: Sequence[tuple[Tables, Sequence[NamedCell]]],
) -> list[tuple[Line, list[NamedCell]]]:
    """The rows of the cells in the order of these (likeliest first); the tables take turns."""
    by_table: list[list[tuple[Line, list[NamedCell]]]] = []
    for table, cells in compared:
        rows: dict[int, list[NamedCell]] = {}
        for cell in cells:
            rows.setdefault(cell.item.sentence_start, []).append(cell)
        by_table.append([
            (Line(_row(table.edition, held[0]), table.title), held) for held in rows.values()
        ])  # fmt: skip
    return [row for turn in zip_longest(*by_table) for row in turn if row is not None]
