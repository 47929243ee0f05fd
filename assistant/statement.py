"""A statement: the clause of a bulletin that may answer, and how it stands to what was asked."""

from dataclasses import dataclass
from typing import Literal

from assistant.records import FigureEvidence
from knowledge.records import Bulletin, Figure, Hit

Level = Literal["clause", "sentence", "before", "title", "lead", "day"]


@dataclass(frozen=True, slots=True)
class Match:
    """How a constraint of the question stands to a statement.

    `nearest` is the level at which the statement first says anything, None where no level does;
    `agrees` whether that says what was asked; `anywhere` whether any level does.
    """

    nearest: Level | None
    agrees: bool
    anywhere: bool

    @property
    def is_contradicted(self) -> bool:
        """Whether the bulletin speaks of another time or place here, and of this one nowhere."""
        return self.nearest in ("clause", "sentence") and not self.anywhere


@dataclass(frozen=True, slots=True)
class Statement:
    """A clause that may answer; every pair of numbers counts characters of the bulletin's text.

    `words` are the answer's own, `rank` the place of its passage among the hits (from 0), `order`
    that of its words among the answers of the passage. `margin` is the reader's for the words over
    "not in this text", asked in the question's own words; `second` the same asked in the Vietnamese
    of an English question, where it was; `answers` its score for the passage. `figure` is set
    where the figure table led here by the question's indicator; `record` is what the figure table
    holds for the number in the words. Without a reader `margin` and `answers` are nan.
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
        """The words that answer."""
        return self.bulletin.text[self.words[0] : self.words[1]]

    @property
    def quote(self) -> str:
        """The clause, as the bulletin writes it."""
        return self.bulletin.text[self.clause[0] : self.clause[1]]
