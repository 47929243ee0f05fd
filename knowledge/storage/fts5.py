"""The lexical index of an embedded catalogue: SQLite's FTS5."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence

import sqlalchemy as sa

from knowledge.storage.lexical_term import Term
from knowledge.storage.snapshot import Snapshot
from knowledge.text.spelling import fold, plain, terms

_TABLES = (
    """CREATE VIRTUAL TABLE lexical USING fts5(
        accented, folded, tokenize="unicode61 remove_diacritics 0 tokenchars '_'")""",
    # The number of passages with each word; SQLite keeps the counts.
    "CREATE VIRTUAL TABLE lexical_counts USING fts5vocab(lexical, col)",
)
_OF_YEAR = "AND rowid IN (SELECT rowid FROM passage_years WHERE year = :year) "
_OF_PLACE = "AND rowid IN (SELECT rowid FROM passage_places WHERE place = :place) "
_OF_BULLETINS = (
    "AND rowid IN (SELECT rowid FROM passages "
    "WHERE bulletin_id IN (SELECT value FROM json_each(:within))) "
)


def create(connection: sa.Connection) -> None:
    """Creates the empty index."""
    for table in _TABLES:
        connection.execute(sa.text(table))


def clear(connection: sa.Connection) -> None:
    """See `knowledge.storage.lexical.clear`; it is made anew, so that no damage stays."""
    for name in ("lexical_counts", "lexical"):
        connection.execute(sa.text(f"DROP TABLE IF EXISTS {name}"))
    create(connection)


class WordWriter:
    """Changes of the index inside one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def add(self, texts: Sequence[tuple[int, str]]) -> None:
        """Indexes the texts of passages, each with the number of its row."""
        sql = "INSERT INTO lexical(rowid, accented, folded) VALUES (:rowid, :accented, :folded)"
        rows = [
            dict(zip(("accented", "folded"), _words_of(text), strict=True), rowid=rowid)
            for rowid, text in texts
        ]
        self._connection.execute(sa.text(sql), rows)

    def delete(self, rowids: Sequence[int]) -> None:
        """Removes passages from the index."""
        rows = [{"rowid": rowid} for rowid in rowids]
        self._connection.execute(sa.text("DELETE FROM lexical WHERE rowid = :rowid"), rows)

    def finish(self) -> None:
        """Writes what waits for the end of the transaction: here nothing."""


def check(connection: sa.Connection) -> None:
    """See `knowledge.storage.lexical.check`."""
    connection.execute(sa.text("INSERT INTO lexical(lexical) VALUES ('integrity-check')"))


def misfits(snapshot: Snapshot, texts: Mapping[int, str]) -> set[int]:
    """See `knowledge.storage.lexical.misfits`."""
    rows = snapshot.rows(sa.text("SELECT rowid, accented, folded FROM lexical"))
    stored = {rowid: (accented, folded) for rowid, accented, folded in rows}
    wrong = {rowid for rowid, text in texts.items() if stored.get(rowid) != _words_of(text)}
    return wrong | (stored.keys() - texts.keys())


def fill(connection: sa.Connection, batches: Iterable[Sequence[tuple[int, str]]]) -> None:
    """See `knowledge.storage.lexical.fill`."""
    writer = WordWriter(connection)
    for batch in batches:
        writer.add(batch)


def ranked(
    snapshot: Snapshot, chosen: Sequence[Term], limit: int, year: int | None, place: str | None,
    within: Collection[str] | None,
) -> list[tuple[str, float]]:  # fmt: skip
    """See `knowledge.storage.lexical.match`; `chosen` are terms that some passage has."""
    # The clauses are fixed texts; every value is bound.
    filters = (_OF_YEAR if year is not None else "") + (_OF_PLACE if place is not None else "")
    filters += _OF_BULLETINS if within is not None else ""
    # Ranked before joined: only the best rows are looked up.
    sql = (
        "SELECT p.passage_id, -best.rank AS score FROM (SELECT rowid, rank FROM lexical "
        f"WHERE lexical MATCH :query {filters} ORDER BY rank LIMIT :limit) AS best "
        "JOIN passages p ON p.rowid = best.rowid ORDER BY best.rank, p.rowid"
    )
    bound = {
        "query": _expression(chosen), "limit": limit, "year": year, "place": place,
        "within": json.dumps(sorted(within or ())),
    }  # fmt: skip
    used = {key: value for key, value in bound.items() if f":{key}" in sql}
    rows = snapshot.rows(sa.text(sql), used)
    return [(passage_id, float(score)) for passage_id, score in rows]


def word_counts(snapshot: Snapshot, words: Sequence[str], column: str) -> dict[str, int]:
    """The number of passages with each word; `column` is `accented` or `folded`."""
    sql = sa.text("SELECT term, doc FROM lexical_counts WHERE col = :c AND term IN :t")
    bound = sql.bindparams(sa.bindparam("t", expanding=True))
    rows = snapshot.rows(bound, {"c": column, "t": list(words)})
    return {term: int(count) for term, count in rows}


def with_all(snapshot: Snapshot, held: Mapping[str, Sequence[Term]]) -> set[str]:
    """The passages that the index finds by all of their terms, each a word of its own."""
    asked = {name: " AND ".join(f"{t.column} : {_quoted(t.parts)}" for t in words)
             for name, words in held.items()}  # fmt: skip
    # SQLite keeps this order: each passage is looked up alone.
    sql = (
        "SELECT p.passage_id FROM json_each(:asked) a CROSS JOIN passages p "
        "ON p.passage_id = a.key CROSS JOIN lexical ON lexical.rowid = p.rowid "
        "WHERE lexical MATCH a.value"
    )
    return {name for (name,) in snapshot.rows(sa.text(sql), {"asked": json.dumps(asked)})}


def _words_of(text: str) -> tuple[str, str]:
    """The terms of a text as they are indexed, with accents and without."""
    return " ".join(terms(plain(text))), " ".join(terms(fold(text)))


def _quoted(parts: Sequence[str]) -> str:
    return '"' + " ".join(part.replace('"', "") for part in parts) + '"'


def _expression(chosen: Sequence[Term]) -> str:
    """The FTS5 expression for any of the terms; every part is quoted, so none is an operator."""
    columns = dict.fromkeys(term.column for term in chosen)
    groups = []
    for column in columns:
        quoted = [_quoted(term.parts) for term in chosen if term.column == column]
        groups.append(f"{column} : (" + " OR ".join(quoted) + ")")
    return " OR ".join(groups)
