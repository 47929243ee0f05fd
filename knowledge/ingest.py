"""The walk of bulletins into the library: the only writer.

read -> digest (seen before: unchanged) -> passages, figures -> vectors -> one catalogue
transaction a bulletin -> Chroma brought up to the catalogue. A crash at any point leaves whole
bulletins behind; running the same command again finishes the work.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Literal

import sqlalchemy as sa

from knowledge.bulletins import bulletin_from_draft, digest_of, id_from_name
from knowledge.catalogue import Catalogue
from knowledge.drafts import BulletinDraft
from knowledge.encoder import Encoder, Vectors
from knowledge.errors import LibraryBusy, StorageError, UnreadableBulletin
from knowledge.figures import extract_figures
from knowledge.files import make_folder, of_system
from knowledge.misfits import warnings_of
from knowledge.passages import split_passages
from knowledge.readers import SUFFIXES, read_drafts
from knowledge.records import Bulletin, Edition, Figure, Passage, Trust
from knowledge.snapshot import Snapshot
from knowledge.trust import RANK, Trusting, change_trust
from knowledge.vectors import DEFAULT_COLLECTION, ChromaIndex, VectorIndex

Progress = Callable[[int, int, str], None]
_BATCH_PASSAGES = 128


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of one bulletin; `error` is set where `status` is failed."""

    source: str
    status: Literal["added", "updated", "unchanged", "failed"]
    bulletin_id: str | None = None
    revision: int | None = None
    passages: int = 0
    figures: int = 0
    warnings: tuple[str, ...] = ()
    error: str | None = None
    trust: Trust | None = None


@dataclass(frozen=True, slots=True)
class _Work:
    edition: Edition
    passages: tuple[Passage, ...]
    figures: tuple[Figure, ...]
    status: Literal["added", "updated"]


@contextmanager
def write_lock(data: Path) -> Iterator[None]:
    """Holds the one right to write into a data folder.

    Raises:
        LibraryBusy: another process holds it.
        StorageError: nothing can be written there.
    """
    from filelock import FileLock, Timeout

    make_folder(data)
    lock = FileLock(str(data / "writer.lock"), timeout=0)
    try:
        lock.acquire()
    except Timeout as exc:
        raise LibraryBusy(
            f"another bantin is writing to {str(data)!r}; wait until it is done and run this again"
        ) from exc
    except OSError as exc:
        raise of_system(exc, data / "writer.lock") from exc
    try:
        yield
    finally:
        lock.release()


def derive(bulletin: Bulletin, revision: int) -> tuple[tuple[Passage, ...], tuple[Figure, ...]]:
    """Everything that follows from a bulletin's text except its vectors."""
    passages = split_passages(bulletin, revision)
    return passages, extract_figures(bulletin, revision, passages)


def embedded_text(passage: Passage) -> str:
    """What is embedded of a passage: its header and its text."""
    return f"{passage.header}\n{passage.text}"


def find_files(paths: Iterable[Path | Receipt]) -> Iterator[Path | Receipt]:
    """The bulletin files in files and folders, folders walked in name order."""
    for path in paths:
        if isinstance(path, Receipt):
            yield path
        elif path.is_dir():
            found = sorted(
                p for p in path.rglob("*")
                if p.is_file() and p.suffix.lower() in SUFFIXES and not p.name.startswith(".")
                and p.name.lower() not in ("readme.md", "license.md")
            )  # fmt: skip
            if not found:
                error = f"the folder {str(path)!r} holds no bulletins ({', '.join(SUFFIXES)})"
                yield Receipt(str(path), "failed", error=error)
            yield from found
        elif not path.exists():
            yield Receipt(str(path), "failed", error=f"{str(path)!r} does not exist")
        else:
            yield path


class Ingester:
    """Loads bulletins into one library; make it inside `write_lock`."""

    def __init__(
        self, catalogue: Catalogue, encoder: Encoder, index: VectorIndex,
        today: Callable[[], date] = date.today,
    ) -> None:  # fmt: skip
        catalogue.check_model(encoder.name, encoder.digest)
        self._catalogue, self._encoder, self._index = catalogue, encoder, index
        self._today, self._trusting = today, Trusting()
        self._taken: dict[str, str] = {}

    def run(
        self, paths: Sequence[Path | Receipt], progress: Progress | None = None,
        trusting: Trusting | None = None,
    ) -> Iterator[Receipt]:  # fmt: skip
        """Loads files and folders; one receipt a bulletin, as soon as it is safely stored."""
        self._trusting = trusting or Trusting()
        files = list(find_files(paths))
        waiting: list[_Work] = []
        try:
            # While one batch is embedded the next is read.
            with ThreadPoolExecutor(1) as beside:
                embedded: tuple[list[_Work], Future[Vectors]] | None = None
                for result in self._results(files, progress):
                    if isinstance(result, Receipt):
                        yield result
                        continue
                    waiting.append(result)
                    if sum(len(w.passages) for w in waiting) >= _BATCH_PASSAGES:
                        begun = (waiting, beside.submit(self._embed, waiting))
                        if embedded:
                            yield from self._store(embedded[0], embedded[1].result())
                        embedded, waiting = begun, []
                if embedded:
                    yield from self._store(embedded[0], embedded[1].result())
                yield from self._store(waiting, self._embed(waiting))
        finally:
            sync_index(self._catalogue, self._index)
        if progress:
            progress(len(files), len(files), "")

    def _results(
        self, files: Sequence[Path | Receipt], progress: Progress | None
    ) -> Iterator[_Work | Receipt]:
        for number, item in enumerate(files):
            if progress:
                progress(number, len(files), item.name if isinstance(item, Path) else item.source)
            if isinstance(item, Receipt):
                yield item
            else:
                yield from self._read(item)

    def _read(self, path: Path) -> Iterator[_Work | Receipt]:
        source = str(path.resolve())
        try:
            for number, draft in enumerate(read_drafts(path), 1):
                where = source
                if path.suffix.lower() == ".jsonl":
                    key = draft.key if isinstance(draft, BulletinDraft) else None
                    where = f"{source}#{key or number}"
                if isinstance(draft, UnreadableBulletin):
                    yield Receipt(where, "failed", error=str(draft))
                else:
                    yield self._prepare(draft, where, path)
        except UnreadableBulletin as exc:
            yield Receipt(source, "failed", error=str(exc))
        except StorageError:
            raise  # the next one would fail too
        except Exception as exc:  # noqa: BLE001 - one bulletin never stops the batch
            yield Receipt(source, "failed", error=f"{source!r}: {type(exc).__name__}: {exc}")

    def _prepare(self, draft: BulletinDraft, source: str, path: Path) -> _Work | Receipt:
        digest = digest_of(draft)
        with self._catalogue.reading() as snapshot:
            same = snapshot.bulletin_row(digest=digest, is_removed=False)
            row = snapshot.bulletin_row(source=source)
            trust = self._trusting.of(path, row.trust if row else None)
            if same is None:
                row = row or self._named(snapshot, draft, trust)
                bulletin_id = (
                    row.bulletin_id if row else self._new_id(snapshot, draft, source, path.stem)
                )
        if same is not None:
            return self._unchanged(same, source, trust)
        revision = row.revision + 1 if row else 1
        bulletin = bulletin_from_draft(draft, bulletin_id, source)
        passages, figures = derive(bulletin, revision)
        warnings = warnings_of(bulletin, figures, self._today())
        bulletin = replace(bulletin, warnings=(*bulletin.warnings, *warnings))
        edition = Edition(bulletin, revision, digest, True, trust)
        return _Work(edition, passages, figures, "updated" if row else "added")

    def _named(self, snapshot: Snapshot, draft: BulletinDraft, trust: Trust) -> sa.Row[Any] | None:
        """The bulletin whose id a draft claims; a source trusted less replaces nobody's text."""
        if not draft.key:
            return None
        row = snapshot.bulletin_row(bulletin_id=id_from_name(draft.key))
        return row if row is not None and RANK[trust] >= RANK[row.trust] else None

    def _unchanged(self, same: sa.Row[Any], source: str, trust: Trust) -> Receipt:
        """The receipt of a text that is stored already, its trust as staff say it now.

        Another source with the same words lends it its own trust, and takes none away.
        """
        is_own = same.source == source
        is_raised = self._trusting.said is not None and RANK[trust] > RANK[same.trust]
        if is_raised or (is_own and trust != same.trust):
            with self._catalogue.writing() as connection:
                change_trust(self._catalogue, connection, same.bulletin_id, trust)
        else:
            trust = same.trust
        return Receipt(source, "unchanged", same.bulletin_id, same.revision, trust=trust)

    def _new_id(self, snapshot: Snapshot, draft: BulletinDraft, source: str, stem: str) -> str:
        bulletin_id = id_from_name(draft.key or stem)
        taken = self._taken.get(bulletin_id, source) != source
        if taken or snapshot.bulletin_row(bulletin_id=bulletin_id):
            bulletin_id += "-" + hashlib.sha256(source.encode()).hexdigest()[:8]
        self._taken[bulletin_id] = source
        return bulletin_id

    def _embed(self, waiting: Sequence[_Work]) -> Vectors:
        return self._encoder.encode_passages(
            [embedded_text(p) for work in waiting for p in work.passages]
        )

    def _store(self, waiting: Sequence[_Work], vectors: Vectors) -> Iterator[Receipt]:
        """Stores what waits, a transaction each; the last of one id wins."""
        at = 0
        for work in waiting:
            rows = vectors[at : at + len(work.passages)]
            at += len(work.passages)
            bulletin = work.edition.bulletin
            with self._catalogue.writing() as connection:
                self._catalogue.set_state(
                    connection, model=self._encoder.name, digest=self._encoder.digest
                )
                self._catalogue.store(connection, work.edition, work.passages, work.figures, rows)
            yield Receipt(
                bulletin.source, work.status, bulletin.bulletin_id, work.edition.revision,
                len(work.passages), len(work.figures), bulletin.warnings,
                trust=work.edition.trust,
            )  # fmt: skip


def sync_index(catalogue: Catalogue, index: VectorIndex) -> int:
    """Brings the vector index to the catalogue's revision; returns how many rows changed.

    Compares ids, so it also repairs an index that lost rows or kept old ones.
    """
    with catalogue.reading() as snapshot:
        revision = snapshot.revision
        ids, vectors = snapshot.vectors()
    present = index.ids()
    wanted = set(ids)
    missing = [i for i, name in enumerate(ids) if name not in present]
    surplus = sorted(present - wanted)
    if surplus:
        index.delete(surplus)
    if missing:
        index.put([ids[i] for i in missing], vectors[missing])
    with catalogue.writing() as connection:
        catalogue.set_state(connection, vectors=str(revision))
    return len(missing) + len(surplus)


def remove(catalogue: Catalogue, index: VectorIndex, bulletin_id: str) -> None:
    """Takes a bulletin out of search and answers; its text stays for citations given before."""
    with catalogue.writing() as connection:
        catalogue.remove(connection, bulletin_id)
    sync_index(catalogue, index)


def open_index(catalogue: Catalogue, url: str | None) -> ChromaIndex:
    """The vector index of a catalogue as it is now: beside it, or on a server."""
    name = catalogue.newest("collection") or DEFAULT_COLLECTION
    return ChromaIndex(catalogue.path.parent / "chroma", url, name)
