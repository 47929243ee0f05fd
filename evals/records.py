"""The value types of an evaluation: case, outcome, score, estimate, run. All are immutable."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

CheckKind = Literal["equals", "contains", "not_contains", "regex"]


@dataclass(frozen=True, slots=True)
class ExpectedFigure:
    """A figure of the right answer; `None` is not checked. Decimal strings with a point."""

    value: str
    unit: str
    place: str | None = None
    period: str | None = None
    plan: str | None = None
    percent: str | None = None
    role: str | None = None


@dataclass(frozen=True, slots=True)
class ExpectedResult:
    """The number that the right answer computes from its figures, each of them cited."""

    value: str
    unit: str


@dataclass(frozen=True, slots=True)
class Check:
    """A condition on the answer's text without its markers; accents and case matter."""

    kind: CheckKind
    text: str


@dataclass(frozen=True, slots=True)
class Case:
    """One question and its right answer; evals/README.md describes every field.

    `figures`: the answer shows all of them and no other, except `also`. `answers`: texts of which
    the answer says one. `contains`: words of a cited passage. `history`: earlier questions of the
    conversation. `bulletins`: ids of which one must be cited. `relevance`: (id, grade) of
    passages or bulletins that search should find. `cell`: label of the row, heading of the column
    and text of the cell of a table that must be cited.
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
    cell: tuple[str, ...] = ()
    relevance: tuple[tuple[str, int], ...] = ()
    tags: tuple[str, ...] = ()
    weight: float = 1.0

    @property
    def has_verdict(self) -> bool:
        """Whether an answer can be right or wrong; otherwise the case measures only the search."""
        return bool(
            self.figures or self.answers or self.contains or self.checks
            or self.status or self.refusal
        )  # fmt: skip

    @property
    def wants_answer(self) -> bool:
        """Whether the case expects an answer and not a refusal."""
        return not self.refusal and self.status in (None, "answered", "answered_partly")


@dataclass(frozen=True, slots=True)
class CitedText:
    """The text at the offsets of a citation, read from the target; it should equal the quote."""

    marker: int
    before: str
    text: str
    after: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """The target's answer to one case.

    `answer` is the JSON of `ask --json`; `hits` (passage id, bulletin id) are the results of the
    search, best first; None where the case names nothing to find.
    """

    case: Case
    answer: Mapping[str, Any]
    seconds: float
    cited: tuple[CitedText, ...] = ()
    hits: tuple[tuple[str, str], ...] | None = None


@dataclass(frozen=True, slots=True)
class Score:
    """One case by one measure; a measure that does not apply yields none.

    `at` is the confidence of the answer, for the measures that need it.
    """

    case_id: str
    measure: str
    value: float
    at: float | None = None


@dataclass(frozen=True, slots=True)
class Estimate:
    """A measure over `n` cases with its 95 % interval; no interval where all are of one cluster."""

    value: float
    n: int
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """A run: its outcomes, their scores and its settings."""

    name: str
    outcomes: tuple[Outcome, ...]
    scores: tuple[Score, ...]
    settings: Mapping[str, Any] = field(default_factory=dict)
