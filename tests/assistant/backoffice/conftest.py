"""Fixtures of the back office: a clock that tests set, and a store that reads it."""

from datetime import datetime
from pathlib import Path

import pytest

from assistant.backoffice.store import Store
from tests.fakes import Clock


@pytest.fixture
def now() -> Clock:
    """A clock at 8:00 on 24 November 2026."""
    return Clock(datetime(2026, 11, 24, 8))


@pytest.fixture
def store(tmp_path: Path, now: Clock) -> Store:
    """An empty store whose time is that of the clock."""
    return Store(tmp_path, now)
