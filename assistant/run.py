"""The state of one question while the pipeline works on it."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from assistant.errors import Cancelled, OutOfTime
from assistant.records import Answer, Question
from knowledge.search.library import Library

# These steps have the model's time limit.
_MODEL_STEPS = frozenset({"generate", "rewrite"})


@dataclass
class Run:
    """The times, notes and rejections of one question; questions share none of them.

    `library` is a snapshot: the whole answer is from one state of it. `tell` receives the answer
    so far after each sentence that has been checked. Once `cancel` is set, the next step raises
    Cancelled. `until` is the deadline of the model (`time.monotonic`), `rewritten` the follow-up
    as the model completed it, `home` the place that a question without a place is about.
    `budget_s` limits the seconds of all steps but those of a model together.
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
    home: str | None = None

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Adds the time spent inside to `seconds[name]`.

        Raises:
            Cancelled: the question was cancelled.
            OutOfTime: the steps before took more than `budget_s`.
        """
        if self.cancel.is_set():
            raise Cancelled("the question was cancelled")
        spent = sum(s for step, s in self.seconds.items() if step not in _MODEL_STEPS)
        if spent > self.budget_s:
            raise OutOfTime(f"the steps before {name!r} took over {self.budget_s} seconds")
        start = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = round(self.seconds.get(name, 0) + time.perf_counter() - start, 5)
