"""Question -> the cell of a table that answers it, if the words of the question name only one.

The cells of the bulletins that search finds are compared: time, place, role and unit must be the
requested ones, and the words of the question must name the row and the column. An empty cell that
is named best says that the table does not have the answer.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.evidence.candidates import period_fit
from assistant.evidence.cell_kinds import asked_kind, is_of_kind
from assistant.evidence.cell_words import fit_of, words_of
from assistant.evidence.named_cells import NamedCell, Naming, cells_of
from assistant.evidence.trusted import trust_now
from assistant.records import AskedRole, FigureEvidence, Question, Span
from knowledge.figures.cells import OtherCell, is_cell
from knowledge.figures.certainty import without_guesses
from knowledge.figures.consistency import is_of_the_future
from knowledge.figures.headings import is_total, role_in
from knowledge.records import Figure, Period
from knowledge.search.library import Library
from knowledge.storage.origins import Origin
from knowledge.storage.table_rows import has_rows
from knowledge.text.patterns import lazy_regex
from knowledge.text.spelling import fold, plain
from knowledge.vocabulary.periods import overlap
from knowledge.vocabulary.place_names import is_within, level_of, unit_in
from knowledge.vocabulary.places import find_places, same_place
from knowledge.vocabulary.units import answers_unit, same_unit

_HITS, _MOST_BULLETINS = 12, 4
# The share of a question's words that a cell with its table needs; chosen on the suite `tables`,
# 2026-11-26. English words may have no translation.
_LEAST_SHARE = {"vi": 0.75, "en": 0.6}
# Of a number that is quoted with its row.
_LEAST_QUOTED = 0.5
# Of a question without "bao nhiêu": "Thu nhập bình quân đầu người của Hậu Giang năm 2023?".
_LEAST_UNASKED = 0.9
_ASKS_OTHER = lazy_regex(
    r"(?<!\w)(?:ai|gi|nao|(?:o|tu|den|tai) dau|(?:vi|tai|ra) sao|bao gio|bao lau|who"
    r"|what (?!is|was)|where|when|which|why|how (?!many|much))(?!\w)"
)
_MOVED = lazy_regex(r"(?<!\w)(?:thoát|tăng|giảm|thêm|mới)(?!\w)")
_KIND = lazy_regex(r"(?:huyện|thị xã|thành phố|quận|xã|phường|thị trấn) ")


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
    origin: Origin
    bulletin_id: str
    revision: int

    @property
    def content(self) -> tuple[object, ...]:
        """What it would answer."""
        item = self.cell.item
        return (item.text,) if isinstance(item, OtherCell) else (item.value, item.unit)


def gather_cell(
    question: Question, library: Library, today: date | None
) -> FigureEvidence | WordEvidence | None:
    """The one cell that answers; None where none fits, or several with different contents do."""
    ranked = sorted(_ranked(question, library, today), key=lambda r: r.rank, reverse=True)
    if not ranked:
        return None
    rivals = [r for r in ranked if r.rank == ranked[0].rank]
    if len({r.content for r in rivals}) > 1:
        newest = max(r.origin.published_on or date.min for r in rivals)
        rivals = [r for r in rivals if (r.origin.published_on or date.min) == newest]
        if len({r.content for r in rivals}) > 1:
            return None
    chosen = rivals[0]
    item, origin = chosen.cell.item, chosen.origin
    if isinstance(item, OtherCell):
        return _words(chosen, item, library)
    role: AskedRole = item.role if item.role != "previous" else "achieved"
    is_future = today is not None and is_of_the_future(origin.published_on, today)
    return FigureEvidence(item, origin.published_on, role, trust=origin.trust, is_future=is_future)


def _words(chosen: _Ranked, item: OtherCell, library: Library) -> WordEvidence:
    passages = library.passages_of(chosen.bulletin_id)
    at = [p for p in passages if p.start <= item.sentence_start]
    passage_id = at[-1].passage_id if at else passages[0].passage_id
    span = (item.sentence_start, item.sentence_end)
    return WordEvidence(item.text, Span(chosen.bulletin_id, chosen.revision, passage_id, *span))


def asks_cell(question: Question) -> bool:
    """Whether one cell of one place and time may answer."""
    is_asked = question.intent in ("figure", "prose", "vague") and question.operation == "look"
    is_one = len(question.places) < 2 and len(question.periods) < 2 and not question.leans
    is_number = question.asks_number or not _ASKS_OTHER.search(question.mentions.folded)
    return is_asked and is_one and (is_number or asked_kind(question) is not None)


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


def _ranked(question: Question, library: Library, today: date | None) -> Iterator[_Ranked]:
    """The cells that may answer, of the bulletins whose tables search finds."""
    hits = library.search(question.text, _HITS)
    ids = list(dict.fromkeys(h.passage.bulletin_id for h in hits if h.passage.kind == "row"))
    ids = ids or [h.passage.bulletin_id for h in hits]
    origins = library.origins(ids)
    for bulletin_id in list(dict.fromkeys(ids))[:_MOST_BULLETINS]:
        edition = library.edition(bulletin_id)
        cells = cells_of(edition.bulletin, without_guesses(library.figures_of(edition)))
        naming = Naming(question, cells, edition.bulletin.title)
        if not naming.wanted:
            continue
        origin = origins[bulletin_id]
        results = {
            (c.item.sentence_start, c.item.unit) for c in cells if c.item.role == "achieved"
        }
        for cell in cells:
            is_alone = (cell.item.sentence_start, cell.item.unit) not in results
            rank = _rank(
                question, naming, cell, origin, edition.bulletin.title, today, is_alone=is_alone
            )
            if rank is not None:
                yield _Ranked(rank, cell, origin, bulletin_id, edition.revision)


def _rank(
    question: Question, naming: Naming, cell: NamedCell, origin: Origin, title: str,
    today: date | None, *, is_alone: bool,
) -> tuple[float, ...] | None:  # fmt: skip
    """How well a cell answers, greater is better; None where it does not."""
    item = cell.item
    kind = asked_kind(question)
    if not is_of_kind(cell, kind) or not _has_role(item, question, is_alone=is_alone):
        return None
    if kind is None and isinstance(item, OtherCell) and not naming.is_heading_named(cell):
        return None
    if not _has_place(cell, question, origin, is_named=naming.is_row_said(cell)):
        return None
    fits = [_time_fit(item, period) for period in question.periods or (None,)]
    if not all(fits) or naming.missing(cell):
        return None
    label = f"{cell.label} ; {cell.beside} ; {cell.heading} ; {item.unit}"
    above = f"{cell.captions} ; {title}"
    # A total is named by what stands above the table, not narrowed by it.
    given = words_of(above) if is_total(cell.label) else frozenset[str]()
    name, whole = item.name, cell.whole
    fit = fit_of(naming.wanted, name, cell.narrow, label, above, question, whole, given)
    is_open = question.language == "vi" and not question.asks_number and kind is None
    least = _LEAST_UNASKED if is_open else _LEAST_SHARE[question.language]
    if fit.share < least or not _has_unit(item, question):
        return None
    latest = item.period.end.toordinal() if item.period else 0
    return (
        fit.named - fit.extra, -fit.extra, -float(_is_rate_for_count(item, question)),
        -naming.beyond(cell),
        float(trust_now(origin, today)), fits[0],
        0.0 if question.periods else latest,
    )  # fmt: skip


def _time_fit(item: Figure | OtherCell, asked: Period | None) -> int:
    """How well the time of a cell fits; the state of a day is that of the end of a longer time."""
    fit = period_fit(item, asked)
    if fit or asked is None or item.period is None:
        return fit
    is_state = item.period.kind in ("day", "until")
    return int(is_state and item.period.end == asked.end)


def _has_role(figure: Figure | OtherCell, question: Question, *, is_alone: bool = False) -> bool:
    role = "achieved" if figure.role == "previous" else figure.role
    # `Lao động tăng thêm` counts a change by its name.
    is_named = question.role == "change" and _MOVED.search(plain(figure.name)) is not None
    asked = question.role
    is_budget = "du toan" in question.mentions.folded
    if asked == "achieved" and (is_budget or role_in(question.text) == "plan"):
        asked = "plan"  # `dự toán`, as headings say it
    # `Chỉ tiêu (học sinh)` is a plan with no result beside it.
    is_only = asked == "achieved" and role == "plan" and is_alone
    return asked == role or is_only or (is_named and role == "achieved")


def _is_rate_for_count(item: Figure | OtherCell, question: Question) -> bool:
    """Whether a cell is a percentage, and the question asks how many."""
    return question.asks_number and question.unit != "%" and "%" in item.unit


def _has_unit(figure: Figure | OtherCell, question: Question) -> bool:
    asked = question.unit
    if asked is None or not figure.unit:
        return True
    if asked == "%":
        return "%" in figure.unit
    return answers_unit(figure.unit, asked) or same_unit(figure.unit, asked)


def _is_bare_name_of(place: str | None, asked: str, origin: Origin) -> bool:
    """Whether a row is named by the requested place without its kind: `Tuy Hòa`.

    A province of that name has to be that of the bulletin.
    """
    if place is None or place != unit_in(place) or level_of(place) == "province":
        return False
    unit = fold(_KIND.sub("", unit_in(asked)))
    return fold(unit_in(place)) == unit and _KIND.match(unit_in(asked)) is not None


def _is_issued_in(cell: NamedCell, asked: str) -> bool:
    """Whether a line above the table names the place: `Bảo hiểm xã hội tỉnh Đồng Nai`."""
    named = {mention.name for mention in find_places(cell.captions)}
    return len(named) == 1 and same_place(named.pop(), asked)


def _has_place(
    cell: NamedCell, question: Question, origin: Origin, *, is_named: bool
) -> bool:
    """Whether the cell is of a requested place, or of no smaller place than its bulletin.

    A row that the question names may lie anywhere in the requested place: a lake, a school.
    """
    place = cell.item.place
    if question.places:
        return any(
            same_place(place, asked)
            or (is_named and place is not None and is_within(place, asked))
            or _is_bare_name_of(place, asked, origin)
            or (place is None and _is_issued_in(cell, asked))
            for asked in question.places
        )
    return is_named or place is None or not origin.place or same_place(place, origin.place)
