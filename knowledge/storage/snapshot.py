"""One state of the catalogue, unchanged by later writers; helper threads may share it in turns."""

import threading
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from operator import attrgetter
from typing import Any

import sqlalchemy as sa
from cachetools import LRUCache, cachedmethod

from knowledge.arrays import Floats
from knowledge.errors import UnknownBulletin
from knowledge.records import Edition, Figure, Listed, Passage, StoredBulletin, Trust
from knowledge.storage import rows, schema
from knowledge.storage.checksums import check_row
from knowledge.storage.databases import AnyDatabase, still_usable
from knowledge.storage.figure_filter import (
    NEWEST_FIRST,
    READING_ORDER,
    FigureFilter,
    FigureKey,
    figure_key,
    figure_keys,
)
from knowledge.storage.revision_cache import RevisionCache, per_revision

_MOST_EDITIONS, _MOST_AT_ONCE = 256, 10_000  # SQLite takes 32,766 values in one statement
_current = (schema.bulletins.c.bulletin_id == schema.revisions.c.bulletin_id) & (
    schema.bulletins.c.revision == schema.revisions.c.revision
)


class Snapshot:
    """One state of a catalogue; valid inside the block of `Catalogue.reading()`."""

    def __init__(
        self, connection: sa.Connection, database: AnyDatabase, cache: RevisionCache
    ) -> None:
        self._connection, self._database, self.cache = connection, database, cache
        self._lock = threading.RLock()
        self._editions: LRUCache[tuple[str, int | None], Edition] = LRUCache(_MOST_EDITIONS)

    @property
    def dialect(self) -> str:
        """`sqlite` or `postgresql`; for the modules of `knowledge.storage`."""
        return self._connection.dialect.name

    def rows(
        self, query: sa.Executable, parameters: Mapping[str, Any] | None = None
    ) -> Sequence[Any]:
        """All rows of a query; for the modules of `knowledge.storage`.

        Raises:
            StorageError: the file fails; see `knowledge.errors`.
        """
        with self._lock, self._database.translated(), still_usable(self._connection):
            return self._connection.execute(query, parameters).all()

    def value(self, query: sa.Executable, parameters: Mapping[str, Any] | None = None) -> Any:
        """The first value of the first row; None where there is none."""
        return next((row[0] for row in self.rows(query, parameters)), None)

    # --- state

    def load_state(self) -> None:
        """Reads the state table, which fixes the state that the snapshot sees."""
        _ = self._state

    @cached_property
    def _state(self) -> dict[str, str]:
        return {row.key: row.value for row in self.rows(sa.select(schema.state))}

    @property
    def revision(self) -> int:
        """The number of changes so far; it rises with every stored change."""
        return int(self._state.get("revision", 0))

    @property
    def indexed(self) -> int:
        """The revision that the vector index has reached; -1 where its content is unknown."""
        return int(self._state.get("vectors", -1))

    # --- bulletins

    def stored(
        self, ids: Iterable[str] = (), sources: Iterable[str] = (), digests: Iterable[str] = ()
    ) -> list[StoredBulletin]:
        """The bulletins with one of these ids, sources or digests, removed ones included."""
        c = schema.bulletins.c
        wanted = (c.bulletin_id.in_(list(ids)), c.source.in_(list(sources)),
                  c.digest.in_(list(digests)))  # fmt: skip
        query = sa.select(schema.bulletins).where(sa.or_(*wanted)).order_by(c.bulletin_id)
        return [rows.stored_from(row) for row in self.rows(query)]

    @cachedmethod(attrgetter("_editions"), lock=attrgetter("_lock"))
    def edition(self, bulletin_id: str, revision: int | None = None) -> Edition:
        """One revision of a bulletin, the current one by default.

        Raises:
            UnknownBulletin: no such bulletin, or it was removed and no revision was named.
            Corrupt: its text is not as it was stored.
        """
        b, r, c = schema.bulletins, schema.revisions, schema.checksums
        wanted = (r.c.bulletin_id == b.c.bulletin_id) & (r.c.revision == (revision or b.c.revision))
        of_it = (c.c.bulletin_id == r.c.bulletin_id) & (c.c.revision == r.c.revision)
        query = (
            sa.select(r, b.c.revision.label("current"), b.c.is_removed, b.c.trust, c.c.checksum)
            .select_from(b.outerjoin(r, wanted).outerjoin(c, of_it))
            .where(b.c.bulletin_id == bulletin_id)
        )
        results = self.rows(query)
        if not results or (revision is None and results[0].is_removed):
            raise UnknownBulletin(f"no bulletin {bulletin_id!r}; `bantin list` shows their ids")
        row = results[0]
        if row.bulletin_id is None:
            raise UnknownBulletin(f"bulletin {bulletin_id!r} has no revision {revision}")
        check_row(row)
        is_current = row.revision == row.current and not row.is_removed
        return Edition(rows.bulletin_from(row), row.revision, row.digest, is_current, row.trust)

    def editions(self) -> list[Edition]:
        """The current revision of every bulletin, newest first."""
        r = schema.revisions
        query = (
            sa.select(r, schema.bulletins.c.trust).join(schema.bulletins, _current)
            .where(~schema.bulletins.c.is_removed)
            .order_by(r.c.published_on.desc().nulls_last(), r.c.bulletin_id)
        )  # fmt: skip
        return [
            Edition(rows.bulletin_from(row), row.revision, row.digest, True, row.trust)
            for row in self.rows(query)
        ]

    def listed(
        self, limit: int | None = None, offset: int = 0, *, ids: Iterable[str] | None = None,
        days: tuple[date, date] | None = None, title: str | None = None,
        place: str | None = None, trust: Trust | None = None, are_removed: bool = False,
    ) -> list[Listed]:  # fmt: skip
        """Current (or removed) bulletins without text, newest first; `limit` after `offset`.

        Only those of `ids`, published from the first to the last of `days`, with `title` in their
        title, about `place` or with it in their title, of sources with this `trust`.
        """
        r, b = schema.revisions.c, schema.bulletins.c
        shown = (r.bulletin_id, r.revision, r.title, r.published_on, r.issuer, r.place, r.source,
                 r.url, b.trust)  # fmt: skip
        query = (
            sa.select(*shown).join(schema.bulletins, _current).where(b.is_removed == are_removed)
        )
        if ids is not None:
            query = query.where(r.bulletin_id.in_(list(ids)))
        if days is not None:
            query = query.where(r.published_on.between(*days))
        if title is not None:
            query = query.where(r.title.icontains(title, autoescape=True))
        if place is not None:
            query = query.where((r.place == place) | r.title.icontains(place, autoescape=True))
        if trust is not None:
            query = query.where(b.trust == trust)
        newest_first = query.order_by(r.published_on.desc().nulls_last(), r.bulletin_id)
        return [Listed(*row) for row in self.rows(newest_first.limit(limit).offset(offset))]

    def is_current(self, bulletin_id: str) -> bool:
        """Whether there is a bulletin of that id that is not removed."""
        b = schema.bulletins.c
        query = sa.select(b.bulletin_id).where(b.bulletin_id == bulletin_id, ~b.is_removed)
        return self.value(query) is not None

    def bulletin_ids(self) -> list[str]:
        """The ids of all current bulletins, sorted."""
        b = schema.bulletins.c
        query = sa.select(b.bulletin_id).where(~b.is_removed).order_by(b.bulletin_id)
        return [row.bulletin_id for row in self.rows(query)]

    def titles_of(self, bulletin_ids: Iterable[str]) -> dict[str, str]:
        """The title of each bulletin's current revision."""
        b, r = schema.bulletins, schema.revisions
        query = sa.select(b.c.bulletin_id, r.c.title).join(r, _current)
        results = self.rows(query.where(b.c.bulletin_id.in_(list(bulletin_ids))))
        return {row.bulletin_id: row.title for row in results}

    @per_revision
    def bulletin_count(self) -> int:
        """How many searchable bulletins there are."""
        return int(self.value(sa.select(sa.func.count()).where(~schema.bulletins.c.is_removed)))

    # --- passages and vectors

    def passages(self, ids: Iterable[str]) -> dict[str, Passage]:
        """The passages with these ids that are searchable now."""
        query = sa.select(schema.passages).where(schema.passages.c.passage_id.in_(list(ids)))
        return {row.passage_id: rows.passage_from(row) for row in self.rows(query)}

    def passages_of(self, bulletin_id: str) -> list[Passage]:
        """The searchable passages of a bulletin, in reading order."""
        p = schema.passages
        query = sa.select(p).filter_by(bulletin_id=bulletin_id).order_by(p.c.start, p.c.rowid)
        return [rows.passage_from(row) for row in self.rows(query)]

    @per_revision
    def passage_count(self) -> int:
        """How many searchable passages there are."""
        return int(self.value(sa.select(sa.func.count()).select_from(schema.passages)))

    def passage_ids(self) -> list[str]:
        """The ids of all searchable passages, in the order in which they were stored."""
        p = schema.passages.c
        return [row.passage_id for row in self.rows(sa.select(p.passage_id).order_by(p.rowid))]

    def unindexed(self) -> list[str]:
        """The passages, searchable or dropped, whose vectors changed since `indexed`."""
        u = schema.unindexed.c
        query = sa.select(u.passage_id).order_by(u.revision, u.passage_id)
        return [row.passage_id for row in self.rows(query)]

    def stored_vectors(self) -> list[tuple[str, bytes]]:
        """Every passage's id and the bytes of its vector as they are stored, damaged or not."""
        return [(row.passage_id, row.vector) for row in self.rows(rows.with_vectors())]

    def vectors(self) -> tuple[list[str], Floats]:
        """Every passage's id and vector, one row each."""
        return rows.vectors_from(self.rows(rows.with_vectors().order_by(schema.passages.c.rowid)))

    def vectors_of(self, ids: Iterable[str]) -> tuple[list[str], Floats]:
        """The passages with these ids that are searchable now, and their vectors, one row each."""
        wanted = schema.passages.c.passage_id.in_(list(ids))
        return rows.vectors_from(self.rows(rows.with_vectors().where(wanted)))

    # --- figures

    def figures(
        self, wanted: FigureFilter | None = None, limit: int | None = None, offset: int = 0, *,
        is_newest_first: bool = False,
    ) -> list[Figure]:  # fmt: skip
        """The figures that fit, in reading order or by period; all without a filter or limit."""
        conditions = wanted.conditions() if wanted else []
        order = NEWEST_FIRST if is_newest_first else READING_ORDER
        query = sa.select(schema.figures).where(*conditions).order_by(*order)
        return [rows.figure_from(row) for row in self.rows(query.limit(limit).offset(offset))]

    def figure_count(self, wanted: FigureFilter) -> int:
        """The number of figures that fit."""
        query = sa.select(sa.func.count()).select_from(schema.figures)
        return int(self.value(query.where(*wanted.conditions())))

    def figure_names(self, wanted: FigureFilter) -> list[tuple[str, str]]:
        """The ids and names of the figures that fit, newest period first."""
        f = schema.figures.c
        query = sa.select(f.figure_id, f.name).where(*wanted.conditions())
        return [tuple(row) for row in self.rows(query.order_by(*NEWEST_FIRST))]

    @per_revision
    def figure_keys(
        self, indicators: tuple[str, ...] | None, roles: tuple[str, ...]
    ) -> tuple[FigureKey, ...]:
        """The keys of the stored figures; much faster than reading many figures."""
        wanted = FigureFilter(indicators=indicators, roles=roles)
        query = figure_keys(wanted.conditions())
        return tuple(figure_key(row) for row in self.rows(query))

    def sentences_of(self, figures: Sequence[Figure]) -> dict[str, str]:
        """The sentence around each figure, by figure id, cut from the text of its revision."""
        f, r = schema.figures.c, schema.revisions
        length = f.sentence_end - f.sentence_start
        query = sa.select(f.figure_id, sa.func.substr(r.c.text, f.sentence_start + 1, length)).join(
            r, (r.c.bulletin_id == f.bulletin_id) & (r.c.revision == f.revision)
        )
        sentences: dict[str, str] = {}
        for at in range(0, len(figures), _MOST_AT_ONCE):
            ids = [figure.figure_id for figure in figures[at : at + _MOST_AT_ONCE]]
            sentences |= dict(map(tuple, self.rows(query.where(f.figure_id.in_(ids)))))
        return sentences

    @per_revision
    def figure_places(self) -> tuple[str, ...]:
        """The distinct places of figures, without those that were only guessed."""
        c = schema.figures.c
        is_sure = c.place_source.is_(None) | (c.place_source != "guess")
        query = sa.select(c.place).where(c.place.is_not(None), is_sure).distinct()
        return tuple(sorted(row.place for row in self.rows(query)))

    @per_revision
    def contradicted(self) -> frozenset[str]:
        """The ids of passages with a figure that their bulletin contradicts elsewhere."""
        c = schema.figures.c
        query = sa.select(c.passage_id).where(c.contradicts.is_not(None))
        return frozenset(row.passage_id for row in self.rows(query))

    # --- as a whole

    def counts(self) -> dict[str, int]:
        """How many searchable bulletins, passages, vectors and figures there are."""
        counts = {"bulletins": self.bulletin_count(), "passages": self.passage_count()}
        for table in (schema.vectors, schema.figures):
            query = sa.select(sa.func.count()).select_from(table)
            counts[table.name] = int(self.value(query))
        return counts
