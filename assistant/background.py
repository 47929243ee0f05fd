"""Work in a thread of its own, its items read as an iterator."""

import contextvars
import queue
import threading
from collections.abc import Callable, Iterator
from typing import TypeVar

_T = TypeVar("_T")


class _End:
    """How the work ended: with an error, or with none."""

    def __init__(self, error: BaseException | None) -> None:
        self.error = error


def in_background(
    work: Callable[[Callable[[_T], None]], object],
    patience: Callable[[], float | None] = lambda: None,
) -> Iterator[_T]:
    """The items that `work` hands to its argument, in their order, each as soon as it is there.

    The thread begins with the first item that is asked for, in a copy of the caller's context. It
    is not ended with the iterator: who stops reading tells `work` so.

    Args:
        work: calls its argument with each item, and returns or raises.
        patience: seconds to wait for the next item before it is called again, None for no bound. It
            raises where nothing is waited for any longer.

    Raises:
        BaseException: what `work` raised, after its items; what `patience` raised, at once.
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
