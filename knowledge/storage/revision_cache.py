"""Small results that all snapshots of one revision of the catalogue share."""

import threading
from collections.abc import Callable
from functools import wraps
from typing import Any, Protocol, TypeVar, TypeVarTuple

from cachetools import LRUCache
from cachetools.keys import hashkey

_MOST_RESULTS = 256
# Figures and origins that are kept, of any number of results: about 1.5 KB and 0.4 KB each.
_MOST_FIGURES, _MOST_ORIGINS = 20_000, 20_000
Arguments = TypeVarTuple("Arguments")
R = TypeVar("R")


class RevisionCache:
    """A cache of results, safe to share between threads; drops the least recently used."""

    def __init__(self) -> None:
        self.results: LRUCache[Any, Any] = LRUCache(_MOST_RESULTS)
        self.figures: LRUCache[Any, tuple[Any, ...]] = LRUCache(_MOST_FIGURES, _size)
        self.origins: LRUCache[Any, Any] = LRUCache(_MOST_ORIGINS)
        self.lock = threading.Lock()


def _size(results: tuple[Any, ...]) -> int:
    return max(1, len(results))


class _State(Protocol):
    cache: RevisionCache

    @property
    def revision(self) -> int: ...


S = TypeVar("S", bound=_State)


def per_revision(work: Callable[[S, *Arguments], R]) -> Callable[[S, *Arguments], R]:
    """`work(snapshot, …)`, done once for each revision and arguments; the arguments are hashable.

    Two threads may do the same work at the same time. The result is shared: it must not be changed.
    """

    @wraps(work)
    def remembered(snapshot: S, *arguments: *Arguments) -> R:
        cache = snapshot.cache
        key = hashkey(work, snapshot.revision, *arguments)
        with cache.lock:
            if key in cache.results:
                known: R = cache.results[key]
                return known
        result = work(snapshot, *arguments)
        with cache.lock:
            cache.results[key] = result
        return result

    return remembered
