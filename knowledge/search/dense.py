"""A vector -> the passages nearest to it, from Chroma or by comparing with every vector.

Chroma is asked while it is at the catalogue's revision. While it is not, or where there are few
passages, every vector is compared, so a reader beside a writer sees the old state or the
new one and never a mixture. Similarities told are exact either way: Chroma's are of 32-bit sums
in another order, and the fused score compares them with ours.
"""

import contextlib
import logging
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial

import numpy as np
import numpy.typing as npt
from cachetools import LRUCache

from knowledge.errors import Busy, StorageError
from knowledge.storage.catalogue import Catalogue
from knowledge.storage.snapshot import Snapshot
from knowledge.storage.vector_index import ExactSearch, NearestSearch, VectorIndex

_LOG = logging.getLogger("bantin.library")
# Questions of two states may be answered at once, just after something was stored.
_STATES = 2
_OPENED_WITHIN_S = 30
Vector = npt.NDArray[np.float32]
Found = list[tuple[str, float]]


class Nearest:
    """The dense side of search; serves many threads."""

    def __init__(
        self, catalogue: Catalogue, open_index: Callable[[], VectorIndex], exact_up_to: int
    ) -> None:
        self._catalogue, self._exact_up_to = catalogue, exact_up_to
        self._shared = _SharedIndex(open_index, catalogue.newest_revision)
        self._lock = threading.Lock()
        self._exact: LRUCache[int, ExactSearch] = LRUCache(_STATES)

    def asking(self, snapshot: Snapshot) -> Callable[[Vector, int], Found | None] | None:
        """How to ask Chroma for the state of `snapshot`; None where it cannot be asked.

        What is given needs no connection, so it may be called on another thread; it gives None
        where Chroma proves broken or a writer came between: then `compared` is to be asked.
        """
        if snapshot.indexed != snapshot.revision or self._is_small(snapshot):
            return None
        return partial(self._asked, snapshot.revision)

    def _asked(self, revision: int, vector: Vector, k: int) -> Found | None:
        try:
            with self._shared.at(revision) as index:
                found = index.nearest(vector, k) if index is not None else None
        except StorageError as exc:
            # The catalogue has every vector: answer from it, and tell the operator.
            _LOG.warning("%s; answering from the catalogue's vectors meanwhile", exc)
            return None
        # No writer may have touched Chroma meanwhile; that is seen from outside our snapshot.
        return found if self._catalogue.newest_revision() == revision else None

    def compared(self, snapshot: Snapshot, vector: Vector, k: int) -> Found:
        """At most `k` passage ids with their cosine, best first, by comparing with every vector."""
        return self._exact_at(snapshot).nearest(vector, k)

    def similarities(
        self, snapshot: Snapshot, vector: Vector, ids: Iterable[str]
    ) -> dict[str, float]:
        """The cosine of each of these passages, from the catalogue's own vectors."""
        names, vectors = snapshot.vectors_of(ids)
        if not names:
            return {}
        return dict(zip(names, (vectors @ vector).tolist(), strict=True))

    def open_beside(self, snapshot: Snapshot) -> None:
        """Opens Chroma while the encoder loads: each takes about a second of a cold start."""
        if self._shared.is_open or self._is_small(snapshot):
            return
        revision = snapshot.revision

        def work() -> None:
            # A failure here is met again, and told, where the index is asked.
            with contextlib.suppress(StorageError), self._shared.at(revision):
                pass

        threading.Thread(target=work, daemon=True).start()

    def close(self) -> None:
        """Lets go of the index, once nobody uses it."""
        self._shared.close()

    def _is_small(self, snapshot: Snapshot) -> bool:
        """Whether comparing with every vector beats importing Chroma, which takes a second."""
        return snapshot.passage_count() <= self._exact_up_to

    def _exact_at(self, snapshot: Snapshot) -> NearestSearch:
        with self._lock:  # held while the vectors are read, so that they are read once
            if snapshot.revision not in self._exact:
                self._exact[snapshot.revision] = ExactSearch(*snapshot.vectors())
            return self._exact[snapshot.revision]


class _SharedIndex:
    """One open index that many threads ask; opened anew, once they are done, after a change.

    An index that another process wrote to must be closed before it is opened: a second client
    of the same folder would go on seeing the old state.
    """

    def __init__(self, open_index: Callable[[], VectorIndex], newest: Callable[[], int]) -> None:
        self._open, self._newest = open_index, newest
        self._turn = threading.Condition()
        self._index: VectorIndex | None = None
        self._revision = -1
        self._users = 0

    @property
    def is_open(self) -> bool:
        """Whether there is an index, of whatever revision."""
        return self._index is not None

    @contextmanager
    def at(self, revision: int) -> Iterator[VectorIndex | None]:
        """The index at this revision, open for as long as the block; None where it is past.

        Raises:
            CorruptIndex: it cannot be opened.
            Busy: those who use the one before do not end.
        """
        index = self._taken(revision)
        try:
            yield index
        finally:
            if index is not None:
                with self._turn:
                    self._users -= 1
                    self._turn.notify_all()

    def close(self) -> None:
        """Closes the index, once nobody uses it."""
        with self._turn:
            self._turn.wait_for(lambda: not self._users, _OPENED_WITHIN_S)
            self._end()

    def _taken(self, revision: int) -> VectorIndex | None:
        with self._turn:
            free = self._turn.wait_for(
                lambda: self._revision == revision or not self._users, _OPENED_WITHIN_S
            )
            if not free:
                raise Busy("the vector index is in use by questions about an older state")
            if self._revision != revision:
                if self._newest() != revision:
                    return None  # it cannot be opened as it was
                self._end()
                self._index = self._open()
                self._revision = revision
            self._users += 1
            return self._index

    def _end(self) -> None:
        index, self._index, self._revision = self._index, None, -1
        if index is not None:
            index.close()
