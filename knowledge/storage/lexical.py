"""The words of passages -> BM25 scores, inside the catalogue's transactions.

Words are indexed with and without accents, so that a question with accents distinguishes thuế
(tax) from thuê (rent) and one without finds both. Pairs of neighbouring syllables are indexed too,
because most Vietnamese words have two. The index itself is that of the catalogue's database:
`knowledge.storage.fts5` or `knowledge.storage.tsvector`, with the same scores.
"""

import threading
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import partial
from operator import itemgetter
from typing import Any, Protocol

import sqlalchemy as sa
from cachetools import LRUCache

from knowledge.errors import Corrupt
from knowledge.storage import fts5, schema
from knowledge.storage.lexical_term import Term
from knowledge.storage.snapshot import Snapshot
from knowledge.text.spelling import fold, plain, terms

__all__ = [
    "Term",
    "WordCounts",
    "check",
    "check_words",
    "clear",
    "create",
    "fill",
    "match",
    "misfits",
    "passage_ids_of",
    "word_counts",
    "word_writer",
]

# Rows that one search may visit, rarest terms first, and the fewest terms that it keeps. Words of
# most passages take the most time and distinguish least: without them R@1 on the development sets
# is the same, and the time does not grow with the library (evals/README.md).
_MAX_VISITED = 3000
_MIN_TERMS = 3
_MOST_COUNTS = 100_000
_AT_ONCE = 10_000
_LOOKED_UP = 2


class WordWriter(Protocol):
    """Changes of the index inside one transaction; call `finish` at its end."""

    def add(self, texts: Sequence[tuple[int, str]]) -> None:
        """Indexes the texts of passages, each with the number of its row."""

    def delete(self, rowids: Sequence[int]) -> None:
        """Removes passages from the index."""

    def finish(self) -> None:
        """Writes what waits for the end of the transaction."""


def _index(dialect: str) -> Any:
    """A module with the functions of this one, checked by the tests that run on both databases."""
    if dialect == "sqlite":
        return fts5
    from knowledge.storage import tsvector

    return tsvector


def create(connection: sa.Connection) -> None:
    """Creates the empty index."""
    _index(connection.dialect.name).create(connection)


def clear(connection: sa.Connection) -> None:
    """Empties the index, readable or not; readers are served until the transaction ends."""
    _index(connection.dialect.name).clear(connection)


def check(connection: sa.Connection) -> None:
    """Lets the database compare the parts of the index with each other; it only looks.

    Raises:
        sqlalchemy.exc.DatabaseError, StorageError: they differ.
    """
    _index(connection.dialect.name).check(connection)


def misfits(snapshot: Snapshot, texts: Mapping[int, str]) -> set[int]:
    """The rows that are not indexed with the words of their texts, and those without a text."""
    wrong: set[int] = _index(snapshot.dialect).misfits(snapshot, texts)
    return wrong


def word_writer(connection: sa.Connection) -> WordWriter:
    """What changes the index in the transaction of a connection."""
    writer: WordWriter = _index(connection.dialect.name).WordWriter(connection)
    return writer


def fill(connection: sa.Connection, batches: Iterable[Sequence[tuple[int, str]]]) -> None:
    """Indexes many passages in an index without any; see `WordWriter.add` for a batch."""
    _index(connection.dialect.name).fill(connection, batches)


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
    chosen = _rarest(count or partial(word_counts, snapshot), query_terms)
    if not chosen:
        return []
    ranked: Callable[..., list[tuple[str, float]]] = _index(snapshot.dialect).ranked
    return ranked(snapshot, chosen, limit, year, place, within)


def check_words(
    snapshot: Snapshot, query_terms: Sequence[Term], texts: Mapping[str, str],
    count: Callable[[Sequence[str], str], dict[str, int]],
) -> None:  # fmt: skip
    """Checks that the index finds passages by the words of a query that they hold.

    `texts` are the indexed texts by passage id. No database notices that a part of its index is
    gone: a word is in fewer passages then. Of each passage the rarest words are looked up, which
    count most and take the least time.

    Raises:
        Corrupt: it does not find one of them by these words.
    """
    held: dict[str, list[tuple[int, Term]]] = {}
    for column, spelled in (("accented", plain), ("folded", fold)):
        of_column = (term.parts for term in query_terms if term.column == column)
        if asked := {part for parts in of_column for part in parts if _is_one_token(part)}:
            counts = count(sorted(asked), column)
            for name, text in texts.items():
                words = asked.intersection(terms(spelled(text)))
                found = [(counts.get(word, 0), Term(column, (word,))) for word in sorted(words)]
                held.setdefault(name, []).extend(found)
    rarest = {
        name: [term for _, term in sorted(words, key=itemgetter(0))[:_LOOKED_UP]]
        for name, words in held.items() if words
    }  # fmt: skip
    present = _index(snapshot.dialect).with_all(snapshot, rarest) if rarest else set()
    for name in rarest.keys() - present:
        missing = ", ".join(repr(term.parts[0]) for term in rarest[name])
        raise Corrupt(f"the index of words lacks {missing} of passage {name}; run `bantin rebuild`")


def _is_one_token(part: str) -> bool:
    """Whether both databases index this word as it is: numbers such as `8.095` are two tokens."""
    letters = fold(part).replace("_", "")
    return letters.isascii() and letters.isalnum()


def passage_ids_of(snapshot: Snapshot, bulletin_ids: Collection[str]) -> list[str]:
    """The searchable passages of some bulletins, in the order in which they were stored."""
    p, ids = schema.passages.c, sorted(bulletin_ids)
    passages: list[tuple[int, str]] = []
    for at in range(0, len(ids), _AT_ONCE):
        within = p.bulletin_id.in_(ids[at : at + _AT_ONCE])
        passages += map(tuple, snapshot.rows(sa.select(p.rowid, p.passage_id).where(within)))
    return [passage_id for _, passage_id in sorted(passages)]


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


def word_counts(snapshot: Snapshot, words: Sequence[str], column: str) -> dict[str, int]:
    """The number of passages with each word; `column` is `accented` or `folded`."""
    count: Callable[..., dict[str, int]] = _index(snapshot.dialect).word_counts
    return count(snapshot, words, column)
