"""The log of questions and answers, with ratings and counts by day.

Questions are masked before they reach it (`assistant.question.privacy`); addresses and names of
visitors are not stored. `assistant.backoffice.purging` deletes rows older than the retention.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median
from typing import Any, Literal

import sqlalchemy as sa

from assistant.backoffice.local_time import begin_of, local
from assistant.backoffice.schema import feedback, questions
from assistant.backoffice.store import Store
from assistant.errors import UnknownAnswer
from assistant.json_views import answer_view
from assistant.records import Answer, Language, Span, Turn

Channel = Literal["page", "api", "chat", "mcp"]
Order = Literal["asked_at", "question", "status", "channel", "seconds", "is_helpful"]
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
_BOTH = questions.outerjoin(feedback, questions.c.answer_id == feedback.c.answer_id)


@dataclass(frozen=True, slots=True)
class Entry:
    """One question of the log; `is_helpful` is None if it was not rated.

    `understood` is the trace of what the question asks.
    """

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
    understood: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Day:
    """The counts of one day in Vietnam; `seconds` is the median time of an answer."""

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

    def entry(self, answer_id: str) -> Entry:
        """The question with this id.

        Raises:
            UnknownAnswer: no answer has this id.
        """
        query = sa.select(questions, feedback.c.is_helpful, feedback.c.reason).select_from(_BOTH)
        with self._store.reading() as connection:
            row = connection.execute(query.where(questions.c.answer_id == answer_id)).first()
        if row is None:
            raise UnknownAnswer(f"no answer {answer_id!r} is kept here")
        return _entry(row)

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
        liked: bool | None = None, words_in: str = "", limit: int = 200, offset: int = 0,
        order: Order = "asked_at", is_ascending: bool = False,
    ) -> list[Entry]:  # fmt: skip
        """The questions that fit every filter, newest first; `status` may be `refused`.

        `day` is a day in Vietnam; with `order`, another column decides the order.
        """
        query = sa.select(questions, feedback.c.is_helpful, feedback.c.reason).select_from(_BOTH)
        query = query.where(*_conditions(status, language, day, liked, words_in))
        column = feedback.c.is_helpful if order == "is_helpful" else questions.c[order]
        newest = (questions.c.asked_at.desc(), questions.c.answer_id)
        # Unrated answers come as the lowest rating; databases differ where nothing is said.
        by = column.asc().nulls_first() if is_ascending else column.desc().nulls_last()
        query = query.order_by(by, *newest)
        with self._store.reading() as connection:
            return [_entry(row) for row in connection.execute(query.limit(limit).offset(offset))]

    def count(
        self, status: str | None = None, language: Language | None = None, day: date | None = None,
        liked: bool | None = None, words_in: str = "",
    ) -> int:  # fmt: skip
        """The number of questions that fit every filter."""
        query = sa.select(sa.func.count()).select_from(_BOTH)
        query = query.where(*_conditions(status, language, day, liked, words_in))
        with self._store.reading() as connection:
            return int(connection.scalar(query) or 0)

    def days(self, last: int = 30) -> list[Day]:
        """The counts of the last `last` days in Vietnam, oldest first, without empty days."""
        since = begin_of(local(self._store.clock()).date() - timedelta(days=last - 1))
        by_day: dict[date, list[Entry]] = defaultdict(list)
        query = sa.select(questions, feedback.c.is_helpful, feedback.c.reason).select_from(_BOTH)
        with self._store.reading() as connection:
            for row in connection.execute(query.where(questions.c.asked_at >= since)):
                by_day[local(row.asked_at).date()].append(_entry(row))
        return [_day(day, entries) for day, entries in sorted(by_day.items())]


def _conditions(
    status: str | None, language: str | None, day: date | None, liked: bool | None, words_in: str
) -> list[sa.ColumnElement[bool]]:
    """The filters of the log as SQL."""
    conditions: list[sa.ColumnElement[bool]] = []
    if status:
        statuses = _REFUSED if status == "refused" else (status,)
        conditions.append(questions.c.status.in_(statuses))
    if language:
        conditions.append(questions.c.language == language)
    if day:
        begin = begin_of(day)
        conditions.append(questions.c.asked_at >= begin)
        conditions.append(questions.c.asked_at < begin + timedelta(days=1))
    if liked is not None:
        conditions.append(feedback.c.is_helpful == liked)
    if words_in:
        conditions.append(questions.c.question.icontains(words_in, autoescape=True))
    return conditions


def _entry(row: Any) -> Entry:
    answer = json.loads(row.answer)
    return Entry(
        row.answer_id, row.asked_at, row.channel, row.language, row.status, row.question,
        answer["text"], row.seconds, row.is_helpful, row.reason or "",
        answer.get("trace", {}).get("understood", {}),
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
