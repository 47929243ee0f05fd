"""The tables of the back office: questions, worklist, accounts, keys, switches, audit trail.

They are in a separate file, `office.sqlite`. The catalogue can be rebuilt and is written under one
lock; this file cannot be rebuilt and is written at each question. Users' questions are also
purged, backed up and protected separately from the bulletins.
"""

from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    Float,
    Index,
    Integer,
    MetaData,
    Table,
)

from knowledge.storage.stored_text import StoredString, StoredText

VERSION = "2"  # the layout; older ones: `assistant/backoffice/migrations`

metadata = MetaData()

# Alembic's own table: one row with the layout.
alembic_version = Table(
    "alembic_version", metadata, Column("version_num", StoredString(32), primary_key=True)
)

questions = Table(
    "questions",
    metadata,
    Column("answer_id", StoredString, primary_key=True),
    Column("asked_at", DateTime, nullable=False, index=True),
    Column("channel", StoredString, nullable=False),
    Column("language", StoredString, nullable=False),
    Column("status", StoredString, nullable=False),
    Column("question", StoredText, nullable=False),
    Column("answer", StoredText, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("is_shared", Boolean, nullable=False, default=False),
    Index("questions_by_status", "status", "asked_at"),
)

feedback = Table(
    "feedback",
    metadata,
    Column("answer_id", StoredString, primary_key=True),
    Column("given_at", DateTime, nullable=False),
    Column("is_helpful", Boolean, nullable=False),
    Column("reason", StoredText, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("done_at", DateTime, nullable=False),
    Column("who", StoredString, nullable=False),
    Column("action", StoredString, nullable=False),
    Column("subject", StoredText, nullable=False),
    Column("detail", StoredText, nullable=False),
)

switches = Table(
    "switches",
    metadata,
    Column("name", StoredString, primary_key=True),
    Column("is_on", Boolean, nullable=False),
    Column("reason", StoredText, nullable=False),
)

accounts = Table(
    "accounts",
    metadata,
    Column("name", StoredString, primary_key=True),
    Column("role", StoredString, nullable=False),
    Column("password_hash", StoredText, nullable=False),
    Column("made_at", DateTime, nullable=False),
)

sessions = Table(
    "sessions",
    metadata,
    Column("token_hash", StoredString, primary_key=True),
    Column("name", StoredString, nullable=False, index=True),
    Column("ends_at", DateTime, nullable=False),
)

keys = Table(
    "keys",
    metadata,
    Column("key_id", StoredString, primary_key=True),
    Column("secret_hash", StoredString, nullable=False),
    Column("label", StoredText, nullable=False),
    Column("scopes", StoredString, nullable=False),
    Column("made_at", DateTime, nullable=False),
    Column("is_revoked", Boolean, nullable=False, default=False),
)

# The last use of accounts and keys; `kind` is "account" or "key".
uses = Table(
    "uses",
    metadata,
    Column("kind", StoredString, primary_key=True),
    Column("name", StoredString, primary_key=True),
    Column("used_at", DateTime, nullable=False),
)

# Questions that staff purged, until the purge is final; `number` is the purge's row of the trail.
purged = Table(
    "purged",
    metadata,
    Column("answer_id", StoredString, primary_key=True),
    Column("number", Integer, nullable=False, index=True),
    Column("purged_at", DateTime, nullable=False),
    Column("question", StoredText, nullable=False),
    Column("feedback", StoredText, nullable=False),
)

# What staff decided about a group of unanswered questions; `name` is the digest of its words.
tasks = Table(
    "tasks",
    metadata,
    Column("name", StoredString, primary_key=True),
    Column("assignee", StoredString, nullable=False),
    Column("resolution", StoredString, nullable=False),
    Column("detail", StoredText, nullable=False),
    Column("changed_at", DateTime, nullable=False),
)

# Uploads that were previewed and may be loaded; `items` is JSON.
previewed = Table(
    "previewed",
    metadata,
    Column("token", StoredString, primary_key=True),
    Column("who", StoredString, nullable=False),
    Column("made_at", DateTime, nullable=False),
    Column("items", StoredText, nullable=False),
)
