"""Files to load -> how much work they are, in bytes, and how much of it is done."""

from collections.abc import Sequence
from pathlib import Path

from knowledge.ingestion.sources import Receipt
from knowledge.readers.files import has_rows

# Pictures make a document large, not slow.
_MOST_BYTES = 200_000


class Work:
    """The work of loading files in their order; `done` never exceeds `total`."""

    def __init__(self, files: Sequence[Path | Receipt]) -> None:
        self._sizes = [0 if isinstance(item, Receipt) else _size(item) for item in files]
        self._ended = self._in_file = self._number = 0
        self.total = max(1, sum(self._sizes))

    @property
    def done(self) -> int:
        """The bytes of the files that are done, and those of the current one so far."""
        return self._ended + self._in_file

    def add(self, text: str) -> None:
        """Counts one bulletin of the current file."""
        size = self._sizes[self._number] if self._number < len(self._sizes) else 0
        self._in_file = min(size, self._in_file + len(text.encode()))

    def end_file(self) -> None:
        """Counts the current file as done."""
        self._ended += self._sizes[self._number]
        self._number, self._in_file = self._number + 1, 0


def _size(path: Path) -> int:
    try:
        size = path.stat().st_size
    except OSError:
        return 1
    return max(1, size if has_rows(path) else min(size, _MOST_BYTES))
