"""Layout 8: what each revision was when it was stored; before, they are trusted as they are."""

import sqlalchemy as sa
from alembic import op

from knowledge.storage.checksums import checksum_of

revision = "8"
down_revision = "7"
_NAMES = ("bulletin_id", "revision", "checksum")


def upgrade() -> None:
    """Creates the table and fills it from `revisions`."""
    connection = op.get_bind()
    if not sa.inspect(connection).has_table("checksums"):
        op.create_table(
            "checksums",
            sa.Column(
                "bulletin_id", sa.String, sa.ForeignKey("bulletins.bulletin_id"), primary_key=True
            ),
            sa.Column("revision", sa.Integer, primary_key=True),
            sa.Column("checksum", sa.String, nullable=False),
        )
    # Reads dates as dates, which the checksum is of.
    revisions = sa.Table("revisions", sa.MetaData(), autoload_with=connection)
    rows = map(dict, connection.execute(sa.select(revisions)).mappings())
    checksums = sa.table("checksums", *map(sa.column, _NAMES))
    present = set(connection.execute(sa.select(*list(checksums.c)[:2])).tuples())
    made = [
        {"bulletin_id": r["bulletin_id"], "revision": r["revision"], "checksum": checksum_of(r)}
        for r in rows
        if (r["bulletin_id"], r["revision"]) not in present
    ]
    if made:
        op.bulk_insert(checksums, made)
