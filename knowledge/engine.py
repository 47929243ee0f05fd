"""The SQLite engine under the catalogue: WAL, full synchronisation, one state a reader."""

from pathlib import Path
from typing import Any

import sqlalchemy as sa


def open_engine(path: Path) -> sa.Engine:
    """An engine on the file; made at the first connection where it is not there."""
    engine = sa.create_engine(
        f"sqlite:///{path}", connect_args={"check_same_thread": False, "timeout": 30}
    )
    sa.event.listen(engine, "connect", _prepare)
    sa.event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _: Any) -> None:
    connection.isolation_level = None  # or the driver begins too late: see _begin
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")  # an acknowledged bulletin survives a power cut
    cursor.execute("PRAGMA foreign_keys=OFF")
    cursor.close()


def _begin(connection: sa.Connection) -> None:
    """Reads are transactions too, so that one answer sees one state while a writer works."""
    connection.exec_driver_sql("BEGIN")
