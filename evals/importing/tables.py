"""Imports CSV, XLSX, YAML, JSON and JSON lines with a question and an expected answer a row.

The column names of spreadsheets, ragas and deepeval are known. An empty expected answer means that
a refusal is right, unless the row expects something else.
"""

import csv
import io
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from evals.cases.loading import case_from_row
from evals.errors import BadSuite
from evals.importing.base import Imported, each_once, read_text
from evals.records import Case

# Column name -> field of a case; None: what another system retrieved or answered, which is not
# an expectation.
COLUMNS: dict[str, str | None] = {
    "id": "id", "case_id": "id",
    "question": "question", "user_input": "question", "input": "question", "query": "question",
    "expected_answer": "answers", "reference": "answers", "ground_truth": "answers",
    "ground_truths": "answers", "expected_output": "answers", "answers": "answers",
    "language": "language", "history": "history", "tags": "tags", "weight": "weight",
    "bulletins": "bulletins", "passages": "passages", "contains": "contains",
    "status": "status", "refusal": "refusal", "figures": "figures", "also": "also",
    "computed": "computed", "checks": "checks", "relevance": "relevance",
    "answer": None, "response": None, "actual_output": None, "contexts": None,
    "retrieved_contexts": None, "reference_contexts": None, "retrieval_context": None,
    "context": None,
}  # fmt: skip
_LISTS = ("history", "tags", "bulletins", "passages", "also")
_SEPARATORS = {"history": "|", "tags": ",", "bulletins": ",", "passages": ",", "also": "|"}
_NO_WORKBOOK = (OSError, KeyError, ValueError, IndexError)
_NESTED = ("figures", "computed", "checks", "relevance")


def import_csv(path: Path) -> Imported:
    """A CSV with a header line; the delimiter is a comma, a semicolon or a tab.

    A first line `sep=;`, which Excel writes and reads, names the delimiter.

    Raises:
        BadSuite: no header with a question.
    """
    return _imported(path, *csv_rows(path))


def csv_rows(path: Path) -> tuple[list[str], list[tuple[str, Any]]]:
    """The header of a CSV file and its rows, each with the line where it ends.

    Raises:
        BadSuite: not CSV, or a row with more cells than the header.
    """
    text, skipped = read_text(path), 0
    named = re.match(r"sep=(.)\n", text)
    if named:
        text, skipped = text[named.end() :], 1
    first = text.split("\n", 1)[0]
    delimiter = named[1] if named else max(",;\t", key=first.count)
    try:
        reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        header = list(reader.fieldnames or ())
        rows = [(f"{path} line {reader.line_num + skipped}", dict(row)) for row in reader]
    except csv.Error as exc:
        raise BadSuite(f"{str(path)!r} is not CSV: {exc}") from exc
    for where, row in rows:
        if None in row:
            raise BadSuite(f"{where} has more cells than the header; quote {delimiter!r}")
    return header, rows


def import_xlsx(path: Path) -> Imported:
    """The first sheet of a workbook, its first row the header.

    Raises:
        BadSuite: not a workbook, or no header with a question.
    """
    import zipfile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(path, read_only=True, data_only=True)
        sheet = book.worksheets[0]
        table = [list(row) for row in sheet.iter_rows(values_only=True)]
    except (*_NO_WORKBOOK, InvalidFileException, zipfile.BadZipFile) as exc:
        raise BadSuite(f"{str(path)!r} is not a workbook (.xlsx): {exc}") from exc
    header = [_cell(value) for value in table[0]] if table else []
    rows = [
        (f"{path} row {number}", dict(zip(header, map(_cell, row), strict=False)))
        for number, row in enumerate(table[1:], 2)
    ]
    return _imported(path, header, rows)


def _cell(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def import_yaml(path: Path) -> Imported:
    """A list of cases, or `cases:` with one; keys as in a suite or as in a spreadsheet.

    Raises:
        BadSuite: not YAML, or not a list.
    """
    return _from_rows(path, yaml_of(path))


def yaml_of(path: Path) -> Any:
    """The plain values of a YAML file.

    Raises:
        BadSuite: not YAML.
    """
    import yaml

    try:
        return yaml.safe_load(read_text(path))
    except (yaml.YAMLError, RecursionError) as exc:
        raise BadSuite(f"{str(path)!r} is not YAML: {exc}") from exc


def import_json(path: Path) -> Imported:
    """A ragas or deepeval data set: JSON, JSON lines, or CSV with their column names.

    Raises:
        BadSuite: none of these.
    """
    if path.suffix.lower() == ".csv":
        return import_csv(path)
    text = read_text(path)
    try:
        if path.suffix.lower() == ".jsonl":
            return _from_rows(path, [json.loads(line) for line in text.split("\n") if line.strip()])
        return _from_rows(path, json.loads(text))
    except (ValueError, RecursionError) as exc:
        raise BadSuite(f"{str(path)!r} is not JSON: {exc}") from exc


def _from_rows(path: Path, value: Any) -> Imported:
    if isinstance(value, Mapping):
        lists = [value[k] for k in ("cases", "goldens", "samples", "data") if k in value]
        value = lists[0] if lists else value
    if not isinstance(value, list) or not all(isinstance(row, Mapping) for row in value):
        raise BadSuite(f"{str(path)!r} holds no list of cases")
    rows = [(f"{path} case {number}", row) for number, row in enumerate(value, 1)]
    header = list(dict.fromkeys(str(key) for row in value for key in row))
    return _imported(path, header, rows)


def _imported(path: Path, header: list[str], rows: list[tuple[str, Any]]) -> Imported:
    names = {column: COLUMNS.get(_name(column)) for column in header}
    if "question" not in names.values():
        raise BadSuite(f"{str(path)!r} has no column 'question'; found: {', '.join(header) or '-'}")
    rows = [(where, row) for where, row in rows if any(str(v or "").strip() for v in row.values())]
    is_answer_known = "answers" in names.values()

    def case_of(row: Mapping[str, Any], where: str, name: str) -> Case:
        values: dict[str, Any] = {"id": name}
        for column, field in names.items():
            if field and field != "id" and not _is_empty(row.get(column)):
                values[field] = _value(field, row[column], where)
        expects = values.keys() & {"answers", "figures", "contains", "checks", "status", "refusal",
                                   "relevance"}  # fmt: skip
        if is_answer_known and not expects:
            values["refusal"] = True
        return case_from_row(values, where)

    id_columns = [column for column, field in names.items() if field == "id"]
    rows_with_ids = [
        (where, {**row, "id": row.get(id_columns[0])} if id_columns else {**row, "id": None})
        for where, row in rows
    ]
    cases, failed = each_once(rows_with_ids, case_of)
    if not cases:
        raise BadSuite(f"{str(path)!r} has no case; " + ("; ".join(failed[:3]) or "no rows"))
    ignored = tuple(f"column {c!r}" for c, field in names.items() if field is None)
    return Imported(cases, ignored, failed)


def _name(column: str) -> str:
    return column.strip().lower().replace(" ", "_").replace("-", "_")


def _is_empty(value: Any) -> bool:
    return value is None or value == [] or (isinstance(value, str) and not value.strip())


def _value(field: str, value: Any, where: str) -> Any:
    """The value of a cell for a field: a list (separated or as JSON), a number or a boolean."""
    if not isinstance(value, str):
        return [str(value)] if field == "answers" and not isinstance(value, list) else value
    text = value.strip()
    if field in _NESTED or (field in ("answers", *_LISTS) and text.startswith("[")):
        try:
            return json.loads(text)
        except ValueError as exc:
            raise BadSuite(f"{where}: {field!r} is not JSON: {exc}") from exc
    if field == "answers":
        return [text]
    if field in _LISTS:
        return [part.strip() for part in text.split(_SEPARATORS[field]) if part.strip()]
    if field == "weight":
        try:
            return float(text.replace(",", "."))
        except ValueError as exc:
            raise BadSuite(f"{where}: the weight {text!r} is not a number") from exc
    if field == "refusal":
        if text.lower() not in ("true", "false", "1", "0", "yes", "no"):
            raise BadSuite(f"{where}: 'refusal' is true or false, not {text!r}")
        return text.lower() in ("true", "1", "yes")
    return text
