"""Revision of a bulletin -> its figures, extracted again from the text, not read from the table."""

from threading import Lock

from knowledge.figures.certainty import without_guesses
from knowledge.figures.extraction import extract_figures
from knowledge.ingestion.passages import split_passages
from knowledge.records import Figure
from knowledge.search.library import Library

_MAX_CACHED = 128


class FreshFigures:
    """Extracts the figures of revisions from their texts, and caches them: a text never changes.

    Safe to share between threads; two threads may extract the same text at the same time.
    """

    def __init__(self) -> None:
        self._cached: dict[tuple[str, int], tuple[Figure, ...]] = {}
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
            while len(self._cached) >= _MAX_CACHED:
                self._cached.pop(next(iter(self._cached)))
            self._cached[key] = figures
        return figures


def differences(stored: Figure, fresh: Figure) -> list[str]:
    """One problem per attribute in which the two figures differ."""
    names = ("value", "high", "hedge", "preliminary", "unit", "role", "plan", "total", "percent", "share", "change", "indicator", "place",
             "period", "contradicts")  # fmt: skip
    return [
        f"{name} is {getattr(fresh, name)!s} in the text, {getattr(stored, name)!s} in the answer"
        for name in names
        if getattr(stored, name) != getattr(fresh, name)
    ]
