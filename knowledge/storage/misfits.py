"""Rows that do not fit: texts and their checksums, passages and their words, years and places."""

from collections import defaultdict

import sqlalchemy as sa

from knowledge.storage import lexical, schema
from knowledge.storage.checksums import checksum_of
from knowledge.storage.snapshot import Snapshot

_BATCH = 500


def misfits(snapshot: Snapshot) -> dict[str, list[str]]:
    """The ids of passages that do not fit, by what they do not fit: `words`, `years`, `places`.

    The rows are compared with what the passage's own row gives.
    """
    p = schema.passages.c
    query = sa.select(p.rowid, p.passage_id, p.header, p.text, p.years, p.places)
    years, places = defaultdict(set), defaultdict(set)
    for row in snapshot.rows(sa.select(schema.passage_years)):
        years[row.rowid].add(str(row.year))
    for row in snapshot.rows(sa.select(schema.passage_places)):
        places[row.rowid].add(row.place)
    wrong: dict[str, list[str]] = {"words": [], "years": [], "places": []}
    passages = snapshot.rows(query.order_by(p.rowid))
    texts = {row.rowid: f"{row.header} {row.text}" for row in passages}
    unindexed = lexical.misfits(snapshot, texts)
    wrong["words"] = [row.passage_id for row in passages if row.rowid in unindexed]
    wrong["words"] += [f"row {rowid}" for rowid in sorted(unindexed - texts.keys())]
    for row in passages:
        for name, stored, own in (("years", years, row.years), ("places", places, row.places)):
            if stored.pop(row.rowid, set()) != {part for part in own.split("|") if part}:
                wrong[name].append(row.passage_id)
    for name, left in (("years", years), ("places", places)):
        wrong[name] += [f"row {rowid}" for rowid in sorted(left)]  # of a passage that is gone
    return wrong


def changed_revisions(snapshot: Snapshot) -> list[tuple[str, int]]:
    """The revisions of all bulletins, also removed ones, that are not as they were stored."""
    r, c = schema.revisions, schema.checksums
    same = (c.c.bulletin_id == r.c.bulletin_id) & (c.c.revision == r.c.revision)
    query = sa.select(r, c.c.checksum).outerjoin(c, same).order_by(r.c.bulletin_id, r.c.revision)
    changed: list[tuple[str, int]] = []
    at = 0
    while batch := snapshot.rows(query.limit(_BATCH).offset(at)):
        at += len(batch)
        changed += [
            (row.bulletin_id, row.revision)
            for row in batch
            if row.checksum != checksum_of(row._mapping)
        ]
    return changed
