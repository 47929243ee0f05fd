"""The catalogue: bulletins, revisions, passages, vectors, figures and words.

One SQLite file, or a schema of a PostgreSQL database. It is read through a `Snapshot`, so that an
answer sees one state, and changed through a `Transaction`, so that a bulletin is stored as a whole
or not at all. Everything else on disk is derived from it.
"""

import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import sqlalchemy as sa

from knowledge.arrays import Floats
from knowledge.errors import Busy, Corrupt, DiskFull, IndexMismatch, ReadOnly, StorageError
from knowledge.storage import lexical, schema
from knowledge.storage.databases import create_tables, open_database
from knowledge.storage.engine import READERS, WAIT_S
from knowledge.storage.places import Server
from knowledge.storage.revision_cache import RevisionCache
from knowledge.storage.row_counts import lost_rows
from knowledge.storage.rows import vectors_from
from knowledge.storage.snapshot import Snapshot
from knowledge.storage.transaction import Transaction
from knowledge.storage.upgrading import upgrade_layout

_REMEDY = "restore it from a backup, or move it away and load the bulletins again"

_VECTORS = (
    "SELECT passages.passage_id, vectors.vector FROM passages "
    "JOIN vectors ON vectors.rowid = passages.rowid"
)
_MOST_AT_ONCE = 10_000

# Raised when passages or figures of the same text come out differently than before. A library
# remembers those by which it was last derived as a whole.
RULES = "2026-11-27"


class _WithVector(NamedTuple):
    passage_id: str
    vector: bytes


class Catalogue:
    """One open catalogue; cheap to create, safe to share between threads."""

    def __init__(
        self, path: Path, *, server: Server | None = None, upgrade: bool = False,
        readers: int = READERS, wait_s: float = WAIT_S, is_rebuilding: bool = False,
        must_exist: bool = False,
    ) -> None:  # fmt: skip
        """Opens or creates the catalogue at `path`, or on a database server.

        With `must_exist` none is created.

        Only who holds the writer's lock may upgrade; see `upgrade_layout`. At most `readers`
        connections read at once; others wait up to `wait_s` seconds.

        Raises:
            OldLayout: it has an older layout, and `upgrade` is false.
            IndexMismatch: a newer bantin wrote it.
            Corrupt: the file is empty, no catalogue, or a damaged one.
            StorageError: it cannot be opened or created, or must exist and does not.
        """
        self.path = path
        self._cache = RevisionCache()
        self._counted_at: float | None = None
        self.database = open_database(
            path, server, _REMEDY, None if must_exist else self._create, readers=readers,
            wait_s=wait_s,
        )  # fmt: skip
        try:
            stored = self.newest("schema")
            if stored is None:
                raise Corrupt(f"{self.database.named!r} is no catalogue of bantin; {_REMEDY}")
            if stored != schema.VERSION:
                upgrade_layout(self.database, stored, allowed=upgrade, is_rebuilding=is_rebuilding)
        except BaseException:
            self.close()
            raise

    def _create(self, connection: sa.Connection) -> None:
        create_tables(connection, schema.metadata)
        lexical.create(connection)
        made = Transaction(connection)
        made.set_state(schema=schema.VERSION, rules=RULES, revision="0", library=uuid.uuid4().hex)
        made.renew_collection()

    @property
    def named(self) -> str:
        """Where the catalogue is, for messages."""
        return self.database.named

    def close(self) -> None:
        """Closes all connections."""
        self.database.close()

    @contextmanager
    def reading(self) -> Iterator[Snapshot]:
        """One state of the catalogue; see `Database.reading` for what may go wrong."""
        with self.database.reading() as connection:
            snapshot = Snapshot(connection, self.database, self._cache)
            snapshot.load_state()  # a database keeps the state of the first statement
            yield snapshot

    @contextmanager
    def writing(self) -> Iterator[Transaction]:
        """A transaction: all of it is stored, or nothing; see `Database.writing`."""
        with self.database.writing() as connection:
            transaction = Transaction(connection)
            yield transaction
            transaction.finish()

    def claim(self) -> None:
        """Gives a copy of a library vectors of its own; call it under the writer's lock.

        Two copies would otherwise overwrite each other's vectors on a Chroma server, which knows
        them by the library's id. A library that was moved counts as a copy.
        """
        place, stored = self.database.place(), self.newest("place")
        if stored == place:
            return
        with self.writing() as transaction:
            if stored is not None:
                transaction.set_state(library=uuid.uuid4().hex)
                transaction.renew_collection()
            transaction.set_state(place=place)

    def is_copy(self) -> bool:
        """Whether this is a copy of a library, and nothing was written to it since."""
        return self.newest("place") not in (None, self.database.place())

    def newest(self, key: str) -> str | None:
        """One value of the state table as it is now, outside every snapshot.

        It does not wait for a free connection.
        """
        rows = self.database.glance("SELECT value FROM state WHERE key = ?", key)
        return str(rows[0][0]) if rows else None

    def is_current(self) -> bool:
        """Whether its layout now is the one of this program; a newer bantin may have changed it."""
        return self.newest("schema") == schema.VERSION

    def newest_revision(self) -> int:
        """The number of changes so far; newer than what open snapshots see."""
        return int(self.newest("revision") or 0)

    def index_lag(self) -> int:
        """How many changes the vector index lacks now; 0 for a library without bulletins.

        All of them where its content is unknown.
        """
        rows = self.database.glance(
            "SELECT key, value FROM state WHERE key IN ('revision', 'vectors')"
        )
        reached = {str(key): int(value) for key, value in rows}
        lag = reached.get("revision", 0) - max(0, reached.get("vectors", 0))
        return max(0, lag) if lag and self.counts()["bulletins"] else 0

    def passage_ids_now(self) -> list[str]:
        """The ids of all searchable passages now; does not wait for a free connection."""
        return [str(name) for (name,) in self.database.glance("SELECT passage_id FROM passages")]

    def vectors_now(self, ids: Sequence[str]) -> tuple[list[str], Floats]:
        """Those of these passages that are searchable now, and their vectors, one row each.

        It does not wait for a free connection.

        Raises:
            Corrupt: a vector is damaged; see `rows.vectors_from`.
        """
        stored: list[_WithVector] = []
        for at in range(0, len(ids), _MOST_AT_ONCE):
            some = ids[at : at + _MOST_AT_ONCE]
            query = f"{_VECTORS} WHERE passages.passage_id IN ({', '.join('?' * len(some))})"
            stored += [_WithVector(*row) for row in self.database.glance(query, *some)]
        return vectors_from(stored)

    def counts(self) -> dict[str, int]:
        """How much is stored now; does not wait for a free connection."""
        counted = {
            "bulletins": "bulletins WHERE NOT is_removed", "passages": "passages",
            "vectors": "vectors", "figures": "figures",
        }  # fmt: skip
        columns = ", ".join(f"(SELECT count(*) FROM {table})" for table in counted.values())
        (row,) = self.database.glance(f"SELECT {columns}")
        return dict(zip(counted, map(int, row), strict=True))

    def damage(self) -> str | None:
        """The damage that the database itself finds; None where there is none."""
        return self.database.damage()

    def check_rows(self, again_after_s: float = 0) -> None:
        """Counts the derived rows, again only so long after they were complete.

        It does not wait for a free connection.

        Raises:
            Corrupt: some went or came without the program.
        """
        now = time.monotonic()
        if self._counted_at is not None and now - self._counted_at < again_after_s:
            return
        if (damage := lost_rows(self.database)) is not None:
            raise Corrupt(damage)
        self._counted_at = now

    def words_damage(self) -> str | None:
        """What is wrong with the index of words; None where nothing is, or nothing may be written.

        The database looks through it in a transaction that writes nothing.
        """
        try:
            with self.database.writing() as connection:
                lexical.check(connection)
        except (Busy, DiskFull, ReadOnly):
            return None
        except StorageError as exc:
            return str(exc)
        return None

    def check_model(self, name: str, digest: str) -> None:
        """Raises IndexMismatch unless the vectors stored here are of this model.

        A catalogue without passages takes any model.
        """
        stored = self.newest("model"), self.newest("digest")
        if stored[0] is not None and stored != (name, digest):
            if stored[0] == name:
                raise IndexMismatch(
                    f"the index of {self.named!r} holds vectors of another build of "
                    f"{name!r}; run `bantin rebuild` once: the texts stay as they are"
                )
            raise IndexMismatch(
                f"the index of {self.named!r} was built with the model {stored[0]!r} "
                f"({(stored[1] or '')[:12]}), the settings name {name!r} ({digest[:12]}); set "
                "BANTIN_MODEL back, or run `bantin rebuild` to embed everything again"
            )
