"""The read side: search, figures, bulletins, coverage. Never writes.

One `Library` serves many threads; each call sees one state of the catalogue.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from knowledge import lexical, lookups, origins
from knowledge.catalogue import Catalogue
from knowledge.encoder import Encoder
from knowledge.figure_table import FigureKey, select_figures, select_keys
from knowledge.listing import Listed, list_editions
from knowledge.nearest import Nearest
from knowledge.origins import Origin
from knowledge.places import COUNTRY, level_of
from knowledge.records import Edition, Figure, Hit, Passage, Trust
from knowledge.searching import Searcher
from knowledge.text import fold
from knowledge.vectors import VectorIndex

# Passages up to which every vector is compared: a millisecond, and a cold start saves a second.
_EXACT_UP_TO = 2000


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the bulletins hold near a question: years (ascending) and places with figures."""

    years: tuple[int, ...]
    places: tuple[str, ...]
    bulletins: int


class Library:
    """Answers questions about what is stored; see the module."""

    def __init__(
        self,
        catalogue: Catalogue,
        encoder: Encoder,
        open_index: Callable[[], VectorIndex],
        exact_up_to: int = _EXACT_UP_TO,
    ) -> None:
        catalogue.check_model(encoder.name, encoder.digest)
        self.catalogue, self.encoder = catalogue, encoder
        self._searcher = Searcher(catalogue, encoder, Nearest(catalogue, open_index, exact_up_to))
        self._keys: tuple[int, dict[Any, list[FigureKey]]] = (-1, {})
        self._home: tuple[int, str | None] | None = None
        self._local: tuple[int, tuple[str, ...]] | None = None

    def search(
        self, query: str, k: int = 10, year: int | None = None, place: str | None = None
    ) -> list[Hit]:
        """The `k` best passages for a query, best first.

        The score is the cosine plus a share of BM25, see `knowledge.searching`; with a year or
        a place only passages that speak of it.
        """
        return self._searcher.search(query, k, year, place)

    def likeness(self, text: str, passage_ids: Sequence[str]) -> dict[str, float]:
        """The cosine of each passage with a text as it stands, whatever else search asked for."""
        return self._searcher.likeness(text, passage_ids)

    # --- figures

    def figures(
        self,
        query: str | None = None,
        year: int | None = None,
        place: str | None = None,
        indicators: Sequence[str] | None = None,
        roles: Sequence[str] | None = None,
    ) -> list[Figure]:
        """See `select_figures`."""
        return select_figures(self.catalogue, query, year, place, indicators, roles)

    def figure_keys(
        self, indicators: Sequence[str] | None = None, roles: Sequence[str] = ("achieved",)
    ) -> list[FigureKey]:
        """See `select_keys`; remembered while the library stays as it is."""
        asked = (tuple(indicators) if indicators is not None else None, tuple(roles))
        with self.catalogue.reading() as connection:
            revision = self.catalogue.revision(connection)
        if self._keys[0] != revision:
            self._keys = (revision, {})
        known = self._keys[1]
        if asked not in known:
            known[asked] = select_keys(self.catalogue, indicators, roles)
        return known[asked]

    def coverage(
        self, indicators: Sequence[str] | None = None, place: str | None = None
    ) -> Coverage:
        """The years and places for which figures of these indicators (or any) are stored."""
        roles = ["achieved", "percent_of_plan"] + ["plan"] * bool(indicators)
        keys = self.figure_keys(indicators, roles)
        here = [k for k in keys if place is None or fold(k.place or "") == fold(place)]
        years = {y for k in here if k.period and k.period.kind != "range" for y in k.period.years}
        places = {k.place for k in keys if k.place}
        with self.catalogue.reading() as connection:
            total = lookups.bulletin_count(connection)
        return Coverage(tuple(sorted(years)), tuple(sorted(places, key=fold)), total)

    # --- bulletins

    def edition(self, bulletin_id: str, revision: int | None = None) -> Edition:
        """One bulletin; see `Catalogue.edition`."""
        with self.catalogue.reading() as connection:
            return self.catalogue.edition(connection, bulletin_id, revision)

    def listed(self, limit: int | None = None) -> list[Listed]:
        """See `list_editions`."""
        return list_editions(self.catalogue, limit)

    def origins(self, bulletin_ids: Iterable[str]) -> dict[str, Origin]:
        """Whose word each bulletin is; see `Origin`."""
        with self.catalogue.reading() as connection:
            return origins.origins_of(connection, bulletin_ids)

    def trust_of(self, source: str) -> Trust | None:
        """How far a source is trusted that something was loaded from; None for one that is new."""
        with self.catalogue.reading() as connection:
            row = self.catalogue.bulletin_row(connection, source=source)
        return None if row is None else row.trust

    def passage(self, passage_id: str) -> Passage | None:
        """The searchable passage with this id."""
        with self.catalogue.reading() as connection:
            return self.catalogue.passages(connection, [passage_id]).get(passage_id)

    def contradicted(self) -> set[str]:
        """See `Catalogue.contradicted`."""
        with self.catalogue.reading() as connection:
            return self.catalogue.contradicted(connection)

    def word_weights(self, asked: Sequence[str], form: str) -> dict[str, float]:
        """How telling each term is: log(1 + passages / passages with it); unknown ones most."""
        column = "accented" if form == "vi" else "folded"
        with self.catalogue.reading() as connection:
            found = self._searcher.word_counts(connection, asked, column)
            total = lexical.passage_count(connection)
        return {term: math.log1p(total / found.get(term, 0.5)) for term in asked}

    def local_places(self) -> tuple[str, ...]:
        """The districts and communes that have figures."""
        with self.catalogue.reading() as connection:
            revision = self.catalogue.revision(connection)
            if self._local is None or self._local[0] != revision:
                places = self.catalogue.figure_places(connection)
                local = tuple(p for p in places if level_of(p) in ("district", "commune"))
                self._local = (revision, local)
            return self._local[1]

    def counts(self) -> dict[str, int]:
        """How much is stored."""
        with self.catalogue.reading() as connection:
            return self.catalogue.counts(connection)

    def bulletin_count(self) -> int:
        """How many searchable bulletins there are."""
        with self.catalogue.reading() as connection:
            return lookups.bulletin_count(connection)

    def home(self) -> str | None:
        """The province that most official bulletins are about: whose library this is.

        Counted are those of official sources that name their issuer; without any, None. A tie is
        None too.
        """
        with self.catalogue.reading() as connection:
            revision = self.catalogue.revision(connection)
            if self._home is None or self._home[0] != revision:
                rows = origins.issuing_places(connection)
                votes = [row for row in rows if row[0] != COUNTRY]
                is_tie = len(votes) > 1 and votes[0][1] == votes[1][1]
                self._home = (revision, votes[0][0] if votes and not is_tie else None)
            return self._home[1]
