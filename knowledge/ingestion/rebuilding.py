"""Stored texts -> passages, figures and vectors again, after a change of the model or rules."""

from collections.abc import Callable

from knowledge.embedding.encoder import Encoder
from knowledge.ingestion.derive import comparable, derive
from knowledge.ingestion.preparing import embedded_text
from knowledge.ingestion.reading import Progress
from knowledge.records import Figure
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

    For changed rules and vocabularies. Passages and vectors stay; one transaction. The library
    counts as derived by the present rules where they give the same passages: those of other rules
    need `rebuild`.
    """
    read: list[tuple[str, tuple[Figure, ...]]] = []
    are_passages_same = True
    with catalogue.reading() as snapshot:
        editions = snapshot.editions()
        for number, edition in enumerate(editions):
            bulletin_id = edition.bulletin.bulletin_id
            if progress:
                progress(number, len(editions), bulletin_id)
            passages, figures = derive(edition.bulletin, edition.revision)
            stored, due = (
                {p.passage_id: comparable(p) for p in some}
                for some in (snapshot.passages_of(bulletin_id), passages)
            )
            are_passages_same &= stored == due
            read.append((bulletin_id, figures))
    with catalogue.writing() as transaction:
        for bulletin_id, figures in read:
            transaction.store_figures(bulletin_id, figures)
        if are_passages_same:
            transaction.set_state(rules=RULES)
        transaction.mark_change()
    if progress:
        progress(len(editions), len(editions), "")
    return len(editions)
