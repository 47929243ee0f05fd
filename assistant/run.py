"""What one question gathers on its way through the pipeline."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from assistant.records import Question


@dataclass
class Run:
    """One question's times, notes and rejections; nothing is shared between questions."""

    original: str
    seconds: dict[str, float] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    rejected: tuple[tuple[str, str], ...] = ()
    question: Question | None = None
    answerer: str = "extractive"

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Adds the time spent inside to `seconds[name]`."""
        began = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = round(self.seconds.get(name, 0) + time.perf_counter() - began, 5)
