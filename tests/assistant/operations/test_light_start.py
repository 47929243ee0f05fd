"""Commands that ask load nothing of operations or migrations."""

import subprocess
import sys
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[3]
_CODE = """
import sys
sys.argv = ["bantin", *sys.argv[1:]]
from knowledge.cli.root import main
try:
    main()
except SystemExit:
    pass
heavy = ("alembic", "prometheus_client", "assistant.operations", "assistant.machine")
sys.stderr.write("|".join(name for name in sys.modules if name.startswith(heavy)))
"""


@pytest.mark.parametrize(
    "arguments", [["--help"], ["ask", "Năm 2022 Bắc Kạn có bao nhiêu hộ nghèo?"]]
)
def test_asking_loads_no_operations(arguments: list[str], tmp_path: Path, models: Path) -> None:
    """They stay fast, whatever an administrator has installed."""
    (tmp_path / "models").symlink_to(models)  # converted once for all tests
    ended = subprocess.run(
        [sys.executable, "-c", _CODE, *arguments], capture_output=True, text=True, cwd=_ROOT,
        env={"BANTIN_DATA": str(tmp_path), "PATH": "/usr/bin:/bin", "PYTHONPATH": str(_ROOT)},
        timeout=120,
    )  # fmt: skip
    assert ended.stdout != ""
    assert ended.stderr == ""
