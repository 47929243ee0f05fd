"""The figure table: the stored figures that fit a query and filters. Needs no model."""

from collections.abc import Sequence

from knowledge.figures.extraction import extract_figures
from knowledge.ingestion.passages import split_passages
from knowledge.records import Edition, Figure
from knowledge.storage.figure_filter import FigureFilter
from knowledge.storage.snapshot import Snapshot
from knowledge.text.spelling import fold
from knowledge.vocabulary.indicators import find_indicators, narrower
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

    `query` names what is counted, in any spelling; what is narrower counts too: `cai nghiện` also
    finds `cai nghiện bắt buộc`. Without a known indicator, all its words must be in the figure's
    name.
    """
    wanted, name_words = _filter_of(query, year, place, indicators, roles)
    figures = snapshot.figures(wanted, is_newest_first=True)
    return [f for f in figures if name_words <= set(fold(f.name).split())]


def select_page(
    snapshot: Snapshot, query: str | None, year: int | None, place: str | None,
    roles: Sequence[str] | None, limit: int, offset: int,
) -> tuple[int, list[Figure]]:  # fmt: skip
    """The number of figures that fit, and at most `limit` of them after the first `offset`.

    The filters and the order are those of `select_figures`; only the figures of the page are read.
    """
    wanted, name_words = _filter_of(query, year, place, None, roles)
    if not name_words:
        page = snapshot.figures(wanted, limit, offset, is_newest_first=True)
        return snapshot.figure_count(wanted), page
    names = snapshot.figure_names(wanted)
    ids = [name_id for name_id, name in names if name_words <= set(fold(name).split())]
    page_ids = FigureFilter(ids=ids[offset : offset + limit])
    return len(ids), snapshot.figures(page_ids, is_newest_first=True)


def _filter_of(
    query: str | None, year: int | None, place: str | None, indicators: Sequence[str] | None,
    roles: Sequence[str] | None,
) -> tuple[FigureFilter, set[str]]:  # fmt: skip
    """The filter, and the words that must be in a figure's name besides."""
    name_words: set[str] = set()
    if indicators is None and query:
        forms = ("vi", "folded", "en")
        named = {m.indicator.id for f in forms for m in find_indicators(query, f)}
        indicators = sorted(named | narrower(query)) or None
        name_words = set() if indicators else set(fold(query).split())
    place = place and (canonical_place(place) or place)
    return FigureFilter(indicators=indicators, roles=roles, year=year, place=place), name_words
