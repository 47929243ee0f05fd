"""The nouns of an answer. Frozen values; `None` means that there is none."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from knowledge.numbers.mentions import Mentions
from knowledge.output.charts import Chart
from knowledge.records import Figure, Hit, Period, Trust
from knowledge.vocabulary.indicators import Indicator

Language = Literal["vi", "en"]
Intent = Literal[
    "figure", "prose", "greeting", "thanks", "help", "out_of_scope", "unclear", "vague", "source",
]  # fmt: skip
Operation = Literal["look", "compare", "trend", "highest", "lowest", "sum", "difference", "gap"]
Over = Literal["year", "district", "province"]
# What a question wants that bulletins seldom give.
Purpose = Literal["instructions", "definition", "opinion", "personal_advice"]
AskedRole = Literal["achieved", "plan", "percent_of_plan", "change"]
Status = Literal[
    "answered", "answered_partly", "no_evidence", "not_supported", "out_of_scope", "unclear",
    "error_model", "error_internal",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of one revision of a bulletin, before it is numbered as a citation."""

    bulletin_id: str
    revision: int
    passage_id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier question of the conversation and its answer.

    `answer_id` is set where the journal keeps that answer; `spans` are what it cites.
    """

    question: str
    answer: str = ""
    answer_id: str | None = None
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """A question understood: what is counted, when, where, and which of its numbers.

    `text` is the question as searched, completed from earlier turns where it leaned on them.
    `apart` are further indicators asked for beside the first (`tư vấn và đào tạo nghề`), `whole`
    the one of which a part is asked (`trong số người được tư vấn, …`); `qualifiers` are words that
    narrow it (nữ, trung bình), each with its equivalents. `leans`: completed from earlier turns.
    `mentions` are those of `text`, found once for every step; they never differ from it.
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
        if self.mentions.text != self.text:  # made without them, or `replace` gave another text
            mentions = Mentions(self.text, self.mentions.published_on)
            object.__setattr__(self, "mentions", mentions)


@dataclass(frozen=True, slots=True)
class FigureEvidence:
    """A figure that fits the question for one of its periods and places.

    `others` are what other bulletins say of the same with another value, or of another time where
    none was asked. `trust` is that of its source; `is_future` says that its bulletin claims a day
    yet to come, `is_corrected` of one of the others that the same office took it back.
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
        """The number that answers, with its unit: the plan where the plan was asked."""
        figure = self.figure
        asks_plan, asks_percent = self.role == "plan", self.role == "percent_of_plan"
        if asks_plan and figure.role != "plan" and figure.plan is not None:
            return figure.plan, figure.unit
        if asks_percent and figure.role != "percent_of_plan" and figure.percent is not None:
            return figure.percent, "%"
        return figure.value, figure.unit


@dataclass(frozen=True, slots=True)
class Series:
    """Operands in the order of their telling: by time, by rank, or as they were asked."""

    operation: Operation
    over: Over | None
    operands: tuple[FigureEvidence, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """What is computed from the operands: an exact decimal."""

    value: Decimal
    unit: str


@dataclass(frozen=True, slots=True)
class EvidenceSet:
    """What was found, and what was found and put aside (`reason`, id).

    `near` are passages of the right time and place that hold few of the question's words.
    """

    figures: tuple[FigureEvidence, ...] = ()
    hits: tuple[Hit, ...] = ()
    near: tuple[Hit, ...] = ()
    contradicting: tuple[Figure, ...] = ()
    other_places: tuple[str, ...] = ()
    missing: tuple[tuple[Period | None, str | None], ...] = ()
    rejected: tuple[tuple[str, str], ...] = ()


Standing = Literal["stands", "differs", "preliminary", "corrected"]


@dataclass(frozen=True, slots=True)
class DraftSentence:
    """One sentence of a draft with what it rests on; markers are added afterwards.

    `figure` is set where the sentence was made from the figure table, `series` where it was
    computed from several figures, `is_quote` where it is the bulletin's own words. `short` is
    the bare answer that it gives, shown only if the sentence is. `standing` says of a figure that
    another bulletin gives for the same how it stands to the one that answers.
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
    """An answer before verification; `closing` holds no figures of bulletins and cites nothing.

    `confidence` is the reader's, where it read what is quoted.
    """

    sentences: tuple[DraftSentence, ...]
    closing: str = ""
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """A numbered span: `text[start:end] == quote` on that revision of the bulletin.

    `trust` is how far staff trust the bulletin's source.
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

    `start`, `end` are where it stands in the text of the bulletin that `marker` cites; `standing`
    is other than `stands` where that bulletin disagrees with the one that answers.
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


@dataclass(frozen=True, slots=True)
class AnswerResult:
    """A number computed from the answer's figures (`operands` are their places in the list)."""

    operation: Operation
    value: str
    unit: str
    operands: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Rendering:
    """A model's English of the quote that `marker` cites; its figures are those of the quote."""

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
    """How the answer came about: seconds a step, what was understood, what was mended."""

    seconds: dict[str, float] = field(default_factory=dict)
    understood: dict[str, object] = field(default_factory=dict)
    rejected: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person gets; `text` is plain text with markers like `[1]`.

    `nearest` are passages beside a refusal that may be related and are no answer: at most three,
    of different bulletins, with markers of their own that stand in no text.
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
