"""A default install works without the packages of any extra, as the README states."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, SAMPLES

pytestmark = pytest.mark.integration
# Installed for the tests by `dev`, absent after `make run`.
_EXTRAS = ("authlib", "itsdangerous", "langchain", "peft", "scipy", "sentence_transformers", "sklearn",
           "torch", "transformers")  # fmt: skip
_MAIN = f"""
import sys
for name in {_EXTRAS}:
    sys.modules[name] = None  # an import of it fails
from knowledge.cli.root import main
main()
"""


def bantin(data: Path, *arguments: str) -> str:
    """The output of the command, which must exit with 0."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("BANTIN_")}
    done = subprocess.run(
        [sys.executable, "-c", _MAIN, "--data", str(data), *arguments], capture_output=True,
        text=True, env=environment, cwd=ROOT, timeout=240,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_loading_asking_and_evaluating_need_no_extra(tmp_path: Path) -> None:
    """Loading, asking, reading and comparing runs need no extra package."""
    data = tmp_path / "data"
    bantin(data, "ingest", str(SAMPLES / "bac-kan-2022-12-07.md"))
    assert "753 người" in bantin(
        data, "ask", "Năm 2022 có bao nhiêu người đi làm việc ở nước ngoài?"
    )
    suite = tmp_path / "suite.csv"
    suite.write_text(
        "id,question,expected_answer\n1,Năm 2022 có bao nhiêu người đi xkld?,753 người\n", "utf-8"
    )
    cases = str(tmp_path / "suite.jsonl")
    bantin(data, "eval", "import", "csv", str(suite), "--out", cases)
    bantin(data, "eval", "run", cases, "--out", str(tmp_path / "a"))
    bantin(data, "eval", "run", cases, "--out", str(tmp_path / "b"))
    compared = bantin(data, "eval", "compare", str(tmp_path / "a"), str(tmp_path / "b"), "--json")
    assert json.loads(compared)["measures"]["right"]["a"] == 1.0
