"""Revision of a bulletin -> its figures, read again from the text, and the doubts about figures."""

from threading import Lock

from cachetools import LRUCache

from assistant.checking.doubting import doubts_of
from knowledge.figures.certainty import without_guesses
from knowledge.figures.extraction import extract_figures
from knowledge.ingestion.passages import split_passages
from knowledge.records import Figure
from knowledge.search.library import Library

_MAX_JUDGED = 5000
# Figures, of about 1.5 KB, of any number of revisions; the least recently used are dropped.
_MAX_CACHED = 20_000


class FreshFigures:
    """Extracts and judges the figures of revisions, and caches that: a text never changes.

    Safe to share between threads; two threads may extract the same text at the same time.
    """

    def __init__(self) -> None:
        self._cached: LRUCache[tuple[str, int], tuple[Figure, ...]] = LRUCache(
            _MAX_CACHED, lambda figures: len(figures) + 1
        )
        self._doubts: LRUCache[Figure, list[str]] = LRUCache(_MAX_JUDGED)
        self._lock = Lock()

    def of(self, library: Library, bulletin_id: str, revision: int) -> tuple[Figure, ...]:
        """The figures of one revision of a bulletin in `library`."""
        key = (bulletin_id, revision)
        with self._lock:
            cached = self._cached.get(key)
        if cached is not None:
            return cached
        bulletin = library.edition(*key).bulletin
        passages = split_passages(bulletin, revision)
        figures = tuple(without_guesses(extract_figures(bulletin, revision, passages)))
        with self._lock:
            if len(figures) < _MAX_CACHED:
                self._cached[key] = figures
        return figures

    def doubts(self, figure: Figure, library: Library) -> list[str]:
        """See `assistant.checking.doubting`."""
        with self._lock:
            doubts = self._doubts.get(figure)
        if doubts is None:
            doubts = doubts_of(figure, library)
            with self._lock:
                self._doubts[figure] = doubts
        return doubts


def differences(stored: Figure, fresh: Figure) -> list[str]:
    """One problem per attribute in which the two figures differ."""
    names = ("value", "high", "hedge", "preliminary", "unit", "role", "plan", "total", "percent", "share", "change", "indicator", "place",
             "period", "contradicts")  # fmt: skip
    return [
        f"{name} is {getattr(fresh, name)!s} in the text, {getattr(stored, name)!s} in the answer"
        for name in names
        if getattr(stored, name) != getattr(fresh, name)
    ]
