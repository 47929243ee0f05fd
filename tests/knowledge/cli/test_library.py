"""Commands that show figures refuse a library that lost some; the list of bulletins stays."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import ROOT, Bench

pytestmark = pytest.mark.embedded


@pytest.mark.parametrize(("command", "code"), [("figures", 1), ("show tin", 1), ("list", 0)])
def test_lost_figures_are_named(
    bench: Bench, bulletin_file: Callable[..., Path], command: str, code: int
) -> None:
    bench.load(bulletin_file("Năm 2022 có 753 hộ nghèo. Năm 2023 có 700 hộ nghèo."))
    with bench.catalogue.writing() as transaction:
        transaction.connection.exec_driver_sql("DELETE FROM figures WHERE value = '753'")
    clean = {k: v for k, v in os.environ.items() if not k.startswith("BANTIN_")}
    done = subprocess.run(
        [sys.executable, "-m", "knowledge.cli", *command.split()], capture_output=True, text=True,
        cwd=ROOT, env=clean | {"BANTIN_DATA": str(bench.data), "PYTHONPATH": str(ROOT)}, timeout=60,
    )  # fmt: skip
    assert done.returncode == code
    assert ("holds 1 of 2 figures; run `bantin rebuild --figures`" in done.stderr) == bool(code)
