"""Uploads that an editor has previewed, kept until they are loaded, at most for a day."""

import json
import secrets
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from assistant.backoffice.schema import previewed
from assistant.backoffice.store import Store
from assistant.errors import LoadingFailed
from knowledge.ingestion.trust import Trusting

_KEPT = timedelta(days=1)


def keep(store: Store, who: str, paths: Sequence[Path], trusting: Trusting) -> str:
    """Stores files with their trust, and returns the token that names them."""
    items = {
        "paths": list(map(str, paths)), "stated": trusting.stated, "default": trusting.default,
        "by_path": {str(path): trust for path, trust in trusting.by_path.items()},
    }  # fmt: skip
    token, now = secrets.token_urlsafe(18), store.clock()
    with store.writing() as connection:
        connection.execute(previewed.delete().where(previewed.c.made_at < now - _KEPT))
        row = {"token": token, "who": who, "made_at": now, "items": json.dumps(items)}
        connection.execute(previewed.insert().values(row))
    return token


def take(store: Store, who: str, token: str) -> tuple[list[Path], Trusting]:
    """The files of a token and their trust; the token cannot be used again.

    Raises:
        LoadingFailed: the account has no preview with this token.
    """
    is_it = (previewed.c.token == token) & (previewed.c.who == who)
    with store.writing() as connection:
        row = connection.execute(previewed.select().where(is_it)).first()
        connection.execute(previewed.delete().where(is_it))
    if row is None:
        raise LoadingFailed("there is no such preview; preview the files again")
    items = json.loads(row.items)
    by_path = {Path(path): trust for path, trust in items["by_path"].items()}
    paths = [Path(path) for path in items["paths"]]
    return paths, Trusting(items["stated"], items["default"], by_path)
