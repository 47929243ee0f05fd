"""Settings -> an open library, to read or to write: composes the parts of this package.

What only writing needs is imported there: a question is answered without the readers of files.
"""

import contextlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from knowledge.embedding.encoder import Encoder, load_encoder
from knowledge.errors import (
    BadBackup,
    CorruptIndex,
    DiskFull,
    OldLayout,
    ReadOnly,
    StorageError,
)
from knowledge.ingestion.write_lock import the_only_writer
from knowledge.private_files import exists
from knowledge.search.library import Library
from knowledge.settings import LibrarySettings
from knowledge.storage.catalogue import Catalogue
from knowledge.storage.index_sync import sync_index
from knowledge.storage.moving import check_moved
from knowledge.storage.places import CATALOGUE_FILE, CATALOGUE_SCHEMA, OFFICE_FILE, server_of
from knowledge.storage.snapshot import Snapshot
from knowledge.storage.vector_index import ChromaIndex
from knowledge.vectors import catch_up, note_vectors, open_to_write, open_vectors

if TYPE_CHECKING:
    from knowledge.ingestion.ingest import Ingester
    from knowledge.ingestion.preparing import Preparer
    from knowledge.ingestion.reading import Progress
    from knowledge.ingestion.trust import Trusting


def open_catalogue(
    settings: LibrarySettings, *, upgrade: bool = False, is_rebuilding: bool = False,
    must_exist: bool = False, is_asked: bool = False,
) -> Catalogue:  # fmt: skip
    """The catalogue of the settings, created where none is; see `Catalogue`.

    One on a server, of which no copy is kept, is upgraded only if an administrator asked for it.
    """
    server = server_of(settings.database_url, CATALOGUE_SCHEMA)
    upgrade = upgrade and (server is None or is_asked)
    path = settings.data / CATALOGUE_FILE
    return Catalogue(
        path, server=server, upgrade=upgrade, is_rebuilding=is_rebuilding, must_exist=must_exist
    )


def upgrade(settings: LibrarySettings, *, is_asked: bool = False) -> bool:
    """Brings the catalogue of an older bantin up to date; false where it was that already.

    Raises:
        OldLayout: it is on a server, and no administrator asked for it.
        LibraryBusy: another process is writing to it.
        IndexMismatch, StorageError: see `upgrade_layout`.
    """
    try:
        open_catalogue(settings).close()
    except OldLayout:
        with the_only_writer(settings):
            open_catalogue(settings, upgrade=True, is_asked=is_asked).close()
        return True
    return False


def open_library(settings: LibrarySettings, encoder: Encoder | None = None) -> Library:
    """The library to read; Chroma is opened at the first search."""
    catalogue = open_catalogue(settings)
    try:
        check_moved(catalogue)
        encoder = encoder or load_encoder(settings.model, settings.models)
        return Library(catalogue, encoder, lambda: open_vectors(settings, catalogue))
    except BaseException:
        catalogue.close()
        raise


@contextmanager
def reading(settings: LibrarySettings, *, is_counted: bool = False) -> Iterator[Snapshot]:
    """A snapshot of the catalogue in the data folder.

    With `is_counted` derived rows are counted before, for who reads figures or passages.

    Raises:
        Corrupt: some are missing; see `Catalogue.check_rows`.
    """
    catalogue = open_catalogue(settings)
    try:
        if is_counted:
            catalogue.check_rows()
        with catalogue.reading() as snapshot:
            yield snapshot
    finally:
        catalogue.close()


@contextmanager
def writing(settings: LibrarySettings) -> Iterator[tuple[Catalogue, ChromaIndex]]:
    """The catalogue and the vector index under the writer's lock."""
    with the_only_writer(settings):
        catalogue = open_catalogue(settings, upgrade=True)
        try:
            check_moved(catalogue)
            catalogue.claim()
            index = open_to_write(settings, catalogue)
            try:
                yield catalogue, index
            finally:
                index.close()
            note_vectors(settings, catalogue)
        finally:
            catalogue.close()


@contextmanager
def ingesting(settings: LibrarySettings, encoder: Encoder | None = None) -> "Iterator[Ingester]":
    """An `Ingester` that holds the writer's lock."""
    from knowledge.ingestion.ingest import Ingester

    with writing(settings) as (catalogue, index):
        yield Ingester(catalogue, encoder or load_encoder(settings.model, settings.models), index)


@contextmanager
def linking(settings: LibrarySettings) -> "Iterator[Catalogue]":
    """The catalogue under the writer's lock, to link what earlier runs left without links."""
    with the_only_writer(settings):
        catalogue = open_catalogue(settings, upgrade=True)
        try:
            yield catalogue
        finally:
            catalogue.close()


@contextmanager
def planning(
    settings: LibrarySettings, trusting: "Trusting", *, again: bool = False
) -> "Iterator[tuple[Preparer, Catalogue]]":
    """What says how files would change the library; needs no lock, and creates no library."""
    from knowledge.ingestion.preparing import Preparer

    with contextlib.ExitStack() as held:
        if not settings.database_url and not exists(settings.data / CATALOGUE_FILE):
            data = Path(held.enter_context(TemporaryDirectory(prefix="bantin-plan-")))
            settings = LibrarySettings(data=data)
        catalogue = open_catalogue(settings)
        held.callback(catalogue.close)
        yield Preparer(catalogue, date.today, trusting, again=again, is_plan=True), catalogue


def rebuild_all(settings: LibrarySettings, progress: "Progress | None") -> int:
    """Runs `rebuild` under the writer's lock and deletes the old vectors."""
    from knowledge.ingestion.rebuilding import rebuild

    with _upgraded(settings) as catalogue:
        made: list[ChromaIndex] = []

        def fresh_index() -> ChromaIndex:
            made.append(open_vectors(settings, catalogue))
            return made[0]

        encoder = load_encoder(settings.model, settings.models)
        try:
            return rebuild(
                catalogue, encoder, fresh_index,
                lambda: ChromaIndex.clear(settings.data / "chroma"), progress,
            )  # fmt: skip
        finally:
            for index in made:
                with contextlib.suppress(CorruptIndex):  # the next rebuild deletes what remains
                    index.drop_older()
                index.close()
            note_vectors(settings, catalogue)


def rebuild_figures_only(settings: LibrarySettings, progress: "Progress | None") -> int:
    """Runs `rebuild_figures` under the writer's lock; updates a vector index that is behind."""
    from knowledge.ingestion.rebuilding import rebuild_figures

    with _upgraded(settings) as catalogue:
        count = rebuild_figures(catalogue, progress)
        if catalogue.newest("vectors") != catalogue.newest("revision"):
            index = open_to_write(settings, catalogue)
            try:
                sync_index(catalogue, index)
                index.drop_older()
            finally:
                index.close()
            note_vectors(settings, catalogue)
        return count


def check_up(settings: LibrarySettings) -> tuple[list[str], dict[str, int]]:
    """The result of `check_library`; holds the writer's lock if the folder is writable.

    Then, like every writer, it first does what a killed one left undone in the vector index.
    """
    from knowledge.ingestion.integrity import check_library

    with contextlib.ExitStack() as held:
        is_writable = False
        with contextlib.suppress(ReadOnly, DiskFull):
            held.enter_context(the_only_writer(settings))
            is_writable = True
        catalogue = open_catalogue(settings)
        held.callback(catalogue.close)
        if is_writable:
            with contextlib.suppress(StorageError):  # the check tells what is wrong
                catch_up(catalogue, settings)
        office = None if settings.database_url else settings.data / OFFICE_FILE
        return check_library(catalogue, lambda: open_vectors(settings, catalogue), office)


def back_up(settings: LibrarySettings, target: Path) -> int:
    """Runs `knowledge.ingestion.backups.back_up`; returns the number of files."""
    from knowledge.ingestion.backups import back_up as copy

    _check_embedded(settings)
    return len(copy(settings.data, target))


def restore_backup(settings: LibrarySettings, backup: Path, *, force: bool) -> Path | None:
    """Restores a backup under the writer's lock and fills the vector index.

    Returns the folder in which what was there before is set aside; None for an empty data folder.
    """
    from knowledge.ingestion.backup_restoring import restore_backup as restore
    from knowledge.ingestion.backups import checked_files
    from knowledge.ingestion.write_lock import write_lock

    _check_embedded(settings)
    checked_files(backup)  # before a data folder is created
    with write_lock(settings.data):
        aside = restore(backup, settings.data, force=force)
        catalogue = open_catalogue(settings, upgrade=True)
        try:
            catalogue.claim()
            catch_up(catalogue, settings)
        finally:
            catalogue.close()
        return aside


def _check_embedded(settings: LibrarySettings) -> None:
    """Raises BadBackup where the library is on a database server."""
    if settings.database_url is not None:
        raise BadBackup(
            "BANTIN_DATABASE_URL names a database server: back it up with `pg_dump` and restore it "
            "with `pg_restore` (docs/operations.md); `bantin move --to FOLDER` makes a data folder "
            "of it"
        )


@contextmanager
def _upgraded(settings: LibrarySettings) -> Iterator[Catalogue]:
    with the_only_writer(settings):
        catalogue = open_catalogue(settings, upgrade=True, is_rebuilding=True)
        try:
            catalogue.claim()
            yield catalogue
        finally:
            catalogue.close()
