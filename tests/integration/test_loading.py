"""`bantin ingest` is stopped by Ctrl-C."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.integration
BODY = "Năm 2022, đi làm việc ở nước ngoài được 753/500 người, đạt 151% kế hoạch."


@pytest.fixture
def data(tmp_path: Path, models: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "models").symlink_to(models)
    return folder


def test_ctrl_c_keeps_what_is_stored(data: Path, tmp_path: Path) -> None:
    """The exit code is 130, and the report says that loading was stopped."""
    path = tmp_path / "tin.jsonl"
    rows = [{"id": i, "title": f"Tin {i}", "text": f"{BODY} Tin số {i}."} for i in range(900)]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    command = [sys.executable, "-m", "knowledge.cli", "ingest", str(path), "--json"]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, cwd=ROOT,
        env=os.environ | {"BANTIN_DATA": str(data)},
        # A shell's background job ignores the signal, and its children do.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )  # fmt: skip
    while process.poll() is None and not stored(data):
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    report = json.loads(process.communicate(timeout=60)[0])
    assert process.returncode == 130
    assert report["is_stopped"] is True
    assert 0 < report["counts"]["added"] < 900
    assert stored(data) >= report["counts"]["added"]


def stored(data: Path) -> int:
    """The bulletins in the catalogue; 0 while there is none."""
    try:
        with sqlite3.connect(f"file:{data / 'catalogue.sqlite'}?mode=ro", uri=True) as connection:
            return int(connection.execute("SELECT count(*) FROM bulletins").fetchone()[0])
    except sqlite3.OperationalError:
        return 0
