"""A time that a text tells, and which of those of a sentence it hands on."""

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.records import FieldSource, Period
from knowledge.vocabulary.periods import PeriodMention


@dataclass(frozen=True, slots=True)
class Time:
    """A period with where it comes from; `start:end` is its place in the bulletin's text."""

    period: Period
    source: FieldSource
    start: int | None
    end: int | None


def handed_on(
    periods: Sequence[PeriodMention], offset: int, stated: Sequence[PeriodMention] = ()
) -> Time | None:
    """The time of a sentence for a sentence linked to it (`trong đó`); `offset` is its start.

    That is the one `stated` for a figure of it, else the first that it names.
    """
    reported = [m for m in periods if not m.is_compared and m.period.kind != "day"]
    if not reported:
        return None
    m = next((s for s in stated if s in reported), reported[0])
    return Time(m.period, "earlier sentence", offset + m.start, offset + m.end)


def day_of(periods: Sequence[PeriodMention], offset: int) -> Time | None:
    """The day of which a sentence that names no other time tells."""
    reported = [m for m in periods if not m.is_compared]
    if not reported or any(m.period.kind != "day" for m in reported):
        return None
    day = reported[-1]
    return Time(day.period, "earlier sentence", offset + day.start, offset + day.end)


def time_of_heading(periods: Sequence[PeriodMention], offset: int) -> Time | None:
    """The time of a heading for what stands below it."""
    return handed_on([m for m in periods if not m.is_momentary], offset)
