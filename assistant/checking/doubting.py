"""Figure -> the doubts of the second reading, with the names that the vocabulary knows."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import cast

from assistant.checking.second.cells import cell_doubts
from assistant.checking.second.reading import Doubt, Field, Words, doubts
from knowledge.figures.cells import is_cell
from knowledge.records import Bulletin, Figure
from knowledge.search.library import Library
from knowledge.vocabulary.countries import country_names
from knowledge.vocabulary.indicators import vocabulary
from knowledge.vocabulary.places import PROVINCES


def doubts_of(figure: Figure, library: Library) -> list[str]:
    """Why the text of the figure's bulletin does not support it, for the trace; empty if it does."""
    bulletin = library.edition(figure.bulletin_id, figure.revision).bulletin
    return [f"second reading, {d.field}: {d.reason}" for d in doubts_about(figure, bulletin)]


def doubts_about(figure: Figure, bulletin: Bulletin) -> list[Doubt]:
    """The fields of a figure, from a sentence or from a table, that its bulletin does not support."""
    if not is_cell(figure, bulletin):
        return doubts(figure, bulletin, words_of(figure))
    raised = [d.partition(": ") for d in cell_doubts(figure, bulletin, words_of(figure).unit)]
    return [Doubt(cast("Field", field), reason) for field, _, reason in raised]


def words_of(figure: Figure) -> Words:
    """The names of the figure's indicator and unit, and of the provinces."""
    indicator = vocabulary().get(figure.indicator or "")
    names = indicator.vi if indicator else ()
    return Words(names, _unit_names().get(figure.unit, ()), PROVINCES, _countries())


@cache
def _countries() -> tuple[str, ...]:
    return tuple(sorted(country_names()))


@cache
def _unit_names() -> dict[str, tuple[str, ...]]:
    table = tomllib.loads(files("knowledge.vocabulary").joinpath("units.toml").read_text("utf-8"))
    return {unit: tuple(names) for rows in table.values() for unit, names in rows.items()}
