"""A program that reads untrusted files keeps its limits, and leaves nothing running."""

import os
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest

from knowledge.errors import UnreadableBulletin
from knowledge.readers import old_word
from knowledge.readers.programs import run_limited, set_limits
from tests.knowledge.readers.test_pdf_tables import program

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le")


def ends(pid: int) -> bool:
    """Whether a process ends within ten seconds."""
    for _ in range(200):
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            return True
        if state == "Z":  # ended; its new parent has not noticed yet
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize("seconds", [0, 60], ids=["ends", "hangs"])
def test_what_a_program_started_ends_with_it(tmp_path: Path, seconds: int) -> None:
    """A wrapper that ends, or is ended at its time-out, leaves no process behind."""
    noted = tmp_path / "pid"
    script = f"sleep 60 >/dev/null 2>&1 & echo $! > {noted}; sleep {seconds}"
    try:
        run_limited(["/bin/sh", "-c", script], b"", 0.5)
    except subprocess.TimeoutExpired:
        assert seconds
    assert ends(int(noted.read_text()))


def test_a_program_has_no_more_memory_than_its_limit() -> None:
    """A program that asks for more fails; the limit holds for what it starts too."""
    limits = partial(set_limits, seconds=20, memory_bytes=300_000_000, written_bytes=1000)
    greedy = "import os; bytearray(400_000_000)"
    ended = run_limited([sys.executable, "-c", greedy], b"", 20, limits)
    assert ended.returncode == 1
    assert b"MemoryError" in ended.stderr


def test_a_converter_that_takes_too_much_memory_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The converter of DOC has a bound on memory, and the message says that it failed."""
    program(tmp_path / "bin", "soffice", f"exec {sys.executable} -c 'bytearray(400_000_000)'")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"), prepend=os.pathsep)
    monkeypatch.setattr(old_word, "_MEMORY_BYTES", 300_000_000)
    path = tmp_path / "cu.doc"
    path.write_bytes(OLE)
    with path.open("rb") as file, pytest.raises(UnreadableBulletin, match="MemoryError"):
        list(old_word.OldWordReader().read(file, "cu.doc"))
