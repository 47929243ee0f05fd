"""The office's file, opened: short transactions, safe from many threads and processes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa

from assistant.office.schema import audit, metadata
from knowledge.engine import open_engine

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """Now in UTC, without its zone: the way the tables keep it."""
    return datetime.now(UTC).replace(tzinfo=None)


class Store:
    """`office.sqlite` of a data folder, made where it is not there."""

    def __init__(self, data: Path, clock: Clock = utc_now) -> None:
        data.mkdir(parents=True, exist_ok=True)
        self.clock = clock
        self._engine = open_engine(data / "office.sqlite")
        metadata.create_all(self._engine)

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A connection that sees one state."""
        with self._engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """One transaction: all of it or nothing."""
        with self._engine.begin() as connection:
            yield connection

    def note(
        self, connection: sa.Connection, who: str, action: str, subject: str = "", detail: str = ""
    ) -> None:
        """Adds a line to the audit trail, in the transaction of what it tells of."""
        connection.execute(
            audit.insert().values(
                done_at=self.clock(),
                who=who,
                action=action,
                subject=subject[:300],
                detail=detail[:1000],
            )
        )

    def trail(self, limit: int = 200) -> list[sa.Row[tuple[object, ...]]]:
        """The newest lines of the audit trail, newest first."""
        with self.reading() as connection:
            return list(
                connection.execute(audit.select().order_by(audit.c.number.desc()).limit(limit))
            )

    def close(self) -> None:
        """Lets go of the file."""
        self._engine.dispose()
