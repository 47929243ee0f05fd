"""Library -> list of problems: reads everything that is stored and checks that it fits together.

Texts are compared with their checksums; passages, figures and words with what the texts give; the
vector index with the vectors of the catalogue. Damage in one part does not stop the check of the
others.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from knowledge.arrays import Floats, np
from knowledge.errors import Busy, KnowledgeError
from knowledge.ingestion.derive import comparable, derive
from knowledge.ingestion.index_integrity import index_problems
from knowledge.records import Bulletin, Figure, Passage
from knowledge.storage.catalogue import RULES, Catalogue
from knowledge.storage.checksums import changed_text
from knowledge.storage.engine import Database
from knowledge.storage.figure_filter import FigureFilter
from knowledge.storage.misfits import changed_revisions, misfits
from knowledge.storage.rows import UNIT_LENGTH
from knowledge.storage.snapshot import Snapshot
from knowledge.storage.vector_index import VectorIndex

_MOST_PROBLEMS = 200
_RESTORE = "restore a backup, or move the file away and begin a new one"


def check_library(
    catalogue: Catalogue, open_index: Callable[[], VectorIndex], office: Path | None = None
) -> tuple[list[str], dict[str, int]]:
    """The problems as sentences (none where all is well), and the counts of what was checked.

    `office` is the file of the question log, of which SQLite checks the structure.

    Raises:
        Busy: too many readers at once; nothing was checked.
    """
    problems = _Problems()
    counts: dict[str, int] = {}
    is_behind = False
    ids: list[str] | None = None
    vectors: Floats | None = None
    are_rules_same = False
    with problems.noting("the catalogue file"):
        if (damage := catalogue.damage()) is not None:
            problems.add(f"the catalogue file is damaged: {damage}")
    with problems.noting("the index of words"):
        if (damage := catalogue.words_damage()) is not None:
            problems.add(f"the index of words is damaged: {damage}")
    with problems.noting("the rules"):
        are_rules_same = catalogue.newest("rules") == RULES
    with problems.noting("the catalogue"), catalogue.reading() as snapshot:
        with problems.noting("the counts"):
            counts = snapshot.counts()
            if counts["passages"] != counts["vectors"]:
                problems.add(f"{counts['passages']} passages, but {counts['vectors']} vectors")
        with problems.noting("the counts"):
            catalogue.check_rows()
        with problems.noting("the passages"):
            ids = snapshot.passage_ids()
        with problems.noting("the vectors"):
            if _check_vectors(snapshot, problems) and counts.get("vectors") == len(ids or ()):
                vectors = snapshot.vectors()[1]  # in the order of the ids
        _check_texts(snapshot, problems)
        _check_bulletins(snapshot, problems, are_rules_same)
        with problems.noting("the marks of the vector index"):
            is_behind = snapshot.indexed != snapshot.revision
    if office is not None and office.exists():
        with problems.noting("the question log"):
            if (damage := _damage_of(office)) is not None:
                problems.add(f"the question log {str(office)!r} is damaged: {damage}; {_RESTORE}")
    with problems.noting("the vector index"):
        index = open_index()
        try:
            for problem in index_problems(index, ids, vectors, is_behind=is_behind):
                problems.add(problem)
        finally:
            index.close()
    return problems.texts(), counts


def _damage_of(path: Path) -> str | None:
    database = Database(path, _RESTORE)
    try:
        database.check_made()
        return database.damage()
    finally:
        database.close()


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


def _check_vectors(snapshot: Snapshot, problems: _Problems) -> bool:
    """Records vectors that are damaged, not of unit length, or longer; whether there are none."""
    lengths: set[int] = set()
    wrong: list[str] = []
    for name, blob in snapshot.stored_vectors():
        lengths.add(len(blob))
        vector = np.frombuffer(blob, "<f4") if len(blob) % 4 == 0 else np.zeros(1, np.float32)
        # `not <=` and not `>`: NaN must fail too.
        if not abs(float((vector.astype(np.float64) ** 2).sum()) - 1) <= UNIT_LENGTH:
            wrong.append(name)
    for name in wrong:
        problems.add(f"the vector of {name} is not of unit length")
    if len(lengths) > 1:
        problems.add(f"vectors are of different sizes: {sorted(lengths)} bytes")
    return not wrong and len(lengths) <= 1


def _check_texts(snapshot: Snapshot, problems: _Problems) -> None:
    """Records texts that changed on the disk, and rows beside passages that do not fit them."""
    with problems.noting("the texts"):
        for name, revision in changed_revisions(snapshot):
            problems.add(changed_text(name, revision))
    with problems.noting("the rows beside passages"):
        for what, names in misfits(snapshot).items():
            for name in names:
                problems.add(f"the {what} of {name} are not those of its text")


def _check_bulletins(snapshot: Snapshot, problems: _Problems, are_rules_same: bool) -> None:
    bulletin_ids: list[str] = []
    with problems.noting("the list of bulletins"):
        bulletin_ids = snapshot.bulletin_ids()
    for bulletin_id in bulletin_ids:
        with problems.noting(f"bulletin {bulletin_id}"):
            edition = snapshot.edition(bulletin_id)
            passages = snapshot.passages_of(bulletin_id)
            figures = snapshot.figures(FigureFilter(bulletin_id))
            _check_spans(edition.bulletin.text, passages, figures, problems)
            if snapshot.stored(ids=[bulletin_id])[0].digest != edition.digest:
                problems.add(f"bulletin {bulletin_id} has another digest than its revision")
            # Newer rules may give other passages and figures of the same text.
            if are_rules_same:
                _check_derived(edition.bulletin, edition.revision, passages, figures, problems)


def _check_spans(
    text: str, passages: list[Passage], figures: list[Figure], problems: _Problems
) -> None:
    for passage in passages:
        if text[passage.start : passage.end] != passage.text:
            problems.add(f"passage {passage.passage_id} is not the bulletin's text")
    for figure in figures:
        if text[figure.start : figure.end] != figure.quote:
            problems.add(f"figure {figure.figure_id} is not the bulletin's text")


def _check_derived(
    bulletin: Bulletin, revision: int, passages: list[Passage], figures: list[Figure],
    problems: _Problems,
) -> None:  # fmt: skip
    """Records passages and figures that are missing, too many, or other than the text gives."""
    due_passages, due_figures = derive(bulletin, revision)
    for what, stored, due in (
        ("passages", {p.passage_id: comparable(p) for p in passages},
         {p.passage_id: comparable(p) for p in due_passages}),
        ("figures", {f.figure_id: comparable(f) for f in figures},
         {f.figure_id: comparable(f) for f in due_figures}),
    ):  # fmt: skip
        wrong = sorted(n for n in stored.keys() | due.keys() if stored.get(n) != due.get(n))
        if wrong:
            problems.add(
                f"{len(wrong)} {what} of bulletin {bulletin.bulletin_id} are not those of its "
                f"text, the first is {wrong[0]}"
            )
