"""Chroma's `chroma.sqlite3` -> what it says about one collection: its graph, and what waits for it.

New vectors wait in a queue until there are a thousand; Chroma adds them to the graph in memory each
time that it opens the collection.
"""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge.arrays import Floats, np
from knowledge.storage.index_graph import DamagedFiles

TABLES = "chroma.sqlite3"
_UPSERT, _DELETE = 2, 3
_WAIT_S = 5.0
_OF_COLLECTION = "SELECT id, dimension, schema_str FROM collections WHERE name = ?"
_SEGMENTS = "SELECT scope, type, id FROM segments WHERE collection = ? ORDER BY scope"
_REACHED = "SELECT segment_id, seq_id FROM max_seq_id ORDER BY segment_id"
_QUEUE = (
    "SELECT seq_id, operation, topic, id, encoding, vector FROM embeddings_queue ORDER BY seq_id"
)
_HNSW_TYPE = "urn:chroma:segment/vector/hnsw-local-persisted"


@dataclass(frozen=True, slots=True)
class Collection:
    """What the tables say about a collection; all rows as they are stored."""

    row: tuple[Any, ...]
    segments: list[tuple[Any, ...]]
    reached: list[tuple[Any, ...]]
    queue: list[tuple[Any, ...]]

    @property
    def graph(self) -> str:
        """The name of the folder with its graph.

        Raises:
            DamagedFiles: none is named.
        """
        named = [
            name for scope, kind, name in self.segments if (scope, kind) == ("VECTOR", _HNSW_TYPE)
        ]
        if len(named) != 1 or not isinstance(named[0], str) or not _is_name(named[0]):
            raise DamagedFiles(f"{TABLES} names no folder for the graph")
        return named[0]

    @property
    def dimension(self) -> int | None:
        """How many numbers a vector has; None where there were none yet."""
        return None if self.row[1] is None else int(self.row[1])

    def settings(self) -> dict[str, Any]:
        """The settings of its graph, by Chroma's names; none where an older Chroma made it.

        Raises:
            DamagedFiles: they cannot be read.
        """
        if self.row[2] is None:
            return {}
        try:
            kinds = json.loads(self.row[2])["keys"]["#embedding"]["float_list"]
            config = kinds["vector_index"]["config"]
            return {"space": config["space"], **config["hnsw"]}
        except (KeyError, TypeError, ValueError) as exc:
            raise DamagedFiles(f"{TABLES}: the settings of the graph cannot be read") from exc

    def waiting(self) -> Iterator[tuple[str, Floats | None]]:
        """What is added to the graph when it is opened: ids with a vector, or None to delete.

        Raises:
            DamagedFiles: a row is not as Chroma writes it.
        """
        reached = dict(self.reached)
        after = reached.get(self.graph, 0)
        numbers = [after, *reached.values(), *(row[0] for row in self.queue)]
        if not all(isinstance(number, int) for number in numbers):
            raise DamagedFiles(f"{TABLES}: a number of the queue is none")
        if self.queue and max(reached.values(), default=0) > self.queue[-1][0]:
            raise DamagedFiles(f"{TABLES}: the queue is older than the graph")
        for number, operation, topic, name, encoding, vector in self.queue:
            if topic != f"persistent://default/default/{self.row[0]}" or number <= after:
                continue
            if not isinstance(name, str) or operation not in (_UPSERT, _DELETE):
                raise DamagedFiles(f"{TABLES}: a row of the queue cannot be read")
            if operation == _DELETE:
                yield name, None
            elif (
                encoding == "FLOAT32"
                and isinstance(vector, bytes)
                and len(vector) == 4 * (self.dimension or 0)
            ):
                yield name, np.frombuffer(vector, "<f4")
            else:
                raise DamagedFiles(f"{TABLES}: a vector of the queue cannot be read")


def read_collection(folder: Path, name: str, *, whole: bool = False) -> Collection | None:
    """A collection by its name; None where there is none. `whole`: SQLite checks the file first.

    Raises:
        DamagedFiles: the file is damaged.
        OSError: it cannot be opened or read now.
    """
    path = folder / TABLES
    if not path.exists():
        return None
    try:
        with closing(sqlite3.connect(path, timeout=_WAIT_S)) as raw:
            if whole:
                reports = [str(row[0]) for row in raw.execute("PRAGMA quick_check(1)")]
                if reports != ["ok"]:
                    raise DamagedFiles(f"{TABLES}: {'; '.join(reports)}")
            return _collection(raw, name)
    except (UnicodeDecodeError, sqlite3.DatabaseError) as exc:
        if _is_passing(exc):
            raise OSError(f"{TABLES}: {exc}") from exc
        raise DamagedFiles(f"{TABLES}: {exc}") from exc


def _collection(raw: sqlite3.Connection, name: str) -> Collection | None:
    rows = raw.execute(_OF_COLLECTION, (name,)).fetchall()
    if not rows:
        return None
    return Collection(
        rows[0], raw.execute(_SEGMENTS, (rows[0][0],)).fetchall(),
        raw.execute(_REACHED).fetchall(), raw.execute(_QUEUE).fetchall(),
    )  # fmt: skip


def _is_passing(exc: Exception) -> bool:
    """Whether the file may be well and only cannot be read now: locked, or no right to."""
    passing = {"SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_CANTOPEN", "SQLITE_READONLY",
               "SQLITE_IOERR", "SQLITE_FULL", "SQLITE_PERM"}  # fmt: skip
    name = str(getattr(exc, "sqlite_errorname", ""))
    return any(name.startswith(kind) for kind in passing)


def _is_name(text: str) -> bool:
    return bool(text) and all(c.isalnum() or c == "-" for c in text)
