"""Files -> bulletins ready to be stored, and receipts of all others; the plan of a loading."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from knowledge.errors import StorageError, UnreadableBulletin
from knowledge.ingestion.preparing import Prepared, Preparer
from knowledge.ingestion.sources import Receipt, Source, find_files, source_of
from knowledge.ingestion.workload import Work
from knowledge.readers.drafts import BulletinDraft
from knowledge.readers.files import read_drafts

Progress = Callable[[int, int, str], None]
"""Called with how much is done, of how much, and the name of what is read."""


def prepared_bulletins(
    files: Sequence[Path | Receipt], preparer: Preparer, progress: Progress | None = None
) -> Iterator[Prepared | Receipt]:
    """What is to be stored of the files, in their order; an error stops no other bulletin.

    Raises:
        StorageError: the library cannot be read.
    """
    work = Work(files)
    for item in files:
        name = item.source if isinstance(item, Receipt) else item.name
        if progress:
            progress(work.done, work.total, name)
        for result in [item] if isinstance(item, Receipt) else _read(item, preparer):
            if progress and isinstance(result, Prepared):
                work.add(result.edition.bulletin.text)
                progress(work.done, work.total, name)
            yield result
        work.end_file()


def plan(
    paths: Sequence[Path | Receipt], preparer: Preparer, progress: Progress | None = None
) -> Iterator[Receipt]:
    """The receipts that loading would give; stores nothing and embeds nothing.

    `preparer` is one for a plan.
    """
    for result in prepared_bulletins(list(find_files(paths)), preparer, progress):
        yield result if isinstance(result, Receipt) else result.receipt()


def _read(path: Path, preparer: Preparer) -> Iterator[Prepared | Receipt]:
    path_text = str(path)
    try:
        for number, draft in enumerate(read_drafts(path), 1):
            row = draft if isinstance(draft, BulletinDraft) else None
            source = source_of(path, preparer.data, row, number)
            if isinstance(draft, UnreadableBulletin):
                yield Receipt(source.name, "failed", error=str(draft))
            else:
                yield _prepared(preparer, draft, source, path)
    except UnreadableBulletin as exc:
        yield Receipt(path_text, "failed", error=str(exc))
    except StorageError:
        raise  # the next one would fail too
    except Exception as exc:  # noqa: BLE001 - one file never stops the batch
        yield _failed(path_text, exc)


def _prepared(
    preparer: Preparer, draft: BulletinDraft, source: Source, path: Path
) -> Prepared | Receipt:
    try:
        return preparer.prepare(draft, source, path)
    except StorageError:
        raise
    except Exception as exc:  # noqa: BLE001 - one bulletin never stops its file
        return _failed(source.name, exc)


def _failed(source: str, exc: Exception) -> Receipt:
    """The receipt for an error of the program in one bulletin."""
    return Receipt(source, "failed", error=f"{source!r}: {type(exc).__name__}: {exc}")
