"""What a search looks up of the catalogue for the few passages that it found."""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import sqlalchemy as sa

from knowledge import rows, schema


def vectors_of(
    connection: sa.Connection, ids: Iterable[str]
) -> tuple[list[str], npt.NDArray[np.float32]]:
    """The passages with these ids that are searchable now, and their vectors, one row each."""
    query = (
        sa.select(schema.passages.c.passage_id, schema.vectors.c.vector)
        .join(schema.vectors, schema.vectors.c.rowid == schema.passages.c.rowid)
        .where(schema.passages.c.passage_id.in_(list(ids)))
    )
    return rows.vectors_from(connection.execute(query).all())


def bulletin_count(connection: sa.Connection) -> int:
    """How many searchable bulletins there are; to count the passages too takes far longer."""
    live = sa.select(sa.func.count()).where(~schema.bulletins.c.is_removed)
    return int(connection.execute(live).scalar_one())


def titles_of(connection: sa.Connection, bulletin_ids: Iterable[str]) -> dict[str, str]:
    """The title of each bulletin's current revision."""
    b, r = schema.bulletins, schema.revisions
    query = (
        sa.select(b.c.bulletin_id, r.c.title)
        .join(r, (r.c.bulletin_id == b.c.bulletin_id) & (r.c.revision == b.c.revision))
        .where(b.c.bulletin_id.in_(list(bulletin_ids)))
    )
    return {row.bulletin_id: row.title for row in connection.execute(query)}
