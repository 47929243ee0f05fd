"""The life of bulletins beside their text: earlier contents, withdrawals, corrections, copies."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import sqlalchemy as sa

from knowledge.records import StoredBulletin, Withdrawal
from knowledge.storage import rows, schema
from knowledge.storage.revision_cache import per_revision
from knowledge.storage.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Content:
    """The content of one revision; staff may have amended the day of a later one."""

    revision: int
    digest: str
    published_on: date | None


def contents_of(snapshot: Snapshot, bulletin_id: str) -> list[Content]:
    """The content of every revision of a bulletin, oldest first."""
    r = schema.revisions.c
    query = sa.select(r.revision, r.digest, r.published_on).where(r.bulletin_id == bulletin_id)
    return [Content(*row) for row in snapshot.rows(query.order_by(r.revision))]


def vectors_by_text(snapshot: Snapshot, bulletin_id: str) -> dict[str, npt.NDArray[np.float32]]:
    """The vectors of a bulletin's searchable passages by header, line break and text."""
    p, v = schema.passages.c, schema.vectors.c
    query = sa.select(p.header, p.text, v.vector).where(p.bulletin_id == bulletin_id)
    return {
        f"{row.header}\n{row.text}": np.frombuffer(row.vector, "<f4")
        for row in snapshot.rows(query.join(schema.vectors, v.rowid == p.rowid))
    }


def withdrawal_of(snapshot: Snapshot, bulletin_id: str) -> Withdrawal | None:
    """Why a bulletin was removed; None where it is current, or no reason is stored."""
    w = schema.withdrawals.c
    query = sa.select(w.kind, w.reason, w.day).where(w.bulletin_id == bulletin_id)
    return next((Withdrawal(*row) for row in snapshot.rows(query)), None)


def current_within(snapshot: Snapshot, prefix: str) -> list[StoredBulletin]:
    """The current bulletins from sources whose name begins with `prefix`, by source."""
    b = schema.bulletins
    within = b.c.source.startswith(prefix, autoescape=True)
    query = sa.select(b).where(~b.c.is_removed, within).order_by(b.c.source)
    return [rows.stored_from(row) for row in snapshot.rows(query)]


# --- corrections


@per_revision
def corrected_by(snapshot: Snapshot) -> Mapping[str, tuple[str, ...]]:
    """The current corrections of each bulletin that has any."""
    c, b = schema.corrections.c, schema.bulletins.c
    query = (
        sa.select(c.corrects, c.bulletin_id)
        .join(schema.bulletins, b.bulletin_id == c.bulletin_id)
        .where(~b.is_removed).order_by(c.corrects, c.bulletin_id)
    )  # fmt: skip
    corrections: dict[str, tuple[str, ...]] = {}
    for row in snapshot.rows(query):
        corrections[row.corrects] = (*corrections.get(row.corrects, ()), row.bulletin_id)
    return corrections


def corrects(snapshot: Snapshot, bulletin_id: str) -> str | None:
    """The bulletin that a correction corrects; None where it is none, or that is unknown."""
    c = schema.corrections.c
    value = snapshot.value(sa.select(c.corrects).where(c.bulletin_id == bulletin_id))
    return None if value is None else str(value)


# --- copies


@per_revision
def copies(snapshot: Snapshot) -> Mapping[str, str]:
    """The first bulletin of the same news, by the id of each current bulletin that repeats it."""
    c, b = schema.copies.c, schema.bulletins
    other = b.alias()
    query = (
        sa.select(c.bulletin_id, c.first)
        .join(b, b.c.bulletin_id == c.bulletin_id).join(other, other.c.bulletin_id == c.first)
        .where(~b.c.is_removed, ~other.c.is_removed)
    )  # fmt: skip
    return {row.bulletin_id: row.first for row in snapshot.rows(query)}


def signatures(snapshot: Snapshot) -> dict[str, Any]:
    """The stored MinHash signatures of current bulletins, by id."""
    s, b = schema.signatures.c, schema.bulletins.c
    query = sa.select(s.bulletin_id, s.signature).join(
        schema.bulletins, (b.bulletin_id == s.bulletin_id) & (b.revision == s.revision)
    )
    return {row.bulletin_id: row.signature for row in snapshot.rows(query.where(~b.is_removed))}
