"""Drafts -> bulletins ready to be stored, or receipts that say why nothing is stored.

The identity of a bulletin is its source. A draft is unchanged, a copy of another source, the next
revision, or new; `knowledge.ingestion.succession` says which revisions must not follow.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Literal

from knowledge.arrays import Floats
from knowledge.ingestion.bulletins import bulletin_from_draft, digest_of
from knowledge.ingestion.changes import Change, changes_between
from knowledge.ingestion.derive import derive
from knowledge.ingestion.doubts import doubts_about
from knowledge.ingestion.sources import UPLOADS, Receipt, Source
from knowledge.ingestion.succession import digest_as_stored, hindrance
from knowledge.ingestion.trust import RANK, Trusting
from knowledge.readers.drafts import BulletinDraft, id_from_name
from knowledge.records import Edition, Figure, Passage, StoredBulletin, Trust
from knowledge.storage.catalogue import Catalogue
from knowledge.storage.figure_filter import FigureFilter
from knowledge.storage.life import vectors_by_text
from knowledge.storage.snapshot import Snapshot


def embedded_text(passage: Passage) -> str:
    """The text that is embedded for a passage: its header and its text."""
    return f"{passage.header}\n{passage.text}"


@dataclass(frozen=True, slots=True)
class Prepared:
    """A bulletin that is read and derived, ready to be embedded and stored."""

    edition: Edition
    passages: tuple[Passage, ...]
    figures: tuple[Figure, ...]
    status: Literal["added", "updated"]
    changes: tuple[Change, ...]
    vectors: Mapping[str, Floats]
    """The vectors of the revision before, by embedded text: these texts cost nothing again."""

    @property
    def new_texts(self) -> list[str]:
        """The texts that must be embedded, in the order of the passages."""
        return [t for p in self.passages if (t := embedded_text(p)) not in self.vectors]

    def receipt(self) -> Receipt:
        """The receipt for storing it."""
        bulletin = self.edition.bulletin
        return Receipt(
            bulletin.source, self.status, bulletin.bulletin_id, self.edition.revision,
            len(self.passages), len(self.figures), bulletin.warnings, trust=self.edition.trust,
            embedded=len(self.new_texts), changes=self.changes, title=bulletin.title,
        )  # fmt: skip


class Preparer:
    """Prepares the bulletins of one run; a plan (`is_plan`) changes nothing that is stored."""

    def __init__(
        self, catalogue: Catalogue, today: Callable[[], date], trusting: Trusting,
        *, again: bool = False, is_plan: bool = False,
    ) -> None:  # fmt: skip
        self._catalogue, self._today, self._trusting = catalogue, today, trusting
        self._again, self._is_plan = again, is_plan
        # Bulletins of this run, which may not be stored yet.
        self._by_source: dict[str, StoredBulletin] = {}
        self._by_id: dict[str, StoredBulletin] = {}
        self._by_digest: dict[str, StoredBulletin] = {}

    @property
    def data(self) -> Path:
        """The data folder of the library."""
        return self._catalogue.path.parent

    def prepare(self, draft: BulletinDraft, source: Source, path: Path) -> Prepared | Receipt:
        """The bulletin to store, or the receipt that says why nothing is stored."""
        digest = digest_of(draft)
        warnings: tuple[str, ...] = ()
        ids = _ids_for(draft, source, path.stem)
        with self._catalogue.reading() as snapshot:
            stored = snapshot.stored(ids, (source.name, source.earlier), [digest])
            known = self._known(stored, source)
            trust = self._trusting.of(path, known.trust if known else None)
            if known is not None and draft.url is not None:
                digest = digest_as_stored(snapshot, known, draft, digest, self._today())
            same = known if known and known.digest == digest and known.is_current else None
            if same is None and (known is None or not source.is_keyed):
                same = self._copy_of(stored, digest)
            if known is None:
                bulletin_id, warnings = self._new_id(stored, draft, source, ids)
                known = StoredBulletin(bulletin_id, source.name, 0, "", False, trust)
            if same is None:
                twin = next((b for b in stored if b.digest == digest and not b.is_current), None)
                return self._next(snapshot, known, draft, source, digest, trust, warnings, twin)
        return self._unchanged(same, source, trust)

    def _next(
        self, snapshot: Snapshot, known: StoredBulletin, draft: BulletinDraft, source: Source,
        digest: str, trust: Trust, warnings: tuple[str, ...], twin: StoredBulletin | None,
    ) -> Prepared | Receipt:  # fmt: skip
        """The next revision of a bulletin, or the receipt that says why there is none."""
        now = StoredBulletin(
            known.bulletin_id, source.name, known.revision + 1, digest, True, trust
        )
        bulletin = bulletin_from_draft(draft, now.bulletin_id, source.name)
        before = None
        # What was withdrawn does not return from another file either.
        earlier = known if known.revision else twin
        if earlier is not None and not self._again:
            before = hindrance(snapshot, earlier, bulletin, digest, self._today())
        if before is not None and earlier is not None:
            return Receipt(
                source.name, before[0], earlier.bulletin_id, earlier.revision, trust=earlier.trust,
                reason=before[1], title=bulletin.title,
            )  # fmt: skip
        passages, figures = derive(bulletin, now.revision)
        warnings = (*bulletin.warnings, *warnings, *doubts_about(bulletin, figures, self._today()))
        bulletin = replace(bulletin, warnings=warnings)
        changes: tuple[Change, ...] = ()
        vectors: Mapping[str, Floats] = {}
        if known.revision and snapshot.is_current(known.bulletin_id):
            old = snapshot.edition(known.bulletin_id)
            changes = changes_between(
                old.bulletin, bulletin, snapshot.figures(FigureFilter(known.bulletin_id)), figures
            )
            vectors = vectors_by_text(snapshot, known.bulletin_id)
        self._by_source[source.name] = self._by_id[now.bulletin_id] = self._by_digest[digest] = now
        edition = Edition(bulletin, now.revision, digest, True, trust)
        status: Literal["added", "updated"] = "updated" if known.revision else "added"
        return Prepared(edition, passages, figures, status, changes, vectors)

    def _known(self, stored: Sequence[StoredBulletin], source: Source) -> StoredBulletin | None:
        """The bulletin that the source gave before, in this run or an earlier one."""
        if source.name in self._by_source:
            return self._by_source[source.name]
        by_source = {bulletin.source: bulletin for bulletin in stored}
        return by_source.get(source.name) or by_source.get(source.earlier)

    def _copy_of(self, stored: Sequence[StoredBulletin], digest: str) -> StoredBulletin | None:
        """A current bulletin with the same content, whatever its source."""
        same = self._by_digest.get(digest)
        if same is not None and self._by_id[same.bulletin_id] == same:
            return same
        # One that this run replaces does not count.
        current = (b for b in stored if b.digest == digest and b.is_current)
        return next((b for b in current if b.bulletin_id not in self._by_id), None)

    def _unchanged(self, same: StoredBulletin, source: Source, trust: Trust) -> Receipt:
        """The receipt of content that is stored already; its trust follows what staff state now.

        Another source with the same content can raise the trust, but not lower it.
        """
        is_same_source = same.source in (source.name, source.earlier)
        is_raised = self._trusting.stated is not None and RANK[trust] > RANK[same.trust]
        if self._is_plan:
            trust = trust if is_raised or is_same_source else same.trust
        elif is_raised or (is_same_source and trust != same.trust):
            with self._catalogue.writing() as transaction:
                transaction.set_trust(same.bulletin_id, trust)
        else:
            trust = same.trust
        return Receipt(source.name, "unchanged", same.bulletin_id, same.revision, trust=trust)

    def _new_id(
        self, stored: Sequence[StoredBulletin], draft: BulletinDraft, source: Source,
        ids: Sequence[str],
    ) -> tuple[str, tuple[str, ...]]:  # fmt: skip
        """An unused id, and a warning where the id that the source names is taken."""
        taken = self._by_id.keys() | {bulletin.bulletin_id for bulletin in stored}
        bulletin_id = next((name for name in ids if name not in taken), ids[-1])
        first = ids[0]
        if bulletin_id == first or not (draft.key or source.name.startswith(f"{UPLOADS}/")):
            return bulletin_id, ()
        return bulletin_id, (
            f"another source has the id {first!r}, so this bulletin has the id {bulletin_id!r}. "
            f"To replace the other one, run `bantin remove {first}`",
        )


def _ids_for(draft: BulletinDraft, source: Source, stem: str) -> tuple[str, ...]:
    """The possible ids of a new bulletin; the first unused one is taken."""
    first = id_from_name(draft.key or stem)
    digest = hashlib.sha256(source.name.encode()).hexdigest()
    return first, f"{first}-{digest[:8]}", f"{first}-{digest}"
