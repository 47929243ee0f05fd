"""A stored bulletin with another title, day or place: a new revision of the same text."""

from dataclasses import replace
from datetime import date

from knowledge.bulletins import canonical_name
from knowledge.catalogue import Catalogue
from knowledge.encoder import Encoder
from knowledge.errors import BadAmendment
from knowledge.ingest import Receipt, derive, embedded_text, sync_index
from knowledge.misfits import find_misfits
from knowledge.records import Edition
from knowledge.vectors import VectorIndex

_MAX_TITLE = 500


def amend(
    catalogue: Catalogue, encoder: Encoder, index: VectorIndex, bulletin_id: str,
    title: str | None = None, published_on: date | None = None, place: str | None = None,
) -> Receipt:  # fmt: skip
    """Stores the revision and tells of it; call it inside `write_lock`. None leaves as it is.

    Loading the same unchanged file again leaves the amendment standing; a changed file makes a
    revision of its own.

    Raises:
        BadAmendment: nothing to change, or an empty or too long title.
        UnknownBulletin: there is none of that id.
    """
    catalogue.check_model(encoder.name, encoder.digest)
    if title is None and published_on is None and place is None:
        raise BadAmendment(f"nothing to change of {bulletin_id!r}: give a title, a date or a place")
    if title is not None and not 0 < len(title.strip()) <= _MAX_TITLE:
        raise BadAmendment(f"a title has 1 to {_MAX_TITLE} characters")
    with catalogue.reading() as connection:
        current = catalogue.edition(connection, bulletin_id)
        row = catalogue.bulletin_row(connection, bulletin_id=bulletin_id, is_removed=False)
    if row is None:
        raise BadAmendment(f"{bulletin_id!r} was withdrawn; load it again first")
    old = current.bulletin
    bulletin = replace(
        old, title=" ".join(title.split()) if title else old.title,
        published_on=published_on or old.published_on,
        place=canonical_name(place) if place else old.place,
        is_place_stated=old.is_place_stated or place is not None,
        warnings=(),
    )  # fmt: skip
    passages, figures = derive(bulletin, current.revision + 1)
    bulletin = replace(bulletin, warnings=tuple(find_misfits(figures, bulletin.published_on)))
    # The digest stays that of what was loaded: the same file loaded again changes nothing.
    edition = Edition(bulletin, current.revision + 1, current.digest, True)
    vectors = encoder.encode_passages([embedded_text(p) for p in passages])
    with catalogue.writing() as connection:
        catalogue.store(connection, edition, passages, figures, vectors)
    sync_index(catalogue, index)
    return Receipt(
        bulletin.source, "updated", bulletin_id, edition.revision, len(passages), len(figures),
        bulletin.warnings,
    )  # fmt: skip
