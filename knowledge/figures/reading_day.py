"""The day from which the times of a bulletin without a year are seen, also of an undated one."""

from collections.abc import Sequence
from datetime import date

from knowledge.records import Bulletin, FieldSource, Period
from knowledge.vocabulary.implied_year import implied_year
from knowledge.vocabulary.periods import PeriodMention
from knowledge.vocabulary.relative_periods import counts_from_reading


def day_of_reading(bulletin: Bulletin, folded: str) -> date | None:
    """The day that completes times without a year: that of publication, else the last of the year
    in which the text was written, if it gives that away; `folded` is the text.
    """
    if bulletin.published_on:
        return bulletin.published_on
    year = implied_year(folded)
    return date(year, 12, 31) if year else None


def known_times(periods: Sequence[PeriodMention], bulletin: Bulletin) -> Sequence[PeriodMention]:
    """The times without those that count from a day of publication that is unknown (`đến nay`)."""
    if bulletin.published_on or all(m.period.seen_from is None for m in periods):
        return periods
    return tuple(m for m in periods if not (m.is_momentary or counts_from_reading(m.period)))


def source_of(period: Period, source: FieldSource, bulletin: Bulletin) -> FieldSource:
    """`source`, or a guess where the year of the time is only implied."""
    is_implied = bulletin.published_on is None and period.seen_from is not None
    return "guess" if is_implied else source
