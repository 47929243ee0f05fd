"""A whole database -> another one, of either kind: the same rows, then compared row for row."""

import hashlib
from collections.abc import Callable, Collection, Iterator
from itertools import islice
from typing import Any

import sqlalchemy as sa

from knowledge.errors import StorageError
from knowledge.storage import lexical, schema
from knowledge.storage.catalogue import Catalogue
from knowledge.storage.databases import AnyDatabase, follow_numbers

Progress = Callable[[int, int, str], None]
_BATCH = 1000
# Its content is that of the vector index of one place.
_DERIVED = frozenset({"unindexed"})
_OF_THE_PLACE = ("library", "collection", "vectors", "place")


def copy_catalogue(
    source: Catalogue, target: Catalogue, progress: Progress | None = None
) -> dict[str, int]:
    """Copies a catalogue into an empty one in one transaction; the rows of each table.

    The target stays another library: its vectors have a collection of their own, to be filled by
    `knowledge.storage.index_sync`. Call it under the writer's locks of both.

    Raises:
        StorageError: the target holds bulletins, or what was stored differs from the source.
    """
    tables = [table for table in schema.metadata.sorted_tables if table.name not in _DERIVED]
    with source.database.reading() as given, target.writing() as transaction:
        taken = transaction.connection
        if taken.execute(sa.select(schema.bulletins.c.bulletin_id).limit(1)).first():
            raise StorageError(f"{target.named!r} holds bulletins already; name an empty place")
        kept = {key: transaction.state(key) for key in _OF_THE_PLACE}
        taken.execute(sa.delete(schema.state))
        counts = copy_tables(given, taken, tables, progress)
        if progress:
            progress(1, 1, "words")
        lexical.fill(taken, _texts(given))
        compare_tables(given, taken, tables, target.named)
        taken.execute(sa.delete(schema.state).where(schema.state.c.key == "place"))
        transaction.set_state(**{key: value for key, value in kept.items() if value is not None})
        transaction.renew_collection()
    return counts


def copy_tables(
    given: sa.Connection, taken: sa.Connection, tables: Collection[sa.Table],
    progress: Progress | None = None,
) -> dict[str, int]:  # fmt: skip
    """Copies the rows of tables, in an order in which references hold; the rows of each table."""
    counts = {}
    for number, table in enumerate(tables):
        if progress:
            progress(number, len(tables), table.name)
        counts[table.name] = 0
        for batch in _batches(_ordered(given, table)):
            taken.execute(sa.insert(table), [dict(row._mapping) for row in batch])
            counts[table.name] += len(batch)
        follow_numbers(taken, table)
    return counts


def compare_tables(
    given: sa.Connection, taken: sa.Connection, tables: Collection[sa.Table], named: str
) -> None:
    """Raises StorageError unless both databases hold the same rows in these tables."""
    for table in tables:
        expected, stored = (_digest(connection, table) for connection in (given, taken))
        if expected != stored:
            raise StorageError(
                f"table {table.name!r} came out differently in {named!r}: {expected[0]} rows were "
                f"copied, {stored[0]} are there, digests {expected[1][:12]} and {stored[1][:12]}; "
                "nothing was stored"
            )


def is_empty(database: AnyDatabase, tables: Collection[sa.Table]) -> bool:
    """Whether none of these tables has a row."""
    with database.reading() as connection:
        return all(connection.execute(sa.select(t).limit(1)).first() is None for t in tables)


def _ordered(connection: sa.Connection, table: sa.Table) -> Iterator[Any]:
    """The rows of a table by primary key; not all at once."""
    query = sa.select(table).order_by(*table.primary_key.columns)
    return iter(connection.execute(query.execution_options(yield_per=_BATCH)))


def _batches(rows: Iterator[Any]) -> Iterator[list[Any]]:
    while batch := list(islice(rows, _BATCH)):
        yield batch


def _texts(connection: sa.Connection) -> Iterator[list[tuple[int, str]]]:
    """The indexed texts of all passages, in batches."""
    for batch in _batches(_ordered(connection, schema.passages)):
        yield [(row.rowid, f"{row.header} {row.text}") for row in batch]


def _digest(connection: sa.Connection, table: sa.Table) -> tuple[int, str]:
    """The number of rows, and a digest of all their values in the order of their keys."""
    count, digest = 0, hashlib.sha256()
    for row in _ordered(connection, table):
        count += 1
        digest.update(repr(tuple(row)).encode("utf-8", "surrogatepass"))
    return count, digest.hexdigest()
