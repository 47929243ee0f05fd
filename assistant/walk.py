"""The state of one question that the steps of the pipeline pass on."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from assistant.assembly import Teller
from assistant.evidence.reading import PassageReader
from assistant.judging.features import Asked
from assistant.judging.judge import Judge, Judged
from assistant.records import Answer, Draft, EvidenceSet, Question, Turn
from assistant.run import Run
from assistant.statement import Statement
from knowledge.records import Hit
from knowledge.search.library import Library


@dataclass(frozen=True, slots=True)
class Parts:
    """The components that the steps use; they are the same for all questions, except `earlier`.

    `earlier` answers the previous question of the conversation again, questions for a source left
    out; it returns None if there is none.
    """

    teller: Teller
    judge: Judge
    reader: PassageReader | None
    row_reader: PassageReader | None
    today: date
    earlier: Callable[[], Answer | None] = lambda: None


@dataclass(frozen=True, slots=True)
class Walk:
    """The state of one question; each step returns a copy with its result added.

    Attributes:
        listed: the figures of the figure table for the requested indicator.
        figures: `listed` without figures about something else.
        unconfirmed: figures of unknown sources only, set aside until trusted ones have no answer.
        hits: the retrieved passages.
        asked: the features of the question that statements are compared with.
        statements: the statements of the passages that may answer.
        judged: the chosen statement.
        passed: the chosen statement and the others without a veto that are as likely as the bar,
            from sources of the level of trust that `judged` was chosen from.
        draft: the answer before verification; `evidence` is what it is made from.
        answer: the answer; the step that sets it is the last.
    """

    parts: Parts
    run: Run
    question: Question
    history: Sequence[Turn]
    listed: EvidenceSet | None = None
    figures: EvidenceSet | None = None
    unconfirmed: EvidenceSet | None = None
    hits: tuple[Hit, ...] = ()
    asked: Asked | None = None
    statements: tuple[Statement, ...] = ()
    judged: Judged | None = None
    passed: tuple[Judged, ...] = ()
    draft: Draft | None = None
    evidence: EvidenceSet | None = None
    answer: Answer | None = None

    @property
    def library(self) -> Library:
        """The snapshot of the library that this question uses."""
        return self.run.library


class Step(Protocol):
    """One step of the pipeline."""

    def __call__(self, walk: Walk) -> Walk:
        """The state with the result of this step; with an answer if this step is the last."""
