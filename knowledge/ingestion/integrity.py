"""Library -> list of problems: reads everything that is stored and checks that it fits together.

Damage in one part does not stop the check of the others.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from knowledge.arrays import np
from knowledge.errors import Busy, KnowledgeError
from knowledge.storage.catalogue import Catalogue
from knowledge.storage.figure_filter import FigureFilter
from knowledge.storage.snapshot import Snapshot
from knowledge.storage.vector_index import VectorIndex

_UNIT_LENGTH = 1e-3
_MOST_PROBLEMS = 200


def check_library(
    catalogue: Catalogue, open_index: Callable[[], VectorIndex]
) -> tuple[list[str], dict[str, int]]:
    """The problems as sentences (none where all is well), and the counts of what was checked.

    Raises:
        Busy: too many readers at once; nothing was checked.
    """
    problems = _Problems()
    counts: dict[str, int] = {}
    ids: set[str] | None = None
    is_behind = False
    with problems.noting("the catalogue file"):
        if (damage := catalogue.damage()) is not None:
            problems.add(f"the catalogue file is damaged: {damage}")
    with problems.noting("the catalogue"), catalogue.reading() as snapshot:
        with problems.noting("the counts"):
            counts = snapshot.counts()
            if counts["passages"] != counts["vectors"]:
                problems.add(f"{counts['passages']} passages, but {counts['vectors']} vectors")
        with problems.noting("the passages"):
            ids = set(snapshot.passage_ids())
        with problems.noting("the vectors"):
            _check_vectors(snapshot, problems)
        _check_bulletins(snapshot, problems)
        with problems.noting("the marks of the vector index"):
            is_behind = snapshot.indexed != snapshot.revision
    with problems.noting("the vector index"):
        _check_index(open_index(), ids, is_behind, problems)
    return problems.texts(), counts


class _Problems:
    def __init__(self) -> None:
        self._problems: list[str] = []

    def add(self, problem: str) -> None:
        self._problems.append(problem)

    @contextmanager
    def noting(self, what: str) -> Iterator[None]:
        """Records an error inside the block as a problem of `what`."""
        try:
            yield
        except Busy:
            raise
        except KnowledgeError as exc:
            self.add(str(exc))
        except Exception as exc:  # noqa: BLE001 - stored bytes may be damaged in any way
            self.add(f"{what} cannot be read: {type(exc).__name__}: {exc}")

    def texts(self) -> list[str]:
        """Each problem once, at most 200."""
        once = list(dict.fromkeys(self._problems))
        more = len(once) - _MOST_PROBLEMS
        return [*once[:_MOST_PROBLEMS], *([f"and {more} more problems"] if more > 0 else [])]


def _check_vectors(snapshot: Snapshot, problems: _Problems) -> None:
    """Records vectors that are damaged, not of unit length, or longer than others."""
    lengths: set[int] = set()
    for name, blob in snapshot.stored_vectors():
        lengths.add(len(blob))
        vector = np.frombuffer(blob, "<f4") if len(blob) % 4 == 0 else np.zeros(1, np.float32)
        # `not <=` and not `>`: NaN must fail too.
        if not abs(float((vector.astype(np.float64) ** 2).sum()) - 1) <= _UNIT_LENGTH:
            problems.add(f"the vector of {name} is not of unit length")
    if len(lengths) > 1:
        problems.add(f"vectors are of different sizes: {sorted(lengths)} bytes")


def _check_bulletins(snapshot: Snapshot, problems: _Problems) -> None:
    bulletin_ids: list[str] = []
    with problems.noting("the list of bulletins"):
        bulletin_ids = snapshot.bulletin_ids()
    for bulletin_id in bulletin_ids:
        with problems.noting(f"bulletin {bulletin_id}"):
            text = snapshot.edition(bulletin_id).bulletin.text
            for passage in snapshot.passages_of(bulletin_id):
                if text[passage.start : passage.end] != passage.text:
                    problems.add(f"passage {passage.passage_id} is not the bulletin's text")
            for figure in snapshot.figures(FigureFilter(bulletin_id)):
                if text[figure.start : figure.end] != figure.quote:
                    problems.add(f"figure {figure.figure_id} is not the bulletin's text")


def _check_index(
    index: VectorIndex, ids: set[str] | None, is_behind: bool, problems: _Problems
) -> None:
    try:
        present = index.ids()
    finally:
        index.close()
    if ids is None:
        return  # the expected ids could not be read
    missing, surplus = ids - present, present - ids
    if missing or surplus:
        problems.add(
            f"the vector index lacks {len(missing)} passages and holds {len(surplus)} old ones"
        )
    elif is_behind:
        problems.add("the vector index was not marked as up to date after a crash")
