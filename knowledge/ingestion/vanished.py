"""Stored bulletins whose source is gone: a deleted file of a folder, a deleted row of a file.

Only what was just loaded is compared: the files of loaded folders, the rows of files that were read
to their end. A file that moved within them is no loss: its bulletin follows it. Nothing leaves by
itself, because a folder may be empty for the wrong reason; staff say that it may.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from knowledge.ingestion.linking import link
from knowledge.ingestion.sources import Receipt
from knowledge.readers.files import has_rows
from knowledge.records import StoredBulletin, Withdrawal
from knowledge.storage.catalogue import Catalogue
from knowledge.storage.index_sync import sync_index
from knowledge.storage.life import current_within
from knowledge.storage.snapshot import Snapshot
from knowledge.storage.vector_index import VectorIndex


@dataclass(frozen=True, slots=True)
class Gone:
    """A bulletin whose source is gone; `moved_to` is the new source of the same content."""

    bulletin_id: str
    source: str
    moved_to: str | None = None


def gone_bulletins(
    snapshot: Snapshot, arguments: Iterable[Path], receipts: Sequence[Receipt]
) -> list[Gone]:
    """The current bulletins whose source within `arguments` is gone, by source.

    `receipts` are those of all bulletins of the run that loaded the arguments.
    """
    seen = _Seen(
        frozenset(receipt.source for receipt in receipts),
        frozenset(receipt.bulletin_id for receipt in receipts),
        tuple(receipt.source for receipt in receipts if receipt.status == "failed"),
    )
    by_id = {r.bulletin_id: r.source for r in receipts if r.status == "unchanged"}
    gone: dict[str, Gone] = {}
    for stored in _within(snapshot, arguments):
        if not seen.has(stored):
            source = by_id.get(stored.bulletin_id)
            # Another bulletin came from there before: rows that are numbered change places.
            source = None if source and snapshot.stored(sources=[source]) else source
            if source is None and stored.bulletin_id in by_id:
                continue
            gone[stored.bulletin_id] = Gone(stored.bulletin_id, stored.source, source)
    return list(gone.values())


@dataclass(frozen=True, slots=True)
class _Seen:
    """What a run has read: sources, bulletins, and the sources that failed."""

    sources: frozenset[str]
    bulletin_ids: frozenset[str | None]
    failed: tuple[str, ...]

    def has(self, stored: StoredBulletin) -> bool:
        """Whether the source of a bulletin was read, or may still be there."""
        file, mark, row = stored.source.rpartition("#")
        if not mark or not has_rows(Path(file)):
            return stored.source in self.sources or Path(stored.source).exists()
        if not Path(file).is_file():
            return False
        # Rows that could not be read may be any.
        if any(name == file or name.startswith(f"{file}#") for name in self.failed):
            return True
        # A row without an id is named by its number, which another row has after a deletion.
        is_read = stored.source in self.sources and not row.isdigit()
        return is_read or stored.bulletin_id in self.bulletin_ids


def withdraw_gone(
    catalogue: Catalogue, index: VectorIndex, gone: Sequence[Gone], today: date
) -> None:
    """Removes the bulletins with the reason, except moved ones, which get their new source."""
    for item in gone:
        reason = f"its source {item.source!r} is gone"
        with catalogue.writing() as transaction:
            if item.moved_to is None:
                transaction.remove(item.bulletin_id, Withdrawal("vanished", reason, today))
            else:
                transaction.set_source(item.bulletin_id, item.moved_to)
    link(catalogue)
    sync_index(catalogue, index)


def _within(snapshot: Snapshot, arguments: Iterable[Path]) -> Iterable[StoredBulletin]:
    for argument in arguments:
        path = argument.resolve()
        if path.is_dir():
            yield from current_within(snapshot, f"{path}/")
        elif path.is_file() and has_rows(path):
            yield from current_within(snapshot, f"{path}#")
