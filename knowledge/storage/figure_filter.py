"""Filters, keys and groups of figures, as SQL over the figures table."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from knowledge.records import FieldSource, Period, Role, Trust
from knowledge.storage.schema import figures as table
from knowledge.text.spelling import fold


@dataclass(frozen=True, slots=True)
class FigureFilter:
    """A figure must fit every condition that is not None; `place` is a canonical name.

    `places` are names as bulletins have them. With `has_plan` only results that tell their plan
    or a percentage of it fit. `groups`, with `indicators`, lets the figures of these groups fit and
    some of other groups.
    """

    bulletin_id: str | None = None
    passage_ids: Sequence[str] | None = None
    indicators: Sequence[str] | None = None
    roles: Sequence[str] | None = None
    year: int | None = None
    place: str | None = None
    ids: Sequence[str] | None = None
    places: Sequence[str] | None = None
    has_plan: bool = False
    groups: Sequence["FigureGroup"] | None = None

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
        if self.groups is not None:
            conditions += _of_groups(self.groups, self.indicators or ())
        elif self.indicators is not None:
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
        if self.places is not None:
            conditions.append(c.place_folded.in_(sorted({fold(place) for place in self.places})))
        if self.has_plan:
            has_plan = c.plan.is_not(None) | c.percent.is_not(None)
            conditions.append(has_plan | (c.role == "percent_of_plan"))
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


@dataclass(frozen=True, slots=True)
class FigureGroup:
    """Figures of one indicator that are alike in all that decides whether they may answer.

    A guessed place is None. `has_plan`, `has_percent` and `is_part` say whether `plan`, `percent`
    and `within` are given; `trust` is that of the bulletin.
    """

    place: str | None
    period: Period | None
    period_source: FieldSource | None
    role: Role
    unit: str
    has_plan: bool
    has_percent: bool
    is_part: bool
    is_contradicted: bool
    trust: Trust


# So many places are looked up one by one; of more, the figures of all places are read.
_FEW_PLACES = 8
_MOST_VALUES = 2000  # of one list in a statement


def _of_groups(
    groups: Sequence[FigureGroup], indicators: Sequence[str]
) -> Iterable[sa.ColumnElement[bool]]:
    c = table.c
    indicator: sa.ColumnElement[str] = c.indicator
    places = {fold(g.place) if g.place else None for g in groups}
    first_days = {g.period.start if g.period else None for g in groups}
    if len(places) <= _FEW_PLACES and None not in places:
        yield c.place_folded.in_(sorted(map(str, places)))
        # SQLite would take the index of indicators, which has ten times as many rows. Of an
        # expression it has no index.
        indicator = c.indicator.concat("")
    yield indicator.in_(list(indicators))
    if None not in first_days and len(first_days) <= _MOST_VALUES:
        yield c.period_first.in_(sorted(day for day in first_days if isinstance(day, date)))
    if len({g.role for g in groups}) == 1:
        yield c.role == groups[0].role
