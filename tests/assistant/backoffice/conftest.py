"""Fixtures of the back office: a clock that tests set, a store that reads it, a log to write to."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from assistant.backoffice.journal import Journal
from assistant.backoffice.store import Store
from assistant.pipeline import Assistant
from knowledge.storage.databases import Server
from tests.fakes import Clock


@pytest.fixture
def now() -> Clock:
    """A clock at 8:00 on 24 November 2026."""
    return Clock(datetime(2026, 11, 24, 8))


@pytest.fixture
def store(tmp_path: Path, now: Clock, database: Server | None) -> Store:
    """An empty store whose time is that of the clock."""
    return Store(tmp_path, now, server=database)


@pytest.fixture
def journal(store: Store) -> Journal:
    return Journal(store)


@pytest.fixture
def ask(journal: Journal, assistant: Assistant) -> Callable[..., str]:
    """A function that asks the real assistant, logs the answer, and returns its id."""

    def asked(question: str, channel: str = "page") -> str:
        answer = assistant.answer(question)
        journal.write(answer, channel)  # type: ignore[arg-type]  # tests give only channels
        return answer.answer_id

    return asked
