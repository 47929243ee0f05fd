"""Counts the steps of a user: taps, fields, keys and swipes; commands and lines of code."""

import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_LIMIT_MS = 30_000


@dataclass(frozen=True, slots=True)
class Task:
    """One task: who does it, what it is, and the function that does it; it raises if it fails."""

    who: str
    name: str
    work: Callable[..., None]


@dataclass(frozen=True, slots=True)
class Result:
    """Steps and seconds of a task that was done; `fault` is why it was not."""

    task: Task
    steps: int
    seconds: float
    fault: str = ""


class Hand:
    """A user at a page. What lies outside the window is reached by a swipe, which is a step too."""

    def __init__(self, page: Any) -> None:
        self.page, self.steps = page, 0
        page.set_default_timeout(_LIMIT_MS)

    def tap(self, target: Any) -> None:
        self._reach(target)
        target.click()
        self.steps += 1

    def fill(self, target: Any, text: str) -> None:
        """Types into a field; going to the field and typing are one step."""
        self._reach(target)
        target.fill(text)
        self.steps += 1

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.steps += 1

    def choose_file(self, target: Any, path: Path) -> None:
        target.set_input_files(str(path))
        self.steps += 1

    def read(self, target: Any, words: str = "") -> None:
        """Waits until the target shows, has the words, and is in the window, with a swipe if not.

        Raises:
            AssertionError: the target has other words.
        """
        self._reach(target)
        assert words in (text := target.inner_text()), f"{words!r} is not in {text[:200]!r}"

    def _reach(self, target: Any) -> None:
        target.wait_for(state="visible")
        is_in_window = """e => { const r = e.getBoundingClientRect();
            return r.top < innerHeight - 20 && r.bottom > 20 && r.left < innerWidth - 20; }"""
        if not self._settled(target, is_in_window):
            target.scroll_into_view_if_needed()
            self.steps += 1

    def _settled(self, target: Any, condition: str) -> bool:
        """Whether the condition holds, waiting up to a second for panels and smooth scrolling."""
        for _ in range(10):
            if target.evaluate(condition):
                return True
            self.page.wait_for_timeout(100)
        return False


class Terminal:
    """A user at a terminal: each command is a step, and each line of code that is written."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.folder, self.environment, self.steps = folder, environment, 0

    def run(self, *command: str, code: int = 0) -> str:
        """What the command prints.

        Raises:
            AssertionError: it ends with another exit code.
        """
        done = subprocess.run(
            command, cwd=self.folder, env=self.environment, capture_output=True, text=True,
            timeout=300, check=False,
        )  # fmt: skip
        self.steps += 1
        output = done.stdout + done.stderr
        assert done.returncode == code, f"{command} ended with {done.returncode}: {output[-400:]}"
        return output

    def write_and_run(self, lines: Sequence[str], python: str) -> str:
        """What a program of these lines prints."""
        self.steps += len(lines)
        return self.run(python, "-c", "\n".join(lines))


def timed(task: Task, actor: Any, *arguments: Any) -> Result:
    """The result of one task; the steps are those that the actor counts meanwhile."""
    before, began = actor.steps, time.monotonic()
    fault = ""
    try:
        task.work(actor, *arguments)
    except Exception as exc:  # noqa: BLE001 - a task that fails is a result
        fault = f"{type(exc).__name__}: {(str(exc).splitlines() or [''])[0][:160]}"
    return Result(task, actor.steps - before, time.monotonic() - began, fault)
