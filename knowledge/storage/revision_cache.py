"""Small results that all snapshots of one revision of the catalogue share."""

import threading
from collections.abc import Callable
from functools import wraps
from typing import Any, Protocol, TypeVar, TypeVarTuple

from cachetools import LRUCache
from cachetools.keys import hashkey

_MOST_RESULTS = 256
_MOST_ORIGINS = 20_000  # of about 0.4 KB
Arguments = TypeVarTuple("Arguments")
R = TypeVar("R")


class RevisionCache:
    """A cache of results, safe to share between threads; drops the least recently used.

    Results of revisions before the last two are dropped at once: some are as large as the library
    has figures, and a library that is being loaded has hundreds of revisions.
    """

    def __init__(self) -> None:
        self.results: LRUCache[Any, Any] = LRUCache(_MOST_RESULTS)
        self.origins: LRUCache[Any, Any] = LRUCache(_MOST_ORIGINS)
        self.lock = threading.Lock()
        self._newest = self._oldest = 0

    def result(self, revision: int, key: Any) -> Any:
        """The result with this key; None where it is unknown."""
        with self.lock:
            return self.results.get((revision, key))

    def keep(self, revision: int, key: Any, result: Any) -> None:
        """Keeps a result of a revision."""
        with self.lock:
            if revision > self._newest:
                self._oldest, self._newest = self._newest, revision
                for known in [k for k in self.results if k[0] < self._oldest]:
                    del self.results[known]
            if revision >= self._oldest:
                self.results[revision, key] = result


class _State(Protocol):
    cache: RevisionCache

    @property
    def revision(self) -> int: ...


S = TypeVar("S", bound=_State)


def per_revision(work: Callable[[S, *Arguments], R]) -> Callable[[S, *Arguments], R]:
    """`work(snapshot, …)`, done once for each revision and arguments; the arguments are hashable.

    A result of None is not kept. Two threads may do the same work at the same time. The result is
    shared: it must not be changed.
    """

    @wraps(work)
    def remembered(snapshot: S, *arguments: *Arguments) -> R:
        key = hashkey(work, *arguments)
        result: R | None = snapshot.cache.result(snapshot.revision, key)
        if result is None:
            result = work(snapshot, *arguments)
            snapshot.cache.keep(snapshot.revision, key, result)
        return result

    return remembered
