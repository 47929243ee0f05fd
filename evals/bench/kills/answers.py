"""What `evals.bench.kills` does beside a library: runs of suites, and the question log."""

import random
import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path

from assistant.backoffice.backoffice import open_back_office
from assistant.records import Answer, Trace
from assistant.settings import Settings
from evals.bench.kills.store import Child, Tell, run_child
from knowledge.storage.places import OFFICE_FILE

LOG_TASKS = ("journal", "feedback")
_ROWS = 40
_CASES = 8
_ANSWERS, _SCORES = "answers.jsonl", "scores.jsonl"


class AnswerStore:
    """A library of the samples with the real model, and a back office beside it."""

    def __init__(self, data: Path, rng: random.Random) -> None:
        self.data, self.rng = data, rng
        self.settings = Settings(data=data / "asked")
        self._suite = data / "suite.jsonl"
        self._runs = 0
        self._reference: bytes | None = None
        self.acknowledged: dict[str, bool | None] = {}
        """What the log must hold: the rating of each answer, None where it was not rated."""

    # --- suites

    def new_folder(self) -> Path:
        """The folder of the next run; the first call loads the samples and runs the suite whole."""
        if self._reference is None:
            self._prepare()
        self._runs += 1
        return self.data / "runs" / str(self._runs)

    def run_suite(self, folder: Path, tell: Tell) -> None:
        """Runs the suite as `bantin eval run` does; a child's work."""
        _command("eval", "run", str(self._suite), "--out", str(folder), "--workers", "1",
                 "--json", "--data", str(self.settings.data))  # fmt: skip

    def saved(self, folder: Path) -> list[str] | None:
        """The whole lines of the answers that are saved; None where the run is finished."""
        path = folder / _ANSWERS
        if (folder / _SCORES).exists():
            return None
        if not path.is_file():
            return []
        return path.read_text("utf-8").split("\n")[:-1]

    def suite_problems(self, folder: Path, saved: Sequence[str], again: Child) -> Iterator[str]:
        """What is wrong with a run that was killed and run again to its end."""
        if again.error:
            yield f"{folder.name} again: {again.error}"
            return
        lines = (folder / _ANSWERS).read_text("utf-8").split("\n")[:-1]
        if missing := [line for line in saved if line not in lines]:
            yield f"{len(missing)} saved answers were asked again or lost in {folder.name}"
        if len(lines) != _CASES:
            yield f"{len(lines)} answers in {folder.name} instead of {_CASES}"
        if (folder / _SCORES).read_bytes() != self._reference:
            yield f"the scores of {folder.name} are not those of a whole run"

    def _prepare(self) -> None:
        import evals
        import knowledge

        suite = Path(str(evals.__file__)).parent / "suites" / "samples.jsonl"
        lines = suite.read_text("utf-8").splitlines()[:_CASES]
        self._suite.write_text("\n".join(lines) + "\n", "utf-8")
        samples = Path(str(knowledge.__file__)).parent / "samples"
        where = ("--data", str(self.settings.data))
        folder = self.data / "runs" / "whole"
        for work in (
            lambda _: _command("ingest", str(samples), "--json", *where),
            lambda tell: self.run_suite(folder, tell),
        ):
            child = run_child(work)
            if child.error:
                raise RuntimeError(child.error)
        self._reference = (folder / _SCORES).read_bytes()

    # --- the log

    def log(self, name: str, tell: Tell) -> None:
        """Writes answers, or ratings of earlier ones, telling each; a child's work."""
        office = open_back_office(self.settings)
        if name == "journal":
            for _ in range(_ROWS):
                answer = _answer(uuid.uuid4().hex)
                office.journal.write(answer, "api")
                tell([answer.answer_id, None])
        else:
            for answer_id in self.rng.choices(sorted(self.acknowledged) or [""], k=_ROWS):
                if answer_id:
                    is_helpful = self.rng.random() < 0.5
                    office.journal.rate(answer_id, is_helpful, "other")
                    tell([answer_id, is_helpful])
        office.store.close()

    def log_problems(self, child: Child) -> list[str]:
        """What the log does not hold of what was acknowledged, now and before."""
        ratings: dict[str, bool | None] = {
            row[0]: row[1] for row in child.told if isinstance(row, list)
        }
        self.acknowledged |= ratings
        check = run_child(self._look)
        if check.error:
            return [check.error]
        stored = check.told[0]["log"]
        problems, others = list(check.told[0]["problems"]), list[str]()
        # The rating after the last acknowledged one may be stored too.
        for answer_id, rating in self.acknowledged.items():
            if answer_id not in stored:
                problems.append(f"answer {answer_id} is not in the log")
            elif stored[answer_id] != rating:
                others.append(f"answer {answer_id} is rated {stored[answer_id]}, not {rating}")
        # The next rating of a killed process may be stored before it could acknowledge it.
        may_be_ahead = child.is_killed and "is rated None" not in " ".join(others)
        problems += others[1:] if may_be_ahead else others
        self.acknowledged = dict(stored)
        return problems

    def _look(self, tell: Tell) -> None:
        import sqlite3

        office = open_back_office(self.settings)  # a killed process may have created nothing
        entries = office.journal.entries(limit=1_000_000)
        office.store.close()
        raw = sqlite3.connect(self.settings.data / OFFICE_FILE)
        reports = [row[0] for row in raw.execute("PRAGMA integrity_check")]
        orphans = raw.execute(
            "SELECT count(*) FROM feedback WHERE answer_id NOT IN (SELECT answer_id FROM questions)"
        ).fetchone()[0]
        raw.close()
        problems = [] if reports == ["ok"] else reports
        problems += [f"{orphans} ratings without an answer"] if orphans else []
        tell({"log": {e.answer_id: e.is_helpful for e in entries}, "problems": problems})


def _answer(answer_id: str) -> Answer:
    return Answer(
        answer_id, "Năm 2022 có bao nhiêu người đi xkld?", "vi", "answered", "753 người",
        "Năm 2022 có 753 người [1].", 0.9, (), (), "extractive", None, Trace({"search": 0.1}),
    )  # fmt: skip


def _command(*arguments: str) -> None:
    """Runs `bantin` in this process without its output; a child's work."""
    import contextlib
    import os
    import sys

    from knowledge.cli.root import build_app

    sys.argv = ["bantin", *arguments]
    with open(os.devnull, "w") as quiet, contextlib.redirect_stdout(quiet):
        try:
            build_app()(list(arguments))
        except SystemExit as exc:
            if exc.code not in (0, None):
                raise RuntimeError(f"bantin {arguments[0]} ended with {exc.code}") from exc
