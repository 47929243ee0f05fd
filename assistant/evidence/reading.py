"""Passages -> the reader's readings of them, for the question as asked and for its translation."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from assistant.judging.span_reader import Reading
from assistant.records import Question
from knowledge.records import Hit
from knowledge.search.accents import restored
from knowledge.search.queries import profile_of

# Passage id -> its readings; the first one is for the question as asked.
Readings = Mapping[str, Sequence[Reading]]
# The number of passages that are read for the Vietnamese words of an English question too.
_READ_AGAIN = 2
# The weight of the search score, added to the reader's margin, in the choice of these passages.
_SCORE_WEIGHT = 60.0


class PassageReader(Protocol):
    """A reader of answers in texts; see `assistant.judging.span_reader`."""

    def read(
        self, question: str, texts: Sequence[str], headers: Sequence[str] = ()
    ) -> list[Reading]:
        """The best span of each text, surest first."""


def read_passages(question: Question, hits: Sequence[Hit], reader: PassageReader) -> Readings:
    """The readings of each passage.

    For an English question the likeliest passages are read again with the Vietnamese words of the
    glossary, since the reader was trained on more Vietnamese than English.
    """
    around = [f"{h.passage.header}\n{h.passage.text}" for h in hits]
    headers = [h.passage.header for h in hits]
    first = reader.read(question.text, [h.passage.text for h in hits], headers)
    readings = {hits[r.text].passage.passage_id: [r] for r in first}
    gloss = profile_of(question.text).gloss
    if gloss and first:
        first = sorted(first, key=lambda r: -r.margin - _SCORE_WEIGHT * hits[r.text].score)
        likely = [hits[r.text].passage for r in first[:_READ_AGAIN]]
        headers = [p.header for p in likely]
        for again in reader.read(restored(gloss, around), [p.text for p in likely], headers):
            readings[likely[again.text].passage_id].append(again)
    return readings
