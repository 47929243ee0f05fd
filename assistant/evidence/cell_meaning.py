"""Whether a cell of a table answers a question: a fitted probability over words and meanings.

The label of its row and the heading of its column are compared with the question by shared words,
by the Vietnamese words that a translation of an English question may hold, and by the cosine of
their vectors, each in comparison with the other labels and headings of the table.
`python -m evals.training.cell_meaning` fits the weights; docs/models.md has the data.
"""

import math
import tomllib
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from assistant.evidence.cell_words import LINKS, expanded, fit_of, speller, without_names, words_of
from assistant.evidence.named_cells import NamedCell, Naming
from assistant.records import Question
from knowledge.arrays import Floats, np
from knowledge.embedding.encoder import Encoder
from knowledge.figures.headings import among, core_of, is_total
from knowledge.search.library import Library
from knowledge.text.patterns import lazy_regex
from knowledge.text.spelling import fold, plain, words
from knowledge.vocabulary.glossary import translated
from knowledge.vocabulary.lexicon import expected_terms
from knowledge.vocabulary.units import answers_unit, same_unit

NAMES = (
    "share", "named", "extra", "missing", "label_said", "label_behind", "heading_said",
    "heading_behind", "covered", "label_cosine", "label_cosine_behind", "heading_cosine",
    "heading_cosine_behind", "both_cosine", "both_cosine_behind", "title_cosine", "title_said",
    "role_differs", "unit_differs", "is_rate_for_count", "is_total", "time",
    "is_row_of_place", "unit_said", "unit_unsaid", "lacks_name", "is_before_others",
    "heading_is_total", "year_before", "year_before_missed", "is_english",
)  # fmt: skip
_YEAR_BEFORE = lazy_regex(
    r"(?<!\w)(?<!so voi )(?:cung ky(?! nam (?:19|20))|nam (?:truoc|ngoai)|(?:previous|last) year"
    r"|(?:year|same period) (?:before|earlier))(?!\w)"
)
# The least probability of a cell that answers; in cross-validation over the bulletins of the five
# suites that were read, 197 of the 203 cells above it were right (2026-11-27).
BAR = 0.6
# Cells of one bulletin that are compared.
_MOST_CELLS = 120
_CACHED = 4096


@dataclass(frozen=True, slots=True)
class Facts:
    """What else is known of a cell: how its role, its unit, its time and its place fit.

    `is_before_others` where the question names no time, and its row has a cell of a later one.
    """

    role_differs: bool
    is_rate_for_count: bool
    time: float
    is_row_of_place: bool
    is_before_others: bool


class Meanings:
    """How well the cells of one bulletin mean what a question asks."""

    def __init__(
        self, question: Question, naming: Naming, cells: Sequence[NamedCell], title: str,
        library: Library,
    ) -> None:  # fmt: skip
        self._question, self._naming, self._title = question, naming, title
        self._asked = _Asked(question)
        self._labels = self._said({cell.label for cell in cells})
        self._heads = self._said({cell.heading for cell in cells})
        # Of a large table the cells that the question says least are not compared.
        self.cells = sorted(cells, key=self._share, reverse=True)[:_MOST_CELLS]
        labels = dict.fromkeys(_tail(cell.label) for cell in self.cells)
        heads = dict.fromkeys(cell.heading for cell in self.cells)
        pairs = dict.fromkeys(_pair(cell) for cell in self.cells)
        bare = " ".join(without_names(question.text, question).split()) or question.text
        self._cosines = _cosines(library.encoder, bare, [title, *labels, *heads, *pairs])
        self._best_label = max(self._labels.values(), default=0.0)
        self._best_head = max(self._heads.values(), default=0.0)
        self._nearest_label = max(map(self._cosine, labels), default=0.0)
        self._nearest_head = max(map(self._cosine, heads), default=0.0)
        self._nearest_pair = max(map(self._cosine, pairs), default=0.0)

    def _said(self, texts: set[str]) -> dict[str, float]:
        """How much of each label or heading the question says, 0 to 1."""
        return {text: self._asked.said(text, w) for text, w in _weighed(texts).items()}

    def _share(self, cell: NamedCell) -> float:
        return self._labels[cell.label] + self._heads[cell.heading]

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
            self._asked.covered(f"{item.name} ; {label} ; {above}"),
            near, self._nearest_label - near, near_head, self._nearest_head - near_head,
            both, self._nearest_pair - both,
            self._cosine(self._title), self._asked.covered(above),
            facts.role_differs, unit_differs, facts.is_rate_for_count,
            is_total(cell.label), facts.time, facts.is_row_of_place,
            unit_said, is_counted and not unit_said, self._naming.lacks_name(cell),
            facts.is_before_others, is_total(core_of(cell.heading, is_label=True) or cell.heading),
            is_before and asks_before, is_before != asks_before, question.language == "en",
        )  # fmt: skip


class _Asked:
    """The words that a question says, or that a translation of it may hold, with their chance."""

    def __init__(self, question: Question) -> None:
        text = expanded(without_names(question.text, question))
        self._spell = speller(question)
        self._chances: dict[str, float] = dict.fromkeys(words(self._spell(text)), 1.0)
        # For each word of the question, the words of which one tells that it is said.
        self._meanings: list[dict[str, float]] = []
        if question.language != "en":
            self._meanings = [{word: 1.0} for word in self._chances if fold(word) not in LINKS]
            return
        for term, chance in expected_terms(text).items():
            for word in term.split("_"):
                self._chances[word] = max(self._chances.get(word, 0.0), chance)
        for _, meanings in translated(text):
            for word in words(self._spell(" ; ".join(meanings))):
                self._chances[word] = 1.0
        for word in dict.fromkeys(words(text)):
            terms = {t: c for t, c in expected_terms(word).items() if "_" not in t}
            for _, meanings in translated(word):
                terms |= dict.fromkeys(words(self._spell(" ; ".join(meanings))), 1.0)
            if terms and not word.isdigit():
                self._meanings.append(terms)

    def said(self, text: str, weights: Mapping[str, float]) -> float:
        """The share of a label's words, by weight, that the question says."""
        of_text = {word: w for word, w in weights.items() if w}
        whole = sum(of_text.values())
        if not whole:
            return 0.0
        held = sum(w * self._chances.get(self._spell(word), 0.0) for word, w in of_text.items())
        return held / whole

    def covered(self, text: str) -> float:
        """The share of the question's words that stand in a text."""
        around = frozenset(words(self._spell(expanded(text))))
        if not self._meanings:
            return 0.0
        held = (max((c for w, c in m.items() if w in around), default=0.0) for m in self._meanings)
        return sum(held) / len(self._meanings)


def probabilities(rows: Sequence[Sequence[float]]) -> list[float]:
    """The probability, 0 to 1, of each cell that it answers; that of no answer makes them 1."""
    odds = [_odds(row) for row in rows]
    most = max((0.0, *odds))
    weights = [math.exp(value - most) for value in odds]
    whole = math.fsum(weights) + math.exp(-most)
    return [weight / whole for weight in weights]


def _odds(features: Sequence[float]) -> float:
    """The logarithm of how much likelier a cell with these features is than no answer."""
    weights, base = _weights()
    return base + math.fsum(w * value for w, value in zip(weights, features, strict=True))


@cache
def _weights() -> tuple[tuple[float, ...], float]:
    text = files("assistant.evidence").joinpath("cell_meaning.toml").read_text("utf-8")
    stored = tomllib.loads(text)
    return tuple(stored["weights"][name] for name in NAMES), stored["base"]


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
    if len(known) + len(new) > _CACHED:
        known.clear()
    known.update({text: rows[text] for text in new})
    return np.stack([rows[text] for text in texts])


@lru_cache(maxsize=1)
def _known(_: Hashable) -> dict[str, Floats]:
    """The vectors of one encoder, by their texts."""
    return {}
