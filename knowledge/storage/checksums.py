"""Checksums of stored revisions: they show that a text changed on the disk after it was stored.

SQLite notices a torn page, but not another letter inside a row. A checksum is stored once, with its
revision, and never again, so that a rebuild of a damaged text does not make it look whole.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa

from knowledge.storage import schema
from knowledge.storage.databases import upsert
from knowledge.storage.snapshot import Snapshot

# The rest of a revision may change: the name of its source, warnings of newer rules.
_COVERED = ("title", "published_on", "author", "issuer", "place", "url", "text", "sections")
_BATCH = 500


def checksum_of(row: Mapping[str, Any]) -> str:
    """The SHA-256 of what a reader sees of a revision, in hexadecimal; `row` is of `revisions`."""
    content = [None if row[name] is None else str(row[name]) for name in _COVERED]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()


def store_checksums(connection: sa.Connection, rows: Iterable[Mapping[str, Any]]) -> None:
    """Stores the checksums of revisions that have none yet."""
    values = [
        {"bulletin_id": row["bulletin_id"], "revision": row["revision"],
         "checksum": checksum_of(row)}
        for row in rows
    ]  # fmt: skip
    upsert(connection, schema.checksums, values, renewed=())


def changed_revisions(snapshot: Snapshot) -> list[tuple[str, int]]:
    """The revisions of all bulletins, also removed ones, that are not as they were stored."""
    r, c = schema.revisions, schema.checksums
    same = (c.c.bulletin_id == r.c.bulletin_id) & (c.c.revision == r.c.revision)
    query = sa.select(r, c.c.checksum).outerjoin(c, same).order_by(r.c.bulletin_id, r.c.revision)
    changed: list[tuple[str, int]] = []
    at = 0
    while batch := snapshot.rows(query.limit(_BATCH).offset(at)):
        at += len(batch)
        changed += [
            (row.bulletin_id, row.revision)
            for row in batch
            if row.checksum != checksum_of(row._mapping)
        ]
    return changed
