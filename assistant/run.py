"""What one question gathers on its way through the pipeline."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from assistant.errors import Cancelled, OutOfTime
from assistant.records import Answer, Question
from knowledge.search.library import Library

# A model has a time-out of its own.
_NOT_OURS = frozenset({"generate", "rewrite"})


@dataclass
class Run:
    """One question's times, notes and rejections; nothing is shared between questions.

    `tell` is given the answer so far each time that a further sentence of it has been checked;
    once `cancel` is set, the run ends with Cancelled at its next step. `until` is when the time
    of a model is over (`time.monotonic`), `rewritten` the question as it made it whole. `library`
    is held at one state: everything that is read for the answer is read of it.
    """

    original: str
    library: Library
    answer_id: str = ""
    tell: Callable[[Answer], None] | None = None
    cancel: threading.Event = field(default_factory=threading.Event)
    seconds: dict[str, float] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    rejected: tuple[tuple[str, str], ...] = ()
    question: Question | None = None
    rewritten: str | None = None
    answerer: str = "extractive"
    until: float | None = None
    budget_s: float = float("inf")
    """Seconds that the steps, those of a model left out, may take together."""
    home: str | None = None
    """The place meant where none is named."""

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Adds the time spent inside to `seconds[name]`.

        Raises:
            Cancelled: nobody waits for the answer any more.
            OutOfTime: the steps before took longer than `budget_s`.
        """
        if self.cancel.is_set():
            raise Cancelled("the question was taken back")
        if sum(s for step, s in self.seconds.items() if step not in _NOT_OURS) > self.budget_s:
            raise OutOfTime(f"the steps before {name!r} took over {self.budget_s} seconds")
        began = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = round(self.seconds.get(name, 0) + time.perf_counter() - began, 5)
