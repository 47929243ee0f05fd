"""Statements: clauses of bulletins that may answer, and their match with the question."""

from dataclasses import dataclass
from typing import Literal

from assistant.records import FigureEvidence, Span
from knowledge.records import Bulletin, Figure, Hit

Level = Literal["clause", "sentence", "before", "title", "lead", "day"]


@dataclass(frozen=True, slots=True)
class Match:
    """How a statement matches the time or place that the question asks for.

    `nearest` is the nearest level at which a time or place is named, None if there is none;
    `agrees` is whether that one matches the question, `anywhere` whether any level matches.
    """

    nearest: Level | None
    agrees: bool
    anywhere: bool

    @property
    def is_contradicted(self) -> bool:
        """Whether the sentence names another time or place, and no level the requested one."""
        return self.nearest in ("clause", "sentence") and not self.anywhere


@dataclass(frozen=True, slots=True)
class Statement:
    """A clause that may answer, with the answer's words in it.

    All spans are (start, end) in characters of the bulletin's text.

    Attributes:
        words: the span of the answer; `clause` and `sentence` contain it.
        rank: the position of the passage among the hits, from 0.
        order: the position of the words among the answers of the passage, from 0.
        margin: the reader's score of the words minus that of "not in this text", for the question
            as asked; nan without a reader.
        second: the same margin for the Vietnamese words of an English question; None if not read.
        answers: the reader's score that the passage answers at all; nan without a reader.
        figure: the evidence of the figure table for the question's indicator, if it is here.
        record: the figure that the figure table has for the number in the words.
    """

    hit: Hit
    bulletin: Bulletin
    words: tuple[int, int]
    clause: tuple[int, int]
    sentence: tuple[int, int]
    rank: int
    order: int
    margin: float
    second: float | None
    answers: float
    time: Match
    place: Match
    figure: FigureEvidence | None = None
    record: Figure | None = None

    @property
    def answer(self) -> str:
        """The text of the answer."""
        return self.bulletin.text[self.words[0] : self.words[1]]

    @property
    def sentence_span(self) -> Span:
        """The sentence, as a span that can be cited."""
        passage = self.hit.passage
        return Span(passage.bulletin_id, passage.revision, passage.passage_id, *self.sentence)

    @property
    def quote(self) -> str:
        """The text of the clause."""
        return self.bulletin.text[self.clause[0] : self.clause[1]]
