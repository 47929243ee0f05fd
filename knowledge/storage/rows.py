"""Records <-> rows of the catalogue's tables. Decimals are stored as text: exact."""

import json
from collections.abc import Sequence
from dataclasses import asdict, astuple
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from knowledge.arrays import Floats, np
from knowledge.errors import Corrupt
from knowledge.records import (
    Bulletin,
    Edition,
    Figure,
    Part,
    Passage,
    Period,
    Section,
    StoredBulletin,
)
from knowledge.storage import schema
from knowledge.storage.checksums import check_derived, derived_checksum, filing_checksum
from knowledge.text.spelling import fold

# How far the square of a vector's length may be from 1.
UNIT_LENGTH = 1e-3
_DECIMALS = ("value", "high", "plan", "total", "percent", "share", "change")


def from_edition(edition: Edition) -> dict[str, Any]:
    """The row of a revision."""
    bulletin = edition.bulletin
    row = {
        name: getattr(bulletin, name)
        for name in ("bulletin_id", "title", "published_on", "author", "issuer", "place", "source",
                     "url", "text", "is_place_stated")
    }  # fmt: skip
    sections = json.dumps([astuple(section) for section in bulletin.sections])
    warnings = json.dumps(list(bulletin.warnings), ensure_ascii=False)
    return row | {"revision": edition.revision, "digest": edition.digest, "sections": sections,
                  "warnings": warnings}  # fmt: skip


def bulletin_from(row: Any) -> Bulletin:
    """The bulletin of a revision's row."""
    return Bulletin(
        bulletin_id=row.bulletin_id, title=row.title, published_on=row.published_on,
        author=row.author, issuer=row.issuer, place=row.place, source=row.source, url=row.url,
        text=row.text, sections=tuple(Section(*s) for s in json.loads(row.sections)),
        is_place_stated=row.is_place_stated, warnings=tuple(json.loads(row.warnings)),
    )  # fmt: skip


def stored_from(row: Any) -> StoredBulletin:
    """The newest revision of a bulletin, of a row of `bulletins`."""
    return StoredBulletin(
        row.bulletin_id, row.source, row.revision, row.digest, not row.is_removed, row.trust
    )


def from_passage(passage: Passage) -> dict[str, Any]:
    """The row of a passage, without a number; years and places are separated by bars."""
    row = asdict(passage)
    row["years"] = "|" + "".join(f"{year}|" for year in passage.years)
    row["places"] = "|" + "".join(f"{fold(place)}|" for place in passage.places)
    return row


def summed(row: dict[str, Any]) -> dict[str, Any]:
    """The row of a passage or a figure with its checksum."""
    return row | {"checksum": derived_checksum(row)}


def store_about(
    connection: sa.Connection, passages: Sequence[tuple[int, Sequence[int], Sequence[str]]]
) -> tuple[int, int]:
    """Stores the years and places of passages for filters: (row number, years, places).

    Returns how many rows of both there are.
    """
    years = [{"year": y, "rowid": rowid} for rowid, years, _ in passages for y in set(years)]
    places = [
        {"place": place, "rowid": rowid}
        for rowid, _, names in passages for place in {fold(name) for name in names}
    ]  # fmt: skip
    if years:
        connection.execute(sa.insert(schema.passage_years), years)
    if places:
        connection.execute(sa.insert(schema.passage_places), places)
    return len(years), len(places)


def passage_from(row: Any) -> Passage:
    """The passage of a row with all columns of the table; its places come back folded.

    Raises:
        Corrupt: it is not as it was stored.
    """
    check_derived(schema.passages, row)
    return Passage(
        passage_id=row.passage_id, bulletin_id=row.bulletin_id, revision=row.revision,
        kind=row.kind, start=row.start, end=row.end, text=row.text, header=row.header,
        years=tuple(int(y) for y in row.years.split("|") if y),
        places=tuple(p for p in row.places.split("|") if p),
    )  # fmt: skip


def from_figure(figure: Figure) -> dict[str, Any]:
    """The row of a figure."""
    row = asdict(figure)
    period = figure.period
    # No filter finds a figure by a place that was only guessed.
    place = figure.place if figure.place_source != "guess" else None
    del row["period"]
    for name in _DECIMALS:
        row[name] = None if row[name] is None else str(row[name])
    row |= {
        "period_first": period.start if period else None,
        "period_last": period.end if period else None,
        "period_kind": period.kind if period else None,
        "period_text": period.text if period else None,
        "period_seen_from": period.seen_from if period else None,
        "parts": json.dumps(
            [[*astuple(p)[:1], str(p.value), *astuple(p)[2:]] for p in figure.parts]
        ),
        "place_folded": fold(place) if place else None,
    }
    return summed(row | {"filing": filing_checksum(row)})


def figure_from(row: Any) -> Figure:
    """The figure of a row with all columns of the table, in their order.

    Raises:
        Corrupt: it is not as it was stored.
    """
    check_derived(schema.figures, row)
    (
        figure_id, bulletin_id, revision, passage_id, name, indicator, value, unit, role, plan,
        total, percent, share, change, hedge, preliminary, within, first, last, kind, text,
        seen_from, period_source, period_start, period_end, place, _, start, end, quote,
        sentence_start, sentence_end, contradicts, high, parts, value_source, role_source,
        place_source, *_,
    ) = row  # fmt: skip
    return Figure(
        figure_id, bulletin_id, revision, passage_id, name, indicator, Decimal(value), unit, role,
        plan and Decimal(plan), total and Decimal(total), percent and Decimal(percent),
        share and Decimal(share), change and Decimal(change), hedge, preliminary, within,
        Period(first, last, kind, text, seen_from) if first else None,
        period_source, period_start, period_end, place, start, end, quote, sentence_start,
        sentence_end, contradicts, high and Decimal(high), _parts_from(parts), value_source,
        role_source, place_source,
    )  # fmt: skip


def _parts_from(stored: str) -> tuple[Part, ...]:
    if stored == "[]":  # most figures have none, and thousands are read for one answer
        return ()
    parts = json.loads(stored)
    return tuple(
        Part(role, Decimal(value), unit, start, end) for role, value, unit, start, end in parts
    )


def with_vectors() -> sa.Select[Any]:
    """The ids and vectors of all passages."""
    p, v = schema.passages, schema.vectors
    return sa.select(p.c.passage_id, v.c.vector).join(v, v.c.rowid == p.c.rowid)


def vectors_from(stored: Sequence[Any]) -> tuple[list[str], Floats]:
    """Passage ids and vectors, one row each, of rows with a `passage_id` and a `vector`.

    Raises:
        Corrupt: a vector is not of unit length, or not as long as the others.
    """
    if not stored:
        return [], np.zeros((0, 0), np.float32)
    size = len(stored[0].vector)
    wrong = next((row.passage_id for row in stored if len(row.vector) != size), None)
    if wrong is None and size % 4 == 0:
        joined = np.frombuffer(b"".join(row.vector for row in stored), "<f4")
        vectors = joined.reshape(len(stored), -1)
        with np.errstate(all="ignore"):
            lengths = np.einsum("ij,ij->i", vectors, vectors)
            is_unit = np.abs(lengths - 1) <= UNIT_LENGTH  # false for NaN
        if is_unit.all():
            return [row.passage_id for row in stored], vectors
        wrong = stored[int(np.argmin(is_unit))].passage_id
    name = wrong or stored[0].passage_id
    raise Corrupt(f"the vector of {name} is not of unit length; run `bantin rebuild`")
