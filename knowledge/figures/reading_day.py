"""The day from which the times of a bulletin without a year are seen, also of an undated one."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from knowledge.records import Bulletin, FieldSource, Period
from knowledge.text.patterns import lazy_regex
from knowledge.vocabulary.implied_year import implied_year
from knowledge.vocabulary.periods import PeriodMention, find_periods_folded
from knowledge.vocabulary.relative_periods import counts_from_reading

_LEAD_CHARS = 600
_MAY_NAME_DAY = lazy_regex(r"(?:ngay|sang|trua|chieu|toi|nay|qua),? \(?\d|\d/\d\d?/")
# `có hiệu lực từ ngày 1/7` is a day to come.
_NOT_OF_EVENT = lazy_regex(r"(?<!\w)(?:tu|den|truoc|sau|het)(?: ngay)? $")


def day_of_reading(bulletin: Bulletin, folded: str) -> date | None:
    """The day that completes times without a year: that of publication, else the first that the lead
    names, else the last of the year in which the text was written, if it gives that away; `folded`
    is the text.
    """
    if bulletin.published_on:
        return bulletin.published_on
    year = implied_year(folded)
    if year is None:
        return None
    last = date(year, 12, 31)
    event = first_day(bulletin.text, folded, last)
    return event.period.end if event and event.period.end.year == year else last


def first_day(text: str, folded: str, seen: date | None) -> PeriodMention | None:
    """The day of which the lead tells first (`Sáng 25/7, …`); None where it names none.

    Decisions name the days of the laws that they rest on.
    """
    if not _MAY_NAME_DAY.search(folded, 0, _LEAD_CHARS) or "can cu " in folded[:_LEAD_CHARS]:
        return None
    for m in find_periods_folded(text[:_LEAD_CHARS], folded[:_LEAD_CHARS], seen):
        is_told = not m.is_compared and not counts_from_reading(m.period)
        if m.period.kind == "day" and is_told and not _NOT_OF_EVENT.search(folded, 0, m.start):
            return m
    return None


def is_day_known(bulletin: Bulletin, day: date | None) -> bool:
    """Whether `day_of_reading` found a day, and not only a year."""
    return bulletin.published_on is not None or (
        day is not None and (day.month, day.day) != (12, 31)
    )


def known_times(
    periods: Sequence[PeriodMention], bulletin: Bulletin, day: date | None = None
) -> Sequence[PeriodMention]:
    """The times without those that count from a day of reading that is unknown (`đến nay`)."""
    if is_day_known(bulletin, day) or all(m.period.seen_from is None for m in periods):
        return periods
    return tuple(known for m in periods if (known := _known(m, periods)) is not None)


def _known(mention: PeriodMention, periods: Sequence[PeriodMention]) -> PeriodMention | None:
    """A time that does not count from the day of reading, or that another of its sentence ends.

    `Từ 1-7-2016 đến 20-5-2017 đi khám 215 lần, trong đó từ đầu năm 2017 đến nay 114 lần`.
    """
    period = mention.period
    if not (mention.is_momentary or counts_from_reading(period)) or period.kind == "range":
        return mention
    ends = [p.end for p in (m.period for m in periods) if p.seen_from is None and p.kind != "year"]
    end = next((end for end in ends if period.start < end < period.end), None)
    if not mention.is_momentary or end is None or end.year != period.end.year:
        return None
    return replace(mention, period=replace(period, end=end))


def source_of(period: Period, source: FieldSource, bulletin: Bulletin) -> FieldSource:
    """`source`, or a guess where the year of the time is only implied."""
    is_implied = bulletin.published_on is None and period.seen_from is not None
    return "guess" if is_implied else source
