"""Is everything that is stored whole? Reads all of it and says what is not.

Damage is what is looked for, so none ends the search: each part is looked at by itself.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import numpy as np
import sqlalchemy as sa

from knowledge.errors import Busy, KnowledgeError
from knowledge.storage import schema
from knowledge.storage.catalogue import Catalogue
from knowledge.storage.snapshot import Snapshot
from knowledge.storage.vector_index import VectorIndex

_UNIT_LENGTH = 1e-3
_MOST_PROBLEMS = 200


def check_library(
    catalogue: Catalogue, open_index: Callable[[], VectorIndex]
) -> tuple[list[str], dict[str, int]]:
    """Problems in words (none: all is whole), and how much was checked.

    Raises:
        Busy: too many read at once; nothing can be said.
    """
    found = _Problems()
    counts: dict[str, int] = {}
    ids: set[str] | None = None
    is_behind = False
    with found.noting("the catalogue file"):
        if (damage := catalogue.damage()) is not None:
            found.add(f"the catalogue file is damaged: {damage}")
    with found.noting("the catalogue"), catalogue.reading() as snapshot:
        with found.noting("the counts"):
            counts = snapshot.counts()
            if counts["passages"] != counts["vectors"]:
                found.add(f"{counts['passages']} passages, but {counts['vectors']} vectors")
        with found.noting("the passages"):
            ids = {row.passage_id for row in snapshot.rows(sa.select(schema.passages.c.passage_id))}
        with found.noting("the vectors"):
            _check_vectors(snapshot, found)
        _check_bulletins(snapshot, found)
        with found.noting("the marks of the vector index"):
            is_behind = snapshot.indexed != snapshot.revision
    with found.noting("the vector index"):
        _check_index(open_index(), ids, is_behind, found)
    return found.told(), counts


class _Problems:
    def __init__(self) -> None:
        self._found: list[str] = []

    def add(self, problem: str) -> None:
        self._found.append(problem)

    @contextmanager
    def noting(self, what: str) -> Iterator[None]:
        """What fails inside is a problem of `what`."""
        try:
            yield
        except Busy:
            raise
        except KnowledgeError as exc:
            self.add(str(exc))
        except Exception as exc:  # noqa: BLE001 - stored bytes may be damaged in any way
            self.add(f"{what} cannot be read: {type(exc).__name__}: {exc}")

    def told(self) -> list[str]:
        """Each problem once, the first of very many."""
        once = list(dict.fromkeys(self._found))
        more = len(once) - _MOST_PROBLEMS
        return [*once[:_MOST_PROBLEMS], *([f"and {more} more problems"] if more > 0 else [])]


def _check_vectors(snapshot: Snapshot, found: _Problems) -> None:
    """Each vector must be whole, of unit length, and as long as the others."""
    p, v = schema.passages, schema.vectors
    lengths: set[int] = set()
    stored = sa.select(p.c.passage_id, v.c.vector).join(v, v.c.rowid == p.c.rowid)
    for name, blob in snapshot.rows(stored):
        lengths.add(len(blob))
        vector = np.frombuffer(blob, "<f4") if len(blob) % 4 == 0 else np.zeros(1, np.float32)
        # Not a number is not near one either.
        if not abs(float((vector.astype(np.float64) ** 2).sum()) - 1) <= _UNIT_LENGTH:
            found.add(f"the vector of {name} is not of unit length")
    if len(lengths) > 1:
        found.add(f"vectors are of different sizes: {sorted(lengths)} bytes")


def _check_bulletins(snapshot: Snapshot, found: _Problems) -> None:
    b = schema.bulletins.c
    live: list[str] = []
    with found.noting("the list of bulletins"):
        query = sa.select(b.bulletin_id).where(~b.is_removed).order_by(b.bulletin_id)
        live = [row.bulletin_id for row in snapshot.rows(query)]
    for bulletin_id in live:
        with found.noting(f"bulletin {bulletin_id}"):
            text = snapshot.edition(bulletin_id).bulletin.text
            for passage in snapshot.passages_of(bulletin_id):
                if text[passage.start : passage.end] != passage.text:
                    found.add(f"passage {passage.passage_id} is not the bulletin's text")
            for figure in snapshot.figures(schema.figures.c.bulletin_id == bulletin_id):
                if text[figure.start : figure.end] != figure.quote:
                    found.add(f"figure {figure.figure_id} is not the bulletin's text")


def _check_index(
    index: VectorIndex, ids: set[str] | None, is_behind: bool, found: _Problems
) -> None:
    try:
        present = index.ids()
    finally:
        close = getattr(index, "close", None)
        if close is not None:
            close()
    if ids is None:
        return  # what it should hold could not be read
    missing, surplus = ids - present, present - ids
    if missing or surplus:
        found.add(
            f"the vector index lacks {len(missing)} passages and holds {len(surplus)} old ones"
        )
    elif is_behind:
        found.add("the vector index was not marked as up to date after a crash")
