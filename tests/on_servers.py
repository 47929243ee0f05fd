"""Runs the tests on servers: `TEST_SERVERS=1 python -m pytest tests/knowledge`.

Every catalogue, back office and vector index that a test opens in a folder is then in a schema of a
real PostgreSQL server and a collection of a real Chroma server, whose names come from the folder.
Tests marked `embedded` are about files and are skipped.
"""

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from knowledge.storage.places import Server
from knowledge.storage.vector_index import ChromaIndex

IS_CHOSEN = bool(os.environ.get("TEST_SERVERS"))


@contextmanager
def on_servers(database_url: str, chroma_url: str) -> Iterator[None]:
    """Opens on these servers what would be opened in a folder."""
    import assistant.backoffice.store
    import knowledge.storage.catalogue

    with pytest.MonkeyPatch.context() as patch:
        for module in (assistant.backoffice.store, knowledge.storage.catalogue):
            opening = _opening(module.open_database, database_url)
            patch.setattr(module, "open_database", opening)
        patch.setattr(ChromaIndex, "__init__", _connecting(ChromaIndex.__init__, chroma_url))
        yield


def _opening(open_database: Callable[..., Any], database_url: str) -> Callable[..., Any]:
    def opened(path: Path, server: Server | None, *others: Any, **named: Any) -> Any:
        server = server or Server(database_url, f"t_{path.stem}_{_number(path)}")
        return open_database(path, server, *others, **named)

    return opened


def _connecting(connect: Callable[..., None], chroma_url: str) -> Callable[..., None]:
    def connected(
        self: ChromaIndex, folder: Path, url: str | None = None, collection: str = "passages",
        **named: Any,
    ) -> None:  # fmt: skip
        if url is None:
            url, collection = chroma_url, f"{collection}-{_number(folder)}"
        connect(self, folder, url, collection, **named)

    return connected


def _number(path: Path) -> str:
    return hashlib.sha256(str(path.resolve()).encode()).hexdigest()[:16]
