"""Which time a statement speaks of, and which time a sentence hands on to those after it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from knowledge.figures.joining import Statement
from knowledge.numbers.mentions import Mentions
from knowledge.records import Bulletin, FieldSource, Period
from knowledge.vocabulary.calendar_spells import shifted, year_period
from knowledge.vocabulary.periods import PeriodMention
from knowledge.vocabulary.units import kind_of

# `49% năm 2012`, `10.000 tỷ đồng trong năm 2016`: nothing stands between number and time.
_BESIDE = re.compile(r"[\s/(]*(?:(?:vào|trong|của|ở|tính|kế hoạch|cho|so với kế hoạch)(?!\w)\s*)*")
# A time behind one of these belongs to the next statement.
_APART = re.compile(r"[,;(]|(?<!\w)(?:dự kiến|trong khi|còn|nhưng)(?!\w)")
_MOVED = re.compile(r"(?<!\w)(?:tăng|giảm)(?!\w)")
_UP_TO = re.compile(r"(?:đến|tới|hết|từ)(?: cuối| đầu| hết)? $")
_CARRIED = ("year", "months", "quarter", "until", "month")
# A time so many years before the bulletin is history and says nothing of the next sentence.
_HISTORY_YEARS = 3


@dataclass(frozen=True, slots=True)
class Time:
    """A period with where it comes from; `start:end` is its place in the bulletin's text."""

    period: Period
    source: FieldSource
    start: int | None
    end: int | None


def default_time(bulletin: Bulletin) -> Time | None:
    """The time of the title, else the year of publication."""
    for mention in Mentions(bulletin.title, bulletin.published_on).periods:
        if not mention.is_compared and mention.period.kind != "day":
            return Time(mention.period, "head", None, None)
    if bulletin.published_on:
        year = bulletin.published_on.year
        return Time(year_period(year), "guess", None, None)
    return None


def handed_on(periods: Sequence[PeriodMention], offset: int) -> Time | None:
    """The time of a sentence for a sentence linked to it (`trong đó`); `offset` is its start."""
    reported = [m for m in periods if not m.is_compared and m.period.kind != "day"]
    if not reported:
        return None
    m = reported[0]
    return Time(m.period, "earlier sentence", offset + m.start, offset + m.end)


def carried_on(periods: Sequence[PeriodMention], offset: int, bulletin: Bulletin) -> Time | None:
    """The time that holds for the sentences after one too; None where it hands on none.

    Neither `đến nay` nor the days of an event nor a year long before the bulletin does.
    """
    lasting = [m for m in periods if not m.is_momentary]
    time = handed_on(lasting, offset)
    if time is None or time.period.kind not in _CARRIED:
        return None
    is_event = time.period.kind == "months" and (time.period.end - time.period.start).days < 27
    published = bulletin.published_on
    is_history = published is not None and time.period.end.year < published.year - _HISTORY_YEARS
    return None if is_history or is_event else time


def time_of(
    statement: Statement, low: str, periods: Sequence[PeriodMention], mention: PeriodMention | None,
    carried: Time | None, offset: int,
) -> Time | None:  # fmt: skip
    """The time of a statement whose own words name `mention`; `carried` holds where they do not.

    A number of before (`từ 27% xuống còn 24%`) has the time named with it or the year before, never
    that of the number after it.
    """
    if statement.role == "previous":
        return _time_before(statement, low, periods, mention, offset)
    if mention is None:
        return carried
    return Time(mention.period, "sentence", offset + mention.start, offset + mention.end)


def _time_before(
    statement: Statement, low: str, periods: Sequence[PeriodMention],
    mention: PeriodMention | None, offset: int,
) -> Time | None:  # fmt: skip
    if mention is None:
        return None
    is_own = mention.start >= statement.end or mention.is_compared
    span = offset + mention.start, offset + mention.end
    if is_own and not mention.period.text.lower().startswith("cùng kỳ"):
        return Time(mention.period, "sentence", *span)
    reported = [m for m in periods if not m.is_compared and m.end <= statement.start]
    if not reported:
        return None
    period = reported[-1].period
    if is_own:  # cùng kỳ năm trước: the same months of the year before
        return Time(replace(shifted(period, -1), text=mention.period.text), "sentence", *span)
    between = low[reported[-1].end : statement.start]
    is_yearly = (
        len(periods) == 1
        and period.kind == "year"
        and kind_of(statement.quantity.unit) in ("share", "people", "parts")
        and _MOVED.search(between)
        and not _UP_TO.search(low, 0, reported[-1].start)
        and not reported[-1].period.text.lower().startswith(("đến", "hết", "tính"))
    )
    if not is_yearly:
        return None
    # Năm 2022 giảm từ 27% xuống còn 24%: 27% is of the year before, which no words name.
    year = period.start.year - 1
    return Time(year_period(year, str(year)), "sentence", None, None)


def mention_of(
    statement: Statement, low: str, periods: Sequence[PeriodMention], used: PeriodMention | None
) -> PeriodMention | None:
    """The period right after the number, else the nearest before it, else later in its clause.

    `used` is the period right after the previous number. It belongs to that number if another
    period follows this one: `30 tỉnh vào tháng 8, 15 tỉnh vào tháng 10`.
    """
    reported = [m for m in periods if not m.is_compared]
    longer = [m for m in reported if m.period.kind != "day"] or reported
    beside = [m for m in reported if m.start >= statement.end and _is_beside(low, statement.end, m)]
    before = [m for m in longer if m.end <= statement.start]
    after = [
        m
        for m in longer
        if statement.end <= m.start <= statement.end + 60
        and (m.period.text.startswith("tính đến") or not _APART.search(low, statement.end, m.start))
    ]
    if statement.role == "previous" and not beside:
        compared = [m for m in periods if m.is_compared and not m.is_background]
        before = [m for m in compared if m.end <= statement.start][-1:] or before
    if before and before[-1] is used and after and "," not in low[statement.end : after[0].start]:
        return after[0]
    return beside[0] if beside else before[-1] if before else after[0] if after else None


def _is_beside(low: str, end: int, mention: PeriodMention) -> bool:
    """Whether only a preposition or an opening bracket is between a number and a time."""
    if not _BESIDE.fullmatch(low, end, mention.start):
        return False
    return "(" not in low[end : mention.start] or low[mention.end : mention.end + 1] in (")", ",")
