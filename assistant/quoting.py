"""Passages -> Draft in the bulletins' own words: the sentence that answers, and the words in it.

The sentence with the greatest sum is quoted: what the reader thinks of the best answer inside it,
how much it has of what is asked, how well its passage was found. Where the reader is very sure of
its words, they are the bare answer; where it all but rules an answer out, nothing is quoted. A
sentence is looked at only if it could answer at all: of the time and the country asked, with a
number where one is asked.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
import numpy.typing as npt

from assistant.evidence import share_held, term_weights
from assistant.operations import extreme_of
from assistant.qualifiers import fits
from assistant.reader import Reading
from assistant.records import Draft, DraftSentence, EvidenceSet, Question, Span
from knowledge.library import Library
from knowledge.periods import find_periods, overlap
from knowledge.places import find_countries, find_places
from knowledge.quantities import find_quantities
from knowledge.queries import profile_of
from knowledge.records import Hit
from knowledge.restoring import restored
from knowledge.text import accents, fold, plain, sentences

_MAX_QUOTE = 1400
_READ = 4
# Sentences that an English question is compared with, the likeliest without it: embedding is slow.
_MAX_COMPARED = 4
# How sure the reader must be, of a passage that holds enough of the question's words and of one
# that does not; and to give its words as the bare answer, which the present reader all but never
# is: its surest are right two times in three. Frozen 2026-11-23; see docs/decisions/0009.
_BAR, _BAR_UNLIKELY = 0.55, 0.7
_BAR_BARE = 0.8
# A sentence in which an answer is less likely than this is not quoted: of 13 such on development
# data four were right; the bundled suites were in sight too. Frozen 2026-11-24.
_BAR_QUOTED = 0.3
# What the words held (Vietnamese), the cosine (English) and the score found are worth beside the
# reader's margin where a sentence is chosen. Fitted on 156 questions over news, MLQA dev and the
# ViQuAD sample, frozen 2026-11-24; evals/README.md.
_WORDS_WEIGHT, _LIKENESS_WEIGHT = 5.0, 40.0
_FOUND_WEIGHT = {"vi": 40.0, "folded": 40.0, "en": 20.0}


class PassageReader(Protocol):
    """Finds the words of texts that answer a question; see `assistant.reader`."""

    def read(self, question: str, texts: Sequence[str]) -> list[Reading]:
        """The best span of each text, surest first."""

    def confidence(self, margin: float) -> float:
        """How often an answer with this margin is right."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """A sentence of a passage, by its place in the bulletin.

    `margin` is the reader's for the best answer inside it; `answer` are the words in it, and
    `confidence` the reader's, where it is sure.
    """

    hit: Hit
    start: int
    end: int
    margin: float | None = None
    answer: str | None = None
    confidence: float | None = None

    @property
    def text(self) -> str:
        """The bulletin's own words."""
        return self.hit.passage.text[
            self.start - self.hit.passage.start : self.end - self.hit.passage.start
        ]


def draft_from_hits(
    question: Question, evidence: EvidenceSet, library: Library, reader: PassageReader | None = None
) -> Draft | None:
    """The sentence that answers best, quoted; None where no passage holds one."""
    if question.qualifiers:
        # A passage without the word does not speak of the women, the wage, the average asked for.
        evidence = replace(
            evidence,
            hits=_narrowed(evidence.hits, question),
            near=_narrowed(evidence.near, question),
        )
    readings = read_passages(question, evidence, reader) if reader else {}
    best = best_sentence(question, evidence, library, readings)
    if best is None:
        return None
    confidence = best.confidence
    if reader and best.margin is not None and confidence is None:
        confidence = reader.confidence(best.margin)
        if confidence < _BAR_QUOTED:
            return None
    passage = best.hit.passage
    span = Span(passage.bulletin_id, passage.revision, passage.passage_id, best.start, best.end)
    mark = "“{}”" if question.language == "vi" else "The bulletin says (in Vietnamese): “{}”"
    sentence = DraftSentence(mark.format(best.text), (span,), is_quote=True, short=best.answer)
    return Draft((sentence,), confidence=confidence)


def _narrowed(hits: Sequence[Hit], question: Question) -> tuple[Hit, ...]:
    return tuple(h for h in hits if fits(question.qualifiers, h.passage.text))


def read_passages(
    question: Question, evidence: EvidenceSet, reader: PassageReader
) -> dict[str, Reading]:
    """What the reader makes of the best passages, by passage id."""
    hits = sorted((*evidence.hits, *evidence.near), key=lambda h: -h.score)[:_READ]
    asked = question.text
    if question.language == "vi" and accents(asked) != "full":
        asked = restored(asked, [f"{h.passage.header}\n{h.passage.text}" for h in hits])
    found = reader.read(asked, [h.passage.text for h in hits])
    return {hits[r.text].passage.passage_id: r for r in found}


def _sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The whole sentences that hold `text[start:end]`."""
    spans = [(a, b) for a, b in sentences(text) if a < end and b > start]
    return (spans[0][0], spans[-1][1]) if spans else (start, end)


def best_sentence(
    question: Question, evidence: EvidenceSet, library: Library, readings: Mapping[str, Reading]
) -> Quotation | None:
    """The sentence of the passages with the greatest sum; of those that were read, if any fits.

    Of a passage that shares too few words with the question only what the reader is very sure of
    counts.
    """
    countries = find_countries(question.text)
    found: list[Quotation] = []
    for hit in (*evidence.hits, *evidence.near):
        text, reading = hit.passage.text, readings.get(hit.passage.passage_id)
        is_likely = hit in evidence.hits
        for start, end in _candidates(text, reading, is_likely):
            if end - start <= _MAX_QUOTE and _may_answer(text[start:end], question, countries):
                found.append(_quotation(question, hit, reading, start, end))
    found = [q for q in found if q.hit.passage.passage_id in readings] or found
    if not found:
        return None
    form = profile_of(question.text).form
    if form == "en":
        found.sort(key=lambda q: -(q.margin or 0.0) - _FOUND_WEIGHT[form] * q.hit.score)
        found = found[:_MAX_COMPARED]
    alike = _alike(question, [q.text for q in found], form, library)

    def worth(number: int) -> float:
        item = found[number]
        return (item.margin or 0.0) + float(alike[number]) + _FOUND_WEIGHT[form] * item.hit.score

    return found[max(range(len(found)), key=worth)]


def _candidates(text: str, reading: Reading | None, is_likely: bool) -> list[tuple[int, int]]:
    """The sentences of a passage that may be quoted; what the reader points at may be two."""
    own = list(sentences(text)) if is_likely else []
    if reading and reading.confidence >= (_BAR if is_likely else _BAR_UNLIKELY):
        start, end = _sentence_around(text, reading.start, reading.end)
        own = [(a, b) for a, b in own if b <= start or a >= end] + [(start, end)]
    return own


def _quotation(
    question: Question, hit: Hit, reading: Reading | None, start: int, end: int
) -> Quotation:
    """A sentence; where the reader is sure of words in it, with them and its confidence.

    A number is never a bare answer: only the figure table knows its time, place and role.
    """
    offset = hit.passage.start
    margin = reading.within(start, end) if reading else None
    points_here = reading is not None and start <= reading.start and reading.end <= end
    if reading is None or not points_here or reading.confidence < _BAR:
        return Quotation(hit, offset + start, offset + end, margin)
    words = hit.passage.text[reading.start : reading.end].strip(" \n,;:.") or None
    is_bare = reading.confidence >= _BAR_BARE and not question.asks_number
    return Quotation(
        hit, offset + start, offset + end, margin, words if is_bare else None, reading.confidence
    )


def _alike(
    question: Question, texts: Sequence[str], form: str, library: Library
) -> npt.NDArray[np.float32]:
    """What each text's likeness to the question is worth: words held, or cosine where English."""
    if form == "en":
        vectors = library.encoder.encode_passages(texts)
        cosines = vectors @ library.encoder.encode_query(question.text)
        return np.asarray(_LIKENESS_WEIGHT * cosines, np.float32)
    weights = term_weights(question, library)
    return np.array([_WORDS_WEIGHT * share_held(weights, t, form) for t in texts], np.float32)


def _may_answer(sentence: str, question: Question, countries: Sequence[str]) -> bool:
    """Whether a sentence holds what any answer would: the time, the country, a number, its unit."""
    if not _is_of_period(sentence, question):
        return False
    if any(fold(country) not in fold(sentence) for country in countries):
        return False
    if extreme_of(fold(question.text)) and "nhat" not in fold(sentence).split():
        return False  # it ranks nothing
    if question.over == "district" and not _ranks_a_district(sentence):
        return False
    if not question.asks_number:
        return True
    units = {quantity.unit for quantity in find_quantities(sentence)}
    return any(question.unit is None or unit.startswith(question.unit) for unit in units)


def _ranks_a_district(sentence: str) -> bool:
    """Whether a district is named before the ranking: not `xã nghèo nhất huyện …`."""
    at = plain(sentence).find("nhất")
    return any(m.level == "district" and m.end <= at for m in find_places(sentence))


def _is_of_period(sentence: str, question: Question) -> bool:
    """Whether a sentence may speak of the time asked: it names it, or names none."""
    spoken = [m.period for m in find_periods(sentence) if not m.is_compared]
    if not question.periods or not spoken:
        return True
    return any(overlap(p, asked) for p in spoken for asked in question.periods)
