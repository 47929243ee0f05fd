"""A library with its back office -> another place: a data folder, or servers; both stay usable."""

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from assistant.backoffice.backoffice import open_back_office
from knowledge.build import open_catalogue
from knowledge.ingestion.write_lock import the_only_writer
from knowledge.settings import LibrarySettings
from knowledge.storage.index_sync import sync_index
from knowledge.storage.moving import copy_catalogue, finish_move, is_half_done
from knowledge.vectors import open_vectors

Kind = TypeVar("Kind", bound=LibrarySettings)


def in_folder(settings: Kind, folder: Path) -> Kind:
    """The settings of a library that is embedded in a folder."""
    return settings.model_copy(
        update={"data": folder, "database_url": None, "chroma_url": None, "chroma_token": None}
    )


def move(
    source: LibrarySettings, target: LibrarySettings,
    progress: Callable[[int, int, str], None] | None = None,
) -> dict[str, int]:  # fmt: skip
    """Copies everything from one place into an empty other one; the rows of each table.

    What was stored is compared with the source before it is kept. The source is not changed: it can
    be used again until the new place has proved itself. After a move that did not reach its end
    the same move starts anew.

    Raises:
        LibraryBusy: another process writes to one of them.
        StorageError: there is no source, the target is not empty, or came out differently.
    """
    open_catalogue(source, must_exist=True).close()
    with contextlib.ExitStack() as held:
        held.enter_context(the_only_writer(source))
        held.enter_context(the_only_writer(target))
        given, taken = open_catalogue(source), open_catalogue(target)
        held.callback(given.close)
        held.callback(taken.close)
        stores = open_back_office(source).store, open_back_office(target).store
        for store in stores:
            held.callback(store.close)
        anew = is_half_done(given, taken)
        with stores[0].copied_to(stores[1], anew=anew) as counts:
            counts |= copy_catalogue(given, taken, progress, anew=anew)
        taken.claim()
        index = open_vectors(target, taken)
        held.callback(index.close)
        sync_index(taken, index)
        index.drop_older()
        finish_move(taken)
        counts["in the vector index"] = index.count()
    return counts
