"""Imports a promptfoo file (`tests:` of `vars` and `assert`, or a CSV of tests) as cases.

In a CSV, columns are variables and `__expected` columns hold assertions: `contains: 753`, or a bare
value for `equals`. equals, contains, icontains, contains-all, regex and their `not-` forms are
imported. Assertions that need a model or a program cannot be checked by rules; they are reported as
ignored.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from evals.cases.loading import case_from_row
from evals.errors import BadSuite
from evals.importing.base import Imported, each_once
from evals.importing.tables import csv_rows, yaml_of
from evals.records import Case

_EXPECTED = re.compile(r"__expected\d*")
_KIND = re.compile(r"[a-z]+(?:-[a-z]+)*(?:\([\d.]+\))?")
_QUESTIONS = ("question", "query", "input", "prompt", "q", "message")


def import_promptfoo(path: Path) -> Imported:
    """Every test with a question among its `vars`.

    Raises:
        BadSuite: no tests.
    """
    value = _csv_tests(path) if path.suffix.lower() == ".csv" else yaml_of(path)
    tests = value.get("tests") if isinstance(value, Mapping) else value
    if not isinstance(tests, list) or not tests:
        raise BadSuite(f"{str(path)!r} has no list `tests:`; files that it names are not followed")
    default = value.get("defaultTest") if isinstance(value, Mapping) else None
    rules = _asserts(default) if isinstance(default, Mapping) else []
    ignored: list[str] = []

    def case_of(row: Mapping[str, Any], where: str, name: str) -> Case:
        variables = row.get("vars")
        if not isinstance(variables, Mapping):
            raise BadSuite(f"{where}: no `vars`")
        keys = [key for key in _QUESTIONS if key in variables] or list(variables)[
            : len(variables) == 1
        ]
        if not keys:
            raise BadSuite(f"{where}: none of its vars is a question ({', '.join(variables)})")
        checks: list[dict[str, str]] = []
        for rule in [*rules, *_asserts(row)]:
            rule_checks = _checks(rule)
            if rule_checks is None:
                ignored.append(f"{where}: {rule.get('type')!r} cannot be checked by rules")
            else:
                checks += rule_checks
        if not checks:
            raise BadSuite(f"{where}: nothing that rules can check")
        return case_from_row(
            {"id": name, "question": str(variables[keys[0]]), "checks": checks}, where
        )

    rows = [
        (f"{path} test {number}", test if isinstance(test, Mapping) else {})
        for number, test in enumerate(tests, 1)
    ]
    cases, failed = each_once(rows, case_of)
    if not cases:
        raise BadSuite(f"{str(path)!r} has no test for rules; " + "; ".join(failed[:3]))
    return Imported(cases, tuple(ignored), failed)


def _csv_tests(path: Path) -> list[dict[str, Any]]:
    """The rows of a CSV as tests; source: promptfoo's documentation of test case CSVs."""
    _, rows = csv_rows(path)
    tests = []
    for _, row in rows:
        expected = [row[name] for name in row if _EXPECTED.fullmatch(name) and row[name]]
        variables = {name: value for name, value in row.items() if not name.startswith("__")}
        tests.append({"vars": variables, "assert": [_csv_assert(text) for text in expected]})
    return tests


def _csv_assert(text: str) -> dict[str, Any]:
    """The assertion in a cell: `contains-all: a, b`, `fn: …`, or a value that the answer equals."""
    kind, colon, value = text.strip().partition(":")
    if not colon or not _KIND.fullmatch(kind):
        return {"type": "equals", "value": text.strip()}
    if kind.endswith("-all"):
        return {"type": kind, "value": [part.strip() for part in value.split(",")]}
    return {"type": kind, "value": value.strip()}


def _asserts(test: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    rules = test.get("assert") or []
    return [rule for rule in rules if isinstance(rule, Mapping)]


def _checks(rule: Mapping[str, Any]) -> list[dict[str, str]] | None:
    """The checks of an assertion; None where rules cannot check it."""
    kind, value = str(rule.get("type", "")), rule.get("value")
    is_not = kind.startswith("not-")
    kind = kind.removeprefix("not-")
    if kind == "contains-all" and isinstance(value, list) and not is_not:
        return [{"contains": str(v)} for v in value]
    if isinstance(value, list | Mapping) or value is None:
        return None
    text = str(value)
    if kind == "contains":
        return [{"not_contains" if is_not else "contains": text}]
    if kind == "icontains":
        pattern = f"(?i){re.escape(text)}"
        return [{"regex": f"(?is)^(?!.*{re.escape(text)})" if is_not else pattern}]
    if kind == "equals" and not is_not:
        return [{"equals": text}]
    if kind == "regex":
        return [{"regex": f"(?s)^(?!.*(?:{text}))" if is_not else text}]
    return None
