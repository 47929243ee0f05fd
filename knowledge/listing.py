"""Which bulletins there are, without their texts: for lists that people page through."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from knowledge import schema
from knowledge.catalogue import Catalogue
from knowledge.records import Trust


@dataclass(frozen=True, slots=True)
class Listed:
    """The current revision of a bulletin, as a list shows it."""

    bulletin_id: str
    revision: int
    title: str
    published_on: date | None
    issuer: str | None
    place: str | None
    source: str
    url: str | None
    trust: Trust


def list_editions(catalogue: Catalogue, limit: int | None = None) -> list[Listed]:
    """Every current bulletin, newest first; at most `limit` of them."""
    b, r = schema.bulletins, schema.revisions
    shown = (r.c.bulletin_id, r.c.revision, r.c.title, r.c.published_on, r.c.issuer, r.c.place,
             r.c.source, r.c.url, b.c.trust)  # fmt: skip
    query = (
        sa.select(*shown)
        .join(b, (b.c.bulletin_id == r.c.bulletin_id) & (b.c.revision == r.c.revision))
        .where(~b.c.is_removed)
        .order_by(r.c.published_on.desc(), r.c.bulletin_id)
        .limit(limit)
    )
    with catalogue.reading() as connection:
        return [Listed(*row) for row in connection.execute(query)]
