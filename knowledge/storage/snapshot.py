"""What one state of the catalogue says: everything that is read of it, over one connection.

Whatever is written meanwhile, a snapshot goes on seeing what it saw first; one answer uses one. It
may be handed to helper threads: they take turns.
"""

import threading
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import sqlalchemy as sa

from knowledge.errors import UnknownBulletin
from knowledge.records import Edition, Figure, Listed, Passage
from knowledge.storage import rows, schema
from knowledge.storage.engine import Database

_MOST_REMEMBERED = 256
_current = (schema.bulletins.c.bulletin_id == schema.revisions.c.bulletin_id) & (
    schema.bulletins.c.revision == schema.revisions.c.revision
)


class Snapshot:
    """One state of a catalogue; given by `Catalogue.reading()`, over when that ends."""

    def __init__(self, connection: sa.Connection, database: Database) -> None:
        self._connection, self._database = connection, database
        self._lock = threading.RLock()
        self._editions: dict[tuple[str, int | None], Edition] = {}

    def rows(
        self, query: sa.Executable, parameters: Mapping[str, Any] | None = None
    ) -> Sequence[Any]:
        """All rows of a query.

        Raises:
            StorageError: the file fails; see `knowledge.errors`.
        """
        with self._lock, self._database.translated():
            return self._connection.execute(query, parameters).all()

    def value(self, query: sa.Executable, parameters: Mapping[str, Any] | None = None) -> Any:
        """The first value of the first row; None where there is none."""
        found = self.rows(query, parameters)
        return found[0][0] if found else None

    # --- state

    def state(self, key: str) -> str | None:
        """One value of the state table."""
        value = self.value(sa.select(schema.state.c.value).where(schema.state.c.key == key))
        return None if value is None else str(value)

    @cached_property
    def revision(self) -> int:
        """The number of changes so far; it rises with every stored change."""
        return int(self.state("revision") or 0)

    @cached_property
    def indexed(self) -> int:
        """The revision that the vector index has reached."""
        return int(self.state("vectors") or 0)

    # --- bulletins

    def bulletin_row(self, **key: Any) -> sa.Row[Any] | None:
        """The row of a bulletin by `bulletin_id`, `source` or `digest`, removed ones included."""
        found = self.rows(sa.select(schema.bulletins).filter_by(**key).limit(1))
        return found[0] if found else None

    def edition(self, bulletin_id: str, revision: int | None = None) -> Edition:
        """One revision of a bulletin, the current one by default.

        Raises:
            UnknownBulletin: no such bulletin, or it was removed and no revision was named.
        """
        key = (bulletin_id, revision)
        known = self._editions.get(key)
        if known is None:
            known = self._edition(bulletin_id, revision)
            if len(self._editions) < _MOST_REMEMBERED:
                self._editions[key] = known
        return known

    def _edition(self, bulletin_id: str, revision: int | None) -> Edition:
        b, r = schema.bulletins, schema.revisions
        query = (
            sa.select(r, b.c.revision.label("current"), b.c.is_removed, b.c.trust)
            .select_from(b.outerjoin(r, (r.c.bulletin_id == b.c.bulletin_id)
                                     & (r.c.revision == (revision or b.c.revision))))
            .where(b.c.bulletin_id == bulletin_id)
        )  # fmt: skip
        found = self.rows(query)
        if not found or (revision is None and found[0].is_removed):
            raise UnknownBulletin(f"no bulletin {bulletin_id!r}; `bantin list` shows their ids")
        row = found[0]
        if row.bulletin_id is None:
            raise UnknownBulletin(f"bulletin {bulletin_id!r} has no revision {revision}")
        is_current = row.revision == row.current and not row.is_removed
        return Edition(rows.bulletin_from(row), row.revision, row.digest, is_current, row.trust)

    def editions(self) -> list[Edition]:
        """The current revision of every bulletin, newest first."""
        r = schema.revisions
        query = (
            sa.select(r, schema.bulletins.c.trust).join(schema.bulletins, _current)
            .where(~schema.bulletins.c.is_removed)
            .order_by(r.c.published_on.desc(), r.c.bulletin_id)
        )  # fmt: skip
        found = self.rows(query)
        return [
            Edition(rows.bulletin_from(row), row.revision, row.digest, True, row.trust)
            for row in found
        ]

    def listed(self, limit: int | None = None) -> list[Listed]:
        """Every current bulletin without its text, newest first; at most `limit` of them."""
        r = schema.revisions
        shown = (r.c.bulletin_id, r.c.revision, r.c.title, r.c.published_on, r.c.issuer, r.c.place,
                 r.c.source, r.c.url, schema.bulletins.c.trust)  # fmt: skip
        query = (
            sa.select(*shown).join(schema.bulletins, _current)
            .where(~schema.bulletins.c.is_removed)
            .order_by(r.c.published_on.desc(), r.c.bulletin_id).limit(limit)
        )  # fmt: skip
        return [Listed(*row) for row in self.rows(query)]

    def titles_of(self, bulletin_ids: Iterable[str]) -> dict[str, str]:
        """The title of each bulletin's current revision."""
        b, r = schema.bulletins, schema.revisions
        query = sa.select(b.c.bulletin_id, r.c.title).join(r, _current)
        found = self.rows(query.where(b.c.bulletin_id.in_(list(bulletin_ids))))
        return {row.bulletin_id: row.title for row in found}

    def bulletin_count(self) -> int:
        """How many searchable bulletins there are; to count the passages too takes far longer."""
        return int(self.value(sa.select(sa.func.count()).where(~schema.bulletins.c.is_removed)))

    # --- passages and vectors

    def passages(self, ids: Iterable[str]) -> dict[str, Passage]:
        """The passages with these ids that are searchable now."""
        query = sa.select(schema.passages).where(schema.passages.c.passage_id.in_(list(ids)))
        return {row.passage_id: rows.passage_from(row) for row in self.rows(query)}

    def passages_of(self, bulletin_id: str) -> list[Passage]:
        """The searchable passages of a bulletin, in reading order."""
        query = sa.select(schema.passages).filter_by(bulletin_id=bulletin_id)
        return [rows.passage_from(r) for r in self.rows(query.order_by(schema.passages.c.start))]

    def vectors(self) -> tuple[list[str], npt.NDArray[np.float32]]:
        """Every passage's id and vector, one row each."""
        return rows.vectors_from(self.rows(_with_vectors().order_by(schema.passages.c.rowid)))

    def vectors_of(self, ids: Iterable[str]) -> tuple[list[str], npt.NDArray[np.float32]]:
        """The passages with these ids that are searchable now, and their vectors, one row each."""
        wanted = schema.passages.c.passage_id.in_(list(ids))
        return rows.vectors_from(self.rows(_with_vectors().where(wanted)))

    # --- figures

    def figures(self, *conditions: Any) -> list[Figure]:
        """The figures that meet SQL conditions on `schema.figures`, in reading order."""
        query = sa.select(schema.figures).where(*conditions)
        order = (schema.figures.c.bulletin_id, schema.figures.c.start)
        return [rows.figure_from(row) for row in self.rows(query.order_by(*order))]

    def figure_places(self) -> list[str]:
        """Every place that a figure is about, once."""
        c = schema.figures.c
        found = self.rows(sa.select(c.place).where(c.place.is_not(None)).distinct())
        return sorted(row.place for row in found)

    def contradicted(self) -> set[str]:
        """The passages that hold a figure which their own bulletin contradicts."""
        c = schema.figures.c
        found = self.rows(sa.select(c.passage_id).where(c.contradicts.is_not(None)))
        return {row.passage_id for row in found}

    # --- as a whole

    def counts(self) -> dict[str, int]:
        """How many searchable bulletins, passages, vectors and figures there are."""
        tables = {"passages": schema.passages, "vectors": schema.vectors, "figures": schema.figures}
        counted = {
            name: int(self.value(sa.select(sa.func.count()).select_from(table)))
            for name, table in tables.items()
        }
        return {"bulletins": self.bulletin_count(), **counted}


def _with_vectors() -> sa.Select[Any]:
    p, v = schema.passages, schema.vectors
    return sa.select(p.c.passage_id, v.c.vector).join(v, v.c.rowid == p.c.rowid)
