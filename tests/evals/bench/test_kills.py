"""Killed writers lose nothing that was acknowledged; the long series is `evals.bench.kills`."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT


@pytest.mark.integration
def test_killed_writers_lose_nothing(tmp_path: Path) -> None:
    """Six processes are killed; a process of its own forks them, since this one has threads."""
    command = [sys.executable, "-m", "evals.bench.kills", "--kills", "6", "--seed", "3",
               "--suites", "0", "--data", str(tmp_path / "kills")]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=240)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "0 failures")
