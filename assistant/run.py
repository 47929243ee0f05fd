"""The times, notes and limits of one question while the pipeline runs."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

from assistant.errors import Cancelled, OutOfTime
from assistant.events import span
from assistant.records import Answer, Question
from knowledge.search.library import Library

# Steps of the chat model, which has a separate time limit.
_MODEL_STEPS = frozenset({"generate", "rewrite", "render"})


@dataclass
class Run:
    """The times, notes, rejections and limits of one question.

    Attributes:
        library: a snapshot, so that the whole answer is from one state of the library.
        tell: called with the partial answer after each checked sentence.
        cancel: once set, the next step raises Cancelled.
        rewritten: the follow-up question as the model completed it.
        until: the deadline of the model, in seconds of `time.monotonic`.
        budget_s: the limit of seconds for all steps together, except those of the model.
        home: the place that a question without a place is about.
        today: the day of the question; bulletins dated later are in the future.
        depth: 0 for the question itself, more for earlier questions that it needs answered again.
        partial: the last partial answer.
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
    today: date | None = None
    depth: int = 0
    partial: Answer | None = None

    def show(self, partial: Answer) -> None:
        """Passes on a partial answer; later ones and the whole answer begin with its text."""
        self.partial = partial
        if self.tell is not None:
            self.tell(partial)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Adds the time spent inside to `seconds[name]`.

        Raises:
            Cancelled: the question was cancelled.
            OutOfTime: the steps before this one took more than `budget_s`.
        """
        if self.cancel.is_set():
            raise Cancelled("the question was cancelled")
        spent = sum(s for step, s in self.seconds.items() if step not in _MODEL_STEPS)
        if spent > self.budget_s:
            raise OutOfTime(f"the steps before {name!r} took over {self.budget_s} seconds")
        start = time.perf_counter()
        try:
            with span(name):
                yield
        finally:
            self.seconds[name] = round(self.seconds.get(name, 0) + time.perf_counter() - start, 5)
