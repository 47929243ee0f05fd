"""`bantin ingest` as a person sees it: a plan, a summary, a stop, and going on."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.integration
Run = Callable[..., Any]
BODY = "Năm 2022, đi làm việc ở nước ngoài được 753/500 người, đạt 151% kế hoạch."


@pytest.fixture
def data(tmp_path: Path, models: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "models").symlink_to(models)
    return folder


def write(path: Path, body: str, title: str = "Tin lao động") -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"---\ntitle: {title}\nplace: Bắc Kạn\n---\n\n{body}\n", "utf-8")
    return path


def test_a_plan_stores_nothing_and_loading_follows_it(
    bantin: Run, data: Path, tmp_path: Path
) -> None:
    """New, changed and vanished bulletins; warnings by kind with what to do."""
    folder = tmp_path / "in"
    write(folder / "a.md", BODY)
    write(folder / "b.md", BODY.replace("753", "760"))
    planned = bantin("ingest", folder, "--dry-run", data=data)
    assert planned.returncode == 0
    assert "added: a: Tin lao động" in planned.stdout
    assert "would be: 2 added, 0 updated, 0 unchanged, 0 failed" in planned.stdout
    assert not (data / "catalogue.sqlite").exists()

    done = bantin("ingest", folder, data=data)
    assert "2 added" in done.stdout
    assert "2 warnings: no day of publication; " in done.stderr
    assert "warning: a: no day of publication is known" in done.stderr

    write(folder / "a.md", BODY.replace("753", "758"))
    (folder / "b.md").unlink()
    report = json.loads(bantin("ingest", folder, "--withdraw-missing", "--json", data=data).stdout)
    assert report["counts"] == {"added": 0, "updated": 1, "unchanged": 0, "failed": 0}
    (change,) = report["bulletins"][0]["changes"]
    assert ("753" in change["before"], "758" in change["after"]) == (True, True)
    assert [gone["bulletin_id"] for gone in report["gone"]] == ["b"]
    (left,) = json.loads(bantin("list", "--json", data=data).stdout)["bulletins"]
    assert left["bulletin_id"] == "a"


def test_ctrl_c_keeps_what_is_stored(data: Path, tmp_path: Path) -> None:
    """The exit code is 130, and the report says that loading was stopped."""
    path = tmp_path / "tin.jsonl"
    rows = [{"id": i, "title": f"Tin {i}", "text": f"{BODY} Tin số {i}."} for i in range(900)]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    command = [sys.executable, "-m", "knowledge.cli", "ingest", str(path), "--json"]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, cwd=ROOT,
        env=os.environ | {"BANTIN_DATA": str(data)},
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
