"""Run folders: written as a run goes, read back to be scored, gone on with or compared.

`settings.json` is written first, then `answers.jsonl` line by line, then the rest from them. A run
that was cut off goes on when the same command is given again.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from io import TextIOWrapper
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
    """A folder that a run is written to."""

    def __init__(self, path: Path, cases: Sequence[Case], description: Mapping[str, Any]) -> None:
        """Opens the folder for this run.

        Raises:
            BadRun: the folder holds other things than a run.
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
        """Outcomes of this very run that were saved before it was cut off, by case id.

        Another run in the folder, or a finished one, is begun anew.
        """
        done: dict[str, Outcome] = {}
        if self._is_same() and not (self.path / SCORES).is_file():
            done = {o.case.id: o for o in read_outcomes(self.path, is_cut_off=True)}
        for name in (SCORES, "report.json", "report.md", "report.html", "junit.xml", "report.csv"):
            (self.path / name).unlink(missing_ok=True)
        text = json.dumps(self.settings, ensure_ascii=False, indent=2, sort_keys=True)
        (self.path / SETTINGS).write_text(text + "\n", "utf-8")
        with self._answers("w") as file:
            file.writelines(line_of(outcome_row(o)) for o in done.values())
        return done

    @contextmanager
    def saving(self) -> Iterator[Callable[[Outcome], None]]:
        """Appends one outcome after the other; each is on disk when the call returns."""
        with self._answers("a") as file:

            def save(outcome: Outcome) -> None:
                file.write(line_of(outcome_row(outcome)))
                file.flush()

            yield save

    def finish(self, outcomes: Iterable[Outcome]) -> None:
        """Writes the answers in the order of the cases: a run that was cut off leaves no trace."""
        write_answers(self.path, outcomes)

    def _answers(self, mode: str) -> TextIOWrapper:
        file = (self.path / ANSWERS).open(mode, encoding="utf-8")
        assert isinstance(file, TextIOWrapper)
        return file

    def _is_same(self) -> bool:
        try:
            stored = json.loads((self.path / SETTINGS).read_text("utf-8"))
        except (OSError, ValueError):
            return False
        return bool(stored == json.loads(json.dumps(self.settings)))


def read_outcomes(folder: Path, is_cut_off: bool = False) -> tuple[Outcome, ...]:
    """The outcomes of a run folder; a last line cut short is left out of a run cut off.

    Raises:
        BadRun: no run there, or a line that is no outcome.
    """
    path = folder / ANSWERS
    try:
        lines = path.read_text("utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as exc:
        raise BadRun(
            f"{str(folder)!r} holds no run: {exc}; `bantin eval run SUITE --out DIR` makes one"
        ) from exc
    found = []
    for number, line in enumerate(lines, 1):
        if not line:
            continue
        try:
            found.append(outcome_from_row(json.loads(line), f"{path} line {number}"))
        except (ValueError, KeyError, TypeError, EvalError) as exc:
            if is_cut_off and number == len(lines):
                break
            raise BadRun(f"{path} line {number} is no outcome: {exc!r}") from exc
    return tuple(found)


def write_answers(folder: Path, outcomes: Iterable[Outcome]) -> None:
    """Replaces the answers of a run, all at once."""
    part = folder / (ANSWERS + ".part")
    part.write_text("".join(line_of(outcome_row(o)) for o in outcomes), "utf-8")
    part.replace(folder / ANSWERS)


def read_run(folder: Path, cases: Sequence[Case] = ()) -> Run:
    """A run, scored anew from its answers; `cases` replace those that were run, by id.

    Raises:
        BadRun: no run there, or cases that ask something else.
    """
    outcomes = read_outcomes(folder)
    wanted = {case.id: case for case in cases}
    if wanted:
        missing = sorted(o.case.id for o in outcomes if o.case.id not in wanted)
        if missing:
            raise BadRun(f"the suite lacks cases of {str(folder)!r}: {', '.join(missing[:5])}")
        for outcome in outcomes:
            case, asked = wanted[outcome.case.id], outcome.case
            if (case.question, case.history) != (asked.question, asked.history):
                raise BadRun(
                    f"case {case.id!r} now asks {case.question!r}, but {asked.question!r} was "
                    "answered; run it again"
                )
        outcomes = tuple(
            Outcome(wanted[o.case.id], o.answer, o.seconds, o.cited, o.hits) for o in outcomes
        )
    try:
        settings = json.loads((folder / SETTINGS).read_text("utf-8"))
    except (OSError, ValueError):
        settings = {}
    return Run(folder.name, outcomes, score_all(outcomes), settings)


def write_scores(folder: Path, scores: Iterable[Score]) -> None:
    """Writes `scores.jsonl`, without timings: equal runs are equal files."""
    rows = (asdict(s) for s in scores if not MEASURES[s.measure].is_timing)
    lines = (line_of({k: v for k, v in row.items() if v is not None}) for row in rows)
    (folder / SCORES).write_text("".join(lines), "utf-8")
