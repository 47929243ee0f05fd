"""Unanswered questions as work for staff: grouped by what they ask, assigned, resolved.

A group that is asked again after it was resolved is open again.
"""

import hashlib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from assistant.backoffice.journal import Entry, Journal
from assistant.backoffice.schema import tasks
from assistant.backoffice.store import Store
from knowledge.text.spelling import fold, words

Resolution = Literal["", "bulletin", "case", "outside"]
_MOST_ENTRIES = 5000
_YEAR = frozenset({"nam", "year", "in"})


@dataclass(frozen=True, slots=True)
class Task:
    """One group; `entries` are newest first, and each has one question of the group.

    `resolution` is empty while the group is open; `detail` names the bulletin or the case.
    """

    name: str
    entries: tuple[Entry, ...]
    assignee: str = ""
    resolution: Resolution = ""
    detail: str = ""
    changed_at: datetime | None = None

    @property
    def question(self) -> str:
        """The newest wording with accents; the newest if none has any."""
        return next((w for w in self.wordings if not w.isascii()), self.entries[0].question)

    @property
    def wordings(self) -> tuple[str, ...]:
        """The different wordings, newest first."""
        return tuple(dict.fromkeys(entry.question for entry in self.entries))


class Worklist:
    """Reads the groups from the journal, and what staff decided from the store."""

    def __init__(self, store: Store, journal: Journal) -> None:
        self._store, self._journal = store, journal

    def tasks(self, *, are_resolved: bool = False) -> list[Task]:
        """The open groups, or the resolved ones; the most frequent first."""
        groups: dict[str, list[Entry]] = defaultdict(list)
        for entry in self._journal.entries("refused", limit=_MOST_ENTRIES):
            groups[_name(entry)].append(entry)
        with self._store.reading() as connection:
            decisions = {row.name: row for row in connection.execute(tasks.select())}
        grouped = [
            _task(name, entries, _decided(decisions, name, entries))
            for name, entries in groups.items()
        ]
        chosen = [task for task in grouped if bool(task.resolution) == are_resolved]
        return sorted(chosen, key=lambda task: (-len(task.entries), task.question))

    def task(self, name: str) -> Task | None:
        """The group with this name; None if no question of it is in the journal."""
        both = (*self.tasks(), *self.tasks(are_resolved=True))
        return next((task for task in both if task.name == name), None)

    def decide(
        self, name: str, who: str, assignee: str, resolution: Resolution = "", detail: str = ""
    ) -> None:
        """Stores who works on a group, or how it was resolved; the change is in the audit trail."""
        row = {"name": name, "assignee": assignee, "resolution": resolution,
               "detail": detail[:300], "changed_at": self._store.clock()}  # fmt: skip
        task = self.task(name)
        subject = task.question if task else name
        action = "question resolved" if resolution else "question assigned"
        about = f"{resolution}: {detail}" if resolution else assignee
        with self._store.writing() as connection:
            connection.execute(tasks.delete().where(tasks.c.name == name))
            connection.execute(tasks.insert().values(row))
            self._store.note(connection, who, action, subject, about)


def _name(entry: Entry) -> str:
    """The digest of the figure that is asked for; of the words where no figure was understood.

    Indicator, time, place, role, operation and narrowing words make a figure.
    """
    understood = entry.understood
    if understood.get("intent") != "figure" or not understood.get("indicators"):
        return words_name(entry.question)
    # Words keep their order: six months (`6 tháng`) are not June (`tháng 6`). Without a number
    # (`năm nay`) a time is that of the day of the question.
    times = sorted(_time(text, entry) for text in understood["periods"])
    keys = ("indicators", "places", "role", "operation", "qualifiers")
    return _digest(repr([times, *(understood.get(key) for key in keys)]))


def _time(text: str, entry: Entry) -> str:
    in_order = " ".join(word for word in words(fold(text)) if word not in _YEAR)
    has_number = any(letter.isdigit() for letter in in_order)
    return in_order if has_number else f"{in_order} {entry.asked_at:%Y-%m}"


def words_name(question: str) -> str:
    """The digest of a question's words, without their order, accents and marks."""
    return _digest(" ".join(sorted(set(words(fold(question))))))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _decided(decisions: Mapping[str, Any], name: str, entries: list[Entry]) -> Any:
    """What was decided on the group; else what was decided last on one of its wordings.

    Earlier versions stored decisions under the words.
    """
    if name in decisions:
        return decisions[name]
    names = {words_name(entry.question) for entry in entries} & decisions.keys()
    return max((decisions[n] for n in names), key=lambda row: row.changed_at, default=None)


def _task(name: str, entries: list[Entry], row: object) -> Task:
    if row is None:
        return Task(name, tuple(entries))
    stored: dict[str, Any] = dict(row._mapping)  # type: ignore[attr-defined]  # a SQLAlchemy row
    is_asked_again = entries[0].asked_at > stored["changed_at"]
    resolution: Resolution = "" if is_asked_again else stored["resolution"]
    return Task(
        name, tuple(entries), stored["assignee"], resolution, stored["detail"],
        stored["changed_at"],
    )  # fmt: skip
