"""Bulletin -> passages and figures: everything derived from its text except vectors."""

from knowledge.figures.extraction import extract_figures
from knowledge.ingestion.passages import split_passages
from knowledge.records import Bulletin, Figure, Passage


def derive(bulletin: Bulletin, revision: int) -> tuple[tuple[Passage, ...], tuple[Figure, ...]]:
    """The passages and figures of a bulletin, in reading order."""
    passages = split_passages(bulletin, revision)
    return passages, extract_figures(bulletin, revision, passages)


def comparable(row: Passage | Figure) -> tuple[object, ...]:
    """What stored and derived rows have in common; the places of passages come back folded."""
    if isinstance(row, Passage):
        return row.kind, row.start, row.end, row.header, sorted(row.years)
    period = row.period
    days = (period.start, period.end, period.kind) if period else None
    return (row.value, row.unit, row.role, row.plan, row.total, row.percent, row.share, row.change,
            row.high, row.name, row.indicator, days, row.place, row.quote)  # fmt: skip
