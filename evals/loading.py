"""JSON lines -> a suite: one case a line, unknown keys and doubled ids refused."""

import json
from collections.abc import Sequence
from dataclasses import fields
from importlib.resources import files
from pathlib import Path
from typing import Any

from evals.errors import BadSuite
from evals.records import Case, ExpectedFigure, ExpectedResult

_CASE_KEYS = {field.name for field in fields(Case)}
_FIGURE_KEYS = {field.name for field in fields(ExpectedFigure)}


def load_suite(name: str) -> tuple[Case, ...]:
    """The cases of a suite file, or of a bundled suite by its name.

    Raises:
        BadSuite: no such suite, an empty one, or a line that is no case.
    """
    path = Path(name)
    if path.suffix != ".jsonl":
        bundled = files("evals").joinpath("suites", f"{name}.jsonl")
        if not bundled.is_file():
            known = ", ".join(sorted(bundled_suites()))
            raise BadSuite(f"no suite {name!r}: give a .jsonl file or one of {known}")
        return _cases(bundled.read_text("utf-8"), name)
    try:
        return _cases(path.read_text("utf-8"), str(path))
    except (OSError, UnicodeDecodeError) as exc:
        raise BadSuite(f"suite {name!r} cannot be read: {exc}") from exc


def bundled_suites() -> Sequence[str]:
    """The names of the suites in the package."""
    folder = files("evals").joinpath("suites")
    return [p.name.removesuffix(".jsonl") for p in folder.iterdir() if p.name.endswith(".jsonl")]


def _cases(text: str, source: str) -> tuple[Case, ...]:
    cases: dict[str, Case] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        where = f"{source} line {number}"
        try:
            row = json.loads(line)
        except ValueError as exc:
            raise BadSuite(f"{where}: no JSON ({exc})") from exc
        case = _case(row, where)
        if case.id in cases:
            raise BadSuite(f"{where}: the id {case.id!r} was used before")
        cases[case.id] = case
    if not cases:
        raise BadSuite(f"suite {source!r} is empty")
    return tuple(cases.values())


def _case(row: Any, where: str) -> Case:
    if not isinstance(row, dict) or not isinstance(row.get("id"), str) or not row.get("question"):
        raise BadSuite(f"{where}: a case needs 'id' and 'question'")
    unknown = row.keys() - _CASE_KEYS
    if unknown:
        raise BadSuite(f"{where}: unknown keys {', '.join(sorted(unknown))}")
    figures = []
    for figure in row.get("figures", ()):
        if figure.keys() - _FIGURE_KEYS or "value" not in figure or "unit" not in figure:
            raise BadSuite(
                f"{where}: a figure has value, unit and of {', '.join(sorted(_FIGURE_KEYS))}"
            )
        figures.append(ExpectedFigure(**figure))
    computed = row.get("computed")
    if computed is not None and set(computed) != {"value", "unit"}:
        raise BadSuite(f"{where}: 'computed' has value and unit")
    expected = bool(figures) + bool(row.get("contains")) + bool(row.get("refusal"))
    if expected != 1:
        raise BadSuite(f"{where}: a case expects one of 'figures', 'contains', 'refusal'")
    lists = {key: tuple(row.get(key, ())) for key in ("also", "bulletins", "tags")}
    return Case(row["id"], row["question"], tuple(figures), contains=row.get("contains"),
                refusal=bool(row.get("refusal")),
                computed=ExpectedResult(**computed) if computed else None, **lists)  # fmt: skip
