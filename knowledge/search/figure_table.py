"""The figure table: the stored figures that fit a query and filters. Needs no model."""

from collections.abc import Sequence

from knowledge.figures.extraction import extract_figures
from knowledge.ingestion.passages import split_passages
from knowledge.records import Edition, Figure
from knowledge.storage.figure_filter import FigureFilter
from knowledge.storage.snapshot import Snapshot
from knowledge.text.spelling import fold
from knowledge.vocabulary.indicators import find_indicators
from knowledge.vocabulary.places import canonical_place


def figures_of(snapshot: Snapshot, edition: Edition) -> list[Figure]:
    """The figures of one revision: stored ones of a current bulletin, else read from its text."""
    bulletin = edition.bulletin
    if edition.is_current:
        return snapshot.figures(FigureFilter(bulletin.bulletin_id))
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

    `query` names what is counted, in any spelling. Without a known indicator, all its words must be
    in the figure's name.
    """
    name_words: list[str] = []
    if indicators is None and query:
        forms = ("vi", "folded", "en")
        indicators = (
            sorted({m.indicator.id for f in forms for m in find_indicators(query, f)}) or None
        )
        name_words = [] if indicators else fold(query).split()
    place = place and (canonical_place(place) or place)
    wanted = FigureFilter(indicators=indicators, roles=roles, year=year, place=place)
    figures = snapshot.figures(wanted)
    if name_words:
        figures = [f for f in figures if set(name_words) <= set(fold(f.name).split())]
    return sorted(figures, key=_newest_first)


def _newest_first(figure: Figure) -> int:
    return -figure.period.end.toordinal() if figure.period else 0
