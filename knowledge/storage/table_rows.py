"""Whether a library holds tables, so that a question over one without them costs nothing more."""

import sqlalchemy as sa

from knowledge.storage import schema
from knowledge.storage.revision_cache import per_revision
from knowledge.storage.snapshot import Snapshot


@per_revision
def has_rows(snapshot: Snapshot) -> bool:
    """Whether some searchable passage holds rows of a table."""
    query = sa.select(schema.passages.c.rowid).filter_by(kind="row").limit(1)
    return snapshot.value(query) is not None
