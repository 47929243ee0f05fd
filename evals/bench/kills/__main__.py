"""Kills writers at random instants, and looks whether anything acknowledged is lost.

    python -m evals.bench.kills [--kills 300] [--seed 1] [--suites 0.03] [--texts FILE]

A library grows under random tasks: loading, amending, removing, restoring, rebuilding. Each task
runs in a process of its own, which SIGKILL ends at an instant drawn evenly from its usual length.
A task that may be repeated is killed up to three times more while it is run again. Then, without
any repair, the library is opened and checked: each bulletin is as it was before the task or as it
is after it, all acknowledged ones are as after it, each is found by its words and by its vector,
and `verify` finds nothing. Half of the time the same task is run to its end first. Runs of suites
and the question log are killed in the same way.

Printed: one line a failure, with the number of its kill, and a table of counts; exit code 1 where
something failed. The same seed draws the same tasks; the instants depend on the machine.
"""

import argparse
import json
import random
import shutil
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from tempfile import mkdtemp

from evals.bench.kills.answers import LOG_TASKS, AnswerStore
from evals.bench.kills.store import Child, GrowingStore, State, Task, run_child, say, warm_up
from evals.bench.kills.texts import texts_from
from evals.errors import EvalError

_LIBRARY_TASKS = {"ingest": 10, "amend": 3, "remove": 3, "restore": 3, "rebuild": 3}
_FIRST_S, _SMOOTHING = 1.0, 0.3
# The share of kills of the log; that of suite runs, which need the model, is an option.
_LOG_SHARE = 0.35


class Kills:
    """One series of kills; `failures` are sentences."""

    def __init__(
        self, data: Path, texts: Sequence[dict[str, str]], seed: int, suite_share: float = 0.0
    ) -> None:
        self.rng = random.Random(seed)
        self.store = GrowingStore(data, texts, self.rng)
        self.answers = AnswerStore(data, self.rng)
        self.failures: list[str] = []
        self.counts = Counter[str]()
        self._lengths: dict[str, float] = {}
        self._number, self._suite_share = 0, suite_share

    def run(self, kills: int) -> None:
        """Kills so many processes; those that ended before their instant do not count."""
        warm_up()
        self._whole(self.store.task("ingest"))
        while self.counts["killed"] < kills:
            self._number += 1
            drawn = self.rng.random()
            if drawn < self._suite_share:
                self._kill_suite()
            elif drawn < self._suite_share + _LOG_SHARE:
                self._kill_log()
            else:
                kinds, weights = zip(*_LIBRARY_TASKS.items(), strict=True)
                self._kill_task(self.store.task(self.rng.choices(kinds, weights)[0]))
            if self._number % 10 == 0:
                self._report()

    def _kill_task(self, task: Task) -> None:
        """Kills a task, and up to three times more while it is repeated; then looks."""
        before = dict(self.store.state)
        acknowledged: State = {}
        for _ in range(self.rng.randint(1, 4) if task.may_repeat else 1):
            child = self._killed(task.name, task)
            acknowledged |= {
                row[0]: (row[1], row[2]) for row in child.told if isinstance(row, list)
            }
        if task.may_repeat and self.rng.random() < 0.5:
            self._whole(task)
            return
        state = self._checked(task.name, before, task.after, acknowledged)
        if task.may_repeat:
            self._whole(task)
        else:
            self.store.state = state  # the store goes on from what there is

    def _whole(self, task: Task) -> None:
        """Runs a task to its end; its whole result must be there."""
        child = run_child(task.work)
        self._note_length(task.name, child)
        if child.error:
            self._fail(f"{task.name} again: {child.error}")
        self.store.state = dict(task.after)
        self._checked(f"{task.name} again", task.after, task.after, {})

    def _killed(self, name: str, task: Task) -> Child:
        instant = self.rng.random() * self._lengths.get(name, _FIRST_S)
        child = run_child(task.work, instant)
        if child.is_killed:
            self.counts["killed"] += 1
            self.counts[f"killed: {name}"] += 1
        else:
            self.counts["ended before its instant"] += 1
            self._note_length(name, child)
        if child.error:
            self._fail(f"{name}: {child.error}")
        return child

    def _checked(self, what: str, before: State, after: State, acknowledged: State) -> State:
        """The state of every bulletin now; records what is neither of the two."""
        known = sorted(before.keys() | after.keys())
        child = run_child(lambda tell: self.store.stored(tell, known))
        if child.error:
            self._fail(f"check after {what}: {child.error}")
            return before
        rows = {name: (r, gone) for name, (r, gone) in child.told[0]["state"].items()}
        for problem in child.told[1]["problems"]:
            self._fail(f"after {what}: {problem}")
        for name in before.keys() | after.keys():
            if rows.get(name) not in (before.get(name), after.get(name)):
                self._fail(f"after {what}: {name} is {rows.get(name)}")
        for name, row in acknowledged.items():
            self.counts["acknowledged"] += 1
            if rows.get(name) != row:
                self._fail(f"after {what}: {name} was acknowledged as {row}, is {rows.get(name)}")
        self.counts["checks"] += 1
        return rows

    def _kill_suite(self) -> None:
        """Kills a run, kills the same run when it goes on, and lets it end."""
        folder = self.answers.new_folder()
        saved: list[str] = []
        for _ in range(2):
            instant = self.rng.random() * self._lengths.get("suite run", _FIRST_S)
            child = run_child(lambda tell: self.answers.run_suite(folder, tell), instant)
            self._count("suite run", child)
            kept = self.answers.saved(folder)
            if kept is None:
                continue  # it had ended: what it saved is compared with the end below
            if lost := len(set(saved) - set(kept)):
                self._fail(f"suite run: {lost} saved answers are gone")
            saved = kept
        again = run_child(lambda tell: self.answers.run_suite(folder, tell))
        self._note_length("suite run", again)
        for problem in self.answers.suite_problems(folder, saved, again):
            self._fail(f"suite run: {problem}")

    def _kill_log(self) -> None:
        name = self.rng.choice(LOG_TASKS)
        instant = self.rng.random() * self._lengths.get(name, _FIRST_S)
        child = run_child(lambda tell: self.answers.log(name, tell), instant)
        self._count(name, child)
        for problem in self.answers.log_problems(child):
            self._fail(f"{name}: {problem}")

    def _count(self, name: str, child: Child) -> None:
        self.counts["killed" if child.is_killed else "ended before its instant"] += 1
        self.counts[f"killed: {name}"] += child.is_killed
        if not child.is_killed:
            self._note_length(name, child)
        if child.error:
            self._fail(f"{name}: {child.error}")

    def _note_length(self, name: str, child: Child) -> None:
        if not child.is_killed:
            old = self._lengths.get(name, child.seconds)
            self._lengths[name] = old + _SMOOTHING * (child.seconds - old)

    def _fail(self, failure: str) -> None:
        self.failures.append(f"{self._number}: {failure}")
        say(f"FAILED {self.failures[-1]}")

    def _report(self) -> None:
        say(f"{time.strftime('%H:%M:%S')} {self.counts['killed']} kills, "
            f"{len(self.store.state)} bulletins, {len(self.failures)} failures")  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    """Kills, prints, and returns the exit code; see the module."""
    layout = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(
        "evals.bench.kills", description=__doc__, formatter_class=layout
    )
    parser.add_argument("--kills", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--suites", type=float, default=0.03, help="share of runs of suites")
    parser.add_argument("--texts", type=Path, help="JSON lines with id, title and text")
    parser.add_argument("--data", type=Path, help="an empty folder that stays")
    options = parser.parse_args(arguments)
    if options.data is not None and options.data.exists() and any(options.data.iterdir()):
        raise EvalError(f"{str(options.data)!r} is not empty")
    data = options.data or Path(mkdtemp(prefix="bantin-kills-"))
    texts = texts_from(options.texts, random.Random(options.seed))
    kills = Kills(data, texts, options.seed, options.suites)
    began = time.monotonic()
    kills.run(options.kills)
    say(f"seed {options.seed}, {time.monotonic() - began:.0f} s, "
        f"{len(kills.store.state)} bulletins at the end")  # fmt: skip
    say(json.dumps(dict(sorted(kills.counts.items())), indent=1))
    say(f"{len(kills.failures)} failures")
    if options.data is None:
        shutil.rmtree(data, ignore_errors=True)
    return 1 if kills.failures else 0


if __name__ == "__main__":
    sys.exit(main())
