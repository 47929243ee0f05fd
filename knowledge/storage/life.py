"""The life of bulletins beside their text: earlier contents, withdrawals, corrections, copies."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from knowledge.arrays import Floats, np
from knowledge.errors import WithdrawnBulletin
from knowledge.records import Edition, StoredBulletin, Withdrawal
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


def vectors_by_text(snapshot: Snapshot, bulletin_id: str) -> dict[str, Floats]:
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


def public_edition(snapshot: Snapshot, bulletin_id: str, revision: int | None = None) -> Edition:
    """One revision of a bulletin for the public, the current one by default.

    Older revisions of a current bulletin are readable, because citations point into them. Of a
    removed bulletin none is: it may have been removed for what it says.

    Raises:
        UnknownBulletin: there is no such bulletin or revision.
        WithdrawnBulletin: it was removed. What was stored of a vanished source names paths and is
            no reason for the public.
    """
    if any(not stored.is_current for stored in snapshot.stored(ids=[bulletin_id])):
        withdrawal = withdrawal_of(snapshot, bulletin_id)
        kind, day = (withdrawal.kind, withdrawal.day) if withdrawal else ("removed", None)
        reason = withdrawal.reason if withdrawal and kind == "withdrawn" else None
        raise WithdrawnBulletin(bulletin_id, day, reason, has_vanished=kind == "vanished")
    return snapshot.edition(bulletin_id, revision)


def current_within(snapshot: Snapshot, prefix: str) -> list[StoredBulletin]:
    """The current bulletins from sources whose name begins with `prefix`, by source."""
    b = schema.bulletins
    within = b.c.source.startswith(prefix, autoescape=True)
    query = sa.select(b).where(~b.c.is_removed, within).order_by(b.c.source)
    return [rows.stored_from(row) for row in snapshot.rows(query)]


def addresses(snapshot: Snapshot) -> set[str]:
    """The addresses of the current bulletins."""
    b, r = schema.bulletins.c, schema.revisions
    same = (r.c.bulletin_id == b.bulletin_id) & (r.c.revision == b.revision)
    query = sa.select(r.c.url).join(schema.bulletins, same)
    return {row.url for row in snapshot.rows(query.where(~b.is_removed, r.c.url.is_not(None)))}


def titles(snapshot: Snapshot) -> dict[str, str]:
    """The titles of all current bulletins, by id; much faster than `Snapshot.listed`."""
    b, r = schema.bulletins.c, schema.revisions
    same = (r.c.bulletin_id == b.bulletin_id) & (r.c.revision == b.revision)
    query = sa.select(b.bulletin_id, r.c.title).join(r, same).where(~b.is_removed)
    return {row.bulletin_id: row.title for row in snapshot.rows(query)}


# --- corrections


def correction_links(snapshot: Snapshot) -> dict[str, str]:
    """The current bulletin that each correction corrects, by the correction's id."""
    c, b = schema.corrections.c, schema.bulletins.c
    query = sa.select(c.bulletin_id, c.corrects).join(schema.bulletins, b.bulletin_id == c.corrects)
    return {row.bulletin_id: row.corrects for row in snapshot.rows(query.where(~b.is_removed))}


def inferred_corrections(snapshot: Snapshot) -> dict[str, str]:
    """What each correction was inferred to correct, current or not; not what staff stated."""
    c = schema.corrections.c
    query = sa.select(c.bulletin_id, c.corrects).where(~c.is_stated)
    return {row.bulletin_id: row.corrects for row in snapshot.rows(query)}


@per_revision
def corrected_by(snapshot: Snapshot) -> Mapping[str, tuple[str, ...]]:
    """The current corrections of each bulletin that has any."""
    c, b = schema.corrections.c, schema.bulletins.c
    query = sa.select(c.corrects, c.bulletin_id).join(
        schema.bulletins, b.bulletin_id == c.bulletin_id
    )
    corrections: dict[str, tuple[str, ...]] = {}
    for row in snapshot.rows(query.where(~b.is_removed).order_by(c.bulletin_id)):
        corrections[row.corrects] = (*corrections.get(row.corrects, ()), row.bulletin_id)
    return corrections


# --- copies


def copy_links(snapshot: Snapshot) -> dict[str, str]:
    """The first bulletin of the same news, by the id of each that repeats it, as stored."""
    c = schema.copies.c
    return {row.bulletin_id: row.first for row in snapshot.rows(sa.select(c.bulletin_id, c.first))}


@per_revision
def copies(snapshot: Snapshot) -> Mapping[str, str]:
    """`copy_links` between bulletins that are both current."""
    links = copy_links(snapshot)
    current = {
        b.bulletin_id for b in snapshot.stored(ids={*links, *links.values()}) if b.is_current
    }
    return {name: first for name, first in links.items() if {name, first} <= current}


def same_news(snapshot: Snapshot, bulletin_id: str) -> tuple[str, ...]:
    """The other current bulletins that tell the same news, the first one first."""
    links = copies(snapshot)
    first = links.get(bulletin_id, bulletin_id)
    group = [first, *sorted(name for name, of in links.items() if of == first)]
    return tuple(name for name in group if name != bulletin_id)


def signatures(snapshot: Snapshot) -> dict[str, bytes]:
    """The stored MinHash signatures of current bulletins, by id."""
    s, b = schema.signatures.c, schema.bulletins.c
    query = sa.select(s.bulletin_id, s.signature).join(
        schema.bulletins, b.bulletin_id == s.bulletin_id
    )
    return {row.bulletin_id: row.signature for row in snapshot.rows(query.where(~b.is_removed))}


def unsigned(snapshot: Snapshot) -> list[str]:
    """The current bulletins without a signature of their present text, by id."""
    s, b = schema.signatures.c, schema.bulletins.c
    signed = sa.select(s.bulletin_id)
    query = sa.select(b.bulletin_id).where(~b.is_removed, b.bulletin_id.not_in(signed))
    return [row.bulletin_id for row in snapshot.rows(query.order_by(b.bulletin_id))]


# --- changed


@dataclass(frozen=True, slots=True)
class State:
    """The newest revision of a bulletin, and whether it was removed."""

    revision: int
    is_removed: bool


def changed_bulletins(snapshot: Snapshot) -> dict[str, State]:
    """The bulletins that were revised or removed since they were first loaded, by id."""
    b = schema.bulletins.c
    query = sa.select(b.bulletin_id, b.revision, b.is_removed)
    rows_of = snapshot.rows(query.where(sa.or_(b.revision > 1, b.is_removed)))
    return {row.bulletin_id: State(row.revision, row.is_removed) for row in rows_of}


def relations_of(snapshot: Snapshot, bulletin_id: str) -> dict[str, str | tuple[str, ...] | None]:
    """What a reader of a bulletin should know beside its text, as plain values.

    `withdrawn` is the day and the reason; the others are ids of bulletins.
    """
    withdrawal = withdrawal_of(snapshot, bulletin_id)
    return {
        "withdrawn": f"{withdrawal.day}: {withdrawal.reason}" if withdrawal else None,
        "corrects": correction_links(snapshot).get(bulletin_id),
        "corrected_by": corrected_by(snapshot).get(bulletin_id, ()),
        "same_news": same_news(snapshot, bulletin_id),
    }
