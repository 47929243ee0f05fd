"""A file whose tables are not those of the catalogue is damaged, and said to be."""

import logging
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from assistant.pipeline import Assistant
from knowledge.errors import Corrupt
from tests.conftest import Bench

pytestmark = pytest.mark.embedded

Write = Callable[..., Path]
_DAMAGES = (
    "ALTER TABLE figures RENAME COLUMN place TO plbce",
    "ALTER TABLE figures RENAME TO figvres",
)


@pytest.fixture(params=_DAMAGES, ids=["column", "table"])
def damaged(bench: Bench, bulletin_file: Write, request: pytest.FixtureRequest) -> Bench:
    """A library with one bulletin, in whose file a name has changed, as by a flipped bit."""
    bench.load(bulletin_file("Năm 2022 có 753 người đi làm việc ở nước ngoài."))
    with closing(sqlite3.connect(bench.data / "catalogue.sqlite")) as file:
        file.execute(request.param)
    return bench


def test_loading_into_it_is_refused(damaged: Bench, bulletin_file: Write) -> None:
    """The message names the file and what to do."""
    with pytest.raises(Corrupt, match=r"catalogue\.sqlite.*restore it from a backup"):
        damaged.load(bulletin_file("Năm 2021 có 812 hộ nghèo.", "moi.md", title="Mới"))


def test_a_question_is_refused_without_a_traceback(
    damaged: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    """The log has the message alone: the cause is the file, not the program."""
    with caplog.at_level(logging.ERROR), pytest.raises(Corrupt, match="restore it from a backup"):
        Assistant(damaged.library, home="Bắc Kạn").answer("Năm 2022 có bao nhiêu người đi xkld?")
    assert [record.exc_info for record in caplog.records] == [None]
