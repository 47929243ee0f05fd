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

from assistant.evidence.figures import share_held, term_weights
from assistant.judging.span_reader import Reading
from assistant.question.operations import extreme_of
from assistant.question.qualifiers import fits
from assistant.records import Draft, DraftSentence, EvidenceSet, Question, Span
from knowledge.numbers.quantities import find_quantities
from knowledge.records import Hit
from knowledge.search.accents import restored
from knowledge.search.library import Library
from knowledge.search.queries import profile_of
from knowledge.text.language import accents
from knowledge.text.sentences import sentences
from knowledge.text.spelling import fold, plain
from knowledge.vocabulary.periods import find_periods, overlap
from knowledge.vocabulary.places import find_countries, find_places

_MAX_QUOTE = 1400
_READ = 6
# Of the passages read for an English question, how many are read for its Vietnamese words too.
_READ_AGAIN = 2
# Sentences that an English question is compared with, the likeliest without it: embedding is slow.
_MAX_COMPARED = 2
# How sure the reader must be, of a passage that holds enough of the question's words and of one
# that does not; and to give its words as the bare answer. A sentence in which an answer is less
# likely than the last is not quoted. Chosen on 130 questions of the work part of our questions over
# real texts (Vietnamese, no accents, English), frozen 2026-11-26; see docs/decisions/0009.
_BAR, _BAR_UNLIKELY = 0.35, 0.45
_BAR_BARE = 0.8
_BAR_QUOTED = 0.22
# What the words held (Vietnamese), the cosine (English) and the score found are worth beside the
# reader's margin where a sentence is chosen. Fitted on 156 questions over news, MLQA dev and the
# ViQuAD sample on 2026-11-24, and scaled on 2026-11-26 as the present reader's margins are wider.
_WORDS_WEIGHT, _LIKENESS_WEIGHT, _FOUND_WEIGHT = 7.0, 60.0, 60.0
# Passage id -> what the reader made of it, by the question's own words first.
Readings = Mapping[str, Sequence[Reading]]


class PassageReader(Protocol):
    """Finds the words of texts that answer a question; see `assistant.judging.span_reader`."""

    def read(
        self, question: str, texts: Sequence[str], headers: Sequence[str] = ()
    ) -> list[Reading]:
        """The best span of each text, surest first."""

    def confidence(self, margin: float, answers: float) -> float:
        """How often an answer with this margin, in a text with this score, is right."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """A sentence of a passage, by its place in the bulletin.

    `margin` is the reader's for the best answer inside it, asked in the question's own words,
    `mean_margin` over all it was asked, `answers` its score for the passage; `answer` are the words
    in it, and `confidence` the reader's, where it is sure.
    """

    hit: Hit
    start: int
    end: int
    margin: float | None = None
    mean_margin: float = 0.0
    answers: float = 0.0
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
        confidence = reader.confidence(best.margin, best.answers)
        if confidence < _BAR_QUOTED:
            return None
    passage = best.hit.passage
    span = Span(passage.bulletin_id, passage.revision, passage.passage_id, best.start, best.end)
    mark = "“{}”" if question.language == "vi" else "The bulletin says (in Vietnamese): “{}”"
    sentence = DraftSentence(mark.format(best.text), (span,), is_quote=True, short=best.answer)
    return Draft((sentence,), confidence=confidence)


def _narrowed(hits: Sequence[Hit], question: Question) -> tuple[Hit, ...]:
    return tuple(h for h in hits if fits(question.qualifiers, h.passage.text))


def read_passages(question: Question, evidence: EvidenceSet, reader: PassageReader) -> Readings:
    """What the reader makes of the best passages.

    For an English question it reads the likeliest of them again, asked the Vietnamese words that
    the glossary knows for it: it has learnt more Vietnamese than English.
    """
    hits = sorted((*evidence.hits, *evidence.near), key=lambda h: -h.score)[:_READ]
    around = [f"{h.passage.header}\n{h.passage.text}" for h in hits]
    asked = question.text
    if question.language == "vi" and accents(asked) != "full":
        asked = restored(asked, around)
    headers = [h.passage.header for h in hits]
    first = reader.read(asked, [h.passage.text for h in hits], headers)
    found = {hits[r.text].passage.passage_id: [r] for r in first}
    gloss = profile_of(question.text).gloss
    if gloss:
        first = sorted(first, key=lambda r: -r.margin - _FOUND_WEIGHT * hits[r.text].score)
        likely = [hits[r.text].passage for r in first[:_READ_AGAIN]]
        headers = [p.header for p in likely]
        for again in reader.read(restored(gloss, around), [p.text for p in likely], headers):
            found[likely[again.text].passage_id].append(again)
    return found


def _sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The whole sentences that hold `text[start:end]`."""
    spans = [(a, b) for a, b in sentences(text) if a < end and b > start]
    return (spans[0][0], spans[-1][1]) if spans else (start, end)


def best_sentence(
    question: Question, evidence: EvidenceSet, library: Library, readings: Readings
) -> Quotation | None:
    """The sentence of the passages with the greatest sum; of those read most often, if any fits.

    Of a passage that shares too few words with the question only what the reader is very sure of
    counts.
    """
    countries = find_countries(question.text)
    found: list[Quotation] = []
    for hit in (*evidence.hits, *evidence.near):
        text, own = hit.passage.text, readings.get(hit.passage.passage_id, ())
        is_likely = hit in evidence.hits
        for start, end in _candidates(text, own[0] if own else None, is_likely):
            if end - start <= _MAX_QUOTE and _may_answer(text[start:end], question, countries):
                found.append(_quotation(question, hit, own, start, end))
    if not found:
        return None
    times = [len(readings.get(q.hit.passage.passage_id, ())) for q in found]
    found = [q for q, often in zip(found, times, strict=True) if often == max(times)]
    form = profile_of(question.text).form
    if form == "en":
        found.sort(key=lambda q: -q.mean_margin - _FOUND_WEIGHT * q.hit.score)
        found = found[:_MAX_COMPARED]
    alike = _alike(question, [q.text for q in found], form, library)

    def worth(number: int) -> float:
        item = found[number]
        return item.mean_margin + float(alike[number]) + _FOUND_WEIGHT * item.hit.score

    return found[max(range(len(found)), key=worth)]


def _candidates(text: str, reading: Reading | None, is_likely: bool) -> list[tuple[int, int]]:
    """The sentences of a passage that may be quoted; what the reader points at may be two."""
    own = list(sentences(text)) if is_likely else []
    if reading and reading.confidence >= (_BAR if is_likely else _BAR_UNLIKELY):
        start, end = _sentence_around(text, reading.start, reading.end)
        own = [(a, b) for a, b in own if b <= start or a >= end] + [(start, end)]
    return own


def _quotation(
    question: Question, hit: Hit, readings: Sequence[Reading], start: int, end: int
) -> Quotation:
    """A sentence; where the reader is sure of words in it, with them and its confidence.

    A number is never a bare answer: only the figure table knows its time, place and role.
    """
    offset = hit.passage.start
    margins = [m for r in readings if (m := r.within(start, end)) is not None]
    margin, mean = (margins[0], sum(margins) / len(margins)) if margins else (None, 0.0)
    reading = readings[0] if readings else None
    points_here = reading is not None and start <= reading.start and reading.end <= end
    answers = reading.answers if reading else 0.0
    quoted = Quotation(hit, offset + start, offset + end, margin, mean, answers)
    if reading is None or not points_here or reading.confidence < _BAR:
        return quoted
    words = hit.passage.text[reading.start : reading.end].strip(" \n,;:.") or None
    is_bare = reading.confidence >= _BAR_BARE and not question.asks_number
    return replace(quoted, answer=words if is_bare else None, confidence=reading.confidence)


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
