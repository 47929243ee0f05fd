"""A progress bar for long work."""

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from knowledge.ingestion.ingest import Progress


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
