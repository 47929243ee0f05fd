"""What a question says, in words or in those of a translation, and what a cell leaves unsaid."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.evidence.cell_words import (
    EMPTY,
    LINKS,
    expanded,
    generic_english,
    speller,
    without_names,
)
from assistant.evidence.question_words import Form, rarity
from assistant.records import Question
from knowledge.text.spelling import fold, plain, words
from knowledge.vocabulary.glossary import translated
from knowledge.vocabulary.lexicon import expected_terms


@dataclass(frozen=True, slots=True)
class Unsaid:
    """What a question says and a cell does not: words by their rarity, pairs, words with digits.

    `elsewhere` is the rarity of the rarest such word that names another cell.
    """

    sum: float
    most: float
    elsewhere: float
    pairs: float
    codes: int


class Asked:
    """The words that a question says, or that a translation of it may hold, with their chance."""

    def __init__(self, question: Question) -> None:
        text = expanded(without_names(question.text, question))
        self._spell = speller(question)
        written = list(words(self._spell(text)))
        self._codes = [w for w in dict.fromkeys(written) if any(map(str.isdigit, w))]
        self._chances: dict[str, float] = dict.fromkeys(written, 1.0)
        # For each word of the question, the words of which one tells that it is said.
        self._meanings: list[dict[str, float]] = []
        self._rarities: list[float] = []
        self._pairs: dict[tuple[str, str], float] = {}
        if question.language == "en":
            self._translate(text)
        else:
            self._weigh(written)

    def _weigh(self, written: Sequence[str]) -> None:
        """The meanings and pairs of a Vietnamese question."""
        form: Form = "vi" if self._spell is plain else "folded"
        empty = EMPTY if form == "vi" else frozenset(map(fold, EMPTY))
        rare = {w: rarity(w, form) for w in written if w not in empty and not w.isdigit()}
        for word in self._chances:
            if fold(word) not in LINKS:
                self._meanings.append({word: 1.0})
                self._rarities.append(rare.get(word, 0.0))
        for pair in pairwise(written):
            if pair[0] in rare and pair[1] in rare:
                self._pairs[pair] = rare[pair[0]] * rare[pair[1]]

    def _translate(self, text: str) -> None:
        """The meanings of an English question, by the lexicon and the glossary."""
        for term, chance in expected_terms(text).items():
            for word in term.split("_"):
                self._chances[word] = max(self._chances.get(word, 0.0), chance)
        of_phrases: dict[str, dict[str, float]] = defaultdict(dict)
        for phrase, meanings in translated(text):
            known = dict.fromkeys(words(self._spell(" ; ".join(meanings))), 1.0)
            self._chances |= known
            for word in words(plain(phrase)):
                of_phrases[word] |= known
        for word in dict.fromkeys(words(plain(text))):
            if word.isdigit():
                continue
            terms = {t: c for t, c in expected_terms(word).items() if "_" not in t}
            for _, meanings in translated(word):
                terms |= dict.fromkeys(words(self._spell(" ; ".join(meanings))), 1.0)
            self._meanings.append(terms | of_phrases[word] | {word: 1.0})
            self._rarities.append(0.0 if word in generic_english() else rarity(word, "en"))

    def said(self, text: str, weights: Mapping[str, float]) -> float:
        """The share of a label's words, by weight, that the question says."""
        of_text = {word: w for word, w in weights.items() if w}
        whole = sum(of_text.values())
        if not whole:
            return 0.0
        held = sum(w * self._chances.get(self._spell(word), 0.0) for word, w in of_text.items())
        return held / whole

    def words_of(self, text: str) -> Sequence[str]:
        """The words of a text in the spelling in which they are compared."""
        return words(self._spell(expanded(text)))

    def covered(self, around: frozenset[str]) -> float:
        """The share of the question's words that are among others."""
        return sum(self._held(around)) / len(self._meanings) if self._meanings else 0.0

    def _held(self, around: frozenset[str]) -> list[float]:
        return [max((c for w, c in m.items() if w in around), default=0.0) for m in self._meanings]

    def unsaid(self, text: Sequence[str], others: frozenset[str]) -> Unsaid:
        """What the question says and the words of a text do not; `others` name other cells."""
        around, pairs = frozenset(text), set(pairwise(text))
        # A translation with a chance of a half is as good as a sure one.
        lacking = [
            rare * (1 - min(1.0, 2 * held))
            for rare, held in zip(self._rarities, self._held(around), strict=True)
        ]
        elsewhere = (
            lack * min(1.0, 2 * held)
            for lack, held in zip(lacking, self._held(others), strict=True)
        )
        every = sum(self._pairs.values())
        apart = sum(weight for pair, weight in self._pairs.items() if pair not in pairs)
        return Unsaid(
            sum(lacking), max(lacking, default=0.0), max(elsewhere, default=0.0),
            apart / every if every else 0.0, sum(code not in around for code in self._codes),
        )  # fmt: skip
