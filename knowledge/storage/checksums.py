"""Checksums of stored rows: they show that a row changed on the disk after it was stored.

SQLite notices a torn page, but not another letter inside a row. A text's checksum is stored once,
with its revision, and never again, so that a rebuild of a damaged text does not make it look whole.
Passages and figures have one in their own row, which is checked whenever they are read. Figures
have another of what they are found by, since one that is filed elsewhere is not read for its
question.
"""

import hashlib
import json
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from operator import itemgetter
from typing import Any

import sqlalchemy as sa

from knowledge.errors import Corrupt
from knowledge.storage import schema
from knowledge.storage.databases import upsert
from knowledge.text.storable import REPLACEMENT

# The rest of a revision may change: the name of its source, warnings of newer rules.
_COVERED = ("title", "published_on", "author", "issuer", "place", "url", "text", "sections")
_REMEDY = "restore a backup"
# Of a derived row: what one is called, and what makes it anew.
_DERIVED = {
    schema.passages: ("passage", "passage_id", "bantin rebuild"),
    schema.figures: ("figure", "figure_id", "bantin rebuild --figures"),
}
_OWN = "checksum"
FILED_BY = ("indicator", "place", "place_folded", "place_source", "period_first", "period_last",
            "period_kind", "period_source", "role", "unit")  # fmt: skip


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


# --- derived rows


def derived_checksum(row: Mapping[str, Any]) -> int:
    """The CRC-32 of a derived row, by all its columns but its own `checksum`."""
    return _sum([row[name] for name in sorted(row) if name != _OWN])


def check_derived(table: sa.Table, row: Any) -> None:
    """Raises Corrupt where a row is not as it was stored; it has all columns, in their order."""
    covered, own = _places(table)
    if row[own] != _sum(covered(row)):
        what, key, remedy = _DERIVED[table]
        name = row._mapping[key]
        raise Corrupt(f"{what} {name} is not as it was stored; run `{remedy}`")


def filing_checksum(row: Mapping[str, Any]) -> int:
    """The CRC-32 of what a figure is found by."""
    return _sum([row[name] for name in FILED_BY])


def check_filing(figure_id: str, filed_by: Sequence[Any], filing: int | None) -> None:
    """Raises Corrupt where a figure is found by other values than it was stored with."""
    if filing != _sum(filed_by):
        _, _, remedy = _DERIVED[schema.figures]
        raise Corrupt(f"figure {figure_id} is not filed as it was stored; run `{remedy}`")


@cache
def _places(table: sa.Table) -> tuple[Callable[[Any], Sequence[Any]], int]:
    """What takes the covered values from a row, and where its checksum is."""
    names = [column.name for column in table.columns]
    return itemgetter(*(names.index(n) for n in sorted(names) if n != _OWN)), names.index(_OWN)


def _sum(values: Iterable[Any]) -> int:
    # A thousand rows take 6 ms. Files may hold NUL, which a move to a server replaces.
    joined = "\x1f".join([v if type(v) is str else str(v) for v in values])
    return zlib.crc32(joined.replace("\0", REPLACEMENT).encode())
