"""The record of everything: bulletins, revisions, passages, vectors, figures, words.

One SQLite file in WAL mode. Writing methods take the connection of one transaction, so that a
bulletin is stored whole or not at all; reading methods take one too, so that an answer sees one
state. Everything else on disk is derived from here.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import sqlalchemy as sa

from knowledge import lexical, lookups, origins, rows, schema
from knowledge.engine import open_engine
from knowledge.errors import CorruptIndex, IndexMismatch, UnknownBulletin
from knowledge.records import Edition, Figure, Passage


class Catalogue:
    """One open catalogue; cheap to make, safe to share between threads."""

    def __init__(self, path: Path, *, upgrade: bool = False) -> None:
        """Opens or makes the catalogue at `path`; `upgrade` brings an older layout up to date.

        Raises:
            IndexMismatch: another layout, and `upgrade` is not asked for or cannot help.
            CorruptIndex: the file is no catalogue, or a damaged one.
        """
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        self._engine = open_engine(path)
        try:
            with self._engine.connect() as connection:
                is_new = not sa.inspect(connection).has_table("state")
                stored = None if is_new else self.state(connection, "schema")
            if stored is None:
                self._create()
            elif stored != schema.VERSION:
                self._upgrade(stored, allowed=upgrade)
        except sa.exc.DatabaseError as exc:
            raise self._corrupt(exc) from exc

    def _create(self) -> None:
        with self.writing() as connection:
            schema.metadata.create_all(connection)
            lexical.create(connection)
            self.set_state(connection, schema=schema.VERSION, revision="0", vectors="0")

    def _upgrade(self, stored: str, *, allowed: bool) -> None:
        """Makes the table of figures anew; what it holds is derived from the texts."""
        what = (
            f"catalogue {str(self.path)!r} has layout {stored}, this bantin writes {schema.VERSION}"
        )
        if stored == schema.TRUSTLESS:
            with self.writing() as connection:
                # Writes first, so that of two who open it at once the second waits and sees.
                self.set_state(connection, schema=schema.VERSION)
                origins.add_trust(connection)
            return
        if stored not in schema.UPGRADABLE:
            raise IndexMismatch(f"{what}; load the bulletins again into another --data folder")
        if not allowed:
            raise IndexMismatch(
                f"{what}; run `bantin rebuild --figures` once: it reads the figures again from the "
                "stored texts, which stay as they are"
            )
        with self.writing() as connection:
            schema.figures.drop(connection, checkfirst=True)
            schema.figures.create(connection)
            origins.add_trust(connection)
            self.set_state(connection, schema=schema.VERSION)

    def _corrupt(self, exc: Exception) -> CorruptIndex:
        reason = str(getattr(exc, "orig", exc))
        return CorruptIndex(
            f"catalogue {str(self.path)!r} cannot be used ({reason}); restore it from a backup, or "
            "move it away and load the bulletins again"
        )

    def close(self) -> None:
        """Lets go of the file."""
        self._engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A connection that sees one state of the catalogue."""
        try:
            with self._engine.connect() as connection:
                yield connection
        except sa.exc.DatabaseError as exc:
            raise self._corrupt(exc) from exc

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """A transaction: all of it is stored, or nothing."""
        with self._engine.begin() as connection:
            yield connection

    # --- state

    @staticmethod
    def state(connection: sa.Connection, key: str) -> str | None:
        """One value of the state table."""
        query = sa.select(schema.state.c.value).where(schema.state.c.key == key)
        return connection.execute(query).scalar()

    @staticmethod
    def set_state(connection: sa.Connection, **values: str) -> None:
        """Stores values in the state table."""
        for key, value in values.items():
            connection.execute(sa.delete(schema.state).where(schema.state.c.key == key))
            connection.execute(sa.insert(schema.state).values(key=key, value=value))

    def revision(self, connection: sa.Connection) -> int:
        """The number of changes so far; it rises with every stored change."""
        return int(self.state(connection, "revision") or 0)

    def mark_change(self, connection: sa.Connection) -> None:
        """Readers look again; the vector index, which nothing happened to, stays at its mark."""
        before, after = str(self.revision(connection)), str(self.revision(connection) + 1)
        is_level = self.state(connection, "vectors") == before
        self.set_state(connection, revision=after, **({"vectors": after} if is_level else {}))

    def check_model(self, name: str, digest: str) -> None:
        """Raises IndexMismatch unless the vectors stored here are of this model.

        A catalogue without passages takes any model.
        """
        with self.reading() as connection:
            stored = self.state(connection, "model"), self.state(connection, "digest")
        if stored[0] is not None and stored != (name, digest):
            if stored[0] == name:
                raise IndexMismatch(
                    f"the index in {str(self.path.parent)!r} holds vectors of another build of "
                    f"{name!r}; run `bantin rebuild` once: the texts stay as they are"
                )
            raise IndexMismatch(
                f"the index in {str(self.path.parent)!r} was built with the model {stored[0]!r} "
                f"({(stored[1] or '')[:12]}), the settings name {name!r} ({digest[:12]}); set "
                "BANTIN_MODEL back, or run `bantin rebuild` to embed everything again"
            )

    # --- writing

    def store(
        self,
        connection: sa.Connection,
        edition: Edition,
        passages: Sequence[Passage],
        figures: Sequence[Figure],
        vectors: npt.NDArray[np.float32],
    ) -> None:
        """Makes `edition` the current revision of its bulletin; replaces what was searchable."""
        bulletin = edition.bulletin
        self.drop_searchable(connection, bulletin.bulletin_id)
        table = schema.bulletins
        connection.execute(sa.delete(table).where(table.c.bulletin_id == bulletin.bulletin_id))
        connection.execute(
            sa.insert(table).values(
                bulletin_id=bulletin.bulletin_id, source=bulletin.source,
                revision=edition.revision, digest=edition.digest, is_removed=False,
                trust=edition.trust,
            )
        )  # fmt: skip
        key = {"bulletin_id": bulletin.bulletin_id, "revision": edition.revision}
        connection.execute(sa.delete(schema.revisions).filter_by(**key))
        connection.execute(sa.insert(schema.revisions).values(**rows.from_edition(edition)))
        for passage, vector in zip(passages, vectors, strict=True):
            insert = sa.insert(schema.passages).returning(schema.passages.c.rowid)
            rowid = connection.execute(insert, rows.from_passage(passage)).scalar_one()
            connection.execute(
                sa.insert(schema.vectors),
                {"rowid": rowid, "vector": np.asarray(vector, "<f4").tobytes()},
            )
            lexical.add(connection, rowid, f"{passage.header} {passage.text}")
        self.store_figures(connection, bulletin.bulletin_id, figures)
        self.set_state(connection, revision=str(self.revision(connection) + 1))

    def store_figures(
        self, connection: sa.Connection, bulletin_id: str, figures: Sequence[Figure]
    ) -> None:
        """Replaces the figures of a bulletin and nothing else."""
        connection.execute(sa.delete(schema.figures).filter_by(bulletin_id=bulletin_id))
        if figures:
            connection.execute(sa.insert(schema.figures), [rows.from_figure(f) for f in figures])

    def drop_searchable(self, connection: sa.Connection, bulletin_id: str) -> None:
        """Deletes passages, vectors, words and figures of a bulletin; revisions stay."""
        ids = sa.select(schema.passages.c.rowid).filter_by(bulletin_id=bulletin_id)
        for (rowid,) in connection.execute(ids).all():
            lexical.delete(connection, rowid)
            connection.execute(sa.delete(schema.vectors).filter_by(rowid=rowid))
        connection.execute(sa.delete(schema.passages).filter_by(bulletin_id=bulletin_id))
        connection.execute(sa.delete(schema.figures).filter_by(bulletin_id=bulletin_id))

    def remove(self, connection: sa.Connection, bulletin_id: str) -> None:
        """Takes a bulletin out of search and answers; its revisions stay for old citations."""
        self.edition(connection, bulletin_id)
        self.drop_searchable(connection, bulletin_id)
        update = sa.update(schema.bulletins).filter_by(bulletin_id=bulletin_id)
        connection.execute(update.values(is_removed=True))
        self.set_state(connection, revision=str(self.revision(connection) + 1))

    # --- reading

    def bulletin_row(self, connection: sa.Connection, **key: Any) -> sa.Row[Any] | None:
        """The row of a bulletin by `bulletin_id`, `source` or `digest`, removed ones included."""
        return connection.execute(sa.select(schema.bulletins).filter_by(**key)).first()

    def edition(
        self, connection: sa.Connection, bulletin_id: str, revision: int | None = None
    ) -> Edition:
        """One revision of a bulletin, the current one by default.

        Raises:
            UnknownBulletin: no such bulletin, or it was removed and no revision was named.
        """
        current = self.bulletin_row(connection, bulletin_id=bulletin_id)
        if current is None or (revision is None and current.is_removed):
            raise UnknownBulletin(f"no bulletin {bulletin_id!r}; `bantin list` shows their ids")
        wanted = revision or current.revision
        query = sa.select(schema.revisions).filter_by(bulletin_id=bulletin_id, revision=wanted)
        row = connection.execute(query).first()
        if row is None:
            raise UnknownBulletin(f"bulletin {bulletin_id!r} has no revision {wanted}")
        is_current = wanted == current.revision and not current.is_removed
        return Edition(rows.bulletin_from(row), wanted, row.digest, is_current, current.trust)

    def editions(self, connection: sa.Connection) -> list[Edition]:
        """The current revision of every bulletin, newest first."""
        b, r = schema.bulletins, schema.revisions
        query = (
            sa.select(r, b.c.trust)
            .join(b, (b.c.bulletin_id == r.c.bulletin_id) & (b.c.revision == r.c.revision))
            .where(~b.c.is_removed)
            .order_by(r.c.published_on.desc(), r.c.bulletin_id)
        )
        return [
            Edition(rows.bulletin_from(row), row.revision, row.digest, True, row.trust)
            for row in connection.execute(query)
        ]

    def passages(self, connection: sa.Connection, ids: Iterable[str]) -> dict[str, Passage]:
        """The passages with these ids that are searchable now."""
        query = sa.select(schema.passages).where(schema.passages.c.passage_id.in_(list(ids)))
        return {row.passage_id: rows.passage_from(row) for row in connection.execute(query)}

    def passages_of(self, connection: sa.Connection, bulletin_id: str) -> list[Passage]:
        """The searchable passages of a bulletin, in reading order."""
        query = sa.select(schema.passages).filter_by(bulletin_id=bulletin_id)
        found = connection.execute(query.order_by(schema.passages.c.start))
        return [rows.passage_from(row) for row in found]

    def figures(self, connection: sa.Connection, *conditions: Any) -> list[Figure]:
        """The figures that meet SQL conditions on `schema.figures`, in reading order."""
        query = sa.select(schema.figures).where(*conditions)
        order = (schema.figures.c.bulletin_id, schema.figures.c.start)
        return [rows.figure_from(row) for row in connection.execute(query.order_by(*order))]

    def vectors(
        self, connection: sa.Connection, after: int = 0
    ) -> tuple[list[str], npt.NDArray[np.float32]]:
        """Passage ids and their vectors, one row each, of rows after `after`."""
        query = (
            sa.select(schema.passages.c.passage_id, schema.vectors.c.vector)
            .join(schema.vectors, schema.vectors.c.rowid == schema.passages.c.rowid)
            .where(schema.passages.c.rowid > after)
            .order_by(schema.passages.c.rowid)
        )
        return rows.vectors_from(connection.execute(query).all())

    def figure_places(self, connection: sa.Connection) -> list[str]:
        """Every place that a figure is about, once."""
        table = schema.figures
        query = sa.select(table.c.place).where(table.c.place.is_not(None)).distinct()
        return sorted(connection.execute(query).scalars())

    def contradicted(self, connection: sa.Connection) -> set[str]:
        """The passages that hold a figure which their own bulletin contradicts."""
        table = schema.figures
        query = sa.select(table.c.passage_id).where(table.c.contradicts.is_not(None))
        return set(connection.execute(query).scalars())

    def counts(self, connection: sa.Connection) -> dict[str, int]:
        """How many searchable bulletins, passages, vectors and figures there are."""
        tables = {"passages": schema.passages, "vectors": schema.vectors, "figures": schema.figures}
        counted = {
            name: connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
            for name, table in tables.items()
        }
        return {"bulletins": lookups.bulletin_count(connection), **counted}

    def check_file(self, connection: sa.Connection) -> str:
        """SQLite's own opinion of the file: `ok` or what is wrong."""
        return str(connection.execute(sa.text("PRAGMA quick_check")).scalar())
