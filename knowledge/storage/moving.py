"""A whole database -> another one, of either kind: the same rows, then compared row for row."""

import hashlib
from collections.abc import Callable, Collection, Iterator
from itertools import islice
from typing import Any

import sqlalchemy as sa

from knowledge.errors import StorageError
from knowledge.storage import lexical, schema
from knowledge.storage.catalogue import Catalogue
from knowledge.storage.databases import AnyDatabase, empty_tables, follow_numbers
from knowledge.text.storable import storable

Progress = Callable[[int, int, str], None]
_BATCH = 1000
# Its content is that of the vector index of one place.
_DERIVED = frozenset({"unindexed"})
_MOVING = "moving"
_OF_THE_PLACE = ("library", "collection", "vectors", "place")


def is_half_done(source: Catalogue, target: Catalogue) -> bool:
    """Whether an earlier move from the same source to the target did not reach its end.

    Raises:
        StorageError: the source is half done itself, the target holds another library, or was
            written to since.
    """
    if source.newest(_MOVING):
        raise StorageError(
            f"{source.named!r} is itself a place that a move did not finish; run that move again"
        )
    mark = target.newest(_MOVING)
    if mark is None and not target.counts()["bulletins"] and not target.newest_revision():
        return False
    if mark == f"{source.newest('library')}/{target.newest_revision()}":
        return True
    raise StorageError(f"{target.named!r} holds bulletins already; name an empty place")


def copy_catalogue(
    source: Catalogue, target: Catalogue, progress: Progress | None = None, *, anew: bool = False
) -> dict[str, int]:
    """Copies a catalogue into an empty one in one transaction; the rows of each table.

    With `anew` what the target holds is deleted in the same transaction. The target stays another
    library: its vectors have a collection of their own, to be filled by
    `knowledge.storage.index_sync`. It is marked as half done until `finish_move`. Call it under
    the writer's locks of both.

    Raises:
        StorageError: what was stored differs from the source.
    """
    tables = [table for table in schema.metadata.sorted_tables if table.name not in _DERIVED]
    with source.database.reading() as given, target.writing() as transaction:
        taken = transaction.connection
        kept = {key: transaction.state(key) for key in _OF_THE_PLACE}
        if anew:
            lexical.clear(taken)
            empty_tables(taken, schema.metadata, schema.metadata.sorted_tables[::-1])
        taken.execute(sa.delete(schema.state))
        counts = copy_tables(given, taken, tables, progress)
        if progress:
            progress(1, 1, "words")
        lexical.fill(taken, _texts(given))
        compare_tables(given, taken, tables, target.named)
        mark = f"{transaction.state('library')}/{transaction.state('revision')}"
        taken.execute(sa.delete(schema.state).where(schema.state.c.key == "place"))
        stay = {key: value for key, value in kept.items() if value is not None}
        transaction.set_state(**stay, **{_MOVING: mark})
        transaction.renew_collection()
    return counts


def check_moved(catalogue: Catalogue) -> None:
    """Raises StorageError for a place that a move did not finish: what is stored there is lost.

    The same move begins anew, and it refuses a place that was used since.
    """
    if catalogue.newest(_MOVING):
        raise StorageError(
            f"{catalogue.named!r} is a place that `bantin move` did not finish; run that move "
            "again, and use the place that it copies until then"
        )


def finish_move(target: Catalogue) -> None:
    """Takes away the mark of a half-done move."""
    with target.writing() as transaction:
        delete = sa.delete(schema.state).where(schema.state.c.key == _MOVING)
        transaction.connection.execute(delete)


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
            taken.execute(sa.insert(table), [_values(row) for row in batch])
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
        digest.update(repr(tuple(_values(row).values())).encode("utf-8", "surrogatepass"))
    return count, digest.hexdigest()


def _values(row: Any) -> dict[str, Any]:
    """The columns of a row; an older bantin may have put NUL into a file, which no server takes."""
    values = row._mapping.items()
    return {key: storable(value) if isinstance(value, str) else value for key, value in values}
