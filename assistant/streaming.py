"""Question -> a stream of partial answers, each one checked sentence longer than the last."""

import threading
from collections.abc import Callable, Iterator, Sequence

from assistant.background import in_background
from assistant.errors import Cancelled
from assistant.pipeline import Assistant
from assistant.records import Answer, Language, Turn


def stream_answer(
    assistant: Assistant, text: str, language: Language | None = None,
    history: Sequence[Turn] = (), cancel: threading.Event | None = None,
) -> Iterator[Answer]:  # fmt: skip
    """The partial answer after each sentence; the last answer is complete.

    A later answer keeps the sentences of the earlier ones. Closing the iterator or setting
    `cancel` stops the work, and there is no complete answer.

    Raises:
        QuestionError: the question is empty or too long.
    """
    stop = cancel or threading.Event()

    def work(put: Callable[[Answer], None]) -> None:
        put(assistant.answer(text, language, history, tell=put, cancel=stop))

    try:
        yield from in_background(work)
    except Cancelled:
        return
    except GeneratorExit:
        # Not in a `finally`: the caller reads a set event as a cancelled question.
        stop.set()
        raise
