"""Deletes old questions of the log, at once or after a day in which the purge can be undone.

Shared answers stay, since others may hold a link to them.
"""

import json
from datetime import datetime, timedelta

import sqlalchemy as sa

from assistant.backoffice.schema import feedback, purged, questions
from assistant.backoffice.store import Store
from assistant.errors import UnknownPurge

UNDONE_FOR = timedelta(days=1)


class Purging:
    """Purges the log in one store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def purge(self, older_than: timedelta, who: str) -> int:
        """Deletes older questions that are not shared for good, and returns their number.

        Earlier purges that can no longer be undone become final. A purge that deletes anything is
        added to the audit trail.
        """
        now = self._store.clock()
        old = _old(now - older_than)
        with self._store.writing() as connection:
            connection.execute(purged.delete().where(purged.c.purged_at < now - UNDONE_FOR))
            count = _delete(connection, old)
            if count:  # empty daily purges would hide the other rows of the trail
                self._note(connection, who, older_than, count)
        return count

    def put_aside(self, older_than: timedelta, who: str) -> tuple[int, int]:
        """Purges older questions so that `bring_back` can undo it for a day.

        Returns how many, and the number by which the purge is undone.
        """
        now = self._store.clock()
        old = _old(now - older_than)
        with self._store.writing() as connection:
            asked = connection.execute(questions.select().where(questions.c.answer_id.in_(old)))
            ratings = feedback.select().where(feedback.c.answer_id.in_(old))
            rated = {r.answer_id: _json(r) for r in connection.execute(ratings)}
            rows = [
                {"answer_id": r.answer_id, "question": _json(r), "purged_at": now,
                 "feedback": rated.get(r.answer_id, "")}
                for r in asked
            ]  # fmt: skip
            number = self._note(connection, who, older_than, len(rows))
            _delete(connection, old)
            if rows:
                connection.execute(purged.insert(), [{**row, "number": number} for row in rows])
        return len(rows), number

    def bring_back(self, number: int, who: str) -> int:
        """Undoes a purge of `put_aside`, and returns how many questions are back.

        Raises:
            UnknownPurge: there is no such purge, or it is final.
        """
        is_it = purged.c.number == number
        with self._store.writing() as connection:
            rows = connection.execute(purged.select().where(is_it)).all()
            if not rows:
                raise UnknownPurge(f"the purge {number} is final or unknown")
            connection.execute(questions.insert(), [_values(row.question) for row in rows])
            ratings = [_values(row.feedback) for row in rows if row.feedback]
            if ratings:
                connection.execute(feedback.insert(), ratings)
            connection.execute(purged.delete().where(is_it))
            self._store.note(connection, who, "purge undone", "", f"{len(rows)} questions")
        return len(rows)

    def undoable(self) -> set[int]:
        """The numbers of the purges that can still be undone."""
        since = self._store.clock() - UNDONE_FOR
        query = sa.select(purged.c.number).where(purged.c.purged_at >= since).distinct()
        with self._store.reading() as connection:
            return {row.number for row in connection.execute(query)}

    def _note(self, connection: sa.Connection, who: str, older_than: timedelta, count: int) -> int:
        subject = f"older than {older_than.days} days"
        return self._store.note(connection, who, "purge", subject, f"{count} questions")


def _old(before: datetime) -> sa.Select[tuple[str]]:
    """The ids of the questions before a moment that are not shared."""
    c = questions.c
    return sa.select(c.answer_id).where(c.asked_at < before, c.is_shared.is_(False))


def _delete(connection: sa.Connection, old: sa.Select[tuple[str]]) -> int:
    connection.execute(feedback.delete().where(feedback.c.answer_id.in_(old)))
    return connection.execute(questions.delete().where(questions.c.answer_id.in_(old))).rowcount


def _json(row: object) -> str:
    fields = dict(row._mapping)  # type: ignore[attr-defined]  # a SQLAlchemy row
    return json.dumps(
        {k: v.isoformat() if isinstance(v, datetime) else v for k, v in fields.items()}
    )


def _values(text: str) -> dict[str, object]:
    """The columns of a row that `_json` wrote."""
    row: dict[str, object] = json.loads(text)
    for name in ("asked_at", "given_at"):
        if name in row:
            row[name] = datetime.fromisoformat(str(row[name]))
    return row
