"""The value types of questions and answers. All are frozen; `None` means unknown or absent."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from knowledge.numbers.mentions import Mentions
from knowledge.output.charts import Chart
from knowledge.records import FieldSource, Figure, Hit, Period, Trust
from knowledge.vocabulary.indicators import Indicator

Language = Literal["vi", "en"]
Intent = Literal[
    "figure", "prose", "greeting", "thanks", "help", "out_of_scope", "unclear", "vague", "source",
]  # fmt: skip
Operation = Literal["look", "compare", "trend", "highest", "lowest", "sum", "difference", "gap"]
Over = Literal["year", "district", "province"]
# Kinds of questions that bulletins seldom answer.
Purpose = Literal["instructions", "definition", "opinion", "personal_advice"]
AskedRole = Literal["achieved", "plan", "percent_of_plan", "change"]
Status = Literal[
    "answered", "answered_partly", "no_evidence", "not_supported", "out_of_scope", "unclear",
    "error_model", "error_internal",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Span:
    """A span of one revision of a bulletin, before it gets a number as a citation."""

    bulletin_id: str
    revision: int
    passage_id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier question of the conversation and its answer.

    `answer_id` is set if the journal has the answer; `spans` are those that the answer cites.
    """

    question: str
    answer: str = ""
    answer_id: str | None = None
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """A question as understood: indicator, time, place, role of the number, operation.

    Attributes:
        text: the question that is searched for; a follow-up is completed from earlier turns.
        apart: further indicators asked for beside the first (`tư vấn và đào tạo nghề`).
        whole: the indicator of which a part is asked for (`trong số người được tư vấn, …`).
        qualifiers: words that narrow the indicator (nữ, trung bình), each with its equivalents.
        leans: whether the question was completed from earlier turns.
        mentions: the mentions in `text`, computed once for all steps.
    """

    original: str
    text: str
    language: Language
    intent: Intent
    indicators: tuple[Indicator, ...]
    periods: tuple[Period, ...]
    places: tuple[str, ...]
    role: AskedRole
    unit: str | None
    asks_number: bool
    operation: Operation = "look"
    over: Over | None = None
    apart: tuple[Indicator, ...] = ()
    whole: Indicator | None = None
    qualifiers: tuple[tuple[str, ...], ...] = ()
    leans: bool = False
    mentions: Mentions = field(default_factory=lambda: Mentions(""), compare=False, repr=False)

    def __post_init__(self) -> None:
        if self.mentions.text != self.text:  # not given, or `replace` changed the text
            mentions = Mentions(self.text, self.mentions.published_on)
            object.__setattr__(self, "mentions", mentions)


@dataclass(frozen=True, slots=True)
class FigureEvidence:
    """A figure that fits the question for one of its periods and places.

    `others` are figures of other bulletins for the same with another value, or for another time if
    the question names none. `is_future`: its bulletin has a publication day in the future.
    `is_corrected`: the figure, one of `others`, was corrected later by the same office.
    """

    figure: Figure
    published_on: date | None
    role: AskedRole
    others: "tuple[FigureEvidence, ...]" = ()
    trust: Trust = "official"
    is_future: bool = False
    is_corrected: bool = False

    @property
    def answer(self) -> tuple[Decimal, str]:
        """The number that answers, with its unit: value, plan or percent, according to `role`."""
        figure = self.figure
        asks_plan, asks_percent = self.role == "plan", self.role == "percent_of_plan"
        if asks_plan and figure.role != "plan" and figure.plan is not None:
            return figure.plan, figure.unit
        if asks_percent and figure.role != "percent_of_plan" and figure.percent is not None:
            return figure.percent, "%"
        return figure.value, figure.unit


@dataclass(frozen=True, slots=True)
class Series:
    """The operands of an operation, in the order of the answer: by time, by rank, or as asked.

    `of_place` is set for one of several series, each of a place of its own.
    """

    operation: Operation
    over: Over | None
    operands: tuple[FigureEvidence, ...]
    of_place: str | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """The number computed from the operands; exact."""

    value: Decimal
    unit: str


@dataclass(frozen=True, slots=True)
class EvidenceSet:
    """The evidence for an answer, and the rejected evidence.

    `passed` are the sentences of the statements that passed the vetoes and the bar, each with the
    probability that it answers; a model may use no other passages. `near` are passages of the right
    time and place that contain few of the question's words, `contradicting` are figures that their
    own bulletin contradicts, `missing` the requested pairs of period and place without a figure,
    `rejected` pairs of an id and the reason.
    """

    figures: tuple[FigureEvidence, ...] = ()
    passed: tuple[tuple[Span, float], ...] = ()
    near: tuple[Hit, ...] = ()
    contradicting: tuple[Figure, ...] = ()
    other_places: tuple[str, ...] = ()
    missing: tuple[tuple[Period | None, str | None], ...] = ()
    rejected: tuple[tuple[str, str], ...] = ()


Standing = Literal["stands", "differs", "preliminary", "corrected"]


@dataclass(frozen=True, slots=True)
class DraftSentence:
    """One sentence of a draft with the spans that support it; markers are added later.

    `figure` is set if the sentence was made from the figure table, `series` if it was computed from
    several figures; `is_quote`: it quotes a bulletin. `short` is the bare answer, shown only with
    the sentence. `standing` is how another bulletin's figure relates to the one that answers.
    """

    text: str
    spans: tuple[Span, ...]
    figure: FigureEvidence | None = None
    is_quote: bool = False
    series: Series | None = None
    short: str | None = None
    standing: Standing = "stands"


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer before verification.

    `head` and `closing` are the first and the last lines; they have no figures of bulletins and
    need no citation. `confidence` is None if it is to be computed from the evidence.
    """

    sentences: tuple[DraftSentence, ...]
    closing: str = ""
    confidence: float | None = None
    head: str = ""


@dataclass(frozen=True, slots=True)
class Citation:
    """A numbered span: `text[start:end] == quote` on that revision of the bulletin.

    `trust` is the trust that staff give the bulletin's source.
    """

    marker: int
    bulletin_id: str
    revision: int
    title: str
    published_on: date | None
    url: str | None
    passage_id: str
    start: int
    end: int
    quote: str
    trust: Trust = "official"


@dataclass(frozen=True, slots=True)
class AnswerFigure:
    """One figure of an answer; numbers are decimal strings with a point.

    `start` and `end` are its span in the text of the bulletin that `marker` cites; `standing`
    is other than `stands` if that bulletin disagrees with the one that answers. `period_source` and
    `place_source` say how sure its time and place are: a `guess` is not in the answer's sentence.
    """

    name: str
    value: str
    unit: str
    plan: str | None
    percent: str | None
    period: str | None
    place: str | None
    marker: int
    start: int
    end: int
    standing: Standing = "stands"
    period_source: FieldSource | None = None
    place_source: FieldSource | None = None


@dataclass(frozen=True, slots=True)
class AnswerResult:
    """A number computed from the answer's figures (`operands` are their indexes)."""

    operation: Operation
    value: str
    unit: str
    operands: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Rendering:
    """A model's English translation of the quote that `marker` cites, with the same figures."""

    marker: int
    text: str


@dataclass(frozen=True, slots=True)
class CoverageView:
    """Years and places near the question for which the bulletins have figures."""

    indicator: str | None
    years: tuple[int, ...]
    places: tuple[str, ...]
    bulletins: int


@dataclass(frozen=True, slots=True)
class Trace:
    """How the answer was made: seconds per step, the understood question, rejections, notes."""

    seconds: dict[str, float] = field(default_factory=dict)
    understood: dict[str, object] = field(default_factory=dict)
    rejected: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer or a refusal; `text` is plain text with markers like `[1]`.

    `nearest` are passages that may be related to a refused question and are no answer to it: at
    most three, from different bulletins. Their markers do not occur in `text`.
    """

    answer_id: str
    question: str
    language: Language
    status: Status
    short: str | None
    text: str
    confidence: float
    figures: tuple[AnswerFigure, ...]
    citations: tuple[Citation, ...]
    answerer: str
    coverage: CoverageView | None
    trace: Trace
    computed: AnswerResult | None = None
    chart: Chart | None = None
    renderings: tuple[Rendering, ...] = ()
    nearest: tuple[Citation, ...] = ()
