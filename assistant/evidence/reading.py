"""Passages -> what the reader points at in each, asked in the question's own words and others."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from assistant.judging.span_reader import Reading
from assistant.records import Question
from knowledge.records import Hit
from knowledge.search.accents import restored
from knowledge.search.queries import profile_of
from knowledge.text.language import accents

# Passage id -> what the reader made of it, by the question's own words first.
Readings = Mapping[str, Sequence[Reading]]
# Of the passages read for an English question, how many are read for its Vietnamese words too.
_READ_AGAIN = 2
# What the score of search is worth beside the reader's margin where those are chosen.
_SCORE_WEIGHT = 60.0


class PassageReader(Protocol):
    """Finds the words of texts that answer a question; see `assistant.judging.span_reader`."""

    def read(
        self, question: str, texts: Sequence[str], headers: Sequence[str] = ()
    ) -> list[Reading]:
        """The best span of each text, surest first."""


def read_passages(question: Question, hits: Sequence[Hit], reader: PassageReader) -> Readings:
    """What the reader makes of each passage.

    For an English question it reads the likeliest of them again, asked the Vietnamese words that
    the glossary knows for it: it has learnt more Vietnamese than English.
    """
    around = [f"{h.passage.header}\n{h.passage.text}" for h in hits]
    asked = question.text
    if question.language == "vi" and accents(asked) != "full":
        asked = restored(asked, around)
    headers = [h.passage.header for h in hits]
    first = reader.read(asked, [h.passage.text for h in hits], headers)
    readings = {hits[r.text].passage.passage_id: [r] for r in first}
    gloss = profile_of(question.text).gloss
    if gloss and first:
        first = sorted(first, key=lambda r: -r.margin - _SCORE_WEIGHT * hits[r.text].score)
        likely = [hits[r.text].passage for r in first[:_READ_AGAIN]]
        headers = [p.header for p in likely]
        for again in reader.read(restored(gloss, around), [p.text for p in likely], headers):
            readings[likely[again.text].passage_id].append(again)
    return readings
