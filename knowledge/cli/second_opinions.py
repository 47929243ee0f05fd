"""Second readings of figures, which packages above add to `bantin figures --doubts`.

This package reads figures once; it knows no package that reads them again.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from knowledge.records import Figure
    from knowledge.storage.snapshot import Snapshot

    Opinion = Callable[[Figure, Snapshot], list[str]]

_opinions: "list[Opinion]" = []


def add_opinion(opinion: "Opinion") -> None:
    """Adds a reading: figure and snapshot -> its doubts in words, each with its field in front."""
    if opinion not in _opinions:
        _opinions.append(opinion)


def doubts_of(figure: "Figure", snapshot: "Snapshot") -> list[str]:
    """The doubts of all readings about a figure; empty if none has any."""
    return [doubt for opinion in _opinions for doubt in opinion(figure, snapshot)]
