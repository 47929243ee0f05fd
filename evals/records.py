"""The nouns of an evaluation. Frozen values."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ExpectedFigure:
    """A figure that a right answer holds; `None` is not checked. Decimal strings with a point."""

    value: str
    unit: str
    place: str | None = None
    period: str | None = None
    plan: str | None = None
    percent: str | None = None


@dataclass(frozen=True, slots=True)
class ExpectedResult:
    """The number that a right answer computes from its figures, every one of them cited."""

    value: str
    unit: str


@dataclass(frozen=True, slots=True)
class Case:
    """One question and what a right answer is.

    `figures`: all are in the answer and no other, `also` apart (values that may be told beside
    them). `computed`: what follows from them. `contains`: words of a cited passage. `refusal`:
    no answer is right.
    """

    id: str
    question: str
    figures: tuple[ExpectedFigure, ...] = ()
    also: tuple[str, ...] = ()
    contains: str | None = None
    bulletins: tuple[str, ...] = ()
    refusal: bool = False
    tags: tuple[str, ...] = ()
    computed: ExpectedResult | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the assistant did with one case; `answer` is the JSON of `ask --json`."""

    case: Case
    answer: dict[str, object]
    seconds: float


@dataclass(frozen=True, slots=True)
class Score:
    """One case by one measure; a measure that does not apply yields none."""

    case_id: str
    measure: str
    value: float
