"""A vector -> the passages nearest to it, from Chroma or by comparing with every vector.

Chroma is used only at the catalogue's revision. Otherwise, and for small libraries, every vector is
compared, so a reader beside a writer sees the old state or the new one, never a mixture. The
similarities are exact in both cases: Chroma's 32-bit sums are rounded in another order, and the
fused score compares similarities of both.
"""

import contextlib
import logging
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial

from cachetools import LRUCache

from knowledge.arrays import Floats
from knowledge.errors import Busy, Corrupt, StorageError
from knowledge.storage.catalogue import Catalogue
from knowledge.storage.snapshot import Snapshot
from knowledge.storage.vector_index import ExactSearch, NearestSearch, VectorIndex

_LOG = logging.getLogger("bantin.library")
# Just after something was stored, questions of two states may be answered at the same time.
_STATES = 2
_OPENED_WITHIN_S = 30
# Looking through a damaged index takes a second of each question.
_TRIED_AGAIN_AFTER_S = 60
Vector = Floats
Ranking = list[tuple[str, float]]


class Nearest:
    """The dense part of search; safe to share between threads."""

    def __init__(
        self, catalogue: Catalogue, open_index: Callable[[], VectorIndex], exact_up_to: int
    ) -> None:
        self._catalogue, self._exact_up_to = catalogue, exact_up_to
        self._shared = _SharedIndex(open_index, catalogue.newest_revision)
        self._lock = threading.Lock()
        self._exact: LRUCache[int, ExactSearch] = LRUCache(_STATES)

    def chroma_search(self, snapshot: Snapshot) -> Callable[[Vector, int], Ranking | None] | None:
        """A function that asks Chroma for the state of `snapshot`; None where Chroma is behind.

        It needs no connection, so it may run on another thread. It returns None where Chroma fails
        or something was stored during the search; use `compare_all` then.
        """
        if snapshot.indexed != snapshot.revision or self._is_small(snapshot):
            return None
        return partial(self._ask_chroma, snapshot.revision)

    def _ask_chroma(self, revision: int, vector: Vector, k: int) -> Ranking | None:
        try:
            with self._shared.at(revision) as index:
                hits = index.nearest(vector, k) if index is not None else None
        except StorageError as exc:
            # The catalogue has every vector too.
            _LOG.warning("%s; answering from the catalogue's vectors meanwhile", exc)
            return None
        # Chroma may have changed during the search, which the snapshot does not show.
        return hits if self._catalogue.newest_revision() == revision else None

    def compare_all(self, snapshot: Snapshot, vector: Vector, k: int) -> Ranking:
        """At most `k` passage ids with their cosine, best first, by comparing with every vector."""
        return self._exact_at(snapshot).nearest(vector, k)

    def similarities(
        self, snapshot: Snapshot, vector: Vector, ids: Iterable[str]
    ) -> dict[str, float]:
        """The cosine of each of these passages, from the vectors in the catalogue."""
        names, vectors = snapshot.vectors_of(ids)
        if not names:
            return {}
        return dict(zip(names, (vectors @ vector).tolist(), strict=True))

    def open_in_background(self, snapshot: Snapshot) -> None:
        """Opens Chroma while the encoder loads: at a cold start each takes about a second."""
        if self._shared.is_open or self._is_small(snapshot):
            return
        revision = snapshot.revision

        def work() -> None:
            # The search gets the same error and logs it.
            with contextlib.suppress(StorageError), self._shared.at(revision):
                pass

        threading.Thread(target=work, daemon=True).start()

    def close(self) -> None:
        """Closes the index, once no thread uses it."""
        self._shared.close()

    def _is_small(self, snapshot: Snapshot) -> bool:
        """Whether comparing with every vector beats importing Chroma, which takes a second."""
        return snapshot.passage_count() <= self._exact_up_to

    def _exact_at(self, snapshot: Snapshot) -> NearestSearch:
        with self._lock:  # held during the reading, so that the vectors are read once
            if snapshot.revision not in self._exact:
                names, vectors = snapshot.vectors()
                check_count(len(names), snapshot.passage_count())
                self._exact[snapshot.revision] = ExactSearch(names, vectors)
            return self._exact[snapshot.revision]


def check_count(vectors: int, passages: int) -> None:
    """Raises Corrupt unless there is a vector for each passage."""
    if vectors != passages:
        raise Corrupt(f"{passages - vectors} passages have no vector; run `bantin rebuild`")


class _SharedIndex:
    """One open index that many threads use; reopened after a change, once they are done.

    An index that another process wrote to must be closed before it is opened again: a second client
    of the same folder would still see the old state.
    """

    def __init__(self, open_index: Callable[[], VectorIndex], newest: Callable[[], int]) -> None:
        self._open, self._newest = open_index, newest
        self._turn = threading.Condition()
        self._index: VectorIndex | None = None
        self._revision = -1
        self._users = 0
        self._failed: tuple[int, float, Corrupt] | None = None  # the revision, when, and why

    @property
    def is_open(self) -> bool:
        """Whether an index is open, of any revision."""
        return self._index is not None

    @contextmanager
    def at(self, revision: int) -> Iterator[VectorIndex | None]:
        """The index at this revision, open during the block; None for an older revision.

        Raises:
            CorruptIndex: it cannot be opened.
            Busy: the previous index is in use for too long.
        """
        index = self._acquire(revision)
        try:
            yield index
        finally:
            if index is not None:
                with self._turn:
                    self._users -= 1
                    self._turn.notify_all()

    def close(self) -> None:
        """Closes the index, once no thread uses it."""
        with self._turn:
            self._turn.wait_for(lambda: not self._users, _OPENED_WITHIN_S)
            self._close_now()

    def _acquire(self, revision: int) -> VectorIndex | None:
        with self._turn:
            free = self._turn.wait_for(
                lambda: self._revision == revision or not self._users, _OPENED_WITHIN_S
            )
            if not free:
                raise Busy("the vector index is in use by questions about an older state")
            if self._revision != revision:
                if self._newest() != revision:
                    return None  # the next use opens it again
                self._close_now()
                self._index = self._opened(revision)
                self._revision = revision
            self._users += 1
            return self._index

    def _opened(self, revision: int) -> VectorIndex:
        """The index of this revision; for a minute after a failure the same error again."""
        if self._failed is not None:
            failed, when, error = self._failed
            if failed == revision and time.monotonic() - when < _TRIED_AGAIN_AFTER_S:
                raise error.with_traceback(None)
        try:
            return self._open()
        except Corrupt as exc:
            self._failed = revision, time.monotonic(), exc
            raise

    def _close_now(self) -> None:
        index, self._index, self._revision = self._index, None, -1
        if index is not None:
            index.close()
