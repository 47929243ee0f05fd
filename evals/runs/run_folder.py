"""Reads and writes run folders.

`settings.json` is written first, then `answers.jsonl` line by line, then the scores and reports
derived from them. The same command resumes an interrupted run.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from evals.cases.loading import row_from_case
from evals.errors import BadRun, EvalError
from evals.measures.registry import MEASURES
from evals.records import Case, Outcome, Run, Score
from evals.runs.running import line_of, outcome_from_row, outcome_row
from evals.runs.scoring import score_all

ANSWERS, SCORES, SETTINGS = "answers.jsonl", "scores.jsonl", "settings.json"


class RunFolder:
    """The folder of a run in progress."""

    def __init__(self, path: Path, cases: Sequence[Case], description: Mapping[str, Any]) -> None:
        """Opens the folder for this run.

        Raises:
            BadRun: the folder holds other files than those of a run.
        """
        self.path = path
        lines = "".join(line_of(row_from_case(case)) for case in cases)
        self.settings = {
            "cases": len(cases),
            "suite_digest": hashlib.sha256(lines.encode()).hexdigest(),
            **description,
        }
        if path.exists() and not path.is_dir():
            raise BadRun(f"{str(path)!r} is a file; --out takes a folder")
        if path.exists() and any(path.iterdir()) and not (path / SETTINGS).is_file():
            raise BadRun(f"{str(path)!r} holds other files and no run; name a new folder")
        path.mkdir(parents=True, exist_ok=True)

    def begin(self) -> dict[str, Outcome]:
        """Prepares the folder; returns the saved outcomes of the same interrupted run, by case id.

        A finished run, or one of other cases or settings, is started again.
        """
        saved: dict[str, Outcome] = {}
        if self._is_same() and not (self.path / SCORES).is_file():
            saved = {o.case.id: o for o in read_outcomes(self.path, is_cut_off=True)}
        for name in (SCORES, "report.json", "report.md", "report.html", "junit.xml", "report.csv"):
            (self.path / name).unlink(missing_ok=True)
        text = json.dumps(self.settings, ensure_ascii=False, indent=2, sort_keys=True)
        # Replaced as a whole: a process that is killed here loses no saved answer.
        write_answers(self.path, saved.values())
        _replace(self.path / SETTINGS, text + "\n")
        return saved

    @contextmanager
    def saving(self) -> Iterator[Callable[[Outcome], None]]:
        """A function that appends an outcome; it is on disk when the call returns."""
        with (self.path / ANSWERS).open("a", encoding="utf-8") as file:

            def save(outcome: Outcome) -> None:
                file.write(line_of(outcome_row(outcome)))
                file.flush()

            yield save

    def finish(self, outcomes: Iterable[Outcome]) -> None:
        """Writes the answers in the order of the cases, also after an interruption."""
        write_answers(self.path, outcomes)

    def _is_same(self) -> bool:
        try:
            stored = json.loads((self.path / SETTINGS).read_text("utf-8"))
        except (OSError, ValueError):
            return False
        return bool(stored == json.loads(json.dumps(self.settings)))


def read_outcomes(folder: Path, is_cut_off: bool = False) -> tuple[Outcome, ...]:
    """The outcomes of a run folder; with `is_cut_off` an incomplete last line is left out.

    Raises:
        BadRun: no run there, or an invalid line.
    """
    path = folder / ANSWERS
    try:
        lines = path.read_text("utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as exc:
        raise BadRun(
            f"{str(folder)!r} holds no run: {exc}; `bantin eval run SUITE --out DIR` makes one"
        ) from exc
    outcomes = []
    for number, line in enumerate(lines, 1):
        if not line:
            continue
        try:
            outcomes.append(outcome_from_row(json.loads(line), f"{path} line {number}"))
        except (ValueError, KeyError, TypeError, EvalError) as exc:
            if is_cut_off and number == len(lines):
                break
            raise BadRun(f"{path} line {number} is not an outcome: {exc!r}") from exc
    return tuple(outcomes)


def write_answers(folder: Path, outcomes: Iterable[Outcome]) -> None:
    """Replaces the answers of a run atomically."""
    _replace(folder / ANSWERS, "".join(line_of(outcome_row(o)) for o in outcomes))


def _replace(path: Path, text: str) -> None:
    """Replaces a file by one with this text, in one step."""
    part = path.with_name(path.name + ".part")
    part.write_text(text, "utf-8")
    part.replace(path)


def read_run(folder: Path, cases: Sequence[Case] = ()) -> Run:
    """The run in a folder, scored again; `cases` replace the stored cases with the same ids.

    Raises:
        BadRun: no run there, or a case of `cases` asks another question.
    """
    outcomes = read_outcomes(folder)
    new_cases = {case.id: case for case in cases}
    if new_cases:
        missing = sorted(o.case.id for o in outcomes if o.case.id not in new_cases)
        if missing:
            raise BadRun(f"the suite lacks cases of {str(folder)!r}: {', '.join(missing[:5])}")
        for outcome in outcomes:
            new, stored = new_cases[outcome.case.id], outcome.case
            if (new.question, new.history) != (stored.question, stored.history):
                raise BadRun(
                    f"case {new.id!r} now asks {new.question!r}, but {stored.question!r} was "
                    "answered; run it again"
                )
        outcomes = tuple(
            Outcome(new_cases[o.case.id], o.answer, o.seconds, o.cited, o.hits) for o in outcomes
        )
    try:
        settings = json.loads((folder / SETTINGS).read_text("utf-8"))
    except (OSError, ValueError):
        settings = {}
    return Run(folder.name, outcomes, score_all(outcomes), settings)


def write_scores(folder: Path, scores: Iterable[Score]) -> None:
    """Writes `scores.jsonl`, without timings: equal runs give equal files."""
    rows = (asdict(s) for s in scores if not MEASURES[s.measure].is_timing)
    lines = (line_of({k: v for k, v in row.items() if v is not None}) for row in rows)
    _replace(folder / SCORES, "".join(lines))
