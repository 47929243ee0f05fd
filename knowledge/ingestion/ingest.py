"""Files -> bulletins in the library: the only writer.

read -> digest (unchanged where it is stored already) -> passages, figures -> vectors -> one
catalogue transaction a bulletin -> vector index. After a crash at any point every bulletin is
stored as a whole or not at all; the same command finishes the work.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date
from pathlib import Path

from knowledge.arrays import import_numpy, np
from knowledge.embedding.encoder import Encoder, Vectors
from knowledge.ingestion.corrections import Correction
from knowledge.ingestion.linking import link
from knowledge.ingestion.preparing import Prepared, Preparer, embedded_text
from knowledge.ingestion.reading import Progress, prepared_bulletins
from knowledge.ingestion.sources import Receipt, find_files
from knowledge.ingestion.trust import Trusting
from knowledge.ingestion.vanished import Gone, gone_bulletins, withdraw_gone
from knowledge.records import Withdrawal
from knowledge.storage.catalogue import Catalogue
from knowledge.storage.index_sync import sync_index
from knowledge.storage.vector_index import VectorIndex

_BATCH_PASSAGES = 128


class Ingester:
    """Loads bulletins into one library; create it inside `write_lock`."""

    def __init__(
        self, catalogue: Catalogue, encoder: Encoder, index: VectorIndex,
        today: Callable[[], date] = date.today,
    ) -> None:  # fmt: skip
        catalogue.check_model(encoder.name, encoder.digest)
        self._catalogue, self._encoder, self._index = catalogue, encoder, index
        self._today = today
        self.corrections: list[Correction] = []
        """The corrections that the last run linked, or could not link."""

    def run(
        self, paths: Sequence[Path | Receipt], progress: Progress | None = None,
        trusting: Trusting | None = None, *, again: bool = False, links: bool = True,
    ) -> Iterator[Receipt]:  # fmt: skip
        """Loads files and folders; yields the receipt of each bulletin once it is stored.

        With `again`, content that staff withdrew or that is older than what is stored is loaded.
        Without `links`, corrections and copies are not linked: one of several runs that belong
        together does that for all, since the new ones are compared with the whole library.
        """
        preparer = Preparer(self._catalogue, self._today, trusting or Trusting(), again=again)
        files = list(find_files(paths))
        waiting: list[Prepared] = []
        import_numpy()
        try:
            # While one batch is embedded, the next one is read.
            with ThreadPoolExecutor(1) as beside:
                embedded: tuple[list[Prepared], Future[Vectors]] | None = None
                for result in prepared_bulletins(files, preparer, progress):
                    if isinstance(result, Receipt):
                        yield result
                        continue
                    waiting.append(result)
                    if sum(len(w.passages) for w in waiting) >= _BATCH_PASSAGES:
                        begun = (waiting, beside.submit(self._embed, waiting))
                        if embedded:
                            yield from self._store(embedded[0], embedded[1].result())
                        embedded, waiting = begun, []
                if embedded:
                    yield from self._store(embedded[0], embedded[1].result())
                yield from self._store(waiting, self._embed(waiting))
            self.corrections = link(self._catalogue) if links else []
            if progress:
                progress(1, 1, "the vector index")
        finally:
            sync_index(self._catalogue, self._index)
        if progress:
            progress(1, 1, "")

    def gone(
        self, arguments: Sequence[Path], receipts: Sequence[Receipt], *, withdraw: bool
    ) -> list[Gone]:
        """The bulletins whose source in what was just loaded is gone; withdraws them if told so."""
        with self._catalogue.reading() as snapshot:
            gone = gone_bulletins(snapshot, arguments, receipts)
        if withdraw and gone:
            withdraw_gone(self._catalogue, self._index, gone, self._today())
        return gone

    def _embed(self, waiting: Sequence[Prepared]) -> Vectors:
        """The vectors of all passages; only texts that the revision before lacks are embedded."""
        texts = [text for work in waiting for text in work.new_texts]
        fresh = iter(self._encoder.encode_passages(texts)) if texts else iter(())
        vectors = []
        for work in waiting:
            for passage in work.passages:
                kept = work.vectors.get(embedded_text(passage))
                vectors.append(next(fresh) if kept is None else kept)
        return np.asarray(vectors, np.float32)

    def _store(self, waiting: list[Prepared], vectors: Vectors) -> Iterator[Receipt]:
        """Stores each bulletin in one transaction; yields their receipts."""
        at = 0
        for work in waiting:
            rows = vectors[at : at + len(work.passages)]
            at += len(work.passages)
            with self._catalogue.writing() as transaction:
                transaction.set_state(model=self._encoder.name, digest=self._encoder.digest)
                transaction.store(work.edition, work.passages, work.figures, rows)
            yield work.receipt()


def remove(
    catalogue: Catalogue, index: VectorIndex, bulletin_id: str, withdrawal: Withdrawal | None = None
) -> None:
    """Removes a bulletin from search and answers; its text stays for earlier citations."""
    with catalogue.writing() as transaction:
        transaction.remove(bulletin_id, withdrawal)
    link(catalogue)
    sync_index(catalogue, index)
