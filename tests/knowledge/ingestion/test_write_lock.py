"""One writer at a time; the others learn who it is."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from knowledge.errors import LibraryBusy
from knowledge.ingestion.write_lock import write_lock

_HOLD = """
import sys
from pathlib import Path
sys.argv = ["bantin", "--data", "X", "ingest", "https://x.vn/rss?key=secret"]
from knowledge.ingestion.write_lock import write_lock
with write_lock(Path({data!r})):
    print("held", flush=True)
    sys.stdin.read()
"""


@contextmanager
def held(data: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the lock until it is killed."""
    with subprocess.Popen(
        [sys.executable, "-c", _HOLD.format(data=str(data))], text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.send_signal(signal.SIGKILL)


def test_a_second_writer_learns_who_holds_the_lock(tmp_path: Path) -> None:
    """The message names the command without its arguments, the process and the time."""
    with held(tmp_path) as process, pytest.raises(LibraryBusy) as caught, write_lock(tmp_path):
        pass
    holder = rf"\(`bantin ingest`, process {process.pid}, since 20\d\d-\d\d-\d\d \d\d:\d\d:\d\d"
    caught.match(rf"another bantin is writing to '{tmp_path}' {holder}.*; wait until it is done")
    assert "secret" not in str(caught.value)


def test_the_lock_of_a_killed_writer_is_free(tmp_path: Path) -> None:
    with held(tmp_path):
        pass
    with write_lock(tmp_path):
        row = json.loads((tmp_path / "writer.json").read_text())
        assert row["pid"] == os.getpid()
    assert not (tmp_path / "writer.json").exists()


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"pid": 4194301, "command": "x", "since": "y"}']
)
def test_a_holder_that_is_not_known_is_not_named(tmp_path: Path, content: str) -> None:
    """The file may be of a dead process, or not written yet."""
    with write_lock(tmp_path):
        (tmp_path / "writer.json").write_text(content)
        with (
            pytest.raises(LibraryBusy, match=rf"is writing to '{tmp_path}'; wait"),
            write_lock(tmp_path),
        ):
            pass
