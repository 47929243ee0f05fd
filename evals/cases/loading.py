"""Reads and writes suites: one case a line of JSON; unknown keys and duplicate ids are errors."""

import json
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, fields
from importlib.resources import files
from pathlib import Path
from typing import Any

from evals.errors import BadSuite
from evals.records import Case, Check, ExpectedFigure, ExpectedResult

_KEYS = {field.name for field in fields(Case)}
_FIGURE_KEYS = {field.name for field in fields(ExpectedFigure)}
_CHECKS = ("equals", "contains", "not_contains", "regex")
_TEXTS = ("history", "also", "answers", "bulletins", "passages", "cell", "tags")


def load_suite(name: str) -> tuple[Case, ...]:
    """The cases of a suite file, or of a bundled suite by its name.

    Raises:
        BadSuite: no such suite, an empty suite, or a line that is not a case.
    """
    path = Path(name)
    if path.suffix != ".jsonl":
        bundled = files("evals").joinpath("suites", f"{name}.jsonl")
        if not bundled.is_file():
            names = ", ".join(sorted(bundled_suites()))
            hint = "; `bantin eval import` reads other formats" if path.is_file() else ""
            raise BadSuite(f"no suite {name!r}: give a .jsonl file or one of {names}{hint}")
        return cases_from_lines(bundled.read_text("utf-8"), name)
    try:
        return cases_from_lines(path.read_text("utf-8-sig"), str(path))
    except (OSError, UnicodeDecodeError) as exc:
        raise BadSuite(f"suite {name!r} cannot be read: {exc}") from exc


def load_suites(names: Sequence[str]) -> tuple[Case, ...]:
    """The cases of several suites, in order.

    Raises:
        BadSuite: as load_suite; or two suites share an id.
    """
    suite_of: dict[str, str] = {}
    all_cases: list[Case] = []
    for name in names:
        for case in load_suite(name):
            if case.id in suite_of:
                raise BadSuite(f"the id {case.id!r} is in both {suite_of[case.id]!r} and {name!r}")
            suite_of[case.id] = name
            all_cases.append(case)
    return tuple(all_cases)


def bundled_suites() -> Sequence[str]:
    """The names of the suites in the package."""
    folder = files("evals").joinpath("suites")
    return [p.name.removesuffix(".jsonl") for p in folder.iterdir() if p.name.endswith(".jsonl")]


def cases_from_lines(text: str, source: str) -> tuple[Case, ...]:
    """The cases of a suite's text; `source` names it in errors."""
    cases: dict[str, Case] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        where = f"{source} line {number}"
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as exc:
            raise BadSuite(f"{where}: not JSON ({exc})") from exc
        case = case_from_row(row, where)
        if case.id in cases:
            raise BadSuite(f"{where}: the id {case.id!r} was used before")
        cases[case.id] = case
    if not cases:
        raise BadSuite(f"suite {source!r} is empty")
    return tuple(cases.values())


def case_from_row(row: Any, where: str) -> Case:
    """A case from its plain values; its texts are composed (NFC), as those of bulletins are.

    Raises:
        BadSuite: an unknown key or a wrong value; the message begins with `where`.
    """
    _need(isinstance(row, dict), where, "a case is an object")
    try:
        row = _composed(row)
    except RecursionError as exc:
        raise BadSuite(f"{where}: a case is nested too deeply") from exc
    for key in ("id", "question"):
        _need(_is_text(row.get(key)), where, f"a case needs {key!r}, a text")
    unknown = sorted(row.keys() - _KEYS)
    _need(not unknown, where, f"unknown keys {', '.join(unknown)}")
    values: dict[str, Any] = {"id": row["id"], "question": row["question"]}
    values |= {key: _texts(row.get(key, ()), key, where) for key in _TEXTS}
    language, weight = row.get("language"), row.get("weight", 1.0)
    _need(language in (None, "vi", "en"), where, "'language' is vi or en")
    is_number = isinstance(weight, int | float) and not isinstance(weight, bool)
    _need(is_number and 0 < weight < 1e6, where, "'weight' is a number above 0")
    for key in ("contains", "status"):
        _need(row.get(key) is None or _is_text(row[key]), where, f"{key!r} is a text")
        values[key] = row.get(key)
    _need(isinstance(row.get("refusal", False), bool), where, "'refusal' is true or false")
    case = Case(
        **values, language=language, weight=float(weight), refusal=row.get("refusal", False),
        figures=tuple(_figure(f, where) for f in _list(row.get("figures", ()), "figures", where)),
        computed=_computed(row.get("computed"), where),
        checks=tuple(_check(c, where) for c in _list(row.get("checks", ()), "checks", where)),
        relevance=_relevance(row.get("relevance", {}), where),
    )  # fmt: skip
    is_search = bool(case.bulletins or case.passages or case.relevance)
    _need(
        case.has_verdict or is_search, where,
        "a case expects something: 'figures', 'answers', 'contains', 'checks', 'status', "
        "'refusal', or 'bulletins' to be found",
    )  # fmt: skip
    _need(len(case.cell) in (0, 3), where, "'cell' has row, column and text")
    says = case.figures or case.answers or case.contains or case.computed
    _need(not (case.refusal and says), where, "a refusal expects no figures and no words")
    return case


def row_from_case(case: Case) -> dict[str, Any]:
    """The case as plain values, without those at their default."""
    row = {
        k: list(v) if isinstance(v, tuple) else v
        for k, v in asdict(case).items()
        if v not in ((), None, False)
    }
    if case.weight == 1.0:
        del row["weight"]
    for key in ("figures",):
        if key in row:
            row[key] = [{k: v for k, v in f.items() if v is not None} for f in row[key]]
    if case.checks:
        row["checks"] = [{check.kind: check.text} for check in case.checks]
    if case.relevance:
        row["relevance"] = dict(case.relevance)
    return row


def write_suite(path: Path, cases: Iterable[Case]) -> None:
    """Writes the cases as a suite, one a line."""
    lines = (json.dumps(row_from_case(case), ensure_ascii=False) + "\n" for case in cases)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(lines), "utf-8")


def _composed(value: Any) -> Any:
    """The value with all its texts in NFC: a Mac saves `ộ` as three characters."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, dict):
        return {_composed(key): _composed(item) for key, item in value.items()}
    return [_composed(item) for item in value] if isinstance(value, list | tuple) else value


def _need(holds: bool, where: str, message: str) -> None:
    if not holds:
        raise BadSuite(f"{where}: {message}")


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _list(value: Any, key: str, where: str) -> Sequence[Any]:
    _need(isinstance(value, list | tuple), where, f"{key!r} is a list")
    return list(value)


def _texts(value: Any, key: str, where: str) -> tuple[str, ...]:
    texts = _list(value, key, where)
    _need(all(_is_text(v) for v in texts), where, f"{key!r} is a list of texts")
    return tuple(texts)


def _figure(value: Any, where: str) -> ExpectedFigure:
    keys = value.keys() if isinstance(value, dict) else {None}
    _need(
        {"value", "unit"} <= keys <= _FIGURE_KEYS, where,
        f"a figure has value, unit and of {', '.join(sorted(_FIGURE_KEYS))}",
    )  # fmt: skip
    _need(all(isinstance(v, str) for v in value.values()), where, "a figure's values are texts")
    return ExpectedFigure(**value)


def _computed(value: Any, where: str) -> ExpectedResult | None:
    if value is None:
        return None
    is_result = isinstance(value, dict) and set(value) == {"value", "unit"}
    _need(is_result, where, "'computed' has value and unit")
    return ExpectedResult(**value)


def _check(value: Any, where: str) -> Check:
    is_check = isinstance(value, dict) and len(value) == 1 and next(iter(value)) in _CHECKS
    _need(is_check, where, f"a check is one of {', '.join(_CHECKS)} with its text")
    kind, text = next(iter(value.items()))
    _need(_is_text(text), where, f"the check {kind!r} needs a text")
    if kind == "regex":
        import re

        try:
            re.compile(text)
        except re.error as exc:
            raise BadSuite(f"{where}: {text!r} is not a regular expression: {exc}") from exc
    return Check(kind, text)


def _relevance(value: Any, where: str) -> tuple[tuple[str, int], ...]:
    is_table = isinstance(value, Mapping) and all(
        isinstance(grade, int) and not isinstance(grade, bool) for grade in value.values()
    )
    _need(is_table, where, "'relevance' is an object of ids and whole grades")
    return tuple(value.items())
