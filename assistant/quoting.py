"""Passages -> Draft in the bulletins' own words: the sentence that answers, and the words in it.

The reader says which words answer and how sure it is. Where it is not sure, the sentence with the
greatest sum is quoted without a bare answer: what the reader thinks of it, how much it has of what
is asked, how well its passage was found. A sentence is looked at only if it could answer at all:
of the time and the country asked, with a number where one is asked.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

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
_READ = 2
# How sure the reader must be, of a passage that holds enough of the question's words and of one
# that does not; and to give its words as the bare answer, which the present reader all but never
# is: its surest are right two times in three. What a point of search score is worth beside its
# margin. Chosen on development data, frozen 2026-11-23; two passages instead of three since
# 2026-11-24. See docs/decisions/0009.
_BAR, _BAR_UNLIKELY = 0.55, 0.7
_BAR_BARE = 0.8
_RANK_WEIGHT = 10.0
# What the words held (Vietnamese), the cosine (English) and the score found are worth beside the
# reader's margin where a sentence is chosen. Fitted on 156 questions over news, MLQA dev and the
# ViQuAD sample, frozen 2026-11-24; evals/README.md.
_WORDS_WEIGHT, _LIKENESS_WEIGHT = 5.0, 40.0
_FOUND_WEIGHT = {"vi": 40.0, "folded": 40.0, "en": 20.0}


class PassageReader(Protocol):
    """Finds the words of texts that answer a question; see `assistant.reader`."""

    def read(self, question: str, texts: Sequence[str]) -> list[Reading]:
        """The best span of each text, surest first."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """A sentence of a passage, by its place in the bulletin; `answer` are the words in it."""

    hit: Hit
    start: int
    end: int
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
    best = sure_answer(question, evidence, readings)
    best = best or best_sentence(question, evidence.hits, library, readings)
    if best is None:
        return None
    passage = best.hit.passage
    span = Span(passage.bulletin_id, passage.revision, passage.passage_id, best.start, best.end)
    mark = "“{}”" if question.language == "vi" else "The bulletin says (in Vietnamese): “{}”"
    sentence = DraftSentence(mark.format(best.text), (span,), is_quote=True, short=best.answer)
    return Draft((sentence,), confidence=best.confidence)


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


def sure_answer(
    question: Question, evidence: EvidenceSet, readings: Mapping[str, Reading]
) -> Quotation | None:
    """The best answer that the reader is sure of, in its sentence; None where it is of none.

    Passages that share too few words with the question were read too; for them the bar is higher.
    A number is never a bare answer: only the figure table knows its time, place and role.
    """
    likely = {h.passage.passage_id for h in evidence.hits}
    countries = find_countries(question.text)
    best: tuple[float, Quotation] | None = None
    for hit in (*evidence.hits, *evidence.near):
        reading = readings.get(hit.passage.passage_id)
        bar = _BAR if hit.passage.passage_id in likely else _BAR_UNLIKELY
        if reading is None or reading.confidence < bar:
            continue
        text = hit.passage.text
        start, end = _sentence_around(text, reading.start, reading.end)
        if end - start > _MAX_QUOTE or not _may_answer(text[start:end], question, countries):
            continue
        worth = reading.margin + _RANK_WEIGHT * hit.score
        if best is None or worth > best[0]:
            words = text[reading.start : reading.end].strip(" \n,;:.") or None
            is_bare = reading.confidence >= _BAR_BARE and not question.asks_number
            offset = hit.passage.start
            quoted = Quotation(
                hit, offset + start, offset + end, words if is_bare else None, reading.confidence
            )
            best = (worth, quoted)
    return best[1] if best else None


def _sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The whole sentences that hold `text[start:end]`."""
    spans = [(a, b) for a, b in sentences(text) if a < end and b > start]
    return (spans[0][0], spans[-1][1]) if spans else (start, end)


def best_sentence(
    question: Question, hits: Sequence[Hit], library: Library, readings: Mapping[str, Reading]
) -> Quotation | None:
    """The sentence of the passages with the greatest sum; of those that were read, if any fits."""
    countries = find_countries(question.text)
    found: list[Quotation] = []
    for hit in hits:
        passage = hit.passage
        for start, end in sentences(passage.text):
            sentence = passage.text[start:end]
            if end - start <= _MAX_QUOTE and _may_answer(sentence, question, countries):
                found.append(Quotation(hit, passage.start + start, passage.start + end))
    found = [q for q in found if q.hit.passage.passage_id in readings] or found
    if not found:
        return None
    form = profile_of(question.text).form
    if form == "en":
        # Embedding is slow: the best passages, or a few sentences of the others.
        found = [q for q in found if q.hit in hits[:_READ]] or found[:6]
        encoder = library.encoder
        vectors = encoder.encode_passages([q.text for q in found])
        alike = _LIKENESS_WEIGHT * (vectors @ encoder.encode_query(question.text))
    else:
        weights = term_weights(question, library)
        alike = np.array([_WORDS_WEIGHT * share_held(weights, q.text, form) for q in found])

    def worth(number: int) -> float:
        item = found[number]
        reading = readings.get(item.hit.passage.passage_id)
        offset = item.hit.passage.start
        margin = reading.within(item.start - offset, item.end - offset) if reading else 0.0
        return margin + float(alike[number]) + _FOUND_WEIGHT[form] * item.hit.score

    return found[max(range(len(found)), key=worth)]


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
