"""Passages whose rows beside them are missing or say something else: words, years, places."""

from collections import defaultdict

import sqlalchemy as sa

from knowledge.storage import lexical, schema
from knowledge.storage.snapshot import Snapshot


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
