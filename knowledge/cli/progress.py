"""Progress of long work on standard error: a bar on a terminal, a line now and then elsewhere."""

import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from knowledge.ingestion.reading import Progress


class progress_bar:
    """A progress bar on standard error while it is a terminal; silent otherwise."""

    def __init__(self, label: str, wanted: bool) -> None:
        self._label, self._wanted = label, wanted and sys.stderr.isatty()

    def __enter__(self) -> "Progress | None":
        if not self._wanted:
            return None
        from rich.console import Console
        from rich.progress import (
            BarColumn,
            MofNCompleteColumn,
            Progress,
            TextColumn,
            TimeRemainingColumn,
        )

        self._bar = Progress(
            TextColumn(self._label), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(),
            TextColumn("{task.description}", markup=False), console=Console(stderr=True),
        )  # fmt: skip
        self._bar.start()
        task = self._bar.add_task("")
        return lambda done, total, name: self._bar.update(
            task, completed=done, total=total, description=name[:40]
        )

    def __exit__(self, *_: object) -> None:
        if self._wanted:
            self._bar.stop()


# A log gets a line only of loading that lasts.
_EVERY_S = 30


class loading_bar:
    """The progress of loading: bulletins, their rate, and the time that is left.

    `progress` is called with the work that is done and all of it; `count` for each bulletin.
    """

    def __init__(self, wanted: bool) -> None:
        self._is_terminal = wanted and sys.stderr.isatty()
        self._bulletins, self._done, self._total = 0, 0, 1
        self._began = self._said = time.monotonic()

    def __enter__(self) -> "loading_bar":
        if not self._is_terminal:
            return self
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

        self._bar = Progress(
            TextColumn("Loading"), BarColumn(), TaskProgressColumn(),
            TextColumn("{task.description}", markup=False), console=Console(stderr=True),
        )  # fmt: skip
        self._bar.start()
        self._task = self._bar.add_task("")
        return self

    def __exit__(self, *_: object) -> None:
        if self._is_terminal:
            self._bar.stop()

    def progress(self, done: int, total: int, name: str) -> None:
        """Takes what `knowledge.ingestion.reading.Progress` gives."""
        self._done, self._total = done, total
        if self._is_terminal:
            text = f"{self.words()}  {name[:40]}"
            self._bar.update(self._task, completed=done, total=total, description=text)
        elif time.monotonic() - self._said >= _EVERY_S:
            self._said = time.monotonic()
            sys.stderr.write(f"{100 * done // total} %: {self.words()}\n")

    def count(self) -> None:
        """Counts one bulletin."""
        self._bulletins += 1

    def words(self) -> str:
        """The bulletins so far, how many a second, and the time that is left."""
        seconds = max(time.monotonic() - self._began, 1e-3)
        text = f"{self._bulletins} bulletins, {self._bulletins / seconds:.1f}/s"
        if not self._done or seconds < 3:
            return text
        left = round(seconds * (self._total - self._done) / self._done)
        return f"{text}, {left // 60}:{left % 60:02} left"
