"""Whether a cell of a table answers a question: a fitted probability over words and meanings.

The label of its row and the heading of its column are compared with the question by shared words,
by the Vietnamese words that a translation of an English question may hold, and by the cosine of
their vectors, each in comparison with the other labels and headings of the table.
`python -m evals.training.cell_meaning` fits the weights; docs/models.md has the data.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from assistant.evidence.cell_words import (
    EMPTY,
    LINKS,
    expanded,
    fit_of,
    generic_english,
    speller,
    without_names,
    words_of,
)
from assistant.evidence.named_cells import NamedCell, Naming
from assistant.records import Question
from knowledge.arrays import Floats, np
from knowledge.embedding.encoder import Encoder
from knowledge.figures.cells import OtherCell
from knowledge.figures.headings import among, core_of, is_total
from knowledge.fitted import fitted_model
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
    "unsaid", "unsaid_most", "unsaid_pairs", "unsaid_codes", "unsaid_english", "total_unsaid",
    "total_unasked", "covered_english", "label_said_english", "heading_said_english",
    "near_cells", "is_empty", "untranslated", "is_whole",
)  # fmt: skip
_YEAR_BEFORE = lazy_regex(
    r"(?<!\w)(?<!so voi )(?:cung ky(?! nam (?:19|20))|nam (?:truoc|ngoai)|(?:previous|last) year"
    r"|(?:year|same period) (?:before|earlier))(?!\w)"
)
_TOTAL = lazy_regex(r"(?:tong|toan tinh|cong)(?!\w)")
_ASKS_TOTAL = lazy_regex(r"(?<!\w)(?:tong|toan|cong|ca tinh|total|altogether|overall|in all)(?!\w)")
# The least probability of a cell that answers; in cross-validation over the bulletins of the five
# suites that were read, 197 of the 203 cells above it were right (2026-11-27).
BAR = 0.6
# Cells of one bulletin that are compared, with the vectors of their labels and headings.
_MOST_CELLS = 200
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
        self._asked = _Asked(question, library)
        self._labels = self._said({cell.label for cell in cells})
        self._heads = self._said({cell.heading for cell in cells})
        # Of a large table the cells that the question says least are not compared, nor those
        # that lack its words which others have.
        self.cells = sorted(cells, key=self._relevance, reverse=True)[:_MOST_CELLS]
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

    def _relevance(self, cell: NamedCell) -> tuple[float, ...]:
        share = self._labels[cell.label] + self._heads[cell.heading]
        is_near = not self._naming.lacks_name(cell)
        return is_near, self._naming.is_row_said(cell), share - self._naming.missing(cell)

    def _words_of(self, text: str) -> frozenset[str]:
        return frozenset(words(self._asked.spelled(text)))

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
        around = words(self._asked.spelled(f"{item.name} ; {label} ; {above}"))
        unsaid = self._asked.unsaid(around)
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
            self._cosine(self._title), self._asked.covered(self._words_of(above)),
            facts.role_differs, unit_differs, facts.is_rate_for_count,
            is_total(cell.label), facts.time, facts.is_row_of_place,
            unit_said, is_counted and not unit_said, self._naming.lacks_name(cell),
            facts.is_before_others, is_total(core_of(cell.heading, is_label=True) or cell.heading),
            is_before and asks_before, is_before != asks_before, is_en,
            0.0 if is_en else unsaid.sum, 0.0 if is_en else unsaid.most, unsaid.pairs,
            unsaid.codes, unsaid.sum if is_en else 0.0, is_sum * unsaid.most,
            is_sum and _ASKS_TOTAL.search(question.mentions.folded) is None,
            covered * is_en, said * is_en, head_said * is_en,
            math.log(len(self.cells)), isinstance(item, OtherCell) and not item.text,
            self._asked.untranslated, bool(cell.whole),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Unsaid:
    """What a question says and a cell does not: words by their rarity, pairs, words with digits."""

    sum: float
    most: float
    pairs: float
    codes: int


class _Asked:
    """The words that a question says, or that a translation of it may hold, with their chance."""

    def __init__(self, question: Question, library: Library) -> None:
        text = expanded(without_names(question.text, question))
        self._spell = speller(question)
        self.untranslated = 0
        written = words(self._spell(text))
        self._codes = [w for w in written if any(map(str.isdigit, w))]
        self._weights, self._pairs = _rarity(written, question, library)
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
            elif not terms and word not in generic_english():
                self.untranslated += 1

    def said(self, text: str, weights: Mapping[str, float]) -> float:
        """The share of a label's words, by weight, that the question says."""
        of_text = {word: w for word, w in weights.items() if w}
        whole = sum(of_text.values())
        if not whole:
            return 0.0
        held = sum(w * self._chances.get(self._spell(word), 0.0) for word, w in of_text.items())
        return held / whole

    def spelled(self, text: str) -> str:
        """A text in the spelling in which words are compared."""
        return self._spell(expanded(text))

    def covered(self, around: frozenset[str]) -> float:
        """The share of the question's words that are among others."""
        return sum(self._held(around)) / len(self._meanings) if self._meanings else 0.0

    def _held(self, around: frozenset[str]) -> list[float]:
        return [max((c for w, c in m.items() if w in around), default=0.0) for m in self._meanings]

    def unsaid(self, text: Sequence[str]) -> _Unsaid:
        """What the question says and the words of a text do not."""
        around, pairs = frozenset(text), set(pairwise(text))
        lacking = [weight for word, weight in self._weights.items() if word not in around]
        if not self._weights:
            lacking = [1 - chance for chance in self._held(around)]
        every = sum(self._pairs.values())
        apart = sum(weight for pair, weight in self._pairs.items() if pair not in pairs)
        return _Unsaid(
            sum(lacking), max(lacking, default=0.0), apart / every if every else 0.0,
            sum(code not in around for code in self._codes),
        )  # fmt: skip


def _rarity(
    written: Sequence[str], question: Question, library: Library
) -> tuple[dict[str, float], dict[tuple[str, str], float]]:
    """The words of a Vietnamese question and its neighbouring pairs, with their rarity, 0 to 1."""
    if question.language == "en":
        return {}, {}
    is_plain = speller(question) is plain
    empty = EMPTY if is_plain else frozenset(map(fold, EMPTY))
    content = [w for w in dict.fromkeys(written) if w not in empty and not w.isdigit()]
    pairs = [p for p in dict.fromkeys(pairwise(written)) if p[0] in content and p[1] in content]
    terms = [*content, *map("_".join, pairs), "\0"]
    rarity = library.word_weights(terms, "vi" if is_plain else "folded")
    most = rarity["\0"]
    return (
        {w: rarity[w] / most for w in content},
        {pair: rarity["_".join(pair)] / most for pair in pairs},
    )


def probabilities(rows: Sequence[Sequence[float]]) -> list[float]:
    """The probability, 0 to 1, of each cell that it answers; that of no answer makes them 1."""
    model = fitted_model("assistant.evidence", "cell_meaning.toml", NAMES)
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
    if len(known) + len(new) > _CACHED:
        known.clear()
    known.update({text: rows[text] for text in new})
    return np.stack([rows[text] for text in texts])


@lru_cache(maxsize=1)
def _known(_: Hashable) -> dict[str, Floats]:
    """The vectors of one encoder, by their texts."""
    return {}
