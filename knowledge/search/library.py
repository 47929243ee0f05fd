"""The read side: search, figures, bulletins, coverage. Never writes.

One `Library` serves many threads. Each call sees one state of the catalogue; all calls on the
library that `at_one_state` gives see the same state, over one connection.
"""

import copy
import logging
import math
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from knowledge.embedding.encoder import Encoder
from knowledge.errors import Corrupt
from knowledge.figures.certainty import without_guesses
from knowledge.records import Edition, Figure, Hit, Listed, Passage, Role, Trust
from knowledge.search.dense import Nearest
from knowledge.search.figure_table import figures_of, select_figures, select_page
from knowledge.search.hybrid import Searcher
from knowledge.storage import life, origins
from knowledge.storage.catalogue import Catalogue
from knowledge.storage.figure_filter import FigureFilter, FigureGroup, FigureKey
from knowledge.storage.figure_groups import bulletins_with_figures, figure_groups, years_of_places
from knowledge.storage.origins import Origin
from knowledge.storage.revision_cache import per_revision
from knowledge.storage.snapshot import Snapshot
from knowledge.storage.vector_index import VectorIndex
from knowledge.text.spelling import fold
from knowledge.vocabulary.place_names import LOCAL_LEVELS, members_of
from knowledge.vocabulary.places import COUNTRY, level_of, same_place

_LOG = logging.getLogger("bantin.library")
# Passages up to which every vector is compared: a millisecond, and a cold start saves a second.
_EXACT_UP_TO = 2000
_COUNTED_AGAIN_AFTER_S = 60


@dataclass(frozen=True, slots=True)
class Coverage:
    """Years (ascending) and places for which there are figures, and the number of bulletins."""

    years: tuple[int, ...]
    places: tuple[str, ...]
    bulletins: int


class Library:
    """The read side of one library; see the module."""

    def __init__(
        self,
        catalogue: Catalogue,
        encoder: Encoder,
        open_index: Callable[[], VectorIndex],
        exact_up_to: int = _EXACT_UP_TO,
    ) -> None:
        catalogue.check_model(encoder.name, encoder.digest)
        self.catalogue, self.encoder = catalogue, encoder
        self._searcher = Searcher(encoder, Nearest(catalogue, open_index, exact_up_to))
        self._snapshot: Snapshot | None = None

    @contextmanager
    def at_one_state(self) -> Iterator["Library"]:
        """This library at its current state, which stays the same until the block ends.

        Called on a library that is already held at a state, it returns that one.

        Raises:
            Busy: all connections are in use.
            StorageError: the catalogue cannot be read.
        """
        with self.reading() as snapshot:
            held = copy.copy(self)
            held._snapshot = snapshot
            yield held

    @contextmanager
    def reading(self) -> Iterator[Snapshot]:
        """The state that this library is held at, or else the current one, if no row is missing."""
        if self._snapshot is not None:
            yield self._snapshot
        else:
            try:
                self.catalogue.check_rows(_COUNTED_AGAIN_AFTER_S)
            except Corrupt as exc:
                _LOG.error("%s", exc)
                raise
            with self.catalogue.reading() as snapshot:
                yield snapshot

    def close(self) -> None:
        """Ends the helper threads; closes the vector index and the catalogue."""
        self._searcher.close()
        self.catalogue.close()

    def search(
        self, query: str, k: int = 10, year: int | None = None, place: str | None = None,
        within: Collection[str] | None = None,
    ) -> list[Hit]:  # fmt: skip
        """The `k` best passages for a query, best first.

        `knowledge.search.hybrid` defines the score; with a year or a place, only passages that
        mention it count; with `within`, only those of these bulletins.
        """
        with self.reading() as snapshot:
            return self._searcher.search(snapshot, query, k, year, place, within)

    def likeness(self, text: str, passage_ids: Sequence[str]) -> dict[str, float]:
        """The cosine of each passage with the text alone, without translation or accents."""
        with self.reading() as snapshot:
            return self._searcher.likeness(snapshot, text, passage_ids)

    # --- figures

    def figures(
        self,
        query: str | None = None,
        year: int | None = None,
        place: str | None = None,
        indicators: Sequence[str] | None = None,
        roles: Sequence[str] | None = None,
        *,
        with_guesses: bool = False,
    ) -> list[Figure]:
        """See `select_figures`; without the places that were only guessed, unless for staff."""
        with self.reading() as snapshot:
            figures = select_figures(snapshot, query, year, place, indicators, roles)
        return figures if with_guesses else without_guesses(figures)

    def figure_page(
        self, query: str | None = None, year: int | None = None, place: str | None = None,
        role: Role | None = None, limit: int = 100, offset: int = 0,
    ) -> tuple[int, list[Figure]]:  # fmt: skip
        """See `select_page`."""
        roles = [role] if role else None
        with self.reading() as snapshot:
            return select_page(snapshot, query, year, place, roles, limit, offset)

    def figure(self, figure_id: str) -> Figure | None:
        """The stored figure with this id."""
        with self.reading() as snapshot:
            figures = without_guesses(snapshot.figures(FigureFilter(ids=[figure_id])))
        return figures[0] if figures else None

    def figure_groups(self, indicator: str) -> tuple[FigureGroup, ...]:
        """See `knowledge.storage.figure_groups`."""
        with self.reading() as snapshot:
            return figure_groups(snapshot, indicator)

    def figures_of_groups(self, indicator: str, groups: Collection[FigureGroup]) -> list[Figure]:
        """The figures of these groups, newest period first, with some of other groups."""
        wanted = FigureFilter(indicators=[indicator], groups=tuple(groups))
        with self.reading() as snapshot:
            figures = snapshot.figures(wanted, is_newest_first=True) if groups else []
        return without_guesses(figures)

    def planned_figures(
        self, indicators: Sequence[str] | None, places: Iterable[str] | None
    ) -> list[Figure]:
        """The results with a plan, newest period first; of these places, if any are given."""
        wanted = FigureFilter(
            indicators=indicators, roles=("achieved", "percent_of_plan"), has_plan=True,
            places=None if places is None else tuple(places),
        )  # fmt: skip
        with self.reading() as snapshot:
            return without_guesses(snapshot.figures(wanted, is_newest_first=True))

    def figures_in(self, passage_ids: Sequence[str]) -> list[Figure]:
        """The stored figures of these passages."""
        with self.reading() as snapshot:
            return snapshot.figures(FigureFilter(passage_ids=passage_ids))

    def figures_of(self, edition: Edition) -> list[Figure]:
        """See `knowledge.search.figure_table.figures_of`."""
        with self.reading() as snapshot:
            return figures_of(snapshot, edition)

    def figure_keys(
        self, indicators: Sequence[str] | None = None, roles: Sequence[str] = ("achieved",)
    ) -> tuple[FigureKey, ...]:
        """See `Snapshot.figure_keys`."""
        ids = None if indicators is None else tuple(indicators)
        with self.reading() as snapshot:
            return snapshot.figure_keys(ids, tuple(roles))

    def sentences_of(self, figures: Sequence[Figure]) -> dict[str, str]:
        """See `Snapshot.sentences_of`."""
        with self.reading() as snapshot:
            return snapshot.sentences_of(figures)

    def coverage(
        self, indicators: Sequence[str] | None = None, place: str | None = None
    ) -> Coverage:
        """The years and places for which figures of these indicators (or any) are stored."""
        roles = ("achieved", "percent_of_plan") + ("plan",) * bool(indicators)
        ids = None if indicators is None else tuple(indicators)
        with self.reading() as snapshot:
            years_of, total = years_of_places(snapshot, ids, roles), snapshot.bulletin_count()
        here = [y for p, y in years_of if place is None or same_place(p, place)]
        years = frozenset[int]().union(*here)
        places = sorted((p for p, _ in years_of if p), key=lambda p: (fold(p), p))
        return Coverage(tuple(sorted(years)), tuple(places), total)

    # --- bulletins

    def edition(self, bulletin_id: str, revision: int | None = None) -> Edition:
        """One bulletin; see `Snapshot.edition`."""
        with self.reading() as snapshot:
            return snapshot.edition(bulletin_id, revision)

    def public_edition(self, bulletin_id: str, revision: int | None = None) -> Edition:
        """One bulletin that the public may read; see `life.public_edition`."""
        with self.reading() as snapshot:
            return life.public_edition(snapshot, bulletin_id, revision)

    def listed(
        self, limit: int | None = None, offset: int = 0, *, ids: Iterable[str] | None = None,
        days: tuple[date, date] | None = None, title: str | None = None,
        place: str | None = None, trust: Trust | None = None, are_removed: bool = False,
    ) -> list[Listed]:  # fmt: skip
        """See `Snapshot.listed`."""
        with self.reading() as snapshot:
            return snapshot.listed(
                limit, offset, ids=ids, days=days, title=title, place=place, trust=trust,
                are_removed=are_removed,
            )  # fmt: skip

    def bulletins_with_figures(self, indicators: Sequence[str]) -> frozenset[str]:
        """The ids of the bulletins with figures of these indicators."""
        with self.reading() as snapshot:
            return bulletins_with_figures(snapshot, tuple(indicators))

    def passages_of(self, bulletin_id: str) -> list[Passage]:
        """See `Snapshot.passages_of`."""
        with self.reading() as snapshot:
            return snapshot.passages_of(bulletin_id)

    def origins(self, bulletin_ids: Iterable[str]) -> dict[str, Origin]:
        """The origin of each bulletin."""
        with self.reading() as snapshot:
            return origins.origins_of(snapshot, bulletin_ids)

    def trust_of(self, source: str) -> Trust | None:
        """How far a source is trusted; None where nothing was loaded from it."""
        with self.reading() as snapshot:
            stored = snapshot.stored(sources=[source])
        return stored[0].trust if stored else None

    def passage(self, passage_id: str) -> Passage | None:
        """The searchable passage with this id."""
        with self.reading() as snapshot:
            return snapshot.passages([passage_id]).get(passage_id)

    def contradicted(self) -> frozenset[str]:
        """See `Snapshot.contradicted`."""
        with self.reading() as snapshot:
            return snapshot.contradicted()

    def word_weights(self, words: Sequence[str], form: str) -> dict[str, float]:
        """How rare each term is: log(1 + passages / passages with it); highest for unknown ones."""
        column = "accented" if form == "vi" else "folded"
        with self.reading() as snapshot:
            counts = self._searcher.word_counts(snapshot, words, column)
            total = snapshot.passage_count()
        return {word: math.log1p(total / counts.get(word, 0.5)) for word in words}

    def local_places(self) -> tuple[str, ...]:
        """The districts and communes with figures."""
        with self.reading() as snapshot:
            return _local_places(snapshot)

    def counts(self) -> dict[str, int]:
        """The numbers of stored bulletins, passages, vectors and figures."""
        with self.reading() as snapshot:
            return snapshot.counts()

    def bulletin_count(self) -> int:
        """The number of searchable bulletins."""
        with self.reading() as snapshot:
            return snapshot.bulletin_count()

    def home(self) -> str | None:
        """The province that most official bulletins are about.

        Only bulletins of official sources that name their issuer count. None without any, and in a
        tie.
        """
        with self.reading() as snapshot:
            votes = [row for row in origins.issuing_places(snapshot) if row[0] != COUNTRY]
        is_tie = len(votes) > 1 and votes[0][1] == votes[1][1]
        return votes[0][0] if votes and not is_tie else None


@per_revision
def _local_places(snapshot: Snapshot) -> tuple[str, ...]:
    places = snapshot.figure_places()
    units = (unit for place in places for unit in members_of(place))
    return tuple(dict.fromkeys(unit for unit in units if level_of(unit) in LOCAL_LEVELS))
