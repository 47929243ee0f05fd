"""A vector -> the passages nearest to it, from Chroma or by comparing with every vector.

Chroma is asked while it is at the catalogue's revision. While it is not, or where there are few
passages, every vector is compared, so a reader beside a writer sees the old state or the
new one and never a mixture. Similarities told are exact either way: Chroma's are of 32-bit sums
in another order, and the fused score compares them with ours.
"""

import contextlib
import logging
import threading
from collections.abc import Callable, Iterable
from functools import partial

import numpy as np
import numpy.typing as npt
import sqlalchemy as sa

from knowledge import lexical, lookups
from knowledge.catalogue import Catalogue
from knowledge.errors import CorruptIndex
from knowledge.vectors import ExactIndex, VectorIndex

_LOG = logging.getLogger("bantin.library")
Vector = npt.NDArray[np.float32]
Found = list[tuple[str, float]]


class Nearest:
    """The dense side of search; serves many threads."""

    def __init__(
        self, catalogue: Catalogue, open_index: Callable[[], VectorIndex], exact_up_to: int
    ) -> None:
        self._catalogue, self._open_index, self._exact_up_to = catalogue, open_index, exact_up_to
        self._lock = threading.Lock()
        self._chroma: tuple[int, VectorIndex] | None = None
        self._exact: tuple[int, ExactIndex] | None = None
        self._size: tuple[int, int] | None = None

    def asking(self, connection: sa.Connection) -> Callable[[Vector, int], Found | None] | None:
        """How to ask Chroma for the state that `connection` sees; None where it cannot be asked.

        What is given needs no connection, so it may be called on another thread; it gives None
        where Chroma proves broken or a writer came between: then `compared` is to be asked.
        """
        revision = self._catalogue.revision(connection)
        reached = int(self._catalogue.state(connection, "vectors") or 0)
        if reached != revision or self._is_small(connection, revision):
            return None
        return partial(self._asked, revision)

    def _asked(self, revision: int, vector: Vector, k: int) -> Found | None:
        try:
            found = self._chroma_at(revision).nearest(vector, k)
        except CorruptIndex as exc:
            # The catalogue has every vector: answer from it, and tell the operator.
            _LOG.warning("%s; answering from the catalogue's vectors meanwhile", exc)
            return None
        return found if self._is_unchanged(revision) else None

    def compared(self, connection: sa.Connection, vector: Vector, k: int) -> Found:
        """At most `k` passage ids with their cosine, best first, by comparing with every vector."""
        revision = self._catalogue.revision(connection)
        return self._exact_at(connection, revision).nearest(vector, k)

    def similarities(
        self, connection: sa.Connection, vector: Vector, ids: Iterable[str]
    ) -> dict[str, float]:
        """The cosine of each of these passages, from the catalogue's own vectors."""
        names, vectors = lookups.vectors_of(connection, ids)
        if not names:
            return {}
        return dict(zip(names, (vectors @ vector).tolist(), strict=True))

    def open_beside(self) -> None:
        """Opens Chroma while the encoder loads: each takes about a second of a cold start."""
        if self._chroma is not None:
            return
        with self._catalogue.reading() as connection:
            revision = self._catalogue.revision(connection)
            is_small = self._is_small(connection, revision)

        def work() -> None:
            # A failure here is met again, and told, where the index is asked.
            with contextlib.suppress(CorruptIndex):
                self._chroma_at(revision)

        if not is_small:
            threading.Thread(target=work, daemon=True).start()

    def _is_small(self, connection: sa.Connection, revision: int) -> bool:
        """Whether comparing with every vector beats importing Chroma, which takes a second."""
        if self._size is None or self._size[0] != revision:
            self._size = (revision, lexical.passage_count(connection))
        return self._size[1] <= self._exact_up_to

    def _is_unchanged(self, revision: int) -> bool:
        """Whether no writer touched Chroma meanwhile, seen from outside our snapshot."""
        with self._catalogue.reading() as connection:
            return self._catalogue.revision(connection) == revision

    def _chroma_at(self, revision: int) -> VectorIndex:
        with self._lock:
            if self._chroma is None:
                self._chroma = (revision, self._open_index())
            elif self._chroma[0] != revision:
                index = self._chroma[1]
                reopen = getattr(index, "reopen", None)
                if reopen is not None:
                    reopen()
                self._chroma = (revision, index)
            return self._chroma[1]

    def _exact_at(self, connection: sa.Connection, revision: int) -> ExactIndex:
        with self._lock:
            if self._exact is None or self._exact[0] != revision:
                self._exact = (revision, ExactIndex(*self._catalogue.vectors(connection)))
            return self._exact[1]
