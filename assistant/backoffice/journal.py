"""The log of questions and answers, with ratings and counts by day.

Questions are masked before they reach it (`assistant.question.privacy`); addresses and names of
visitors are not stored. Rows older than the retention are purged, except for shared answers.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median
from typing import Any, Literal

import sqlalchemy as sa

from assistant.backoffice.schema import feedback, questions
from assistant.backoffice.store import Store
from assistant.errors import UnknownAnswer
from assistant.json_views import answer_view
from assistant.records import Answer, Language, Span, Turn
from knowledge.text.spelling import fold, words

Channel = Literal["page", "api", "chat", "mcp"]
REASONS = ("wrong figure", "wrong source", "not what I asked", "not understood", "other")
_REFUSED = (
    "no_evidence",
    "not_supported",
    "out_of_scope",
    "unclear",
    "error_model",
    "error_internal",
)
_MAX_REASON = 500


@dataclass(frozen=True, slots=True)
class Entry:
    """One question of the log; `is_helpful` is None if it was not rated."""

    answer_id: str
    asked_at: datetime
    channel: str
    language: str
    status: str
    question: str
    text: str
    seconds: float
    is_helpful: bool | None
    reason: str


@dataclass(frozen=True, slots=True)
class Day:
    """The counts of one day (UTC); `seconds` is the median time of an answer."""

    day: date
    asked: int
    answered: int
    liked: int
    disliked: int
    seconds: float


class Journal:
    """Reads and writes the log in one store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def write(self, answer: Answer, channel: Channel) -> None:
        """Stores an answer as it was given."""
        view = answer_view(answer)
        row = {
            "answer_id": answer.answer_id, "asked_at": self._store.clock(), "channel": channel,
            "language": answer.language, "status": answer.status, "question": answer.question,
            "answer": json.dumps(view, ensure_ascii=False),
            "seconds": sum(answer.trace.seconds.values()), "is_shared": False,
        }  # fmt: skip
        with self._store.writing() as connection:
            connection.execute(questions.insert().values(row))

    def answer(self, answer_id: str, *, shared_only: bool = False) -> dict[str, Any]:
        """The JSON of an answer as it was given, with `asked_at`.

        Raises:
            UnknownAnswer: no answer has this id, or `shared_only` is set and it was not shared.
        """
        with self._store.reading() as connection:
            row = connection.execute(
                questions.select().where(questions.c.answer_id == answer_id)
            ).first()
        if row is None or (shared_only and not row.is_shared):
            raise UnknownAnswer(f"no answer {answer_id!r} is kept here")
        view: dict[str, Any] = json.loads(row.answer)
        return view | {"asked_at": row.asked_at.isoformat(timespec="seconds") + "Z"}

    def turns(self, answer_ids: Collection[str]) -> dict[str, Turn]:
        """The stored questions and answers with these ids, by id; each with the spans it cites."""
        query = sa.select(questions.c.answer_id, questions.c.question, questions.c.answer)
        with self._store.reading() as connection:
            rows = connection.execute(query.where(questions.c.answer_id.in_(answer_ids)))
            return {row.answer_id: _turn(row) for row in rows}

    def share(self, answer_id: str) -> None:
        """Marks an answer as shared: anyone with the link may read it, and it is never purged.

        Raises:
            UnknownAnswer: no answer has this id.
        """
        with self._store.writing() as connection:
            done = connection.execute(
                questions.update().where(questions.c.answer_id == answer_id).values(is_shared=True)
            )
        if not done.rowcount:
            raise UnknownAnswer(f"no answer {answer_id!r} is kept here")

    def rate(self, answer_id: str, is_helpful: bool, reason: str = "") -> None:
        """Stores a rating of an answer; a later rating replaces it.

        Raises:
            UnknownAnswer: no answer has this id.
        """
        row = {
            "given_at": self._store.clock(),
            "is_helpful": is_helpful,
            "reason": reason[:_MAX_REASON],
        }
        with self._store.writing() as connection:
            known = sa.select(questions.c.answer_id).where(questions.c.answer_id == answer_id)
            if connection.execute(known).first() is None:
                raise UnknownAnswer(f"no answer {answer_id!r} is kept here")
            connection.execute(feedback.delete().where(feedback.c.answer_id == answer_id))
            connection.execute(feedback.insert().values(answer_id=answer_id, **row))

    def entries(
        self, status: str | None = None, language: Language | None = None, day: date | None = None,
        liked: bool | None = None, words_in: str = "", limit: int = 200,
    ) -> list[Entry]:  # fmt: skip
        """The questions that fit every filter, newest first; `status` may be `refused`."""
        both = questions.outerjoin(feedback, questions.c.answer_id == feedback.c.answer_id)
        query = sa.select(questions, feedback.c.is_helpful, feedback.c.reason).select_from(both)
        if status == "refused":
            query = query.where(questions.c.status.in_(_REFUSED))
        elif status:
            query = query.where(questions.c.status == status)
        if language:
            query = query.where(questions.c.language == language)
        if day:
            begin = datetime(day.year, day.month, day.day)
            query = query.where(
                questions.c.asked_at >= begin, questions.c.asked_at < begin + timedelta(1)
            )
        if liked is not None:
            query = query.where(feedback.c.is_helpful == liked)
        if words_in:
            query = query.where(questions.c.question.contains(words_in, autoescape=True))
        query = query.order_by(questions.c.asked_at.desc(), questions.c.answer_id).limit(limit)
        with self._store.reading() as connection:
            return [_entry(row) for row in connection.execute(query)]

    def unanswered(self, limit: int = 50) -> list[tuple[Entry, int]]:
        """Refused questions with their counts, grouped by their words, most frequent first."""
        groups: dict[tuple[str, ...], list[Entry]] = defaultdict(list)
        for entry in self.entries("refused", limit=5000):
            groups[tuple(sorted(set(words(fold(entry.question)))))].append(entry)
        counted = [(entries[0], len(entries)) for entries in groups.values()]
        return sorted(counted, key=lambda g: (-g[1], g[0].question))[:limit]

    def days(self, last: int = 30) -> list[Day]:
        """The counts of the last `last` days, oldest first; days without questions are left out."""
        begin = self._store.clock().date() - timedelta(days=last - 1)
        by_day: dict[date, list[Entry]] = defaultdict(list)
        since = datetime(begin.year, begin.month, begin.day)
        both = questions.outerjoin(feedback, questions.c.answer_id == feedback.c.answer_id)
        query = sa.select(questions, feedback.c.is_helpful, feedback.c.reason).select_from(both)
        with self._store.reading() as connection:
            for row in connection.execute(query.where(questions.c.asked_at >= since)):
                by_day[row.asked_at.date()].append(_entry(row))
        return [_day(day, entries) for day, entries in sorted(by_day.items())]

    def purge(self, older_than: timedelta, who: str) -> int:
        """Deletes older questions that are not shared, and returns their number.

        A purge that deletes anything is added to the audit trail.
        """
        before = self._store.clock() - older_than
        old = sa.select(questions.c.answer_id).where(
            questions.c.asked_at < before, questions.c.is_shared.is_(False)
        )
        with self._store.writing() as connection:
            connection.execute(feedback.delete().where(feedback.c.answer_id.in_(old)))
            count = connection.execute(
                questions.delete().where(questions.c.answer_id.in_(old))
            ).rowcount
            if count:  # empty daily purges would hide the other rows of the trail
                subject = f"older than {older_than.days} days"
                self._store.note(connection, who, "purge", subject, f"{count} questions")
        return count


def _entry(row: Any) -> Entry:
    return Entry(
        row.answer_id, row.asked_at, row.channel, row.language, row.status, row.question,
        json.loads(row.answer)["text"], row.seconds, row.is_helpful, row.reason or "",
    )  # fmt: skip


def _day(day: date, entries: Sequence[Entry]) -> Day:
    statuses = Counter(entry.status for entry in entries)
    return Day(
        day, len(entries), statuses["answered"] + statuses["answered_partly"],
        sum(entry.is_helpful is True for entry in entries),
        sum(entry.is_helpful is False for entry in entries),
        median(entry.seconds for entry in entries),
    )  # fmt: skip


def _turn(row: Any) -> Turn:
    answer = json.loads(row.answer)
    spans = tuple(
        Span(c["bulletin_id"], c["revision"], c["passage_id"], c["start"], c["end"])
        for c in answer["citations"]
    )
    return Turn(row.question, answer["text"], row.answer_id, spans)
