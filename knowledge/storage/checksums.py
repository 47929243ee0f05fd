"""Checksums of stored revisions: they show that a text changed on the disk after it was stored.

SQLite notices a torn page, but not another letter inside a row. A checksum is stored once, with its
revision, and never again, so that a rebuild of a damaged text does not make it look whole.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa

from knowledge.errors import Corrupt
from knowledge.storage import schema
from knowledge.storage.databases import upsert

# The rest of a revision may change: the name of its source, warnings of newer rules.
_COVERED = ("title", "published_on", "author", "issuer", "place", "url", "text", "sections")
_REMEDY = "restore a backup"


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


def check_row(row: Any) -> None:
    """Raises Corrupt where a row of `revisions` with its `checksum` is not as it was stored."""
    if row.checksum is not None and row.checksum != checksum_of(row._mapping):
        raise Corrupt(changed_text(row.bulletin_id, row.revision))


def changed_text(bulletin_id: str, revision: int) -> str:
    """What is wrong with a revision that is not as it was stored, and what to do."""
    return f"revision {revision} of bulletin {bulletin_id} is not as it was stored; {_REMEDY}"
