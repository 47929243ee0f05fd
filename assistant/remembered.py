"""Results that need not be computed again: they hold for one state of the library and one day.

Visitors ask the same questions, most of all those that the home page names, and every figure that
is answered offers the same years and places, each of which is tested by answering it.
"""

import threading
from collections.abc import Callable, Hashable
from datetime import date
from typing import Generic, TypeVar

from cachetools import LRUCache

from knowledge.search.library import Library

_T = TypeVar("_T")


class Remembered(Generic[_T]):
    """At most `most` results, those used last; safe to use from many threads."""

    def __init__(self, most: int) -> None:
        self._kept: LRUCache[Hashable, _T] = LRUCache(most)
        self._lock = threading.Lock()

    def get(self, key: Hashable, compute: Callable[[], _T], is_final: Callable[[_T], bool]) -> _T:
        """The result of this key; a computed one is kept if it `is_final`."""
        with self._lock:
            kept = self._kept.get(key)
        if kept is None:
            kept = compute()
            if is_final(kept):
                with self._lock:
                    self._kept[key] = kept
        return kept


def state_of(library: Library, today: date) -> tuple[int, date]:
    """What an answer depends on besides its question."""
    with library.reading() as snapshot:
        return snapshot.revision, today
