"""The origins of bulletins: their issuers, and how far staff trust the sources."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from knowledge.readers.addresses import host_of
from knowledge.records import Trust
from knowledge.storage import schema
from knowledge.storage.revision_cache import per_revision
from knowledge.storage.snapshot import Snapshot

# SQLite takes 32,766 values in one statement.
_MOST_AT_ONCE = 10_000


@dataclass(frozen=True, slots=True)
class Origin:
    """The origin of a bulletin; `host` is that of the address in the bulletin."""

    bulletin_id: str
    title: str
    published_on: date | None
    issuer: str | None
    host: str | None
    trust: Trust
    place: str | None = None


def origins_of(snapshot: Snapshot, bulletin_ids: Iterable[str]) -> dict[str, Origin]:
    """The origin of each bulletin's current revision."""
    b, r = schema.bulletins, schema.revisions
    shown = (b.c.bulletin_id, r.c.title, r.c.published_on, r.c.issuer, r.c.url, b.c.trust,
             r.c.place)  # fmt: skip
    query = sa.select(*shown).join(
        r, (r.c.bulletin_id == b.c.bulletin_id) & (r.c.revision == b.c.revision)
    )
    revision, cache, ids = snapshot.revision, snapshot.cache, set(bulletin_ids)
    with cache.lock:
        kept = {i: cache.origins.get((revision, i)) for i in ids}
    origins: dict[str, Origin] = {i: origin for i, origin in kept.items() if origin is not None}
    wanted = sorted(ids - origins.keys())
    for at in range(0, len(wanted), _MOST_AT_ONCE):
        batch = wanted[at : at + _MOST_AT_ONCE]
        for row in snapshot.rows(query.where(b.c.bulletin_id.in_(batch))):
            host = host_of(row.url) if row.url else None
            origins[row.bulletin_id] = Origin(
                row.bulletin_id,
                row.title,
                row.published_on,
                row.issuer,
                host,
                row.trust,
                row.place,
            )
    with cache.lock:
        cache.origins.update({(revision, i): origins[i] for i in wanted if i in origins})
    return origins


@per_revision
def issuing_places(snapshot: Snapshot) -> tuple[tuple[str, int], ...]:
    """Places of the official bulletins that name their issuer, with how many, most first."""
    b, r = schema.bulletins, schema.revisions
    n = sa.func.count().label("n")
    query = (
        sa.select(r.c.place, n)
        .join(b, (b.c.bulletin_id == r.c.bulletin_id) & (b.c.revision == r.c.revision))
        .where(~b.c.is_removed, b.c.trust == "official")
        .where(r.c.issuer.is_not(None), r.c.place.is_not(None))
        .group_by(r.c.place)
        .order_by(n.desc(), r.c.place)
    )
    return tuple((row.place, row.n) for row in snapshot.rows(query))
