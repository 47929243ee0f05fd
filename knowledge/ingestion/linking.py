"""Links between bulletins, brought up to date after a change: corrections and copies."""

from knowledge.ingestion.copies import link_copies
from knowledge.ingestion.corrections import Correction, link_corrections
from knowledge.storage.catalogue import Catalogue


def link(catalogue: Catalogue) -> list[Correction]:
    """Links corrections and copies, where the catalogue has changed since the last time.

    Returns the corrections that it linked, or could not link. Call it inside `write_lock`.
    """
    if catalogue.newest("linked") == catalogue.newest("revision"):
        return []
    corrections = link_corrections(catalogue)
    link_copies(catalogue)
    with catalogue.writing() as transaction:
        transaction.set_state(linked=transaction.state("revision") or "")
    return corrections
