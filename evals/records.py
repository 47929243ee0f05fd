"""The nouns of an evaluation. Frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

CheckKind = Literal["equals", "contains", "not_contains", "regex"]


@dataclass(frozen=True, slots=True)
class ExpectedFigure:
    """A figure that a right answer holds; `None` is not checked. Decimal strings with a point."""

    value: str
    unit: str
    place: str | None = None
    period: str | None = None
    plan: str | None = None
    percent: str | None = None
    role: str | None = None


@dataclass(frozen=True, slots=True)
class ExpectedResult:
    """The number that a right answer computes from its figures, every one of them cited."""

    value: str
    unit: str


@dataclass(frozen=True, slots=True)
class Check:
    """A condition on what the answer says, without its markers; accents and case count."""

    kind: CheckKind
    text: str


@dataclass(frozen=True, slots=True)
class Case:
    """One question and what a right answer is; evals/README.md tells every field.

    `figures`: all are in the answer and no other, `also` apart. `answers`: texts of which the
    answer says one. `contains`: words of a cited passage. `history`: earlier questions of the
    conversation. `bulletins`: ids of which one must be cited. `relevance`: (id, grade) of
    passages or bulletins that search should find.
    """

    id: str
    question: str
    language: Literal["vi", "en"] | None = None
    history: tuple[str, ...] = ()
    figures: tuple[ExpectedFigure, ...] = ()
    also: tuple[str, ...] = ()
    computed: ExpectedResult | None = None
    answers: tuple[str, ...] = ()
    contains: str | None = None
    checks: tuple[Check, ...] = ()
    status: str | None = None
    refusal: bool = False
    bulletins: tuple[str, ...] = ()
    passages: tuple[str, ...] = ()
    relevance: tuple[tuple[str, int], ...] = ()
    tags: tuple[str, ...] = ()
    weight: float = 1.0

    @property
    def has_verdict(self) -> bool:
        """Whether an answer to it can be right or wrong; else it only looks at the search."""
        return bool(
            self.figures or self.answers or self.contains or self.checks
            or self.status or self.refusal
        )  # fmt: skip

    @property
    def wants_answer(self) -> bool:
        """Whether the bulletins answer it."""
        return not self.refusal and self.status in (None, "answered", "answered_partly")


@dataclass(frozen=True, slots=True)
class CitedText:
    """What stands where a citation points, read from the target: `found` should be its quote."""

    marker: int
    before: str
    found: str
    after: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the target did with one case.

    `answer` is the JSON of `ask --json`; `hits` (passage id, bulletin id) are what search found,
    best first, and None where the case does not ask for it.
    """

    case: Case
    answer: Mapping[str, Any]
    seconds: float
    cited: tuple[CitedText, ...] = ()
    hits: tuple[tuple[str, str], ...] | None = None


@dataclass(frozen=True, slots=True)
class Score:
    """One case by one measure; a measure that does not apply yields none.

    `at` is where on a scale the value was taken, for the measures that need it: a confidence.
    """

    case_id: str
    measure: str
    value: float
    at: float | None = None


@dataclass(frozen=True, slots=True)
class Estimate:
    """A measure over `n` cases with its 95 % interval; no interval where one case is all."""

    value: float
    n: int
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """A run folder read back."""

    name: str
    outcomes: tuple[Outcome, ...]
    scores: tuple[Score, ...]
    settings: Mapping[str, Any] = field(default_factory=dict)
