"""Bulletin -> passages and figures: everything derived from its text except vectors."""

from knowledge.figures.extraction import extract_figures
from knowledge.ingestion.passages import split_passages
from knowledge.records import Bulletin, Figure, Passage

# Raised when passages or figures of the same text come out differently than before. A library
# remembers those that it was last derived with as a whole.
RULES = "2026-11-26"


def derive(bulletin: Bulletin, revision: int) -> tuple[tuple[Passage, ...], tuple[Figure, ...]]:
    """The passages and figures of a bulletin, in reading order."""
    passages = split_passages(bulletin, revision)
    return passages, extract_figures(bulletin, revision, passages)
