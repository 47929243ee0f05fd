"""A run that is killed at any instant keeps the answers that were saved."""

from pathlib import Path

import pytest

from evals.records import Case
from evals.runs import run_folder
from evals.runs.run_folder import ANSWERS, SETTINGS, RunFolder, read_outcomes
from tests.fakes import outcome_of

CASES = [Case("a", "Có bao nhiêu?", answers=("753",)), Case("b", "Ở đâu?", answers=("Bắc Kạn",))]


@pytest.fixture
def interrupted(tmp_path: Path) -> Path:
    """The folder of a run that ended after one of two cases."""
    folder = RunFolder(tmp_path / "run", CASES, {})
    folder.begin()
    with folder.saving() as save:
        save(outcome_of(CASES[0]))
    return folder.path


def test_a_run_goes_on_after_its_saved_answers(interrupted: Path) -> None:
    assert list(RunFolder(interrupted, CASES, {}).begin()) == ["a"]


@pytest.mark.parametrize("name", [ANSWERS, SETTINGS])
def test_a_kill_while_a_run_goes_on_loses_no_saved_answer(
    interrupted: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The kill comes before the first byte of a file is written."""
    write = Path.write_text

    def die(path: Path, text: str, *arguments: str) -> int:
        if path.name.startswith(name):
            path.touch()
            raise KeyboardInterrupt
        return write(path, text, *arguments)

    with monkeypatch.context() as patched:
        patched.setattr(run_folder.Path, "write_text", die)
        with pytest.raises(KeyboardInterrupt):
            RunFolder(interrupted, CASES, {}).begin()
    assert [o.case.id for o in read_outcomes(interrupted)] == ["a"]
    assert list(RunFolder(interrupted, CASES, {}).begin()) == ["a"]
