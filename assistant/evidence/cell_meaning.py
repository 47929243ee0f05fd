"""Whether a cell of a table answers a question: a fitted probability over words and meanings.

The label of its row and the heading of its column are compared with the question by shared words,
by the Vietnamese words that a translation of an English question may hold, and by the cosine of
their vectors, each in comparison with the other labels and headings of the table.
`python -m evals.training.cell_meaning` fits the weights; docs/models.md has the data.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.evidence.asked_words import Asked
from assistant.evidence.cell_fit import FITS, CellFit
from assistant.evidence.cell_words import (
    LINKS,
    fit_of,
    without_names,
    words_of,
)
from assistant.evidence.named_cells import NamedCell, Naming
from assistant.evidence.row_reading import CellReading
from assistant.records import Question
from knowledge.arrays import Floats, np
from knowledge.embedding.encoder import Encoder
from knowledge.figures.cells import OtherCell
from knowledge.figures.headings import among, core_of, is_total
from knowledge.fitted import fitted_model
from knowledge.search.library import Library
from knowledge.text.language import accents
from knowledge.text.patterns import lazy_regex
from knowledge.text.spelling import fold, plain
from knowledge.vocabulary.units import answers_unit, same_unit

# What the reader says of a cell: the fields of CellReading, and its margin for English questions.
READ = ("read", "read_behind", "row_read", "row_read_behind", "read_english")
NAMES = (
    "share", "named", "extra", "missing", "label_said", "label_behind", "heading_said",
    "heading_behind", "covered", "label_cosine", "label_cosine_behind", "heading_cosine",
    "heading_cosine_behind", "both_cosine", "both_cosine_behind", "title_cosine", "title_said",
    "role_differs", "unit_differs", "is_rate_for_count", "is_total",
    "is_row_of_place", "unit_said", "unit_unsaid", "lacks_name", "is_before_others",
    "heading_is_total", "year_before", "year_before_missed", "is_english",
    "unsaid", "unsaid_most", "unsaid_pairs", "unsaid_codes", "unsaid_english", "total_unsaid",
    "total_unasked", "covered_english", "label_said_english", "heading_said_english",
    "near_cells", "is_empty", "unsaid_elsewhere", "is_whole", "unsaid_most_english", "is_folded",
    "own_table", "other_table", "table_rank", "row_found", *FITS, "unread", *READ,
)  # fmt: skip
_YEAR_BEFORE = lazy_regex(
    r"(?<!\w)(?<!so voi )(?<!so voi cung ky )(?:cung ky(?! nam (?:19|20))"
    r"|nam (?:truoc|ngoai)(?! (?:chuyen|de lai|mang))|(?:previous|last) year"
    r"|(?:year|same period) (?:before|earlier))(?!\w)"
)
_TOTAL = lazy_regex(r"(?:tong|toan tinh|cong)(?!\w)")
_ASKS_TOTAL = lazy_regex(r"(?<!\w)(?:tong|toan|cong|ca tinh|total|altogether|overall|in all)(?!\w)")
# Cells of one bulletin that are compared, with the vectors of their labels and headings.
_MOST_CELLS = 200
_CACHED = 4096
# Vectors of labels and headings, of 1.5 KiB each.
_MOST_VECTORS = 16_384


@dataclass(frozen=True, slots=True)
class Choice:
    """The file of the weights, and the least probability of a cell that answers by them.

    A cell that the words name needs `least_named`, another than the words name `bar_against`.
    """

    file: str
    bar: float
    least_named: float
    bar_against: float


# Where rows are read and where they are not; the bars were chosen on the suites to work with so
# that no more of their answers have a wrong figure than before (2026-11-28).
CHOICES = {
    True: Choice("cell_meaning.toml", 0.58, 0.45, 0.85),
    False: Choice("cell_meaning_unread.toml", 0.62, 0.5, 0.85),
}


@dataclass(frozen=True, slots=True)
class Facts:
    """What else is known of a cell: how its role, its unit, its time, place and kind fit.

    `is_before_others` where the question names no time, and its row has a cell of a later one.
    `table_rank` is the place of its bulletin among those found, `row_found` 1 for a row in the best
    hit and less in later ones. `reading` is None for a row that was not read.
    """

    role_differs: bool
    is_rate_for_count: bool
    fit: CellFit
    is_row_of_place: bool
    is_before_others: bool
    table_rank: int = 0
    row_found: float = 0.0
    reading: CellReading | None = None


class Meanings:
    """How well the cells of one bulletin mean what a question asks, `spelled` with its accents."""

    def __init__(
        self, question: Question, naming: Naming, cells: Sequence[NamedCell], title: str,
        library: Library, spelled: str | None = None,
    ) -> None:  # fmt: skip
        self._question, self._naming, self._title = question, naming, title
        self._asked = Asked(question)
        names = " ; ".join({text for cell in cells for text in (cell.label, cell.heading)})
        self._names = frozenset(self._asked.words_of(names))
        self._labels = self._said({cell.label for cell in cells})
        self._heads = self._said({cell.heading for cell in cells})
        # Of a large table the cells that the question says least are not compared, nor those
        # that lack its words which others have.
        self.cells = sorted(cells, key=self._relevance, reverse=True)[:_MOST_CELLS]
        labels = dict.fromkeys(_tail(cell.label) for cell in self.cells)
        heads = dict.fromkeys(cell.heading for cell in self.cells)
        pairs = dict.fromkeys(_pair(cell) for cell in self.cells)
        text = spelled or question.text
        bare = " ".join(without_names(text, question).split()) or text
        self._cosines = _cosines(library.encoder, bare, [title, *labels, *heads, *pairs])
        self._best_label = max(self._labels.values(), default=0.0)
        self._best_head = max(self._heads.values(), default=0.0)
        self._nearest_label = max(map(self._cosine, labels), default=0.0)
        self._nearest_head = max(map(self._cosine, heads), default=0.0)
        self._nearest_pair = max(map(self._cosine, pairs), default=0.0)

    def _said(self, texts: set[str]) -> dict[str, float]:
        """How much of each label or heading the question says, 0 to 1."""
        return {text: self._asked.said(text, w) for text, w in _weighed(texts).items()}

    def _relevance(self, cell: NamedCell) -> tuple[float, ...]:
        share = self._labels[cell.label] + self._heads[cell.heading]
        is_near = not self._naming.lacks_name(cell)
        return is_near, self._naming.is_row_said(cell), share - self._naming.missing(cell)

    def _cosine(self, text: str) -> float:
        return self._cosines.get(text, 0.0)

    def features_of(self, cell: NamedCell, facts: Facts) -> tuple[float, ...]:
        """The features of a cell, in the order of NAMES."""
        question, item = self._question, cell.item
        label = f"{cell.label} ; {cell.beside} ; {cell.heading} ; {item.unit}"
        above = f"{cell.captions} ; {self._title}"
        given = words_of(above) if is_total(cell.label) else frozenset[str]()
        fit = fit_of(
            self._naming.wanted, item.name, cell.narrow, label, above, question, cell.whole, given
        )
        around = self._asked.words_of(f"{item.name} ; {label} ; {above}")
        unsaid = self._asked.unsaid(around, self._names)
        covered = self._asked.covered(frozenset(around))
        is_sum = is_total(cell.label) or _TOTAL.match(fold(cell.label)) is not None
        is_en = question.language == "en"
        both = self._cosine(_pair(cell))
        said, head_said = self._labels[cell.label], self._heads[cell.heading]
        near = self._cosine(_tail(cell.label))
        near_head = self._cosine(cell.heading)
        unit_differs = (
            question.unit is not None and bool(item.unit)
            and not (answers_unit(item.unit, question.unit) or same_unit(item.unit, question.unit))
        )  # fmt: skip
        is_counted = question.asks_number and "%" not in item.unit and bool(item.unit)
        unit_said = self._asked.said(item.unit, dict.fromkeys(words_of(item.unit), 1.0))
        is_before = _YEAR_BEFORE.search(fold(cell.heading)) is not None
        asks_before = _YEAR_BEFORE.search(question.mentions.folded) is not None
        return (
            fit.share, min(fit.named, 6.0), min(fit.extra, 6.0),
            min(self._naming.missing(cell), 4), said, self._best_label - said, head_said,
            self._best_head - head_said,
            covered,
            near, self._nearest_label - near, near_head, self._nearest_head - near_head,
            both, self._nearest_pair - both,
            self._cosine(self._title), self._asked.covered(frozenset(self._asked.words_of(above))),
            facts.role_differs, unit_differs, facts.is_rate_for_count,
            is_total(cell.label), facts.is_row_of_place,
            unit_said, is_counted and not unit_said, self._naming.lacks_name(cell),
            facts.is_before_others, is_total(core_of(cell.heading, is_label=True) or cell.heading),
            is_before and asks_before, is_before != asks_before, is_en,
            0.0 if is_en else unsaid.sum, 0.0 if is_en else unsaid.most, unsaid.pairs,
            unsaid.codes, unsaid.sum if is_en else 0.0, is_sum * unsaid.most,
            is_sum and _ASKS_TOTAL.search(question.mentions.folded) is None,
            covered * is_en, said * is_en, head_said * is_en,
            math.log(len(self.cells)), isinstance(item, OtherCell) and not item.text,
            unsaid.elsewhere, bool(cell.whole), unsaid.most if is_en else 0.0,
            question.language != "en" and accents(question.text) != "full",
            *self._naming.of_tables(cell), facts.table_rank, facts.row_found,
            *facts.fit.features(), facts.reading is None, *_read(facts.reading, is_en),
        )  # fmt: skip


def _read(reading: CellReading | None, is_english: bool) -> tuple[float, ...]:
    """The features READ; zeros for a row that was not read."""
    if reading is None:
        return (0.0,) * len(READ)
    return (
        reading.margin, reading.behind, reading.answers, reading.answers_behind,
        reading.margin if is_english else 0.0,
    )  # fmt: skip


def probabilities(rows: Sequence[Sequence[float]], choice: Choice) -> list[float]:
    """The probability, 0 to 1, of each cell that it answers; that of no answer makes them 1."""
    model = fitted_model("assistant.evidence", choice.file, NAMES)
    return probabilities_of([model.odds(row) for row in rows])


def probabilities_of(odds: Sequence[float]) -> list[float]:
    """The probabilities of cells by the logarithm of how much likelier each is than no answer."""
    most = max((0.0, *odds))
    weights = [math.exp(value - most) for value in odds]
    whole = math.fsum(weights) + math.exp(-most)
    return [weight / whole for weight in weights]


def likeliest(chances: Sequence[float], cells: Sequence[NamedCell]) -> tuple[int, float] | None:
    """The place of the likeliest cell and its probability; None where there are no cells.

    Cells that say the same under the same label and heading count as one: a bulletin may tell what
    another told. Cells of equal content under other names do not: fifteen unlikely cells of 100 %
    are no likely one.
    """
    by_name: dict[Hashable, float] = defaultdict(float)
    keys = [(content_of(cell), fold(cell.label), fold(cell.heading)) for cell in cells]
    for key, chance in zip(keys, chances, strict=True):
        by_name[key] += chance
    best = max(range(len(cells)), key=lambda n: (by_name[keys[n]], chances[n]), default=None)
    return None if best is None else (best, by_name[keys[best]])


def content_of(cell: NamedCell) -> tuple[object, ...]:
    """What a cell would answer."""
    item = cell.item
    return (item.text,) if isinstance(item, OtherCell) else (item.value, item.unit)


def _tail(label: str) -> str:
    """What a label says after `trong đó`: the part, and not its whole."""
    match = among().search(plain(label))
    return label[match.end() :] if match else label


def _pair(cell: NamedCell) -> str:
    return f"{_tail(cell.label)} – {cell.heading}"


def _weighed(texts: Iterable[str]) -> dict[str, dict[str, float]]:
    """The words of each label or heading, those that few of them share with more weight."""
    split = {text: _words(text) for text in texts}
    number = Counter(word for held in split.values() for word in held)
    most = len(split) + 1
    return {
        text: {w: 0.0 if fold(w) in LINKS else math.log(most / number[w]) for w in held}
        for text, held in split.items()
    }


@lru_cache(maxsize=_CACHED)
def _words(text: str) -> frozenset[str]:
    core = " ".join(core_of(part, is_label=True) for part in text.split(" – "))
    return words_of(core) or words_of(text)


def _cosines(encoder: Encoder, question: str, texts: Sequence[str]) -> dict[str, float]:
    """The cosine of each text with the question."""
    distinct = list(dict.fromkeys(text for text in texts if text))
    if not distinct:
        return {}
    asked = encoder.encode_query(question)
    rows = _vectors(encoder, distinct)
    return {text: float(c) for text, c in zip(distinct, rows @ asked, strict=True)}


def _vectors(encoder: Encoder, texts: Sequence[str]) -> Floats:
    """The vectors of texts; those of labels that were compared before are kept."""
    known = _known(id(encoder))
    # Other threads clear what is kept: what is needed is taken out first.
    rows = {text: row for text in texts if (row := known.get(text)) is not None}
    new = [text for text in texts if text not in rows]
    rows.update(zip(new, encoder.encode_passages(new), strict=True))
    if len(known) + len(new) > _MOST_VECTORS:
        known.clear()
    known.update({text: rows[text] for text in new})
    return np.stack([rows[text] for text in texts])


@lru_cache(maxsize=1)
def _known(_: Hashable) -> dict[str, Floats]:
    """The vectors of one encoder, by their texts."""
    return {}
