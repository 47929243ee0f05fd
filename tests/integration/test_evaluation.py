"""The work of an evaluator on the command line, each step in a new process."""

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

pytestmark = pytest.mark.integration
Bantin = Callable[..., "CompletedProcess[str]"]
CSV = """id,question,expected_answer
1,Năm 2022 Bắc Kạn có bao nhiêu người đi xuất khẩu lao động?,753 người
2,ty le ho ngheo thai nguyen 2021,"2,16%"
3,How many poor households did Cà Mau have at the end of 2023?,9.604 hộ
4,Năm 2035 có bao nhiêu người đi xuất khẩu lao động?,
5,Tỷ lệ hộ nghèo của Bắc Kạn năm 2019?,"99,9%"
"""


def test_an_evaluation_from_import_to_comparison(bantin: Bantin, tmp_path: Path) -> None:
    """A CSV file becomes a suite, which is run, gated, compared with another run and scored again."""
    (tmp_path / "q.csv").write_text(CSV, "utf-8")
    suite = tmp_path / "q.jsonl"
    imported = bantin("eval", "import", "csv", tmp_path / "q.csv", "--out", suite)
    assert (imported.returncode, imported.stdout) == (0, f"5 cases, 1 of them to refuse: {suite}\n")

    first = bantin("eval", "run", suite, "--out", tmp_path / "a", "--json")
    assert first.returncode == 0, first.stderr
    report = json.loads(first.stdout)
    assert (report["measures"]["right"]["mean"], report["wrong"]) == (0.8, ["5"])

    gated = bantin("eval", "run", suite, "--out", tmp_path / "a", "--min", "right=0.9")
    assert gated.returncode == 1
    assert "right 0.8, at least 0.9" in gated.stderr
    assert "FAIL  right 0.8, at least 0.9\n" in gated.stdout

    second = bantin(
        "eval", "run", suite, "--out", tmp_path / "b", "--no-regression", tmp_path / "a",
        BANTIN_READER="off",
    )  # fmt: skip
    assert second.returncode == 0, second.stderr
    compared = bantin("eval", "compare", tmp_path / "a", tmp_path / "b", "--out", tmp_path / "c")
    assert compared.returncode == 0, compared.stderr
    assert "settings.reader" in compared.stdout
    assert (tmp_path / "c/comparison.html").is_file()

    suite.write_text(suite.read_text("utf-8").replace("99,9%", "19,93%"), "utf-8")
    again = bantin("eval", "score", tmp_path / "a", suite, "--min", "right=1")
    assert again.returncode == 0, again.stderr
    failing = bantin("eval", "run", suite, "--failing", tmp_path / "a")
    assert (failing.returncode, "no case is left" in failing.stderr) == (2, True)


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["eval", "run", "nothing"], 2, "no suite 'nothing'"),
        (["eval", "run", "talk", "--min", "beauty=1"], 2, "no measure 'beauty'"),
        (["eval", "run", "talk", "--min", "right=x"], 2, "is not MEASURE=NUMBER"),
        (["eval", "compare", "x", "y"], 2, "'x' holds no run"),
        (
            ["eval", "run", "talk", "--target", "http://127.0.0.1:9"],
            1,
            "request to http://127.0.0.1:9/api/v1/health failed",
        ),
        (["eval", "import", "csv", "none.csv", "--out", "x.jsonl"], 2, "no file 'none.csv'"),
    ],
)
def test_an_error_names_its_cause(
    bantin: Bantin, arguments: list[str], code: int, message: str
) -> None:
    process = bantin(*arguments)
    assert process.returncode == code
    assert message in process.stderr
    assert "Traceback" not in process.stderr


def test_drafts_are_written_for_a_person_to_read(bantin: Bantin, tmp_path: Path) -> None:
    process = bantin("eval", "draft", "hộ nghèo", "--year", "2019", "--out", tmp_path / "d.jsonl")
    assert process.returncode == 0, process.stderr
    assert "read them before you rely on them" in process.stdout
    assert len((tmp_path / "d.jsonl").read_text("utf-8").splitlines()) >= 10
