"""The figure table: which stored figures fit a query and filters. Needs no model."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from knowledge.figures.extraction import extract_figures
from knowledge.ingestion.passages import split_passages
from knowledge.records import Edition, Figure, Period
from knowledge.storage.schema import figures as figure_table
from knowledge.storage.snapshot import Snapshot
from knowledge.text.spelling import fold
from knowledge.vocabulary.indicators import find_indicators
from knowledge.vocabulary.places import find_places


@dataclass(frozen=True, slots=True)
class FigureKey:
    """What a figure is of: `count` figures that nothing contradicts share it."""

    indicator: str | None
    place: str | None
    period: Period | None
    count: int


def select_keys(
    snapshot: Snapshot, indicators: Sequence[str] | None = None, roles: Sequence[str] = ()
) -> list[FigureKey]:
    """What there are figures of; far quicker than the figures themselves where there are many."""
    c = figure_table.c
    time = (c.period_first, c.period_last, c.period_kind)
    query = sa.select(c.indicator, c.place, *time, sa.func.count()).where(
        c.contradicts.is_(None), c.role.in_(list(roles))
    )
    if indicators is not None:
        query = query.where(c.indicator.in_(list(indicators)))
    found = snapshot.rows(query.group_by(c.indicator, c.place, *time))
    return [
        FigureKey(indicator, place, Period(first, last, kind, "") if first else None, count)
        for indicator, place, first, last, kind, count in found
    ]


def figures_in(snapshot: Snapshot, passage_ids: Sequence[str]) -> list[Figure]:
    """The stored figures of these passages."""
    return snapshot.figures(figure_table.c.passage_id.in_(list(passage_ids)))


def figures_of(snapshot: Snapshot, edition: Edition) -> list[Figure]:
    """The figures of one revision: stored ones of a current bulletin, else read from its text."""
    bulletin = edition.bulletin
    if edition.is_current:
        return snapshot.figures(figure_table.c.bulletin_id == bulletin.bulletin_id)
    passages = split_passages(bulletin, edition.revision)
    return list(extract_figures(bulletin, edition.revision, passages))


def select_figures(
    snapshot: Snapshot,
    query: str | None = None,
    year: int | None = None,
    place: str | None = None,
    indicators: Sequence[str] | None = None,
    roles: Sequence[str] | None = None,
) -> list[Figure]:
    """The figures that fit every filter, newest period first; needs no model.

    `query` names what is counted, in any spelling; a query without a known indicator is
    looked for in the names, all its words.
    """
    conditions: list[sa.ColumnElement[bool]] = []
    columns = figure_table.c
    wanted: list[str] = []
    if indicators is None and query:
        forms = ("vi", "folded", "en")
        indicators = (
            sorted({m.indicator.id for f in forms for m in find_indicators(query, f)}) or None
        )
        wanted = [] if indicators else fold(query).split()
    if indicators is not None:
        conditions.append(columns.indicator.in_(list(indicators)))
    if year is not None:
        conditions.append(sa.extract("year", columns.period_first) <= year)
        conditions.append(sa.extract("year", columns.period_last) >= year)
    if place is not None:
        conditions.append(columns.place_folded == fold(canonical_place(place)))
    if roles is not None:
        conditions.append(columns.role.in_(list(roles)))
    figures = snapshot.figures(*conditions)
    if wanted:
        figures = [f for f in figures if set(wanted) <= set(fold(f.name).split())]
    return sorted(figures, key=_newest_first)


def _newest_first(figure: Figure) -> int:
    return -figure.period.end.toordinal() if figure.period else 0


def canonical_place(place: str) -> str:
    """The canonical name of a place written in any way; as given where it is unknown."""
    found = find_places(place)
    return found[0].name if found else place
