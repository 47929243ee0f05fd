"""Filters and keys of figures, as SQL over the figures table."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from knowledge.records import Period
from knowledge.storage.schema import figures as table
from knowledge.text.spelling import fold


@dataclass(frozen=True, slots=True)
class FigureFilter:
    """A figure must fit every condition that is not None; `place` is a canonical name."""

    bulletin_id: str | None = None
    passage_ids: Sequence[str] | None = None
    indicators: Sequence[str] | None = None
    roles: Sequence[str] | None = None
    year: int | None = None
    place: str | None = None
    ids: Sequence[str] | None = None

    def conditions(self) -> list[sa.ColumnElement[bool]]:
        """The conditions as SQL."""
        c = table.c
        conditions: list[sa.ColumnElement[bool]] = []
        if self.ids is not None:
            conditions.append(c.figure_id.in_(list(self.ids)))
        if self.bulletin_id is not None:
            conditions.append(c.bulletin_id == self.bulletin_id)
        if self.passage_ids is not None:
            conditions.append(c.passage_id.in_(list(self.passage_ids)))
        if self.indicators is not None:
            conditions.append(c.indicator.in_(list(self.indicators)))
        if self.roles is not None:
            conditions.append(c.role.in_(list(self.roles)))
        if self.year is not None:
            conditions.append(sa.extract("year", c.period_first) <= self.year)
            conditions.append(sa.extract("year", c.period_last) >= self.year)
        if self.place is not None:
            # `huyện Châu Thành` is one with any province behind its comma.
            name = fold(self.place)
            with_province = c.place_folded.startswith(f"{name}, ", autoescape=True)
            conditions.append((c.place_folded == name) | with_province)
        return conditions


# Figures that begin together follow as they were extracted: by the number that their id ends with.
READING_ORDER = (
    table.c.bulletin_id, table.c.start, sa.func.length(table.c.figure_id), table.c.figure_id,
)  # fmt: skip
NEWEST_FIRST = (table.c.period_last.desc().nulls_last(), *READING_ORDER)


@dataclass(frozen=True, slots=True)
class FigureKey:
    """Indicator, place and period; `count` uncontradicted figures share them."""

    indicator: str | None
    place: str | None
    period: Period | None
    count: int


def figure_keys(conditions: Sequence[sa.ColumnElement[bool]]) -> sa.Select[Any]:
    """The query for the rows of `FigureKey`: indicator, place, first, last, kind, count."""
    c = table.c
    place = sa.case((c.place_source == "guess", None), else_=c.place)
    of = (c.indicator, place, c.period_first, c.period_last, c.period_kind)
    query = sa.select(*of, sa.func.count()).where(c.contradicts.is_(None), *conditions)
    # A database sorts groups as it likes, and the places unknown to it first or last.
    return query.group_by(*of).order_by(*(sa.nulls_first(column.asc()) for column in of))


def figure_key(row: Sequence[Any]) -> FigureKey:
    """The key of a row of `figure_keys`."""
    indicator, place, first, last, kind, count = row
    period = Period(first, last, kind, "") if first else None
    return FigureKey(indicator, place, period, count)
