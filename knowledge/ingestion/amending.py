"""A stored bulletin with a changed title, day or place: a new revision of the same text.

The trust in its source is not part of a revision: it changes without one.
"""

from dataclasses import replace
from datetime import date

from knowledge.embedding.encoder import Encoder
from knowledge.errors import BadAmendment
from knowledge.ingestion.derive import derive
from knowledge.ingestion.doubts import doubts_about
from knowledge.ingestion.linking import link
from knowledge.ingestion.preparing import embedded_text
from knowledge.ingestion.sources import Receipt
from knowledge.readers.drafts import is_plausible
from knowledge.records import Edition, Trust
from knowledge.storage.catalogue import Catalogue
from knowledge.storage.index_sync import sync_index
from knowledge.storage.life import correction_links, inferred_corrections
from knowledge.storage.snapshot import Snapshot
from knowledge.storage.transaction import Transaction
from knowledge.storage.vector_index import VectorIndex
from knowledge.vocabulary.places import canonical_place

_MAX_TITLE = 500


def amend(
    catalogue: Catalogue, encoder: Encoder, index: VectorIndex, bulletin_id: str,
    title: str | None = None, published_on: date | None = None, place: str | None = None,
    trust: Trust | None = None, today: date | None = None, corrects: str | None = None,
) -> Receipt:  # fmt: skip
    """Stores the changed bulletin as a new revision; call it inside `write_lock`.

    `corrects` is the bulletin that this one corrects, which makes no revision. Values that are None
    stay as they are. Loading the same unchanged file again keeps the
    amendment; a changed file becomes another revision.

    Raises:
        BadAmendment: nothing to change, an empty or too long title, an implausible day, or two
            bulletins that would correct each other.
        UnknownBulletin: there is none of that id.
    """
    catalogue.check_model(encoder.name, encoder.digest)
    is_text = title is not None or published_on is not None or place is not None
    if not is_text and trust is None and corrects is None:
        raise BadAmendment(
            f"nothing to change of {bulletin_id!r}: give a title, a date, a place, a trust or the "
            "bulletin that it corrects"
        )
    if corrects == bulletin_id:
        raise BadAmendment(f"{bulletin_id!r} cannot correct itself")
    if title is not None and not 0 < len(title.strip()) <= _MAX_TITLE:
        raise BadAmendment(f"a title has 1 to {_MAX_TITLE} characters")
    if published_on is not None and not is_plausible(published_on):
        raise BadAmendment(f"no bulletin is of {published_on.isoformat()}; is the year right?")
    with catalogue.reading() as snapshot:
        current = snapshot.edition(bulletin_id)
        overruled = _overruled(snapshot, bulletin_id, corrects) if corrects is not None else []
    trust = trust or current.trust
    old = current.bulletin
    if not is_text:
        with catalogue.writing() as transaction:
            _store_correction(transaction, bulletin_id, corrects, overruled)
            if trust != current.trust:
                transaction.set_trust(bulletin_id, trust)
        link(catalogue)
        return Receipt(old.source, "updated", bulletin_id, current.revision, trust=trust)
    bulletin = replace(
        old, title=" ".join(title.split()) if title else old.title,
        published_on=published_on or old.published_on,
        place=(canonical_place(place) or place) if place else old.place,
        is_place_stated=old.is_place_stated or place is not None,
        warnings=(),
    )  # fmt: skip
    passages, figures = derive(bulletin, current.revision + 1)
    warnings = doubts_about(bulletin, figures, today or date.today())
    bulletin = replace(bulletin, warnings=warnings)
    # The digest stays that of the loaded file, so that loading it again changes nothing.
    edition = Edition(bulletin, current.revision + 1, current.digest, True, trust)
    vectors = encoder.encode_passages([embedded_text(p) for p in passages])
    with catalogue.writing() as transaction:
        _store_correction(transaction, bulletin_id, corrects, overruled)
        transaction.store(edition, passages, figures, vectors)
    link(catalogue)
    sync_index(catalogue, index)
    return Receipt(
        bulletin.source, "updated", bulletin_id, edition.revision, len(passages), len(figures),
        bulletin.warnings, trust=trust,
    )  # fmt: skip


def _overruled(snapshot: Snapshot, bulletin_id: str, corrects: str) -> list[str]:
    """The corrections whose inferred links contradict that `bulletin_id` corrects `corrects`.

    Raises:
        BadAmendment: staff stated that `corrects` corrects `bulletin_id`, directly or by others.
        UnknownBulletin: there is no bulletin `corrects`.
    """
    snapshot.edition(corrects)  # raises for an unknown one
    links, inferred = correction_links(snapshot), inferred_corrections(snapshot)
    chain = [corrects]
    while (following := links.get(chain[-1])) is not None and following not in chain:
        chain.append(following)
        if following == bulletin_id:
            wrong = [name for name in chain[:-1] if name in inferred]
            if wrong:
                return wrong
            stated = " corrects ".join(map(repr, chain))
            raise BadAmendment(f"{bulletin_id!r} cannot correct {corrects!r}: {stated}")
    return []


def _store_correction(
    transaction: Transaction, bulletin_id: str, corrects: str | None, overruled: list[str]
) -> None:
    if overruled:
        transaction.drop_inferred_corrections(overruled)
    if corrects is not None:
        transaction.set_correction(bulletin_id, corrects, is_stated=True)
