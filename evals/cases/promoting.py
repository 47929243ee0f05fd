"""Adds a question to a suite as a case, so that a wrong answer becomes a regression test."""

import os
import re
from collections.abc import Sequence
from pathlib import Path

from evals.cases.loading import bundled_suites, case_from_row, load_suite, write_suite
from evals.errors import BadSuite
from evals.records import Case

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,60}")


def promote(
    folder: Path, suite: str, question: str, expected: str, tags: Sequence[str] = (),
    history: Sequence[str] = (),
) -> Case:  # fmt: skip
    """Adds the question to the suite `folder/suite.jsonl` and returns the new case.

    An empty `expected` means that a refusal is right. The file is replaced atomically: a crash
    leaves the old one.

    Raises:
        BadSuite: an invalid name, an invalid suite, or a question that the suite has already.
    """
    if not _NAME.fullmatch(suite) or suite in bundled_suites():
        raise BadSuite(
            f"{suite!r} cannot be a suite's name: small letters, digits, - and _, and none of "
            f"the bundled {', '.join(sorted(bundled_suites()))}"
        )
    path = folder / f"{suite}.jsonl"
    cases = list(load_suite(str(path))) if path.is_file() else []
    for case in cases:
        if (case.question, case.history) == (question.strip(), tuple(history)):
            raise BadSuite(f"{suite!r} has this question already: {case.id!r}")
    ids = {case.id for case in cases}
    number = next(n for n in range(1, len(cases) + 2) if f"{suite}-{n:03}" not in ids)
    row = {
        "id": f"{suite}-{number:03}", "question": question.strip(), "tags": list(tags),
        "history": list(history),
        **({"answers": [expected.strip()]} if expected.strip() else {"refusal": True}),
    }  # fmt: skip
    case = case_from_row(row, f"the question {question[:60]!r}")
    part = path.with_suffix(".jsonl.part")
    write_suite(part, [*cases, case])
    os.replace(part, path)
    return case


def suites_in(folder: Path) -> list[str]:
    """The paths of the suites in a folder, sorted."""
    return [str(path) for path in sorted(folder.glob("*.jsonl"))]
