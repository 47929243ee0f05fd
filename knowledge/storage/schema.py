"""The tables of the catalogue, as SQLAlchemy Core."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

from knowledge.storage.stored_text import StoredText

VERSION = "9"  # older ones: `knowledge.storage.upgrading` and its `migrations`

metadata = MetaData()

# One row a key: schema, model, digest, revision (of the catalogue), linked (the revision at which
# corrections and copies were linked), vectors (the revision that the vector index has reached),
# library (its id, a copy gets another), place (where it was when last written to), collection (the
# name under which the vector index holds its vectors), moving (of which library at which revision
# this is a half-done copy).
state = Table("state", metadata, Column("key", String, primary_key=True), Column("value", String))

bulletins = Table(
    "bulletins",
    metadata,
    Column("bulletin_id", String, primary_key=True),
    Column("source", Text, nullable=False, unique=True),
    Column("revision", Integer, nullable=False),
    Column("digest", String, nullable=False, index=True),
    Column("is_removed", Boolean, nullable=False, default=False),
    # Before trust existed, every bulletin counted as official.
    Column("trust", String, nullable=False, server_default="official"),
)

# Why a bulletin was removed. `kind` is "withdrawn" by staff, "removed" without a stated reason, or
# "vanished" with its source.
withdrawals = Table(
    "withdrawals",
    metadata,
    Column("bulletin_id", ForeignKey("bulletins.bulletin_id"), primary_key=True),
    Column("kind", String, nullable=False),
    Column("reason", StoredText, nullable=False),
    Column("day", Date, nullable=False),
)

# Which bulletin a correction (đính chính) corrects; `is_stated` by staff, otherwise inferred.
corrections = Table(
    "corrections",
    metadata,
    Column("bulletin_id", ForeignKey("bulletins.bulletin_id"), primary_key=True),
    Column("corrects", ForeignKey("bulletins.bulletin_id"), nullable=False, index=True),
    Column("is_stated", Boolean, nullable=False),
)

# MinHash signatures of the current texts, and bulletins that tell the same news as `first`.
signatures = Table(
    "signatures",
    metadata,
    Column("bulletin_id", ForeignKey("bulletins.bulletin_id"), primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("signature", LargeBinary, nullable=False),
)

copies = Table(
    "copies",
    metadata,
    Column("bulletin_id", ForeignKey("bulletins.bulletin_id"), primary_key=True),
    Column("first", ForeignKey("bulletins.bulletin_id"), nullable=False, index=True),
)

# Every acknowledged revision stays, because earlier citations point into it.
revisions = Table(
    "revisions",
    metadata,
    Column("bulletin_id", ForeignKey("bulletins.bulletin_id"), primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("digest", String, nullable=False),
    Column("title", Text, nullable=False),
    Column("published_on", Date),
    Column("author", Text),
    Column("issuer", Text),
    Column("place", Text),
    Column("source", Text, nullable=False),
    Column("url", Text),
    Column("text", Text, nullable=False),
    Column("sections", Text, nullable=False),
    Column("is_place_stated", Boolean, nullable=False),
    Column("warnings", Text, nullable=False),
)

# What a revision was when it was stored; see `knowledge.storage.checksums`.
checksums = Table(
    "checksums",
    metadata,
    Column("bulletin_id", ForeignKey("bulletins.bulletin_id"), primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("checksum", String, nullable=False),
)

# How many rows are derived from each current bulletin; see `knowledge.storage.row_counts`.
row_counts = Table(
    "row_counts",
    metadata,
    Column("bulletin_id", ForeignKey("bulletins.bulletin_id"), primary_key=True),
    Column("passages", Integer, nullable=False),
    Column("figures", Integer, nullable=False),
    Column("years", Integer, nullable=False),
    Column("places", Integer, nullable=False),
)

passages = Table(
    "passages",
    metadata,
    Column("rowid", Integer, primary_key=True),
    Column("passage_id", String, nullable=False, unique=True),
    Column("bulletin_id", String, nullable=False, index=True),
    Column("revision", Integer, nullable=False),
    Column("kind", String, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("header", Text, nullable=False),
    Column("years", Text, nullable=False),
    Column("places", Text, nullable=False),
    Column("checksum", BigInteger),  # see `knowledge.storage.checksums`
)

# The folded years and places of passages, for filters; the same as in `passages`.
passage_years = Table(
    "passage_years",
    metadata,
    Column("year", Integer, primary_key=True),
    Column("rowid", ForeignKey("passages.rowid"), primary_key=True, index=True),
    sqlite_with_rowid=False,
)

passage_places = Table(
    "passage_places",
    metadata,
    Column("place", Text, primary_key=True),
    Column("rowid", ForeignKey("passages.rowid"), primary_key=True, index=True),
    sqlite_with_rowid=False,
)

vectors = Table(
    "vectors",
    metadata,
    Column("rowid", ForeignKey("passages.rowid"), primary_key=True),
    Column("vector", LargeBinary, nullable=False),
)

# Passages, searchable or dropped, whose vectors changed in `revision` (of the catalogue) and are
# not updated in the vector index yet.
unindexed = Table(
    "unindexed",
    metadata,
    Column("passage_id", String, primary_key=True),
    Column("revision", Integer, nullable=False),
)

figures = Table(
    "figures",
    metadata,
    Column("figure_id", String, primary_key=True),
    Column("bulletin_id", String, nullable=False, index=True),
    Column("revision", Integer, nullable=False),
    Column("passage_id", String, nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("indicator", String, index=True),
    Column("value", String, nullable=False),
    Column("unit", String, nullable=False),
    Column("role", String, nullable=False),
    Column("plan", String),
    Column("total", String),
    Column("percent", String),
    Column("share", String),
    Column("change", String),
    Column("hedge", String),
    Column("preliminary", Boolean, nullable=False),
    Column("within", Text),
    Column("period_first", Date),
    Column("period_last", Date),
    Column("period_kind", String),
    Column("period_text", Text),
    Column("period_seen_from", Date),
    Column("period_source", String),
    Column("period_start", Integer),
    Column("period_end", Integer),
    Column("place", Text),
    Column("place_folded", Text, index=True),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("quote", Text, nullable=False),
    Column("sentence_start", Integer, nullable=False),
    Column("sentence_end", Integer, nullable=False),
    Column("contradicts", String),
    Column("high", String),
    Column("parts", Text, nullable=False),
    Column("value_source", String),
    Column("role_source", String),
    Column("place_source", String),
    Column("filing", BigInteger),  # both: see `knowledge.storage.checksums`
    Column("checksum", BigInteger),
    Index("figures_lookup", "indicator", "period_first"),
)
