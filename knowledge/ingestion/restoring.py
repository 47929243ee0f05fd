"""A removed bulletin -> searchable again, at its last revision."""

from knowledge.embedding.encoder import Encoder
from knowledge.errors import UnknownBulletin
from knowledge.ingestion.derive import derive
from knowledge.ingestion.linking import link
from knowledge.ingestion.preparing import embedded_text
from knowledge.storage.catalogue import Catalogue
from knowledge.storage.index_sync import sync_index
from knowledge.storage.vector_index import VectorIndex


def restore(catalogue: Catalogue, encoder: Encoder, index: VectorIndex, bulletin_id: str) -> int:
    """Makes a removed bulletin current again, and returns its revision; call it in `write_lock`.

    Raises:
        UnknownBulletin: no bulletin of that id was removed.
    """
    catalogue.check_model(encoder.name, encoder.digest)
    with catalogue.reading() as snapshot:
        stored = [b for b in snapshot.stored(ids=[bulletin_id]) if not b.is_current]
        if not stored:
            raise UnknownBulletin(f"no removed bulletin has the id {bulletin_id!r}")
        edition = snapshot.edition(bulletin_id, stored[0].revision)
    passages, figures = derive(edition.bulletin, edition.revision)
    vectors = encoder.encode_passages([embedded_text(p) for p in passages])
    with catalogue.writing() as transaction:
        transaction.store(edition, passages, figures, vectors)
    link(catalogue)
    sync_index(catalogue, index)
    return edition.revision
