"""Files -> bulletins in the library: the only writer.

read -> digest (unchanged where it is stored already) -> passages, figures -> vectors -> one
catalogue transaction a bulletin -> vector index. After a crash at any point every bulletin is
stored as a whole or not at all; the same command finishes the work.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Literal

from knowledge.embedding.encoder import Encoder, Vectors
from knowledge.errors import LibraryBusy, StorageError, UnreadableBulletin
from knowledge.figures.consistency import warnings_of
from knowledge.ingestion.bulletins import bulletin_from_draft, digest_of
from knowledge.ingestion.derive import derive
from knowledge.ingestion.sources import UPLOADS, Receipt, Source, find_files, source_of
from knowledge.ingestion.trust import RANK, Trusting
from knowledge.private_files import make_folder, system_error
from knowledge.readers.drafts import BulletinDraft, id_from_name
from knowledge.readers.files import read_drafts
from knowledge.records import Edition, Figure, Passage, StoredBulletin, Trust
from knowledge.storage.catalogue import Catalogue
from knowledge.storage.index_sync import sync_index
from knowledge.storage.vector_index import VectorIndex

Progress = Callable[[int, int, str], None]
_BATCH_PASSAGES = 128


@dataclass(frozen=True, slots=True)
class _Work:
    edition: Edition
    passages: tuple[Passage, ...]
    figures: tuple[Figure, ...]
    status: Literal["added", "updated"]


@contextmanager
def write_lock(data: Path) -> Iterator[None]:
    """Holds the lock of the only writer of a data folder.

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
        raise system_error(exc, data / "writer.lock") from exc
    try:
        yield
    finally:
        lock.release()


def embedded_text(passage: Passage) -> str:
    """The text that is embedded for a passage: its header and its text."""
    return f"{passage.header}\n{passage.text}"


class Ingester:
    """Loads bulletins into one library; create it inside `write_lock`."""

    def __init__(
        self, catalogue: Catalogue, encoder: Encoder, index: VectorIndex,
        today: Callable[[], date] = date.today,
    ) -> None:  # fmt: skip
        catalogue.check_model(encoder.name, encoder.digest)
        self._catalogue, self._encoder, self._index = catalogue, encoder, index
        self._today, self._trusting = today, Trusting()
        # Bulletins of this run, which may not be stored yet.
        self._by_source: dict[str, StoredBulletin] = {}
        self._by_id: dict[str, StoredBulletin] = {}
        self._by_digest: dict[str, StoredBulletin] = {}

    def run(
        self, paths: Sequence[Path | Receipt], progress: Progress | None = None,
        trusting: Trusting | None = None,
    ) -> Iterator[Receipt]:  # fmt: skip
        """Loads files and folders; yields the receipt of each bulletin once it is stored."""
        self._trusting = trusting or Trusting()
        files = list(find_files(paths))
        waiting: list[_Work] = []
        try:
            # While one batch is embedded, the next one is read.
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
        data = self._catalogue.path.parent
        path_text = str(path)
        try:
            for number, draft in enumerate(read_drafts(path), 1):
                row = draft if isinstance(draft, BulletinDraft) else None
                source = source_of(path, data, row, number)
                if isinstance(draft, UnreadableBulletin):
                    yield Receipt(source.name, "failed", error=str(draft))
                else:
                    yield self._prepare(draft, source, path)
        except UnreadableBulletin as exc:
            yield Receipt(path_text, "failed", error=str(exc))
        except StorageError:
            raise  # the next one would fail too
        except Exception as exc:  # noqa: BLE001 - one bulletin never stops the batch
            yield Receipt(path_text, "failed", error=f"{path_text!r}: {type(exc).__name__}: {exc}")

    def _prepare(self, draft: BulletinDraft, source: Source, path: Path) -> _Work | Receipt:
        digest = digest_of(draft)
        warnings: tuple[str, ...] = ()
        ids = _ids_for(draft, source, path.stem)
        with self._catalogue.reading() as snapshot:
            stored = snapshot.stored(ids, (source.name, source.earlier), [digest])
        known = self._known(stored, source)
        trust = self._trusting.of(path, known.trust if known else None)
        same = known if known and known.digest == digest and known.is_current else None
        if same is None and (known is None or not source.is_keyed):
            same = self._copy_of(stored, digest)
        if known is None:
            bulletin_id, warnings = self._new_id(stored, draft, source, ids)
            known = StoredBulletin(bulletin_id, source.name, 0, "", False, trust)
        if same is not None:
            return self._unchanged(same, source, trust)
        now = StoredBulletin(
            known.bulletin_id, source.name, known.revision + 1, digest, True, trust
        )
        bulletin = bulletin_from_draft(draft, now.bulletin_id, source.name)
        passages, figures = derive(bulletin, now.revision)
        warnings = (*bulletin.warnings, *warnings, *warnings_of(bulletin, figures, self._today()))
        bulletin = replace(bulletin, warnings=warnings)
        self._by_source[source.name] = self._by_id[now.bulletin_id] = self._by_digest[digest] = now
        edition = Edition(bulletin, now.revision, digest, True, trust)
        return _Work(edition, passages, figures, "updated" if known.revision else "added")

    def _known(self, stored: Sequence[StoredBulletin], source: Source) -> StoredBulletin | None:
        """The bulletin that the source gave before, in this run or an earlier one."""
        if source.name in self._by_source:
            return self._by_source[source.name]
        by_source = {bulletin.source: bulletin for bulletin in stored}
        return by_source.get(source.name) or by_source.get(source.earlier)

    def _copy_of(self, stored: Sequence[StoredBulletin], digest: str) -> StoredBulletin | None:
        """A current bulletin with the same content, whatever its source."""
        same = self._by_digest.get(digest)
        if same is not None and self._by_id[same.bulletin_id] == same:
            return same
        # One that this run replaces does not count.
        current = (b for b in stored if b.digest == digest and b.is_current)
        return next((b for b in current if b.bulletin_id not in self._by_id), None)

    def _unchanged(self, same: StoredBulletin, source: Source, trust: Trust) -> Receipt:
        """The receipt of content that is stored already; its trust follows what staff state now.

        Another source with the same content can raise the trust, but not lower it.
        """
        is_same_source = same.source in (source.name, source.earlier)
        is_raised = self._trusting.stated is not None and RANK[trust] > RANK[same.trust]
        if is_raised or (is_same_source and trust != same.trust):
            with self._catalogue.writing() as transaction:
                transaction.set_trust(same.bulletin_id, trust)
        else:
            trust = same.trust
        return Receipt(source.name, "unchanged", same.bulletin_id, same.revision, trust=trust)

    def _new_id(
        self, stored: Sequence[StoredBulletin], draft: BulletinDraft, source: Source,
        ids: Sequence[str],
    ) -> tuple[str, tuple[str, ...]]:  # fmt: skip
        """An unused id, and a warning where the id that the source names is taken."""
        taken = self._by_id.keys() | {bulletin.bulletin_id for bulletin in stored}
        bulletin_id = next((name for name in ids if name not in taken), ids[-1])
        first = ids[0]
        if bulletin_id == first or not (draft.key or source.name.startswith(f"{UPLOADS}/")):
            return bulletin_id, ()
        return bulletin_id, (
            f"another source has the id {first!r}, so this bulletin has the id {bulletin_id!r}. "
            f"To replace the other one, run `bantin remove {first}`",
        )

    def _embed(self, waiting: Sequence[_Work]) -> Vectors:
        return self._encoder.encode_passages(
            [embedded_text(p) for work in waiting for p in work.passages]
        )

    def _store(self, waiting: Sequence[_Work], vectors: Vectors) -> Iterator[Receipt]:
        """Stores each bulletin in one transaction; yields their receipts."""
        at = 0
        for work in waiting:
            rows = vectors[at : at + len(work.passages)]
            at += len(work.passages)
            bulletin = work.edition.bulletin
            with self._catalogue.writing() as transaction:
                transaction.set_state(model=self._encoder.name, digest=self._encoder.digest)
                transaction.store(work.edition, work.passages, work.figures, rows)
            yield Receipt(
                bulletin.source, work.status, bulletin.bulletin_id, work.edition.revision,
                len(work.passages), len(work.figures), bulletin.warnings,
                trust=work.edition.trust,
            )  # fmt: skip


def _ids_for(draft: BulletinDraft, source: Source, stem: str) -> tuple[str, ...]:
    """The possible ids of a new bulletin; the first unused one is taken."""
    first = id_from_name(draft.key or stem)
    digest = hashlib.sha256(source.name.encode()).hexdigest()
    return first, f"{first}-{digest[:8]}", f"{first}-{digest}"


def remove(catalogue: Catalogue, index: VectorIndex, bulletin_id: str) -> None:
    """Removes a bulletin from search and answers; its text stays for earlier citations."""
    with catalogue.writing() as transaction:
        transaction.remove(bulletin_id)
    sync_index(catalogue, index)
