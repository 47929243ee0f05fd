"""Question -> answers that grow by one checked sentence each."""

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
    """The answer so far after each sentence; the last one is complete.

    A later answer keeps the sentences of the earlier ones. Closing the iterator or setting
    `cancel` stops the work; then no complete answer follows.

    Raises:
        QuestionError: the question is empty or too long.
    """
    stop = cancel or threading.Event()
    pending: queue.Queue[Answer | BaseException | None] = queue.Queue()

    def work() -> None:
        try:
            pending.put(assistant.answer(text, language, history, tell=pending.put, cancel=stop))
            pending.put(None)
        except BaseException as exc:  # noqa: BLE001 - raised again in the thread of the reader
            pending.put(exc)

    threading.Thread(target=work, daemon=True).start()
    try:
        yield from _read(pending.get)
    except GeneratorExit:
        # Only here: after a normal end the caller's event must not mean that it was cancelled.
        stop.set()
        raise


def _read(get: Callable[[], Answer | BaseException | None]) -> Iterator[Answer]:
    while (item := get()) is not None:
        if isinstance(item, Cancelled):
            return
        if isinstance(item, BaseException):
            raise item
        yield item
