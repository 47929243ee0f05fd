"""The words of passages -> BM25 scores, by SQLite's FTS5, inside the catalogue's transactions.

Words are indexed with and without accents, so that a question with accents distinguishes thuế
(tax) from thuê (rent) and one without finds both. Pairs of neighbouring syllables are indexed too,
because most Vietnamese words have two.
"""

import json
import threading
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import partial

import sqlalchemy as sa
from cachetools import LRUCache

from knowledge.storage.snapshot import Snapshot
from knowledge.text.spelling import fold, plain, terms

_TABLES = (
    """CREATE VIRTUAL TABLE lexical USING fts5(
        accented, folded, tokenize="unicode61 remove_diacritics 0 tokenchars '_'")""",
    # The number of passages with each word; SQLite keeps the counts.
    "CREATE VIRTUAL TABLE lexical_counts USING fts5vocab(lexical, col)",
)

# Rows that one search may visit, rarest terms first, and the fewest terms that it keeps. Words of
# most passages take the most time and distinguish least: without them R@1 on the development sets
# is the same, and the time does not grow with the library (evals/README.md).
_MAX_VISITED = 3000
_MIN_TERMS = 3
_MOST_COUNTS = 100_000
_OF_YEAR = "AND rowid IN (SELECT rowid FROM passage_years WHERE year = :year) "
_OF_PLACE = "AND rowid IN (SELECT rowid FROM passage_places WHERE place = :place) "
_OF_BULLETINS = (
    "AND rowid IN (SELECT rowid FROM passages "
    "WHERE bulletin_id IN (SELECT value FROM json_each(:within))) "
)


@dataclass(frozen=True, slots=True)
class Term:
    """A term of one column (`accented`, `folded`): the consecutive index terms `parts`.

    The pairs of a passage follow one another in the index as its words do in the text, so a
    phrase is looked up as its pairs: `y tế cơ sở` as `y_tế tế_cơ cơ_sở`.
    """

    column: str
    parts: tuple[str, ...]


def create(connection: sa.Connection) -> None:
    """Creates the empty index."""
    for table in _TABLES:
        connection.execute(sa.text(table))


def add(connection: sa.Connection, texts: Sequence[tuple[int, str]]) -> None:
    """Indexes the texts of passages, each with the number of its row."""
    sql = "INSERT INTO lexical(rowid, accented, folded) VALUES (:rowid, :accented, :folded)"
    rows = [
        dict(zip(("accented", "folded"), words_of(text), strict=True), rowid=rowid)
        for rowid, text in texts
    ]
    connection.execute(sa.text(sql), rows)


def words_of(text: str) -> tuple[str, str]:
    """The terms of a text as they are indexed, with accents and without."""
    return " ".join(terms(plain(text))), " ".join(terms(fold(text)))


def stored_words(snapshot: Snapshot) -> dict[int, tuple[str, str]]:
    """The indexed terms of every passage, as `words_of` gives them, by the number of its row."""
    rows = snapshot.rows(sa.text("SELECT rowid, accented, folded FROM lexical"))
    return {rowid: (accented, folded) for rowid, accented, folded in rows}


def check(connection: sa.Connection) -> None:
    """Lets SQLite compare the index with the terms that it was made of; it only looks.

    Raises:
        sqlalchemy.exc.DatabaseError: they differ.
    """
    connection.execute(sa.text("INSERT INTO lexical(lexical) VALUES ('integrity-check')"))


def drop(connection: sa.Connection) -> None:
    """Deletes the index."""
    for name in ("lexical_counts", "lexical"):
        connection.execute(sa.text(f"DROP TABLE IF EXISTS {name}"))


def delete(connection: sa.Connection, rowids: Sequence[int]) -> None:
    """Removes passages from the index."""
    rows = [{"rowid": rowid} for rowid in rowids]
    connection.execute(sa.text("DELETE FROM lexical WHERE rowid = :rowid"), rows)


class WordCounts:
    """The number of passages with each word, cached for the latest revisions.

    Counting a common word takes SQLite milliseconds among a hundred thousand passages. Safe to
    share between threads; two may count one word twice.
    """

    def __init__(self) -> None:
        self._counts: LRUCache[tuple[int, str, str], int] = LRUCache(_MOST_COUNTS)
        self._lock = threading.Lock()

    def of(self, snapshot: Snapshot, words: Sequence[str], column: str) -> dict[str, int]:
        """The number of passages with each word of a column in this state, without zeros."""
        keys = {word: (snapshot.revision, column, word) for word in words}
        with self._lock:
            counts = {w: self._counts[key] for w, key in keys.items() if key in self._counts}
        if missing := [word for word in words if word not in counts]:
            counted = word_counts(snapshot, missing, column)
            fresh = {word: counted.get(word, 0) for word in missing}
            with self._lock:
                self._counts.update({keys[word]: count for word, count in fresh.items()})
            counts |= fresh
        return {word: counts[word] for word in words if counts[word]}


def match(
    snapshot: Snapshot, query_terms: Sequence[Term], limit: int, year: int | None = None,
    place: str | None = None, count: Callable[[Sequence[str], str], dict[str, int]] | None = None,
    within: Collection[str] | None = None,
) -> list[tuple[str, float]]:  # fmt: skip
    """Passage ids by BM25 for any of the terms, best first; higher is better.

    With a year or a place (folded) only passages that mention it, with `within` only those of
    these bulletins. `count` gives the number of
    passages of words; see `WordCounts.of`.
    """
    query = _expression(_rarest(count or partial(word_counts, snapshot), query_terms))
    if not query:
        return []
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
        "query": query, "limit": limit, "year": year, "place": place,
        "within": json.dumps(sorted(within or ())),
    }  # fmt: skip
    used = {key: value for key, value in bound.items() if f":{key}" in sql}
    rows = snapshot.rows(sa.text(sql), used)
    return [(passage_id, float(score)) for passage_id, score in rows]


def passage_ids_of(snapshot: Snapshot, bulletin_ids: Collection[str]) -> list[str]:
    """The searchable passages of some bulletins."""
    sql = "SELECT passage_id FROM passages WHERE bulletin_id IN (SELECT value FROM json_each(:ids))"
    rows = snapshot.rows(sa.text(sql), {"ids": json.dumps(sorted(bulletin_ids))})
    return [row.passage_id for row in rows]


def _rarest(
    count: Callable[[Sequence[str], str], dict[str, int]], query_terms: Sequence[Term]
) -> list[Term]:
    """The terms that are in some passage, the rarest first, as many as may be visited."""
    counts: dict[Term, int] = {}
    for column in {term.column for term in query_terms}:
        of_column = [term for term in query_terms if term.column == column]
        doc_counts = count(sorted({p for t in of_column for p in t.parts}), column)
        counts |= {
            term: min((doc_counts.get(p, 0) for p in term.parts), default=0) for term in of_column
        }
    chosen: list[Term] = []
    visited = 0
    for term in sorted((t for t in counts if counts[t]), key=lambda t: (counts[t], t.parts)):
        visited += counts[term]
        if visited > _MAX_VISITED and len(chosen) >= _MIN_TERMS:
            break
        chosen.append(term)
    return chosen


def _expression(chosen: Sequence[Term]) -> str:
    """The FTS5 expression for any of the terms; every part is quoted, so none is an operator."""
    columns = dict.fromkeys(term.column for term in chosen)
    groups = []
    for column in columns:
        quoted = [
            '"' + " ".join(part.replace('"', "") for part in term.parts) + '"'
            for term in chosen
            if term.column == column
        ]
        groups.append(f"{column} : (" + " OR ".join(quoted) + ")")
    return " OR ".join(groups)


def word_counts(snapshot: Snapshot, words: Sequence[str], column: str) -> dict[str, int]:
    """The number of passages with each word; `column` is `accented` or `folded`."""
    sql = sa.text("SELECT term, doc FROM lexical_counts WHERE col = :c AND term IN :t")
    bound = sql.bindparams(sa.bindparam("t", expanding=True))
    rows = snapshot.rows(bound, {"c": column, "t": list(words)})
    return {term: int(count) for term, count in rows}
