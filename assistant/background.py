"""Runs work in a separate thread and yields its items."""

import contextvars
import queue
import threading
from collections.abc import Callable, Iterator
from typing import TypeVar

_T = TypeVar("_T")


class _End:
    """The end of the work, with the error that it raised or None."""

    def __init__(self, error: BaseException | None) -> None:
        self.error = error


def in_background(
    work: Callable[[Callable[[_T], None]], object],
    patience: Callable[[], float | None] = lambda: None,
) -> Iterator[_T]:
    """The items that `work` passes to its argument, in order, each as soon as it is available.

    The thread starts when the first item is requested, in a copy of the caller's context. Closing
    the iterator does not stop it: the caller must signal `work` to stop.

    Args:
        work: calls its argument with each item, and returns or raises.
        patience: returns the seconds to wait for the next item before it is called again, None for
            no limit; it raises to end the waiting.

    Raises:
        BaseException: the error of `work`, after its items; the error of `patience`, immediately.
    """
    items: queue.Queue[_T | _End] = queue.Queue()

    def run() -> None:
        try:
            work(items.put)
            items.put(_End(None))
        except BaseException as exc:  # noqa: BLE001 - raised again in the thread that reads
            items.put(_End(exc))

    context = contextvars.copy_context()
    threading.Thread(target=context.run, args=(run,), daemon=True).start()
    while True:
        try:
            item = items.get(timeout=patience())
        except queue.Empty:
            continue
        if not isinstance(item, _End):
            yield item
        elif item.error is not None:
            raise item.error
        else:
            return
