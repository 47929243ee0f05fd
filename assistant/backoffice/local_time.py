"""Times of the back office, which are stored in UTC, as the clock of Vietnam shows them."""

from datetime import UTC, date, datetime, timedelta, timezone

# Vietnam has one time zone and no summer time: UTC+7.
VIETNAM = timezone(timedelta(hours=7))


def local(moment: datetime) -> datetime:
    """The local time of a stored moment; neither has a time zone."""
    return moment.replace(tzinfo=UTC).astimezone(VIETNAM).replace(tzinfo=None)


def begin_of(day: date) -> datetime:
    """The stored moment at which a local day begins."""
    begin = datetime(day.year, day.month, day.day, tzinfo=VIETNAM)
    return begin.astimezone(UTC).replace(tzinfo=None)


def time_text(moment: datetime) -> str:
    """A stored moment as `26/11/2026 15:04`, local time."""
    return f"{local(moment):%d/%m/%Y %H:%M}"
