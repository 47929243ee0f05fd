"""What was fetched from the web: the version and the file of each address, and unfinished crawls.

One small SQLite file beside the catalogue. Nothing in it is a record: without it everything is
fetched again.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from knowledge.errors import Corrupt
from knowledge.private_files import exists
from knowledge.storage.engine import Database, create_database

_REMEDY = "delete it: pages are fetched again then, and no bulletin is lost"
# A crawl that was interrupted goes on within this time; later its pages may have changed.
_RESUMED = timedelta(hours=24)
_metadata = sa.MetaData()
_visits = sa.Table(
    "visits",
    _metadata,
    sa.Column("address", sa.Text, primary_key=True),
    sa.Column("led_to", sa.Text, nullable=False),
    sa.Column("etag", sa.Text, nullable=False),
    sa.Column("modified", sa.Text, nullable=False),
    sa.Column("content_type", sa.Text, nullable=False),
    sa.Column("file", sa.Text, nullable=False),
    sa.Column("digest", sa.String, nullable=False),
    sa.Column("visited_at", sa.DateTime, nullable=False),
)
_crawls = sa.Table(
    "crawls",
    _metadata,
    sa.Column("start", sa.Text, primary_key=True),
    sa.Column("begun_at", sa.DateTime, nullable=False),
    sa.Column("ended_at", sa.DateTime),
)


@dataclass(frozen=True, slots=True)
class Visit:
    """The last successful request for `address`, which led to `led_to`.

    `file` is relative to the data folder, `digest` that of its content; `visited_at` is in UTC,
    without zone.
    """

    address: str
    led_to: str
    etag: str
    modified: str
    content_type: str
    file: str
    digest: str
    visited_at: datetime


class Visits:
    """`visits.sqlite` of a data folder, created where it does not exist."""

    def __init__(self, data: Path) -> None:
        """Opens the file.

        Raises:
            Corrupt: it is damaged.
            StorageError: it cannot be opened or created.
        """
        self.path = data / "visits.sqlite"
        if not exists(self.path):
            create_database(self.path, _metadata.create_all)
        self._database = Database(self.path, _REMEDY, readers=2)
        try:
            self._database.check_made()
            with self._database.reading() as connection:
                names = sa.inspect(connection).get_table_names()
            if not _metadata.tables.keys() <= set(names):
                raise Corrupt(f"{str(self.path)!r} is no list of visits of bantin; {_REMEDY}")
        except BaseException:
            self.close()
            raise

    @contextmanager
    def open(self) -> Iterator["Visits"]:
        """Itself; closed after the block."""
        try:
            yield self
        finally:
            self.close()

    def close(self) -> None:
        """Closes the file."""
        self._database.close()

    def of(self, address: str) -> Visit | None:
        """The last visit of an address, or None."""
        with self._database.reading() as connection:
            row = connection.execute(sa.select(_visits).filter_by(address=address)).one_or_none()
        return Visit(**row._mapping) if row else None

    def note(self, visit: Visit) -> None:
        """Stores a visit in place of the earlier one."""
        insert = sqlite.insert(_visits).values(asdict(visit))
        others = {c.name: insert.excluded[c.name] for c in _visits.c if not c.primary_key}
        with self._database.writing() as connection:
            connection.execute(insert.on_conflict_do_update(["address"], set_=others))

    def forget(self, before: datetime, kept: Collection[str]) -> None:
        """Forgets the visits before a moment, except those of addresses that are `kept`."""
        query = sa.select(_visits.c.address, _visits.c.led_to)
        with self._database.writing() as connection:
            old = connection.execute(query.where(_visits.c.visited_at < before)).all()
            gone = [
                {"a": row.address} for row in old
                if row.address not in kept and row.led_to not in kept
            ]  # fmt: skip
            if gone:
                delete = sa.delete(_visits).where(_visits.c.address == sa.bindparam("a"))
                connection.execute(delete, gone)

    def files(self) -> set[str]:
        """The files of all visits."""
        with self._database.reading() as connection:
            return {row.file for row in connection.execute(sa.select(_visits.c.file))}

    def begin(self, start: str, now: datetime) -> datetime:
        """Begins the crawl from an address; the moment when it began.

        That is earlier than `now` where an interrupted one goes on.
        """
        with self._database.writing() as connection:
            row = connection.execute(sa.select(_crawls).filter_by(start=start)).one_or_none()
            if row and row.ended_at is None and timedelta() <= now - row.begun_at < _RESUMED:
                return datetime.fromisoformat(str(row.begun_at))
            insert = sqlite.insert(_crawls).values(start=start, begun_at=now, ended_at=None)
            renewed = {"begun_at": now, "ended_at": None}
            connection.execute(insert.on_conflict_do_update(["start"], set_=renewed))
        return now

    def end(self, start: str, now: datetime) -> None:
        """Ends the crawl from an address: the next one asks for every page again."""
        update = sa.update(_crawls).filter_by(start=start).values(ended_at=now)
        with self._database.writing() as connection:
            connection.execute(update)

    def ended_at(self, start: str) -> datetime | None:
        """When the last crawl from an address ended; None where none did."""
        with self._database.reading() as connection:
            query = sa.select(_crawls.c.ended_at).filter_by(start=start)
            return connection.execute(query).scalar()


def crawl_ends(data: Path) -> dict[str, datetime]:
    """When the last complete loading from each address ended, in UTC with zone.

    Raises:
        StorageError: the file cannot be read.
    """
    if not (data / "visits.sqlite").exists():
        return {}
    with Visits(data).open() as visits, visits._database.reading() as connection:
        query = sa.select(_crawls.c.start, _crawls.c.ended_at)
        ended = connection.execute(query.where(_crawls.c.ended_at.is_not(None)))
        return {row.start: row.ended_at.replace(tzinfo=UTC) for row in ended}


def utc_now() -> datetime:
    """The current time in UTC without a time zone, as the tables store it."""
    return datetime.now(UTC).replace(tzinfo=None)
