"""Deletes fetched versions that nothing needs any more; the bulletins and their texts stay.

A version is kept while a bulletin has its address, and while it was asked for lately. Without it
the page is fetched again as a whole, should a crawl come to it.
"""

from collections.abc import Collection
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from knowledge.storage.visits import Visits

FETCHED = "fetched"


def clear_fetched(
    data: Path, visits: Visits, addresses: Collection[str], now: datetime, age: timedelta
) -> int:
    """Deletes the versions that were last asked for more than `age` ago; returns how many.

    Those of `addresses` stay. `now` is in UTC, without zone.
    """
    before = now - age
    visits.forget(before, addresses)
    kept = visits.files()
    count = 0
    for path in (data / FETCHED).glob("*/*"):
        if str(path.relative_to(data)) not in kept and _is_older(path, before):
            with suppress(OSError):  # another crawl deletes it too
                path.unlink()
                count += 1
    return count


def _is_older(path: Path, before: datetime) -> bool:
    """Whether a file was written before a moment; one that another crawl writes is not."""
    try:
        written = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except OSError:
        return False
    return path.is_file() and written.replace(tzinfo=None) < before
