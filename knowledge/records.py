"""The value types of the knowledge package. All are frozen; `None` means unknown.

Every `start`, `end` pair counts characters of `Bulletin.text`, which is NFC, and
`text[start:end]` is exactly the quoted words.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

# A `row` is a line of a table, which `knowledge.text.rows` takes apart.
SectionKind = Literal["heading", "paragraph", "caption", "row"]
Role = Literal["achieved", "plan", "change", "previous", "percent_of_plan"]
PartRole = Literal["achieved", "plan", "change", "previous", "percent_of_plan", "total", "share"]
PeriodKind = Literal["year", "range", "months", "quarter", "month", "until", "day"]
Trust = Literal["official", "press", "unknown"]
# Where a field of a figure comes from, surest first: the words of its sentence, those of a sentence
# before, the bulletin's head (title, lead, day of publication), or a default that no words name.
FieldSource = Literal["sentence", "earlier sentence", "head", "guess"]


@dataclass(frozen=True, slots=True)
class Section:
    """One block of a bulletin's text."""

    kind: SectionKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Bulletin:
    """One news item as published; `place` is the province (or `cả nước`) it is about.

    `is_place_stated` is false where the place was inferred from its mentions: search uses such a
    place, figures do not.
    """

    bulletin_id: str
    title: str
    published_on: date | None
    author: str | None
    issuer: str | None
    place: str | None
    source: str
    url: str | None
    text: str
    sections: tuple[Section, ...]
    is_place_stated: bool = False
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """Whole neighbouring sentences of one revision of a bulletin: the unit of search."""

    passage_id: str
    bulletin_id: str
    revision: int
    kind: SectionKind
    start: int
    end: int
    text: str
    header: str
    years: tuple[int, ...]
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Period:
    """Days `start` to `end`, both included; `text` is how the bulletin writes it.

    `seen_from` is the day that completed words without a year (`6 tháng đầu năm`, `năm ngoái`);
    None where the words are complete.
    """

    start: date
    end: date
    kind: PeriodKind
    text: str
    seen_from: date | None = None

    @property
    def years(self) -> range:
        """The calendar years that overlap the period."""
        return range(self.start.year, self.end.year + 1)


@dataclass(frozen=True, slots=True)
class Part:
    """One number of a figure with its role and span: the 500 of `753/500 người`."""

    role: PartRole
    value: Decimal
    unit: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Figure:
    """One statement of a number: `753/500 người, đạt 151% kế hoạch`.

    `value`, `high` (the upper end of a range), `plan`, `total`, `change` are in `unit` (nghìn,
    triệu, tỷ multiplied out); `parts` are these numbers as they stand in the text; `percent` is in
    percent of the plan, `share` in percent of a whole (`total`, where given). `hedge` is the
    bulletin's qualifier (khoảng, hơn). `within` names the larger figure of which this is a part
    ("trong đó"). `contradicts` is the id of the statement of the same bulletin that this one
    contradicts. `value_source`, `role_source`, `period_source` and `place_source` say how sure each
    of these fields is; None where it is unknown or was not judged.
    """

    figure_id: str
    bulletin_id: str
    revision: int
    passage_id: str
    name: str
    indicator: str | None
    value: Decimal
    unit: str
    role: Role
    plan: Decimal | None
    total: Decimal | None
    percent: Decimal | None
    share: Decimal | None
    change: Decimal | None
    hedge: str | None
    preliminary: bool
    within: str | None
    period: Period | None
    period_source: FieldSource | None
    period_start: int | None
    period_end: int | None
    place: str | None
    start: int
    end: int
    quote: str
    sentence_start: int
    sentence_end: int
    contradicts: str | None = None
    high: Decimal | None = None
    parts: tuple[Part, ...] = ()
    value_source: FieldSource | None = None
    role_source: FieldSource | None = None
    place_source: FieldSource | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found for a query; higher scores are better, within one search only.

    `also` has the ids of other bulletins that tell the same news in the same words.
    """

    passage: Passage
    title: str
    score: float
    dense: float | None
    lexical: float | None
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Edition:
    """One stored revision of a bulletin, as a citation needs it.

    `trust` is how far staff trust the bulletin's source now, whichever revision this is.
    """

    bulletin: Bulletin
    revision: int
    digest: str
    is_current: bool
    trust: Trust = "official"


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """Why and when a bulletin was removed.

    A `withdrawn` bulletin stays removed when its source is loaded again; a `removed` or `vanished`
    one returns with its source.
    """

    kind: Literal["withdrawn", "removed", "vanished"]
    reason: str
    day: date


@dataclass(frozen=True, slots=True)
class Listed:
    """The current revision of a bulletin without its text, as a list shows it."""

    bulletin_id: str
    revision: int
    title: str
    published_on: date | None
    issuer: str | None
    place: str | None
    source: str
    url: str | None
    trust: Trust


@dataclass(frozen=True, slots=True)
class StoredBulletin:
    """The newest revision of a bulletin, as the writer needs it; not `is_current` once removed."""

    bulletin_id: str
    source: str
    revision: int
    digest: str
    is_current: bool
    trust: Trust
