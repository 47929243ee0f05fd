"""Stored texts -> passages, figures and vectors again, after a change of the model or rules."""

from collections.abc import Callable

from knowledge.embedding.encoder import Encoder
from knowledge.ingestion.derive import derive
from knowledge.ingestion.preparing import embedded_text
from knowledge.ingestion.reading import Progress
from knowledge.storage.catalogue import RULES, Catalogue
from knowledge.storage.index_sync import sync_index
from knowledge.storage.vector_index import VectorIndex


def rebuild(
    catalogue: Catalogue, encoder: Encoder, open_index: Callable[[], VectorIndex],
    clear_index: Callable[[], None], progress: Progress | None = None,
) -> int:  # fmt: skip
    """Derives passages, figures and vectors of every bulletin again; returns how many.

    One transaction: readers see the old index until the new one is whole. The texts and the
    revisions do not change. The vectors go into a new collection, so that none of the old model
    remains, even after a crash.
    """
    with catalogue.reading() as snapshot:
        editions = snapshot.editions()
    with catalogue.writing() as transaction:
        transaction.set_state(model=encoder.name, digest=encoder.digest, rules=RULES)
        transaction.renew_collection()
        transaction.clear_derived()
        for number, edition in enumerate(editions):
            if progress:
                progress(number, len(editions), edition.bulletin.bulletin_id)
            passages, figures = derive(edition.bulletin, edition.revision)
            vectors = encoder.encode_passages([embedded_text(p) for p in passages])
            transaction.store(edition, passages, figures, vectors)
    clear_index()
    sync_index(catalogue, open_index())
    if progress:
        progress(len(editions), len(editions), "")
    return len(editions)


def rebuild_figures(catalogue: Catalogue, progress: Progress | None = None) -> int:
    """Reads the figures of every bulletin again from its text; returns how many bulletins.

    For changed rules and vocabularies. Passages and vectors stay; one transaction.
    """
    with catalogue.reading() as snapshot:
        editions = snapshot.editions()
    with catalogue.writing() as transaction:
        for number, edition in enumerate(editions):
            if progress:
                progress(number, len(editions), edition.bulletin.bulletin_id)
            _, figures = derive(edition.bulletin, edition.revision)
            transaction.store_figures(edition.bulletin.bulletin_id, figures)
        transaction.mark_change()
    if progress:
        progress(len(editions), len(editions), "")
    return len(editions)
