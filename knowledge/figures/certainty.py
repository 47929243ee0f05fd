"""What of a figure answers may tell: a place that no words name is none to them."""

from collections.abc import Iterable
from dataclasses import replace

from knowledge.records import Figure


def without_guesses(figures: Iterable[Figure]) -> list[Figure]:
    """The figures, without the places that were only guessed; `place_source` still says so."""
    return [
        replace(f, place=None) if f.place is not None and f.place_source == "guess" else f
        for f in figures
    ]
