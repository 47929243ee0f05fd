"""One seam for the two databases: an embedded SQLite file, or a schema on a PostgreSQL server.

What differs between them is here, in their adapters (`engine`, `postgres`) and in their lexical
indexes (`fts5`, `tsvector`); every other module asks SQLAlchemy.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, Protocol

import sqlalchemy as sa

from knowledge.errors import StorageError
from knowledge.private_files import exists
from knowledge.storage.engine import READERS, WAIT_S, Database, create_database
from knowledge.storage.places import Server

_OTHERWISE_ORDERED = """
    SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod)
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
    WHERE c.relnamespace = to_regnamespace(current_schema()) AND c.relkind = 'r' AND a.attnum > 0
        AND NOT a.attisdropped AND a.attcollation = 'pg_catalog."default"'::regcollation
    ORDER BY c.relname, a.attnum
"""


class AnyDatabase(Protocol):
    """An open database; safe to share between threads. Errors are those of `Database`."""

    named: str

    def reading(self) -> AbstractContextManager[sa.Connection]:
        """A connection that sees one state, from its first statement on."""

    def writing(self) -> AbstractContextManager[sa.Connection]:
        """A transaction, alone among those that write: all of it is stored, or nothing."""

    def glance(self, query: str, *parameters: Any) -> Sequence[tuple[Any, ...]]:
        """The rows of a short query outside every transaction; waits for no free connection."""

    def translated(self) -> AbstractContextManager[None]:
        """Translates database errors raised inside; errors of the program pass through."""

    def table_names(self) -> set[str]:
        """The tables that are stored."""

    def place(self) -> str:
        """What tells this database from a copy of it elsewhere."""

    def damage(self) -> str | None:
        """The damage that the database itself finds; None where there is none."""

    def close(self) -> None:
        """Closes all connections."""


def open_database(
    path: Path, server: Server | None, remedy: str,
    build: Callable[[sa.Connection], None] | None, *,
    readers: int = READERS, connections: int | None = None, wait_s: float = WAIT_S,
) -> AnyDatabase:  # fmt: skip
    """The database on the server, or else in the file at `path`; built where it does not exist.

    Without `build` it must exist.

    At most `readers` read a file at once; a server gets at most `connections`.

    Raises:
        Corrupt: it is damaged, or the file is empty.
        StorageError: it cannot be opened or created; see `knowledge.errors`.
    """
    if server is not None:
        from knowledge.storage.postgres import PostgresDatabase

        limit = {} if connections is None else {"connections": connections}
        return PostgresDatabase(server, remedy, build, wait_s=wait_s, **limit)
    database = Database(path, remedy, readers=readers, wait_s=wait_s)
    try:
        if not exists(path):
            if build is None:
                raise StorageError(f"there is no {str(path)!r}; name another folder")
            create_database(path, build)
        database.check_made()
    except BaseException:
        database.close()
        raise
    return database


def create_tables(
    connection: sa.Connection, metadata: sa.MetaData, tables: Collection[sa.Table] | None = None
) -> None:
    """Creates the tables that are missing, of some or all of the metadata; texts by their bytes."""
    metadata.create_all(connection, list(tables) if tables is not None else None)
    order_by_bytes(connection)


def empty_tables(
    connection: sa.Connection, metadata: sa.MetaData, tables: Collection[sa.Table]
) -> None:
    """Deletes all rows of tables, which are named after those that refer to them.

    A file's tables are made anew, so that damage inside them does not stay. Those of a server keep
    their place: to drop them would lock readers out until the transaction ends.
    """
    if connection.dialect.name == "sqlite":
        metadata.drop_all(connection, list(tables))
        create_tables(connection, metadata, tables)
        return
    for table in tables:
        connection.execute(sa.delete(table))


def order_by_bytes(connection: sa.Connection) -> None:
    """Makes a server order the texts of all tables by their bytes, as SQLite does.

    It would order them by its language otherwise, and lists would come in another order.
    """
    if connection.dialect.name == "sqlite":
        return
    changes: dict[str, list[str]] = {}
    for table, column, kind in connection.exec_driver_sql(_OTHERWISE_ORDERED):
        changes.setdefault(table, []).append(f'ALTER "{column}" TYPE {kind} COLLATE "C"')
    for table, columns in changes.items():
        connection.exec_driver_sql(f'ALTER TABLE "{table}" {", ".join(columns)}')


def upsert(
    connection: sa.Connection, table: sa.Table, values: Sequence[Mapping[str, Any]],
    renewed: Collection[str] | None = None,
) -> None:  # fmt: skip
    """Inserts rows, or renews those with the same primary key; `renewed` are columns, all if None.

    Rows that are there stay as they are where no column is renewed. Both databases know this
    statement, and SQLAlchemy has one for each.
    """
    if not values:
        return
    from sqlalchemy.dialects import postgresql, sqlite

    kind: Any = {"sqlite": sqlite, "postgresql": postgresql}[connection.dialect.name]
    insert = kind.insert(table)
    names = [c.name for c in table.c if not c.primary_key] if renewed is None else renewed
    others = {name: insert.excluded[name] for name in names}
    keys = list(table.primary_key.columns)
    if others:
        insert = insert.on_conflict_do_update(index_elements=keys, set_=others)
    else:
        insert = insert.on_conflict_do_nothing(index_elements=keys)
    connection.execute(insert, values)


@contextmanager
def still_usable(connection: sa.Connection) -> Iterator[None]:
    """Lets a reader's connection go on after a failed statement, in a new transaction.

    A server answers nothing more in the transaction of a failed statement.
    """
    try:
        yield
    except sa.exc.DBAPIError:
        if connection.dialect.name != "sqlite":
            connection.rollback()
        raise


def follow_numbers(connection: sa.Connection, table: sa.Table) -> None:
    """Makes the next row number of a table follow the stored ones, after rows came with theirs."""
    column = table.autoincrement_column
    if connection.dialect.name == "sqlite" or column is None:
        return  # SQLite looks at the rows
    sequence = sa.func.pg_get_serial_sequence(table.name, column.name)
    highest = sa.select(sa.func.max(column)).scalar_subquery()
    connection.execute(sa.select(sa.func.setval(sequence, sa.func.coalesce(highest, 1))))
