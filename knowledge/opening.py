"""Settings -> an open library, to read or to write: the wiring of this package."""

from collections.abc import Iterator
from contextlib import contextmanager

from knowledge.catalogue import Catalogue
from knowledge.encoder import Encoder, load_encoder
from knowledge.ingest import Ingester, Progress, open_index, write_lock
from knowledge.library import Library
from knowledge.rebuilding import rebuild
from knowledge.settings import Settings
from knowledge.vectors import ChromaIndex


def open_catalogue(settings: Settings, *, upgrade: bool = False) -> Catalogue:
    """The catalogue of the data folder, made if it is not there; see `Catalogue`."""
    return Catalogue(settings.data / "catalogue.sqlite", upgrade=upgrade)


def open_library(settings: Settings, encoder: Encoder | None = None) -> Library:
    """The read side; Chroma is opened at the first search."""
    catalogue = open_catalogue(settings)
    encoder = encoder or load_encoder(settings.model, settings.models)
    return Library(catalogue, encoder, lambda: open_index(settings.data, settings.chroma_url))


@contextmanager
def writing(settings: Settings) -> Iterator[tuple[Catalogue, ChromaIndex]]:
    """The catalogue and the vector index under the writer's lock."""
    with write_lock(settings.data):
        catalogue = open_catalogue(settings)
        index = open_index(settings.data, settings.chroma_url)
        try:
            yield catalogue, index
        finally:
            index.close()
            catalogue.close()


@contextmanager
def ingesting(settings: Settings, encoder: Encoder | None = None) -> Iterator[Ingester]:
    """An `Ingester` under the writer's lock."""
    with writing(settings) as (catalogue, index):
        yield Ingester(catalogue, encoder or load_encoder(settings.model, settings.models), index)


def rebuild_all(catalogue: Catalogue, settings: Settings, progress: Progress | None) -> int:
    """See `rebuild`; call it inside `write_lock`."""
    return rebuild(
        catalogue,
        load_encoder(settings.model, settings.models),
        lambda: open_index(settings.data, settings.chroma_url),
        lambda: ChromaIndex.clear(settings.data / "chroma"),
        progress,
    )
