"""The read side: search, figures, bulletins, coverage. Never writes.

One `Library` serves many threads. It asks Chroma while Chroma is at the catalogue's revision,
and compares with every vector itself while it is not, or where there are few, so a reader
beside a writer sees the old state or the new one and never a mixture.
"""

import contextlib
import logging
import math
import threading
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import sqlalchemy as sa

from knowledge import lexical
from knowledge.catalogue import Catalogue
from knowledge.encoder import Encoder
from knowledge.errors import CorruptIndex
from knowledge.figure_table import canonical_place, select_figures
from knowledge.places import COUNTRY, level_of
from knowledge.queries import lexical_query, profile_of
from knowledge.records import Edition, Figure, Hit, Passage
from knowledge.text import fold
from knowledge.vectors import ExactIndex, VectorIndex

_LOG = logging.getLogger("bantin.library")
# Passages up to which every vector is compared: a millisecond, and a cold start saves a second.
_EXACT_UP_TO = 2000
_POOL = 60
_FILTERED_POOL = 600
_RANK_CONSTANT = 60


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
        self._open_index, self._exact_up_to = open_index, exact_up_to
        self._lock = threading.Lock()
        self._chroma: tuple[int, VectorIndex] | None = None
        self._exact: tuple[int, ExactIndex] | None = None
        self._home: tuple[int, str | None] | None = None
        self._local: tuple[int, tuple[str, ...]] | None = None
        self._size: tuple[int, int] | None = None

    # --- search

    def search(
        self, query: str, k: int = 10, year: int | None = None, place: str | None = None
    ) -> list[Hit]:
        """The `k` best passages for a query, best first.

        Dense and lexical ranks are joined by weighted reciprocal rank (Cormack et al., SIGIR
        2009); the weights depend on how the query is written, see `knowledge.queries`.
        """
        profile = profile_of(query)
        filtered = year is not None or place is not None
        pool = max(_FILTERED_POOL if filtered else _POOL, k)
        condition = _condition(year, place)
        self._open_beside()
        vector = self.encoder.encode_query(query) if profile.dense_weight > 0 else None
        with self.catalogue.reading() as connection:
            dense = self._nearest(connection, vector, pool) if vector is not None else []
            asked = lexical_query(profile)
            worded = lexical.match(connection, asked, pool, condition) if asked else []
            passages = self.catalogue.passages(connection, {i for i, _ in (*dense, *worded)})
            wanted = {i: p for i, p in passages.items() if _fits(p, year, place)}
            dense = [(i, s) for i, s in dense if i in wanted]
            worded = [(i, s) for i, s in worded if i in wanted]
            scores: dict[str, float] = defaultdict(float)
            for ranking, weight in (
                (dense, profile.dense_weight),
                (worded, profile.lexical_weight),
            ):
                for rank, (name, _) in enumerate(ranking, 1):
                    scores[name] += weight / (_RANK_CONSTANT + rank)
            best = sorted(scores, key=lambda name: (-scores[name], name))[:k]
            titles = self._titles(connection, [wanted[name] for name in best])
        similar, matching = dict(dense), dict(worded)
        return [Hit(wanted[n], titles[n], scores[n], similar.get(n), matching.get(n)) for n in best]

    def _titles(self, connection: sa.Connection, passages: Sequence[Passage]) -> dict[str, str]:
        return {
            p.passage_id: self.catalogue.edition(
                connection, p.bulletin_id, p.revision
            ).bulletin.title
            for p in passages
        }

    def _nearest(
        self, connection: sa.Connection, vector: npt.NDArray[np.float32], k: int
    ) -> list[tuple[str, float]]:
        revision = self.catalogue.revision(connection)
        reached = int(self.catalogue.state(connection, "vectors") or 0)
        if reached == revision and not self._is_small(connection, revision):
            try:
                found = self._chroma_at(revision).nearest(vector, k)
            except CorruptIndex as exc:
                # The catalogue has every vector: answer from it, and tell the operator.
                _LOG.warning("%s; answering from the catalogue's vectors meanwhile", exc)
            else:
                if self._is_unchanged(revision):
                    return found
        return self._exact_at(connection, revision).nearest(vector, k)

    def _open_beside(self) -> None:
        """Opens Chroma while the encoder loads: each takes about a second of a cold start."""
        if self._chroma is not None:
            return
        with self.catalogue.reading() as connection:
            revision = self.catalogue.revision(connection)
            is_small = self._is_small(connection, revision)

        def work() -> None:
            # A failure here is met again, and told, where the index is asked.
            with contextlib.suppress(CorruptIndex):
                self._chroma_at(revision)

        if not is_small:
            threading.Thread(target=work, daemon=True).start()

    def _is_small(self, connection: sa.Connection, revision: int) -> bool:
        """Whether comparing with every vector beats importing Chroma, which takes a second."""
        if self._size is None or self._size[0] != revision:
            self._size = (revision, lexical.passage_count(connection))
        return self._size[1] <= self._exact_up_to

    def _is_unchanged(self, revision: int) -> bool:
        """Whether no writer touched Chroma meanwhile, seen from outside our snapshot."""
        with self.catalogue.reading() as connection:
            return self.catalogue.revision(connection) == revision

    def _chroma_at(self, revision: int) -> VectorIndex:
        with self._lock:
            if self._chroma is None:
                self._chroma = (revision, self._open_index())
            elif self._chroma[0] != revision:
                index = self._chroma[1]
                reopen = getattr(index, "reopen", None)
                if reopen is not None:
                    reopen()
                self._chroma = (revision, index)
            return self._chroma[1]

    def _exact_at(self, connection: sa.Connection, revision: int) -> ExactIndex:
        with self._lock:
            if self._exact is None or self._exact[0] != revision:
                self._exact = (revision, ExactIndex(*self.catalogue.vectors(connection)))
            return self._exact[1]

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

    def coverage(
        self, indicators: Sequence[str] | None = None, place: str | None = None
    ) -> Coverage:
        """The years and places for which figures of these indicators (or any) are stored."""
        roles = ["achieved", "percent_of_plan"] + ["plan"] * bool(indicators)
        figures = self.figures(indicators=indicators, roles=roles)
        figures = [f for f in figures if not f.contradicts]
        here = [f for f in figures if place is None or fold(f.place or "") == fold(place)]
        years = {y for f in here if f.period and f.period.kind != "range" for y in f.period.years}
        places = {f.place for f in figures if f.place}
        with self.catalogue.reading() as connection:
            total = self.catalogue.counts(connection)["bulletins"]
        return Coverage(tuple(sorted(years)), tuple(sorted(places, key=fold)), total)

    # --- bulletins

    def edition(self, bulletin_id: str, revision: int | None = None) -> Edition:
        """One bulletin; see `Catalogue.edition`."""
        with self.catalogue.reading() as connection:
            return self.catalogue.edition(connection, bulletin_id, revision)

    def editions(self) -> list[Edition]:
        """Every current bulletin, newest first."""
        with self.catalogue.reading() as connection:
            return self.catalogue.editions(connection)

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
            found = lexical.word_counts(connection, asked, column)
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

    def home(self) -> str | None:
        """The province that most official bulletins are about: whose library this is.

        Official bulletins name their issuer; without any of those, None. A tie is None too.
        """
        with self.catalogue.reading() as connection:
            revision = self.catalogue.revision(connection)
            if self._home is None or self._home[0] != revision:
                rows = self.catalogue.issuing_places(connection)
                votes = [row for row in rows if row[0] != COUNTRY]
                is_tie = len(votes) > 1 and votes[0][1] == votes[1][1]
                self._home = (revision, votes[0][0] if votes and not is_tie else None)
            return self._home[1]


def _condition(year: int | None, place: str | None) -> str:
    parts = []
    if year is not None:
        parts.append(f"p.years LIKE '%|{int(year)}|%'")
    if place is not None:
        safe = fold(canonical_place(place)).replace("'", "''")
        parts.append(f"p.places LIKE '%|{safe}|%'")
    return " AND ".join(parts)


def _fits(passage: Passage, year: int | None, place: str | None) -> bool:
    if year is not None and year not in passage.years:
        return False
    return place is None or fold(canonical_place(place)) in passage.places
