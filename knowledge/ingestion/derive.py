"""Bulletin -> passages and figures: everything derived from its text except vectors."""

from knowledge.figures.extraction import extract_figures
from knowledge.ingestion.passages import split_passages
from knowledge.records import Bulletin, Figure, Passage


def derive(bulletin: Bulletin, revision: int) -> tuple[tuple[Passage, ...], tuple[Figure, ...]]:
    """The passages and figures of a bulletin, in reading order."""
    passages = split_passages(bulletin, revision)
    return passages, extract_figures(bulletin, revision, passages)
