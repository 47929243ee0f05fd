"""Figure -> the doubts of the second reading, with the names that the vocabulary knows."""

import tomllib
from functools import cache
from importlib.resources import files

from assistant.checking.second.cells import cell_doubts
from assistant.checking.second.reading import Words, doubts
from knowledge.figures.cells import is_cell
from knowledge.records import Figure
from knowledge.search.library import Library
from knowledge.vocabulary.indicators import vocabulary
from knowledge.vocabulary.places import PROVINCES


def doubts_of(figure: Figure, library: Library) -> list[str]:
    """Why the text of the figure's bulletin does not support it, for the trace; empty if it does."""
    bulletin = library.edition(figure.bulletin_id, figure.revision).bulletin
    if is_cell(figure, bulletin):
        return [
            f"second reading, {doubt}"
            for doubt in cell_doubts(figure, bulletin, words_of(figure).unit)
        ]
    raised = doubts(figure, bulletin, words_of(figure))
    return [f"second reading, {doubt.field}: {doubt.reason}" for doubt in raised]


def words_of(figure: Figure) -> Words:
    """The names of the figure's indicator and unit, and of the provinces."""
    indicator = vocabulary().get(figure.indicator or "")
    names = indicator.vi if indicator else ()
    return Words(names, _unit_names().get(figure.unit, ()), PROVINCES)


@cache
def _unit_names() -> dict[str, tuple[str, ...]]:
    table = tomllib.loads(files("knowledge.vocabulary").joinpath("units.toml").read_text("utf-8"))
    return {unit: tuple(names) for rows in table.values() for unit, names in rows.items()}
