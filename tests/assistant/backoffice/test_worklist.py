"""Unanswered questions are grouped, assigned and resolved, and open again when asked again."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from assistant.backoffice.journal import Journal
from assistant.backoffice.store import Store
from assistant.backoffice.worklist import Worklist
from tests.fakes import Clock

ON_BOTH = True  # SQLite and PostgreSQL

POOR = "Năm 2035 có bao nhiêu hộ nghèo?"
Ask = Callable[..., str]


@pytest.fixture
def worklist(store: Store, journal: Journal) -> Worklist:
    return Worklist(store, journal)


def test_questions_are_grouped_by_their_words(worklist: Worklist, ask: Ask, now: Clock) -> None:
    """Accents, order and stops do not part them; an answered question is no work."""
    for question in (
        POOR,
        "nam 2035 co bao nhieu ho ngheo",
        "Năm 2036 có bao nhiêu hộ nghèo?",
        "Năm 2022 có bao nhiêu người đi làm việc ở nước ngoài?",
    ):
        ask(question)
        now.at += timedelta(minutes=1)
    first, second = worklist.tasks()
    assert first.wordings == ("nam 2035 co bao nhieu ho ngheo", POOR)
    assert [len(first.entries), len(second.entries)] == [2, 1]


def test_a_task_is_assigned_and_resolved(worklist: Worklist, ask: Ask, store: Store) -> None:
    ask(POOR)
    (task,) = worklist.tasks()
    worklist.decide(task.name, "lan", "minh")
    assert worklist.tasks()[0].assignee == "minh"
    worklist.decide(task.name, "minh", "minh", "bulletin", "tin-moi")
    assert worklist.tasks() == []
    (resolved,) = worklist.tasks(are_resolved=True)
    assert (resolved.resolution, resolved.detail) == ("bulletin", "tin-moi")
    newest, earlier, *_ = store.trail()
    assert (newest.action, newest.subject, newest.detail) == (
        "question resolved", POOR, "bulletin: tin-moi",
    )  # fmt: skip
    assert (earlier.who, earlier.action, earlier.detail) == ("lan", "question assigned", "minh")


def test_a_resolved_task_that_is_asked_again_is_open(
    worklist: Worklist, ask: Ask, now: Clock
) -> None:
    ask(POOR)
    (task,) = worklist.tasks()
    worklist.decide(task.name, "lan", "lan", "outside")
    now.at += timedelta(hours=1)
    ask(POOR)
    assert [t.name for t in worklist.tasks()] == [task.name]
