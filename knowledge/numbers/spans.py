"""Spans of a text that are taken, looked up by position."""

from bisect import bisect_right


class Spans:
    """Spans in order, asked whether they touch a position."""

    def __init__(self, spans: list[tuple[int, int]]) -> None:
        self._starts = [a for a, _ in spans]
        self._reach: list[int] = []
        for _, end in spans:
            self._reach.append(max(end, self._reach[-1] if self._reach else 0))

    def end_over(self, start: int, end: int) -> int | None:
        """Where the spans end that overlap `start:end`; None where none does."""
        i = bisect_right(self._starts, end - 1) - 1
        return self._reach[i] if i >= 0 and self._reach[i] > start else None
