"""Figure -> the names that the second reading may find in its text, from the vocabulary's data."""

import tomllib
from functools import cache
from importlib.resources import files

from assistant.checking.second.reading import Words
from knowledge.records import Figure
from knowledge.vocabulary.indicators import vocabulary
from knowledge.vocabulary.places import PROVINCES


def words_of(figure: Figure) -> Words:
    """The names of the figure's indicator and unit, and of the provinces."""
    indicator = vocabulary().get(figure.indicator or "")
    names = indicator.vi if indicator else ()
    return Words(names, _unit_names().get(figure.unit, ()), PROVINCES)


@cache
def _unit_names() -> dict[str, tuple[str, ...]]:
    table = tomllib.loads(files("knowledge.vocabulary").joinpath("units.toml").read_text("utf-8"))
    return {unit: tuple(names) for rows in table.values() for unit, names in rows.items()}
