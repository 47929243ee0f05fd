"""Which time a statement speaks of, and which time a sentence hands on to those after it."""

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date

from knowledge.figures.joining import Statement
from knowledge.numbers.mentions import Mentions
from knowledge.records import Bulletin, Period, PeriodSource, Role
from knowledge.text.spelling import plain
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
# Until the end of this month of a year no result of the whole year is known.
_EARLY_MONTHS = 3
_DONE = re.compile(r"(?<!\w)(?:đã|hiện|có|còn|vừa|kết quả|được giao|từng|là)(?!\w)")
# A day that is told, not one that something shall last to.
_DAY = re.compile(
    r"(?<!đến )(?<!trước )(?<!đến ngày )(?<!trước ngày )(?<!hết ngày )(?<!từ ngày )(?<![\d/])"
    r"(\d{1,2}) ?/ ?(\d{1,2}) ?/ ?((?:19|20)\d\d)(?!\d)"
)
_PAPER = re.compile(
    r"(?:quyết định|nghị quyết|chỉ thị|thông báo|thông tư|kế hoạch|chương trình|đề án|quy hoạch|báo cáo|công văn|tờ trình)(?!\w)"
)
_STANDARD = re.compile(r"chuẩn (?:nghèo|quốc gia|mới)")
# `nhưng hiện Quảng Ninh mới đạt trên 15%`
_NOW = re.compile(
    r"(?<!\w)(?:(?:nhưng|song|tuy nhiên)(?!\w)[^,;.]*(?<!\w)(?:mới|chỉ|đã|hiện)|hiện(?= (?:nay|tại|có|đã|mới))|mới chỉ|mới đạt|thực tế)(?!\w)"
)
_STOCK = ("parts", "things")


@dataclass(frozen=True, slots=True)
class Time:
    """A period with where it comes from; `start:end` is its place in the bulletin's text."""

    period: Period
    source: PeriodSource
    start: int | None
    end: int | None


def default_time(bulletin: Bulletin) -> Time | None:
    """The time of the title, else the year of publication."""
    for mention in Mentions(bulletin.title, bulletin.published_on).periods:
        if not mention.is_compared and mention.period.kind != "day":
            return Time(mention.period, "title", None, None)
    if bulletin.published_on:
        year = bulletin.published_on.year
        return Time(year_period(year), "publication date", None, None)
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


def day_of_writing(bulletin: Bulletin) -> date | None:
    """The latest day on which a bulletin may have been written: its publication, or an estimate.

    Official papers name the decisions that they rest on (`Căn cứ Quyết định … ngày 31/1/2006`) and
    are hardly ever written later than the year after the last of them. None without any day.
    """
    if bulletin.published_on is not None:
        return bulletin.published_on
    if not _PAPER.match(plain(bulletin.title)):
        return None
    days = []
    for match in _DAY.finditer(bulletin.text):
        with suppress(ValueError):
            days.append(date(int(match[3]), int(match[2]), int(match[1])))
    return date(max(days).year + 1, 12, 31) if days else None


def role_at(statement: Statement, low: str, time: Time | None, written_on: date | None) -> Role:
    """The statement's role, a plan where its time cannot have passed.

    That is a time after the day `written_on`, a span of years that ends after it, and the whole of
    a year that has only begun, unless the sentence says that it was done or tells how many there
    are.
    """
    published = written_on
    if statement.role != "achieved" or time is None or published is None:
        return statement.role
    if low[: statement.start].rstrip().endswith("gồm"):
        return statement.role  # what a thing consists of
    if time.period.start > published:
        # A time in earlier words may be that of a plan which this sentence no longer tells of.
        is_carried = time.source == "earlier sentence"
        is_told = _NOW.search(low, max(0, statement.start - 60), statement.start) or (
            time.source != "sentence" and _DONE.search(low, 0, statement.start)
        )
        return statement.role if is_carried or is_told else "plan"
    is_running = time.period.kind == "range" and time.period.end.year > published.year
    if is_running and time.source == "sentence":
        is_told = _DONE.search(low, 0, statement.start) or _STANDARD.search(low)
        return statement.role if is_told else "plan"
    is_just_begun = (
        time.period.kind == "year"
        and time.period.start.year == published.year
        and published.month <= _EARLY_MONTHS
        and time.source != "publication date"
    )
    is_flow = statement.indicator is not None and kind_of(statement.quantity.unit) not in _STOCK
    if is_just_begun and is_flow and not _DONE.search(low, 0, statement.start):
        return "plan"
    return statement.role
