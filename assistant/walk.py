"""What one question carries from step to step of the pipeline."""

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
    """What the steps work with; the same for all questions but `earlier`.

    `earlier` answers the last question of the conversation that asked for something again; None
    where there is none.
    """

    teller: Teller
    judge: Judge
    reader: PassageReader | None
    today: date
    earlier: Callable[[], Answer | None] = lambda: None


@dataclass(frozen=True, slots=True)
class Walk:
    """One question on its way; a step returns it with what the step found.

    `figures` are what the figure table gives for the indicator asked, `listed` the same before
    those about something else were taken out; `hits` the passages found and `statements` what may
    answer in them, compared with `asked`; `judged` the statement chosen. `answer` ends the walk.
    """

    parts: Parts
    run: Run
    question: Question
    history: Sequence[Turn]
    listed: EvidenceSet | None = None
    figures: EvidenceSet | None = None
    hits: tuple[Hit, ...] = ()
    asked: Asked | None = None
    statements: tuple[Statement, ...] = ()
    judged: Judged | None = None
    draft: Draft | None = None
    evidence: EvidenceSet | None = None
    answer: Answer | None = None

    @property
    def library(self) -> Library:
        """The library, held at one state."""
        return self.run.library


class Step(Protocol):
    """One step of the pipeline."""

    def __call__(self, walk: Walk) -> Walk:
        """The walk with what the step found; with an answer where it ends here."""
