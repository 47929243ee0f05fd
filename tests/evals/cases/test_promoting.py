"""A failed question is added to a suite completely or not at all."""

from pathlib import Path

import pytest

from evals.cases.loading import load_suite
from evals.cases.promoting import promote, suites_in
from evals.errors import BadSuite


def test_questions_are_added_with_unique_ids(tmp_path: Path) -> None:
    promote(tmp_path, "own", " Năm 2022? ", "753 người", ["vi"])
    promote(tmp_path, "own", "Năm 2035?", "  ")
    first, second = load_suite(str(tmp_path / "own.jsonl"))
    assert (first.id, first.question, first.answers, first.tags) == (
        "own-001", "Năm 2022?", ("753 người",), ("vi",),
    )  # fmt: skip
    assert (second.id, second.refusal) == ("own-002", True)
    assert suites_in(tmp_path) == [str(tmp_path / "own.jsonl")]


def test_a_question_is_kept_once_in_one_conversation(tmp_path: Path) -> None:
    promote(tmp_path, "own", "Còn 2021?", "5", history=["Năm 2022?"])
    promote(tmp_path, "own", "Còn 2021?", "5")
    with pytest.raises(BadSuite, match="has this question already: 'own-001'"):
        promote(tmp_path, "own", "Còn 2021?", "6", history=["Năm 2022?"])


@pytest.mark.parametrize("name", ["../x", "", "a b", "X", "samples", ".", "a" * 80])
def test_an_invalid_suite_name_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadSuite, match="cannot be a suite's name"):
        promote(tmp_path, name, "Năm 2022?", "753")
    assert list(tmp_path.iterdir()) == []


def test_an_empty_question_leaves_the_suite_unchanged(tmp_path: Path) -> None:
    promote(tmp_path, "own", "Năm 2022?", "753")
    before = (tmp_path / "own.jsonl").read_bytes()
    with pytest.raises(BadSuite, match="'question'"):
        promote(tmp_path, "own", "  ", "753")
    assert (tmp_path / "own.jsonl").read_bytes() == before
