"""Settings -> the open vector index, to read or to write.

All vectors are in the catalogue, so an index whose files are damaged is emptied and filled again by
the next writer; readers compare with every vector until then.
"""

import contextlib
import logging

from knowledge.errors import StorageError
from knowledge.settings import LibrarySettings
from knowledge.storage.catalogue import Catalogue
from knowledge.storage.index_guard import DamagedIndex
from knowledge.storage.index_sync import check_embedded, open_index, sync_index
from knowledge.storage.vector_index import ChromaIndex

_LOG = logging.getLogger("bantin.library")


def open_vectors(settings: LibrarySettings, catalogue: Catalogue) -> ChromaIndex:
    """The vector index of a catalogue as it is now; see `open_index`."""
    token = settings.chroma_token.get_secret_value() if settings.chroma_token else None
    return open_index(catalogue, settings.chroma_url, token)


def open_to_write(settings: LibrarySettings, catalogue: Catalogue) -> ChromaIndex:
    """The vector index, emptied first where its files are damaged; `sync_index` fills it again.

    Call it under the writer's lock.
    """
    try:
        return open_vectors(settings, catalogue)
    except DamagedIndex as exc:
        _LOG.warning(
            "the vector index is damaged (%s); it is filled again from the catalogue's vectors",
            exc.__cause__,
        )
        with catalogue.writing() as transaction:
            transaction.mark_change()  # readers open it again
            transaction.renew_collection()
        ChromaIndex.clear(settings.data / "chroma")
        return open_vectors(settings, catalogue)


def catch_up(catalogue: Catalogue, settings: LibrarySettings) -> None:
    """Does what a killed writer left undone; call it under the writer's lock."""
    if catalogue.newest("vectors") != catalogue.newest("revision"):
        index = open_to_write(settings, catalogue)
        try:
            sync_index(catalogue, index)
        finally:
            index.close()
        note_vectors(settings, catalogue)


def note_vectors(settings: LibrarySettings, catalogue: Catalogue) -> None:
    """Looks through what was written to the vector index, so that the next reader need not."""
    if settings.chroma_url is None:
        with contextlib.suppress(StorageError):  # the reader gets the same error and tells it
            check_embedded(catalogue)
