"""Whether newly read content may replace what is stored of the same source.

Content arrives in any order: a backup copy, an old e-mail attachment, a feed that repeats. An older
arrival must not replace a newer one, and what staff withdrew must not return with the next loading
of its folder. Both are loaded where staff say so (`again`).
"""

from datetime import date
from typing import Literal

from knowledge.figures.consistency import is_of_the_future
from knowledge.ingestion.bulletins import bulletin_from_draft
from knowledge.readers.drafts import BulletinDraft
from knowledge.records import Bulletin, StoredBulletin
from knowledge.storage.life import contents_of, withdrawal_of
from knowledge.storage.snapshot import Snapshot
from knowledge.text.volatile_parts import without_volatile

Hindrance = tuple[Literal["older", "withdrawn"], str]


def digest_as_stored(
    snapshot: Snapshot, known: StoredBulletin, draft: BulletinDraft, digest: str, today: date
) -> str:
    """The digest of the revision of `known` that a page repeats but for counters and clocks.

    It is `digest`, that of the draft, where no revision is the same. A page that is dated today may
    have taken the day from its clock, so that day is not compared.
    """
    contents = contents_of(snapshot, known.bulletin_id)
    if any(content.digest == digest for content in contents):
        return digest
    bulletin = bulletin_from_draft(draft, known.bulletin_id, known.source)
    text = without_volatile(bulletin.text)
    # The first revision of a digest is as it was loaded; later ones were amended by staff.
    loaded = {content.digest: content for content in reversed(contents)}
    for content in sorted(loaded.values(), key=lambda c: -c.revision):
        stored = snapshot.edition(known.bulletin_id, content.revision).bulletin
        is_same_day = bulletin.published_on in (stored.published_on, today)
        is_same_place = draft.place is None or bulletin.place == stored.place
        identity = (stored.title, stored.author, stored.issuer, stored.url)
        if (
            (bulletin.title, bulletin.author, bulletin.issuer, bulletin.url) == identity
            and is_same_day and is_same_place and without_volatile(stored.text) == text
        ):  # fmt: skip
            return content.digest
    return digest


def hindrance(
    snapshot: Snapshot, known: StoredBulletin, bulletin: Bulletin, digest: str, today: date
) -> Hindrance | None:
    """Why `bulletin` must not become the next revision of `known`; None where it may.

    A day of publication that is older than the stored one counts only where the text differs too:
    an office that corrects the day of the same text means it. A stored day in the future is taken
    for an error.
    """
    contents = contents_of(snapshot, known.bulletin_id)
    earlier = next((c for c in contents if c.digest == digest), None)
    if not known.is_current:
        withdrawal = withdrawal_of(snapshot, known.bulletin_id)
        if earlier is None or withdrawal is None or withdrawal.kind != "withdrawn":
            return None
        return "withdrawn", (
            f"{known.bulletin_id!r} was withdrawn on {withdrawal.day} ({withdrawal.reason}); "
            "`bantin ingest --again` loads it all the same"
        )
    if earlier is not None and digest != known.digest:
        return "older", (
            f"the content is that of revision {earlier.revision}, which revision {known.revision} "
            "has replaced; `bantin ingest --again` brings it back"
        )
    # The day as it was loaded: staff may have amended it since.
    day = next((c.published_on for c in contents if c.digest == known.digest), None)
    if bulletin.published_on is None or day is None or is_of_the_future(day, today):
        return None
    if bulletin.published_on < day and bulletin.text != _text_of(snapshot, known):
        return "older", (
            f"its day, {bulletin.published_on}, is before {day}, the day of the stored revision "
            f"{known.revision}; `bantin ingest --again` loads it all the same"
        )
    return None


def _text_of(snapshot: Snapshot, known: StoredBulletin) -> str:
    return snapshot.edition(known.bulletin_id).bulletin.text
