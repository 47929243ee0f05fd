"""Changes of the catalogue: one transaction, stored as a whole or not at all.

Every change that search can see raises the catalogue's revision. Passages whose vectors change are
noted in the table `unindexed`, from which `knowledge.storage.index_sync` brings the vector index up
to date.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

import sqlalchemy as sa

from knowledge.arrays import Floats, np
from knowledge.errors import UnknownBulletin
from knowledge.records import Edition, Figure, Passage, Trust, Withdrawal
from knowledge.storage import lexical, rows, schema
from knowledge.storage.checksums import store_checksums
from knowledge.storage.databases import empty_tables, upsert


class Transaction:
    """One transaction; valid inside the block of `Catalogue.writing()`."""

    def __init__(self, connection: sa.Connection) -> None:
        self.connection = connection
        self._words = lexical.word_writer(connection)

    def finish(self) -> None:
        """Writes what waits for the end of the transaction."""
        self._words.finish()

    # --- state

    def state(self, key: str) -> str | None:
        """One value of the state table, changes of this transaction included."""
        s = schema.state.c
        value = self.connection.execute(sa.select(s.value).where(s.key == key)).scalar()
        return None if value is None else str(value)

    def set_state(self, **values: str) -> None:
        """Stores values in the state table."""
        self._put(schema.state, [{"key": k, "value": v} for k, v in values.items()])

    def renew_collection(self) -> None:
        """Starts an empty collection of vectors under a new name; the old one is not used any more.

        The name begins with the id of this library, so that one Chroma server serves many.
        """
        library = self.state("library") or ""
        name = f"bantin-{library[:16]}-{uuid.uuid4().hex[:8]}"
        self.set_state(collection=name, vectors="-1")

    def mark_change(self) -> None:
        """Raises the revision; an up-to-date vector index stays up to date."""
        s = schema.state.c
        query = sa.select(s.key, s.value).where(s.key.in_(["revision", "vectors"]))
        state = {row.key: row.value for row in self.connection.execute(query)}
        raised = str(int(state["revision"]) + 1)
        is_up_to_date = state["vectors"] == state["revision"]
        self.set_state(revision=raised, **({"vectors": raised} if is_up_to_date else {}))

    def mark_indexed(self, revision: int) -> None:
        """Records that the vector index has the vectors of this revision."""
        u = schema.unindexed
        self.connection.execute(sa.delete(u).where(u.c.revision <= revision))
        self.set_state(vectors=str(revision))

    def _raise_revision(self) -> int:
        """Raises the revision by one and returns it."""
        s = schema.state
        raised = sa.cast(sa.cast(s.c.value, sa.Integer) + 1, sa.String)
        update = sa.update(s).where(s.c.key == "revision").values(value=raised)
        return int(self.connection.execute(update.returning(s.c.value)).scalar_one())

    # --- bulletins

    def store(
        self, edition: Edition, passages: Sequence[Passage], figures: Sequence[Figure],
        vectors: Floats,
    ) -> None:  # fmt: skip
        """Makes `edition` the current revision of its bulletin; replaces what was searchable.

        `vectors` has one row for each passage.
        """
        bulletin = edition.bulletin
        revision = self._raise_revision()
        self._drop_searchable(bulletin.bulletin_id, revision)
        row = {
            "bulletin_id": bulletin.bulletin_id, "source": bulletin.source,
            "revision": edition.revision, "digest": edition.digest, "is_removed": False,
            "trust": edition.trust,
        }  # fmt: skip
        self._put(schema.bulletins, [row])
        is_it = {"bulletin_id": bulletin.bulletin_id}
        self.connection.execute(sa.delete(schema.withdrawals).filter_by(**is_it))
        # One that comes back is compared again, whatever its revision.
        self.connection.execute(sa.delete(schema.signatures).filter_by(**is_it))
        row = rows.from_edition(edition)
        self._put(schema.revisions, [row])
        store_checksums(self.connection, [row])
        years, places = self._store_passages(passages, vectors, revision) if passages else (0, 0)
        self._insert(schema.figures, [rows.from_figure(f) for f in figures])
        counts = {"passages": len(passages), "figures": len(figures), "years": years,
                  "places": places}  # fmt: skip
        self._put(schema.row_counts, [{"bulletin_id": bulletin.bulletin_id, **counts}])

    def _store_passages(
        self, passages: Sequence[Passage], vectors: Floats, revision: int
    ) -> tuple[int, int]:
        """How many rows of years and places there are for these passages."""
        # SQLite returns no row numbers for many rows; the write lock excludes other writers.
        last = self.connection.execute(sa.select(sa.func.max(schema.passages.c.rowid))).scalar()
        rowids = range(int(last or 0) + 1, int(last or 0) + 1 + len(passages))
        numbered = list(zip(rowids, passages, strict=True))
        self._insert(
            schema.passages, [rows.summed(rows.from_passage(p) | {"rowid": r}) for r, p in numbered]
        )
        blobs = [np.asarray(vector, "<f4").tobytes() for vector in vectors]
        self._insert(
            schema.vectors,
            [{"rowid": r, "vector": blob} for r, blob in zip(rowids, blobs, strict=True)],
        )
        self._words.add([(r, f"{p.header} {p.text}") for r, p in numbered])
        fresh = [{"passage_id": p.passage_id, "revision": revision} for p in passages]
        self._put(schema.unindexed, fresh)
        return rows.store_about(self.connection, [(r, p.years, p.places) for r, p in numbered])

    def store_figures(self, bulletin_id: str, figures: Sequence[Figure]) -> None:
        """Replaces the figures of a bulletin and nothing else."""
        self.connection.execute(sa.delete(schema.figures).filter_by(bulletin_id=bulletin_id))
        self._insert(schema.figures, [rows.from_figure(f) for f in figures])
        update = sa.update(schema.row_counts).filter_by(bulletin_id=bulletin_id)
        self.connection.execute(update.values(figures=len(figures)))

    def set_trust(self, bulletin_id: str, trust: Trust) -> None:
        """Stores how far a bulletin's source is trusted; its text and its revision stay."""
        update = sa.update(schema.bulletins).filter_by(bulletin_id=bulletin_id)
        self.connection.execute(update.values(trust=trust))
        self.mark_change()

    def set_source(self, bulletin_id: str, source: str) -> None:
        """Stores the name of the source from which a bulletin comes now: its file has moved."""
        update = sa.update(schema.bulletins).filter_by(bulletin_id=bulletin_id)
        self.connection.execute(update.values(source=source))
        # The revision's source is stored again by amendments and rebuilding.
        update = sa.update(schema.revisions).filter_by(bulletin_id=bulletin_id)
        self.connection.execute(update.values(source=source))
        self.mark_change()

    def remove(self, bulletin_id: str, withdrawal: Withdrawal | None = None) -> None:
        """Removes a bulletin from search and answers; its revisions stay for old citations.

        Raises:
            UnknownBulletin: there is none of that id, or it was removed before.
        """
        b = schema.bulletins
        update = sa.update(b).where(b.c.bulletin_id == bulletin_id, ~b.c.is_removed)
        if not self.connection.execute(update.values(is_removed=True)).rowcount:
            raise UnknownBulletin(f"no bulletin {bulletin_id!r}; `bantin list` shows their ids")
        self._drop_searchable(bulletin_id, self._raise_revision())
        self.connection.execute(sa.delete(schema.row_counts).filter_by(bulletin_id=bulletin_id))
        self._delete_inferred([bulletin_id])
        if withdrawal is not None:
            row = {"bulletin_id": bulletin_id, **asdict(withdrawal)}
            self._put(schema.withdrawals, [row])

    # --- corrections and copies

    def set_correction(self, bulletin_id: str, corrects: str, *, is_stated: bool) -> None:
        """Stores which bulletin a correction corrects."""
        row = {"bulletin_id": bulletin_id, "corrects": corrects, "is_stated": is_stated}
        self._put(schema.corrections, [row])
        self.mark_change()

    def drop_inferred_corrections(self, bulletin_ids: Sequence[str]) -> None:
        """Deletes what these corrections were inferred to correct; what staff stated stays."""
        self._delete_inferred(bulletin_ids)
        self.mark_change()

    def _delete_inferred(self, bulletin_ids: Sequence[str]) -> None:
        c = schema.corrections.c
        delete = sa.delete(schema.corrections).where(~c.is_stated)
        self.connection.execute(delete.where(c.bulletin_id.in_(list(bulletin_ids))))

    def set_signatures(self, signatures: Mapping[str, tuple[int, bytes]]) -> None:
        """Stores the signature of the text of a revision, by bulletin id."""
        rows_of = [
            {"bulletin_id": name, "revision": revision, "signature": signature}
            for name, (revision, signature) in signatures.items()
        ]
        if rows_of:
            self._put(schema.signatures, rows_of)

    def set_copies(self, links: Mapping[str, str]) -> None:
        """Replaces which bulletins are copies of which."""
        self.connection.execute(sa.delete(schema.copies))
        self._insert(
            schema.copies, [{"bulletin_id": n, "first": first} for n, first in links.items()]
        )
        self.mark_change()

    def clear_derived(self) -> None:
        """Deletes everything that is derived from the texts, readable or not; see `empty_tables`.

        Readers are served what was there before until the transaction ends.
        """
        lexical.clear(self.connection)
        tables = [schema.passage_years, schema.passage_places, schema.vectors, schema.unindexed,
                  schema.figures, schema.passages, schema.row_counts]  # fmt: skip
        empty_tables(self.connection, schema.metadata, tables)

    def _drop_searchable(self, bulletin_id: str, revision: int) -> None:
        """Deletes passages, vectors, words and figures of a bulletin; revisions stay."""
        p = schema.passages
        query = sa.select(p.c.rowid, p.c.passage_id).filter_by(bulletin_id=bulletin_id)
        stored = self.connection.execute(query).all()
        self.connection.execute(sa.delete(schema.figures).filter_by(bulletin_id=bulletin_id))
        if not stored:
            return
        keys = [{"id": row.rowid} for row in stored]
        self._words.delete([row.rowid for row in stored])
        for table in (schema.vectors, schema.passage_years, schema.passage_places, p):
            delete = sa.delete(table).where(table.c.rowid == sa.bindparam("id"))
            self.connection.execute(delete, keys)
        void = [{"passage_id": row.passage_id, "revision": revision} for row in stored]
        self._put(schema.unindexed, void)

    def _insert(self, table: sa.Table, values: Sequence[Mapping[str, Any]]) -> None:
        if values:
            self.connection.execute(sa.insert(table), values)

    def _put(self, table: sa.Table, values: Sequence[Mapping[str, Any]]) -> None:
        """Inserts rows, or replaces those with the same primary key."""
        upsert(self.connection, table, values)
