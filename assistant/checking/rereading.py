"""The figures of a bulletin, read from its text once more and not from the table."""

from threading import Lock

from knowledge.figures.extraction import extract_figures
from knowledge.ingestion.passages import split_passages
from knowledge.records import Figure
from knowledge.search.library import Library

_MOST_FRESH = 128


class FreshFigures:
    """The figures of revisions as their texts say them, remembered: a text never changes.

    Shared by threads; two may read one text twice.
    """

    def __init__(self) -> None:
        self._known: dict[tuple[str, int], tuple[Figure, ...]] = {}
        self._lock = Lock()

    def of(self, library: Library, bulletin_id: str, revision: int) -> tuple[Figure, ...]:
        """The figures of one revision of a bulletin in `library`."""
        key = (bulletin_id, revision)
        with self._lock:
            known = self._known.get(key)
        if known is not None:
            return known
        bulletin = library.edition(*key).bulletin
        found = extract_figures(bulletin, revision, split_passages(bulletin, revision))
        with self._lock:
            while len(self._known) >= _MOST_FRESH:
                self._known.pop(next(iter(self._known)))
            self._known[key] = found
        return found
