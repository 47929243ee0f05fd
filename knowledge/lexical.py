"""The words of passages -> BM25 ranks, by SQLite's FTS5, inside the catalogue's transactions.

Words with accents and words without stand side by side, so that a question with accents tells
thuế (tax) from thuê (rent) and one without still finds both. Neighbouring syllables are indexed
as pairs too, because most Vietnamese words have two.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import sqlalchemy as sa

from knowledge.text import fold, plain, terms

_TABLES = (
    """CREATE VIRTUAL TABLE lexical USING fts5(
        accented, folded, tokenize="unicode61 remove_diacritics 0 tokenchars '_'")""",
    # In how many passages each word stands, kept by SQLite itself.
    "CREATE VIRTUAL TABLE lexical_counts USING fts5vocab(lexical, col)",
)

# Rows that one search may visit, the rarest terms first, and the fewest terms it keeps. Words that
# stand everywhere cost most and tell least: R@1 on the development sets does not change, and the
# time no longer grows with the library (evals/README.md).
_MAX_VISITED = 3000
_MIN_TERMS = 3
_MAX_REMEMBERED = 200_000


@dataclass(frozen=True, slots=True)
class Term:
    """What to look for in one column (`accented`, `folded`): the index terms `parts` in a row.

    The pairs of a passage follow one another in the index as its words do in the text, so a
    phrase is looked up as its pairs: `y tế cơ sở` as `y_tế tế_cơ cơ_sở`.
    """

    column: str
    parts: tuple[str, ...]


def create(connection: sa.Connection) -> None:
    """Makes the empty index."""
    for table in _TABLES:
        connection.execute(sa.text(table))


def add(connection: sa.Connection, rowid: int, text: str) -> None:
    """Indexes the text of the passage in row `rowid`."""
    connection.execute(
        sa.text("INSERT INTO lexical(rowid, accented, folded) VALUES (:rowid, :a, :f)"),
        {"rowid": rowid, "a": " ".join(terms(plain(text))), "f": " ".join(terms(fold(text)))},
    )


def delete(connection: sa.Connection, rowid: int) -> None:
    """Forgets a passage."""
    connection.execute(sa.text("DELETE FROM lexical WHERE rowid = :r"), {"r": rowid})


class WordCounts:
    """In how many passages words stand, remembered while the library stays as it is.

    Counting a common word takes SQLite as long as the word is common: milliseconds among a
    hundred thousand passages. Shared by threads; two may count one word twice.
    """

    def __init__(self) -> None:
        self._revision = -1
        self._known: dict[tuple[str, str], int] = {}

    def of(
        self, connection: sa.Connection, revision: int, asked: Sequence[str], column: str
    ) -> dict[str, int]:
        """How many passages hold each of `asked` in a column at this revision; 0 left out."""
        if revision != self._revision or len(self._known) > _MAX_REMEMBERED:
            self._revision, self._known = revision, {}
        known = self._known
        fresh = [term for term in asked if (column, term) not in known]
        if fresh:
            found = word_counts(connection, fresh, column)
            known.update({(column, term): found.get(term, 0) for term in fresh})
        return {term: known[column, term] for term in asked if known.get((column, term))}


def match(
    connection: sa.Connection, asked: Sequence[Term], limit: int, condition: str = "",
    count: Callable[[Sequence[str], str], dict[str, int]] | None = None,
) -> list[tuple[str, float]]:  # fmt: skip
    """Passage ids by BM25 for any of the terms, best first; higher is better.

    `condition` is SQL of ours on `passages p`, never of a user's; `count` remembers how
    common words are.
    """
    query = _expression(_telling(count or partial(word_counts, connection), asked))
    if not query:
        return []
    if condition:
        condition = f"AND rowid IN (SELECT p.rowid FROM passages p WHERE {condition})"
    # Ranked before joined: only the best rows are looked up.
    sql = (
        "SELECT p.passage_id, -best.rank AS score FROM (SELECT rowid, rank FROM lexical "
        f"WHERE lexical MATCH :query {condition} ORDER BY rank LIMIT :limit) AS best "
        "JOIN passages p ON p.rowid = best.rowid ORDER BY best.rank, p.rowid"
    )
    found = connection.execute(sa.text(sql), {"query": query, "limit": limit})
    return [(passage_id, float(score)) for passage_id, score in found]


def _telling(
    count: Callable[[Sequence[str], str], dict[str, int]], asked: Sequence[Term]
) -> list[Term]:
    """The terms that stand in some passage, the rarest first, as many as may be visited."""
    counts: dict[Term, int] = {}
    for column in {term.column for term in asked}:
        own = [term for term in asked if term.column == column]
        found = count(sorted({p for t in own for p in t.parts}), column)
        counts |= {term: min((found.get(p, 0) for p in term.parts), default=0) for term in own}
    kept: list[Term] = []
    visited = 0
    for term in sorted((t for t in counts if counts[t]), key=lambda t: (counts[t], t.parts)):
        visited += counts[term]
        if visited > _MAX_VISITED and len(kept) >= _MIN_TERMS:
            break
        kept.append(term)
    return kept


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


def word_counts(connection: sa.Connection, asked: Sequence[str], column: str) -> dict[str, int]:
    """In how many passages each term stands; `column` is accented or folded."""
    sql = sa.text("SELECT term, doc FROM lexical_counts WHERE col = :c AND term IN :t")
    bound = sql.bindparams(sa.bindparam("t", expanding=True))
    found = connection.execute(bound, {"c": column, "t": list(asked)})
    return {term: int(count) for term, count in found}


def passage_count(connection: sa.Connection) -> int:
    """How many passages are indexed."""
    return int(connection.execute(sa.text("SELECT count(*) FROM lexical_docsize")).scalar_one())
