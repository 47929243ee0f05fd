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
    String,
    Table,
    Text,
)

VERSION = "2"  # the layout; older ones: `assistant/backoffice/migrations`

metadata = MetaData()

# Alembic's own table: one row with the layout.
alembic_version = Table(
    "alembic_version", metadata, Column("version_num", String(32), primary_key=True)
)

questions = Table(
    "questions",
    metadata,
    Column("answer_id", String, primary_key=True),
    Column("asked_at", DateTime, nullable=False, index=True),
    Column("channel", String, nullable=False),
    Column("language", String, nullable=False),
    Column("status", String, nullable=False),
    Column("question", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("is_shared", Boolean, nullable=False, default=False),
    Index("questions_by_status", "status", "asked_at"),
)

feedback = Table(
    "feedback",
    metadata,
    Column("answer_id", String, primary_key=True),
    Column("given_at", DateTime, nullable=False),
    Column("is_helpful", Boolean, nullable=False),
    Column("reason", Text, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("done_at", DateTime, nullable=False),
    Column("who", String, nullable=False),
    Column("action", String, nullable=False),
    Column("subject", Text, nullable=False),
    Column("detail", Text, nullable=False),
)

switches = Table(
    "switches",
    metadata,
    Column("name", String, primary_key=True),
    Column("is_on", Boolean, nullable=False),
    Column("reason", Text, nullable=False),
)

accounts = Table(
    "accounts",
    metadata,
    Column("name", String, primary_key=True),
    Column("role", String, nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("made_at", DateTime, nullable=False),
)

sessions = Table(
    "sessions",
    metadata,
    Column("token_hash", String, primary_key=True),
    Column("name", String, nullable=False, index=True),
    Column("ends_at", DateTime, nullable=False),
)

keys = Table(
    "keys",
    metadata,
    Column("key_id", String, primary_key=True),
    Column("secret_hash", String, nullable=False),
    Column("label", Text, nullable=False),
    Column("scopes", String, nullable=False),
    Column("made_at", DateTime, nullable=False),
    Column("is_revoked", Boolean, nullable=False, default=False),
)

# The last use of accounts and keys; `kind` is "account" or "key".
uses = Table(
    "uses",
    metadata,
    Column("kind", String, primary_key=True),
    Column("name", String, primary_key=True),
    Column("used_at", DateTime, nullable=False),
)

# Questions that staff purged, until the purge is final; `number` is the purge's row of the trail.
purged = Table(
    "purged",
    metadata,
    Column("answer_id", String, primary_key=True),
    Column("number", Integer, nullable=False, index=True),
    Column("purged_at", DateTime, nullable=False),
    Column("question", Text, nullable=False),
    Column("feedback", Text, nullable=False),
)

# What staff decided about a group of unanswered questions; `name` is the digest of its words.
tasks = Table(
    "tasks",
    metadata,
    Column("name", String, primary_key=True),
    Column("assignee", String, nullable=False),
    Column("resolution", String, nullable=False),
    Column("detail", Text, nullable=False),
    Column("changed_at", DateTime, nullable=False),
)

# Uploads that were previewed and may be loaded; `items` is JSON.
previewed = Table(
    "previewed",
    metadata,
    Column("token", String, primary_key=True),
    Column("who", String, nullable=False),
    Column("made_at", DateTime, nullable=False),
    Column("items", Text, nullable=False),
)
