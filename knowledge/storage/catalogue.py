"""The record of everything: bulletins, revisions, passages, vectors, figures, words.

One SQLite file. Writing methods take the connection of one transaction, so that a bulletin is
stored whole or not at all; what is read comes from a `Snapshot`, so that an answer sees one state.
Everything else on disk is derived from here.
"""

import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import numpy.typing as npt
import sqlalchemy as sa

from knowledge.errors import Corrupt, IndexMismatch
from knowledge.records import Edition, Figure, Passage
from knowledge.storage import lexical, rows, schema
from knowledge.storage.engine import READERS, WAIT_S, Database, create_database
from knowledge.storage.snapshot import Snapshot
from knowledge.storage.upgrading import upgrade_layout

_REMEDY = "restore it from a backup, or move it away and load the bulletins again"


class Catalogue:
    """One open catalogue; cheap to make, safe to share between threads."""

    def __init__(
        self, path: Path, *, upgrade: bool = False, readers: int = READERS, wait_s: float = WAIT_S,
    ) -> None:  # fmt: skip
        """Opens or makes the catalogue at `path`; `upgrade` brings an older layout up to date.

        `readers` may read at once; who comes after them waits `wait_s` seconds.

        Raises:
            IndexMismatch: another layout, and `upgrade` is not asked for or cannot help.
            Corrupt: the file is empty, no catalogue, or a damaged one.
            StorageError: it cannot be opened or made; see `knowledge.errors`.
        """
        self.path = path
        self._database = Database(path, _REMEDY, readers=readers, wait_s=wait_s)
        try:
            if not path.exists():
                create_database(path, self._create)
            self._database.check_made()
            stored = self.newest("schema")
            if stored is None:
                raise Corrupt(f"{str(path)!r} is no catalogue of bantin; {_REMEDY}")
            if stored != schema.VERSION:
                upgrade_layout(self._database, stored, allowed=upgrade)
        except BaseException:
            self.close()
            raise

    def _create(self, connection: sa.Connection) -> None:
        schema.metadata.create_all(connection)
        lexical.create(connection)
        self.set_state(
            connection, schema=schema.VERSION, revision="0", vectors="0", library=uuid.uuid4().hex
        )
        self.renew_collection(connection)

    def close(self) -> None:
        """Lets go of the file."""
        self._database.close()

    @contextmanager
    def reading(self) -> Iterator[Snapshot]:
        """One state of the catalogue; see `Database.reading` for what may go wrong."""
        with self._database.reading() as connection:
            snapshot = Snapshot(connection, self._database)
            _ = snapshot.revision  # SQLite keeps the state of the first look, not of the beginning
            yield snapshot

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """A transaction: all of it is stored, or nothing."""
        with self._database.writing() as connection:
            yield connection

    def newest(self, key: str) -> str | None:
        """One value of the state table as it is now, seen from outside every snapshot.

        It waits for no connection.
        """
        found = self._database.glance("SELECT value FROM state WHERE key = ?", key)
        return str(found[0][0]) if found else None

    def newest_revision(self) -> int:
        """The number of changes so far, those included that no open snapshot sees."""
        return int(self.newest("revision") or 0)

    def counts(self) -> dict[str, int]:
        """How much is stored now; it waits for no connection, so a busy library tells it too."""
        counted = {
            "bulletins": "bulletins WHERE NOT is_removed", "passages": "passages",
            "vectors": "vectors", "figures": "figures",
        }  # fmt: skip
        columns = ", ".join(f"(SELECT count(*) FROM {table})" for table in counted.values())
        (found,) = self._database.glance(f"SELECT {columns}")
        return dict(zip(counted, map(int, found), strict=True))

    def damage(self) -> str | None:
        """What SQLite finds wrong with the file when it reads all of it; None: nothing."""
        found = [str(row[0]) for row in self._database.glance("PRAGMA integrity_check(5)")]
        return None if found == ["ok"] else "; ".join(found)

    # --- state

    @staticmethod
    def set_state(connection: sa.Connection, **values: str) -> None:
        """Stores values in the state table."""
        for key, value in values.items():
            connection.execute(sa.delete(schema.state).where(schema.state.c.key == key))
            connection.execute(sa.insert(schema.state).values(key=key, value=value))

    def seen_by(self, connection: sa.Connection) -> Snapshot:
        """What a transaction sees, its own changes so far included."""
        return Snapshot(connection, self._database)

    def renew_collection(self, connection: sa.Connection) -> None:
        """Vectors from now on lie in a collection of another name: those before are void.

        The name is this library's own, so that one Chroma server serves many.
        """
        library = self.seen_by(connection).state("library") or ""
        name = f"bantin-{library[:16]}-{uuid.uuid4().hex[:8]}"
        self.set_state(connection, collection=name, vectors="-1")

    def _count_change(self, connection: sa.Connection) -> None:
        revision = self.seen_by(connection).revision
        self.set_state(connection, revision=str(revision + 1))

    def mark_change(self, connection: sa.Connection) -> None:
        """Readers look again; the vector index, which nothing happened to, stays at its mark."""
        seen = self.seen_by(connection)
        after = str(seen.revision + 1)
        is_level = seen.indexed == seen.revision
        self.set_state(connection, revision=after, **({"vectors": after} if is_level else {}))

    def check_model(self, name: str, digest: str) -> None:
        """Raises IndexMismatch unless the vectors stored here are of this model.

        A catalogue without passages takes any model.
        """
        stored = self.newest("model"), self.newest("digest")
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
            rows.store_about(connection, rowid, passage.years, passage.places)
        self.store_figures(connection, bulletin.bulletin_id, figures)
        self._count_change(connection)

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
            for table in (schema.vectors, schema.passage_years, schema.passage_places):
                connection.execute(sa.delete(table).filter_by(rowid=rowid))
        connection.execute(sa.delete(schema.passages).filter_by(bulletin_id=bulletin_id))
        connection.execute(sa.delete(schema.figures).filter_by(bulletin_id=bulletin_id))

    def remove(self, connection: sa.Connection, bulletin_id: str) -> None:
        """Takes a bulletin out of search and answers; its revisions stay for old citations."""
        self.seen_by(connection).edition(bulletin_id)
        self.drop_searchable(connection, bulletin_id)
        update = sa.update(schema.bulletins).filter_by(bulletin_id=bulletin_id)
        connection.execute(update.values(is_removed=True))
        self._count_change(connection)
