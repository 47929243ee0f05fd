"""What happens while questions are answered, for those who watch: the log, metrics and traces.

Nobody watches by default; `assistant.operations` does for a server that is set to. Fields hold
counts, names of steps and statuses, never the words of a question.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from typing import Any

Watcher = Callable[[str, Mapping[str, Any]], None]
SpanMaker = Callable[[str], AbstractContextManager[object]]
request_id: ContextVar[str] = ContextVar("request_id", default="")
_watchers: list[Watcher] = []
_spans: list[SpanMaker] = []


def tell(event: str, **fields: Any) -> None:
    """Passes an event to all watchers, in this thread."""
    for watcher in tuple(_watchers):
        watcher(event, fields)


@contextmanager
def watched_by(watcher: Watcher) -> Iterator[None]:
    """The watcher is called with each event until the block ends."""
    _watchers.append(watcher)
    try:
        yield
    finally:
        _watchers.remove(watcher)


@contextmanager
def traced_by(maker: SpanMaker) -> Iterator[None]:
    """`span` opens spans of this maker until the block ends."""
    _spans.append(maker)
    try:
        yield
    finally:
        _spans.remove(maker)


def span(name: str) -> AbstractContextManager[object]:
    """A context manager around one step of the work; does nothing where nothing is traced."""
    return _spans[-1](name) if _spans else nullcontext()
