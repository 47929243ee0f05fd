"""An answer as it comes: each sentence once it has been checked, and a way to stop."""

import queue
import threading
from collections.abc import Callable, Iterator, Sequence

from assistant.errors import Cancelled
from assistant.pipeline import Assistant
from assistant.records import Answer, Language, Turn


def stream_answer(
    assistant: Assistant, text: str, language: Language | None = None,
    history: Sequence[Turn] = (), cancel: threading.Event | None = None,
) -> Iterator[Answer]:  # fmt: skip
    """The answer so far, again and again; the last is the whole answer. What has come stays.

    Closing the iterator, or setting `cancel`, ends the work: then no whole answer comes.

    Raises:
        QuestionError: the question is empty or too long.
    """
    stop = cancel or threading.Event()
    pending: queue.Queue[Answer | BaseException | None] = queue.Queue()

    def work() -> None:
        try:
            pending.put(assistant.answer(text, language, history, tell=pending.put, cancel=stop))
            pending.put(None)
        except BaseException as exc:  # noqa: BLE001 - raised again for whoever reads the stream
            pending.put(exc)

    threading.Thread(target=work, daemon=True).start()
    try:
        yield from _read(pending.get)
    except GeneratorExit:
        # The reader has gone. A normal end leaves the caller's event alone: it means "taken back".
        stop.set()
        raise


def _read(get: Callable[[], Answer | BaseException | None]) -> Iterator[Answer]:
    while (item := get()) is not None:
        if isinstance(item, Cancelled):
            return
        if isinstance(item, BaseException):
            raise item
        yield item
