"""Spreadsheets and data sets become suites; invalid rows are reported one by one."""

import json
import unicodedata
from pathlib import Path

import pytest
from openpyxl import Workbook

from evals.errors import BadSuite
from evals.importing.formats import import_suite
from evals.records import Case, ExpectedFigure

CSV = """id,question,expected_answer,tags,note
q1,Năm 2022 có bao nhiêu người đi XKLĐ?,753 người,"vi, figure",from the bulletin
q2,"Năm 2035, bao nhiêu người?",,vi,
"""


def written(tmp_path: Path, content: str, name: str = "q.csv") -> Path:
    path = tmp_path / name
    path.write_text(content, "utf-8")
    return path


def test_a_csv_of_questions_and_answers(tmp_path: Path) -> None:
    """An empty expected answer means that a refusal is right; unknown columns are reported."""
    imported = import_suite("csv", written(tmp_path, CSV))
    assert imported.cases == (
        Case("q1", "Năm 2022 có bao nhiêu người đi XKLĐ?", answers=("753 người",),
             tags=("vi", "figure")),
        Case("q2", "Năm 2035, bao nhiêu người?", refusal=True, tags=("vi",)),
    )  # fmt: skip
    assert imported.ignored == ("column 'note'",)


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_other_delimiters_a_byte_order_mark_and_windows_lines(
    tmp_path: Path, delimiter: str
) -> None:
    text = "\ufeffQuestion,Expected Answer\r\nHỏi?,753\r\n\r\n".replace(",", delimiter)
    imported = import_suite("csv", written(tmp_path, text))
    assert imported.cases == (Case("case-0001", "Hỏi?", answers=("753",)),)


def test_an_invalid_row_is_reported_and_the_others_are_imported(tmp_path: Path) -> None:
    text = "id,question,expected_answer\na,,753\nb,Hỏi?,754\nb,Hỏi nữa?,755\n"
    imported = import_suite("csv", written(tmp_path, text))
    assert [c.id for c in imported.cases] == ["b"]
    assert "line 2: a case needs 'question'" in imported.failed[0]
    assert "line 4: the id 'b' was used before" in imported.failed[1]


BAD = {
    "no question column": ("a,b\n1,2\n", "has no column 'question'; found: a, b"),
    "empty": ("", "no column 'question'"),
    "header only": ("question,expected_answer\n", "no rows"),
    "too many cells": ("question,expected_answer\nHỏi?,753,754\n", "line 2 has more cells"),
    "open quote": ('question,expected_answer\n"Hỏi?,753\n', "is not CSV"),
}


@pytest.mark.parametrize(("content", "reason"), BAD.values(), ids=BAD)
def test_an_invalid_csv_is_refused(tmp_path: Path, content: str, reason: str) -> None:
    with pytest.raises(BadSuite, match=reason):
        import_suite("csv", written(tmp_path, content))


def test_a_workbook(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["id", "question", "expected_answer", "weight"], [1, "Hỏi?", 753, 2], [2, "Hả?", None, None]):  # fmt: skip
        sheet.append(row)
    book.save(tmp_path / "q.xlsx")
    imported = import_suite("xlsx", tmp_path / "q.xlsx")
    assert imported.cases == (
        Case("1", "Hỏi?", answers=("753",), weight=2.0),
        Case("2", "Hả?", refusal=True),
    )


def test_a_file_that_is_not_a_workbook_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadSuite, match="is not a workbook"):
        import_suite("xlsx", written(tmp_path, "question\n", "q.xlsx"))


def test_yaml_with_every_field(tmp_path: Path) -> None:
    text = """
cases:
  - id: a
    question: Năm 2022?
    history: ["Năm 2021?"]
    figures: [{value: "753", unit: người}]
  - question: Năm 2035?
    expected_answer:
"""
    imported = import_suite("yaml", written(tmp_path, text, "q.yaml"))
    assert imported.cases == (
        Case("a", "Năm 2022?", history=("Năm 2021?",), figures=(ExpectedFigure("753", "người"),)),
        Case("case-0002", "Năm 2035?", refusal=True),
    )


@pytest.mark.parametrize("text", ["a: [", "5", "cases: {a: 1}", "- 5"])
def test_yaml_without_a_list_of_cases_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(BadSuite):
        import_suite("yaml", written(tmp_path, text, "q.yaml"))


SETS = {
    "ragas": [{"user_input": "Hỏi?", "reference": "753 người", "retrieved_contexts": ["x"]}],
    "older ragas": [{"question": "Hỏi?", "ground_truths": ["753 người"], "contexts": ["x"]}],
    "deepeval": {"goldens": [{"input": "Hỏi?", "expected_output": "753 người", "context": []}]},
}


@pytest.mark.parametrize("rows", SETS.values(), ids=SETS)
def test_ragas_and_deepeval_data_sets(tmp_path: Path, rows: object) -> None:
    """Answers and contexts of another system are not expectations."""
    path = written(tmp_path, json.dumps(rows), "q.json")
    assert import_suite("ragas", path).cases == (Case("case-0001", "Hỏi?", answers=("753 người",)),)


def test_a_missing_file_is_reported(tmp_path: Path) -> None:
    with pytest.raises(BadSuite, match="no file"):
        import_suite("csv", tmp_path / "nothing.csv")


@pytest.mark.parametrize(
    "content",
    [
        "sep=;\nquestion;expected_answer\nCâu 1?;753, rồi\n".encode(),
        "question\texpected_answer\r\nCâu 1?\t753, rồi\r\n".encode("utf-16"),
        "sep=\t\nquestion\texpected_answer\nCâu 1?\t753, rồi\n".encode("utf-16"),
    ],
    ids=["sep", "utf-16", "both"],
)
def test_what_excel_saves_is_read(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "q.csv").write_bytes(content)
    (case,) = import_suite("csv", tmp_path / "q.csv").cases
    assert (case.question, case.answers) == ("Câu 1?", ("753, rồi",))


def test_an_answer_in_decomposed_letters_counts(tmp_path: Path) -> None:
    """A Mac saves `ộ` as three characters; the case has the letters of the bulletins."""
    text = unicodedata.normalize("NFD", "question,expected_answer\nBao nhiêu?,9.604 hộ nghèo\n")
    (tmp_path / "q.csv").write_text(text, "utf-8")
    (case,) = import_suite("csv", tmp_path / "q.csv").cases
    assert case.answers == ("9.604 hộ nghèo",)
