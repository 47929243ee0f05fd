"""The last use of each account and key, written at most every five minutes."""

from contextlib import suppress
from datetime import datetime, timedelta
from typing import Literal

from assistant.backoffice.schema import uses
from assistant.backoffice.store import Store
from knowledge.errors import StorageError

Kind = Literal["account", "key"]
_STEP = timedelta(minutes=5)


class Uses:
    """Reads and writes the last uses in one store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def note(self, kind: Kind, name: str) -> None:
        """Stores that an account or a key is used now; a full disk does not prevent the use."""
        now = self._store.clock()
        is_it = (uses.c.kind == kind) & (uses.c.name == name)
        with self._store.reading() as connection:
            row = connection.execute(uses.select().where(is_it)).first()
        # A last use in the future was written by a clock that was ahead.
        if row is not None and abs(now - row.used_at) < _STEP:
            return
        with suppress(StorageError), self._store.writing() as connection:
            connection.execute(uses.delete().where(is_it))
            connection.execute(uses.insert().values(kind=kind, name=name, used_at=now))

    def all(self, kind: Kind) -> dict[str, datetime]:
        """The last use of each account or key that was used, by name or id."""
        with self._store.reading() as connection:
            rows = connection.execute(uses.select().where(uses.c.kind == kind))
            return {row.name: row.used_at for row in rows}
