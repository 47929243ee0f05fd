"""The stream of a chat model is let go of as soon as no more of it is needed."""

import threading
import time
from collections.abc import Iterator
from types import SimpleNamespace

from assistant.drafting.chat_model import LangChainModel


class EndlessModel:
    """Streams words without an end; its connection breaks while it is closed."""

    def __init__(self) -> None:
        self.is_closed = threading.Event()

    def stream(self, _: object) -> Iterator[SimpleNamespace]:
        try:
            while True:
                yield SimpleNamespace(content="753 người ")
        finally:
            self.is_closed.set()
            raise ConnectionError("the server ended the connection")


def test_a_stream_that_is_left_is_closed_and_its_errors_are_dropped() -> None:
    model = EndlessModel()
    pieces = LangChainModel(model, "endless").stream([], time.monotonic() + 60, threading.Event())
    assert next(pieces) == "753 người "
    pieces.close()  # type: ignore[attr-defined]  # a generator
    assert model.is_closed.wait(5)
