"""Which figures of an indicator there are, by all that decides whether they may answer."""

from collections import defaultdict
from typing import Any

import sqlalchemy as sa

from knowledge.records import Period
from knowledge.storage.checksums import FILED_BY, check_filing
from knowledge.storage.figure_filter import NEWEST_FIRST, FigureGroup
from knowledge.storage.revision_cache import per_revision
from knowledge.storage.schema import bulletins
from knowledge.storage.schema import figures as table
from knowledge.storage.snapshot import Snapshot


@per_revision
def figure_groups(snapshot: Snapshot, indicator: str) -> tuple[FigureGroup, ...]:
    """The groups of the figures of an indicator, in the order of their newest figures.

    Raises:
        Corrupt: one of them is not filed as it was stored.
    """
    c = table.c
    filed_by = [c[name] for name in FILED_BY]
    shown = (c.plan.is_not(None), c.percent.is_not(None), c.within.is_not(None),
             c.contradicts.is_not(None), bulletins.c.trust)  # fmt: skip
    query = sa.select(c.figure_id, c.filing, *filed_by, *shown).join(
        bulletins, bulletins.c.bulletin_id == c.bulletin_id
    )
    stored = snapshot.rows(query.where(c.indicator == indicator).order_by(*NEWEST_FIRST))
    rows = []
    for figure_id, filing, *values in stored:
        check_filing(figure_id, values[: len(FILED_BY)], filing)
        _, place, _, place_source, *others = values
        rows.append((None if place_source == "guess" else place, *others))
    periods: dict[Any, Period | None] = {}
    texts: dict[Any, Any] = {}  # one object for each place and unit
    groups = []
    for place_name, first, last, kind, source, role, unit, *rest in dict.fromkeys(rows):
        spell = (first, last, kind)
        if spell not in periods:
            periods[spell] = Period(first, last, kind, "") if first else None
        place_name = texts.setdefault(place_name, place_name)
        unit = texts.setdefault(unit, unit)
        groups.append(FigureGroup(place_name, periods[spell], source, role, unit, *rest))
    return tuple(groups)


@per_revision
def bulletins_with_figures(snapshot: Snapshot, indicators: tuple[str, ...]) -> frozenset[str]:
    """The ids of the bulletins with figures of these indicators."""
    query = sa.select(table.c.bulletin_id).where(table.c.indicator.in_(indicators)).distinct()
    return frozenset(row.bulletin_id for row in snapshot.rows(query))


@per_revision
def years_of_places(
    snapshot: Snapshot, indicators: tuple[str, ...] | None, roles: tuple[str, ...]
) -> tuple[tuple[str | None, frozenset[int]], ...]:
    """Each place of figures with the years that they are of."""
    years: defaultdict[str | None, set[int]] = defaultdict(set)
    for key in snapshot.figure_keys(indicators, roles):
        is_of_years = key.period is not None and key.period.kind != "range"
        years[key.place].update(key.period.years if key.period and is_of_years else ())
    return tuple((place, frozenset(of_place)) for place, of_place in years.items())
