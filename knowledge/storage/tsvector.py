"""The lexical index of a catalogue on PostgreSQL: text search vectors, and our own sums of BM25.

PostgreSQL finds the passages (a GIN index over the words of both columns in one vector) but has no
BM25, so the sums are computed here as SQLite's FTS5 computes them, term for term in the same order:
an answer does not depend on the database. A vector holds each word as `a/word` (accented) or
`f/word` (folded) with its positions, and `a/word=3` where it occurs three times: the index alone
says how often a word occurs, and no vector is read for that.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

import sqlalchemy as sa

from knowledge.errors import Corrupt
from knowledge.storage.lexical_term import Term
from knowledge.storage.snapshot import Snapshot
from knowledge.storage.tsvector_words import key_of, quoted, words_of

# Without a list of pending words, which every search would have to read.
_INDEX = "CREATE INDEX lexical_words ON lexical USING gin (words) WITH (fastupdate = off)"
_TABLES = (
    """CREATE TABLE lexical (rowid INTEGER PRIMARY KEY, size INTEGER NOT NULL,
        words TSVECTOR NOT NULL) WITH (toast_tuple_target = 128)""",
    _INDEX,
    # The number of passages with each word; under two names without `/` those of all passages and
    # of all tokens.
    """CREATE TABLE lexical_counts (word TEXT COLLATE "C" PRIMARY KEY,
        passages BIGINT NOT NULL)""",
)
_ROWS, _TOKENS = "rows", "tokens"
# FTS5's constants of BM25, and its weight of a word that more than half of the passages have.
_K1, _B, _COMMON = 1.2, 0.75, 1e-6
_AT_ONCE, _COMPARED_AT_ONCE = 20_000, 500

_DIFFERING = f"""
    WITH due AS (
        SELECT word, ndoc AS passages FROM ts_stat('SELECT words FROM lexical')
        UNION ALL SELECT '{_ROWS}', count(*) FROM lexical
        UNION ALL SELECT '{_TOKENS}', coalesce(sum(size), 0) FROM lexical)
    SELECT coalesce(due.word, c.word) FROM due FULL JOIN lexical_counts c ON c.word = due.word
    WHERE coalesce(due.passages, 0) <> coalesce(c.passages, 0)
"""
_MISFITS = """
    SELECT l.rowid FROM unnest(
        CAST(:ids AS int[]), CAST(:sizes AS int[]), CAST(:vectors AS text[])
    ) AS due(rowid, size, words) JOIN lexical l ON l.rowid = due.rowid
    WHERE l.size <> due.size OR l.words <> CAST(due.words AS tsvector)
"""
_INSERT = sa.text("INSERT INTO lexical VALUES (:rowid, :size, CAST(:words AS tsvector))")
_OF_YEAR = "AND l.rowid IN (SELECT rowid FROM passage_years WHERE year = :year) "
_OF_PLACE = "AND l.rowid IN (SELECT rowid FROM passage_places WHERE place = :place) "
_OF_BULLETINS = "AND l.rowid IN (SELECT rowid FROM passages WHERE bulletin_id = ANY(:within)) "
_RANKED = """
    WITH asked AS MATERIALIZED (
        SELECT n, times, CAST(query AS tsquery) AS query
        FROM unnest(CAST(:ns AS int[]), CAST(:times AS int[]), CAST(:queries AS text[]))
            AS a(n, times, query)),
    occurring AS (
        SELECT a.n, l.rowid, a.times FROM asked a JOIN lexical l ON l.words @@ a.query
        UNION ALL
        SELECT * FROM unnest(
            CAST(:p_ns AS int[]), CAST(:p_rows AS int[]), CAST(:p_times AS int[]))),
    counted AS (
        SELECT n, rowid, CAST(max(times) AS float8) AS times FROM occurring GROUP BY n, rowid),
    scored AS (
        SELECT l.rowid, sum(
            w.weight * ((c.times * (CAST(:k1 AS float8) + 1))
            / (c.times + CAST(:k1 AS float8) * (1 - CAST(:b AS float8)
               + CAST(:b AS float8) * l.size / CAST(:mean AS float8)))) ORDER BY c.n) AS score
        FROM counted c JOIN lexical l ON l.rowid = c.rowid
        JOIN unnest(CAST(:weights AS float8[])) WITH ORDINALITY AS w(weight, n) ON w.n = c.n
        WHERE true {filters}
        GROUP BY l.rowid ORDER BY score DESC, l.rowid LIMIT :limit)
    SELECT p.passage_id, s.score FROM scored s JOIN passages p ON p.rowid = s.rowid
    ORDER BY s.score DESC, s.rowid
"""


def create(connection: sa.Connection) -> None:
    """Creates the empty index."""
    for table in _TABLES:
        connection.execute(sa.text(table))


def clear(connection: sa.Connection) -> None:
    """See `knowledge.storage.lexical.clear`."""
    for name in ("lexical_counts", "lexical"):
        connection.execute(sa.text(f"DELETE FROM {name}"))


class WordWriter:
    """Changes of the index inside one transaction; call `finish` at its end.

    The counts of words are kept back until then: a word that thousands of passages of one
    transaction have is counted once.
    """

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._changes: Counter[str] = Counter()

    def add(self, texts: Sequence[tuple[int, str]]) -> None:
        """Indexes the texts of passages, each with the number of its row."""
        rows = []
        for rowid, text in texts:
            size, words = words_of(text)
            rows.append({"rowid": rowid, "size": size, "words": " ".join(words.values())})
            self._changes.update(words.keys())
            self._changes.update({_ROWS: 1, _TOKENS: size})
        self._connection.execute(_INSERT, rows)

    def delete(self, rowids: Sequence[int]) -> None:
        """Removes passages from the index."""
        sql = "DELETE FROM lexical WHERE rowid = ANY(:ids) RETURNING size, tsvector_to_array(words)"
        for size, words in self._connection.execute(sa.text(sql), {"ids": list(rowids)}):
            self._changes.subtract(words)
            self._changes.subtract({_ROWS: 1, _TOKENS: size})

    def finish(self) -> None:
        """Writes the changed counts of words."""
        # In one order everywhere, so that no two transactions wait for each other.
        changed = sorted((word, by) for word, by in self._changes.items() if by)
        self._changes.clear()
        sql = sa.text(
            "INSERT INTO lexical_counts SELECT * FROM unnest(CAST(:words AS text[]), "
            "CAST(:changes AS bigint[])) ON CONFLICT (word) DO UPDATE "
            "SET passages = lexical_counts.passages + excluded.passages"
        )
        for at in range(0, len(changed), _AT_ONCE):
            words, changes = zip(*changed[at : at + _AT_ONCE], strict=True)
            self._connection.execute(sql, {"words": list(words), "changes": list(changes)})


def check(connection: sa.Connection) -> None:
    """See `knowledge.storage.lexical.check`: the counts are those of the vectors."""
    differing = connection.execute(sa.text(_DIFFERING)).scalars().all()
    if differing:
        raise Corrupt(f"the counts of words differ from the words, {len(differing)} of them")


def misfits(snapshot: Snapshot, texts: Mapping[int, str]) -> set[int]:
    """See `knowledge.storage.lexical.misfits`."""
    stored = {row.rowid for row in snapshot.rows(sa.text("SELECT rowid FROM lexical"))}
    wrong = texts.keys() ^ stored
    both = sorted(texts.keys() & stored)
    for at in range(0, len(both), _COMPARED_AT_ONCE):
        batch = both[at : at + _COMPARED_AT_ONCE]
        due = [words_of(texts[rowid]) for rowid in batch]
        bound = {
            "ids": batch, "sizes": [size for size, _ in due],
            "vectors": [" ".join(words.values()) for _, words in due],
        }  # fmt: skip
        wrong |= {row.rowid for row in snapshot.rows(sa.text(_MISFITS), bound)}
    return wrong


def fill(connection: sa.Connection, batches: Iterable[Sequence[tuple[int, str]]]) -> None:
    """See `knowledge.storage.lexical.fill`; sorts the words once, at the end."""
    connection.execute(sa.text("DROP INDEX lexical_words"))
    for batch in batches:
        sized = [(rowid, *words_of(text)) for rowid, text in batch]
        rows = [
            {"rowid": rowid, "size": size, "words": " ".join(words.values())}
            for rowid, size, words in sized
        ]
        connection.execute(_INSERT, rows)
    for sql in (
        _INDEX,
        "INSERT INTO lexical_counts SELECT word, ndoc FROM ts_stat('SELECT words FROM lexical')",
        f"INSERT INTO lexical_counts SELECT '{_ROWS}', count(*) FROM lexical",
        f"INSERT INTO lexical_counts SELECT '{_TOKENS}', coalesce(sum(size), 0) FROM lexical",
    ):
        connection.execute(sa.text(sql))


def ranked(
    snapshot: Snapshot, chosen: Sequence[Term], limit: int, year: int | None, place: str | None,
    within: Collection[str] | None,
) -> list[tuple[str, float]]:  # fmt: skip
    """See `knowledge.storage.lexical.match`; `chosen` are terms that some passage has."""
    # FTS5 adds the terms of one column after those of the other.
    columns = list(dict.fromkeys(term.column for term in chosen))
    ordered = sorted(chosen, key=lambda term: columns.index(term.column))
    keys = [tuple(key_of(term.column, part) for part in term.parts) for term in ordered]
    phrases = {n: key for n, key in enumerate(keys, 1) if len(key) > 1}
    words = {key[0]: n for n, key in enumerate(keys, 1) if len(key) == 1}
    occurring = _phrase_rows(snapshot, phrases)
    counts = _counts(snapshot, [*words, _ROWS, _TOKENS])
    hits = {n: counts.get(word, 0) for word, n in words.items()}
    hits |= {n: len(rows) for n, rows in occurring.items()}
    asked = [(n, 1, quoted(word)) for word, n in words.items()]
    asked += [
        (words[word], times, quoted(f"{word}={times}"))
        for word, times in _repeats(snapshot, list(words))
    ]
    ns, times, queries = zip(*asked, strict=True) if asked else ((), (), ())
    phrase_rows = [(n, row, count) for n, rows in occurring.items() for row, count in rows.items()]
    p_ns, p_rows, p_times = zip(*phrase_rows, strict=True) if phrase_rows else ((), (), ())
    total = counts.get(_ROWS, 0)
    filters = (_OF_YEAR if year is not None else "") + (_OF_PLACE if place is not None else "")
    filters += _OF_BULLETINS if within is not None else ""
    bound = {
        "ns": list(ns), "times": list(times), "queries": list(queries), "limit": limit,
        "p_ns": list(p_ns), "p_rows": list(p_rows), "p_times": list(p_times), "k1": _K1, "b": _B,
        "mean": counts.get(_TOKENS, 0) / max(1, total),
        "weights": [_weight(total, hits[n]) for n in range(1, len(keys) + 1)],
    }  # fmt: skip
    given = {"year": year, "place": place, "within": None if within is None else sorted(within)}
    bound |= {key: value for key, value in given.items() if value is not None}
    rows = snapshot.rows(sa.text(_RANKED.format(filters=filters)), bound)
    return [(passage_id, float(score)) for passage_id, score in rows]


def word_counts(snapshot: Snapshot, words: Sequence[str], column: str) -> dict[str, int]:
    """The number of passages with each word; `column` is `accented` or `folded`."""
    keys = {key_of(column, word): word for word in words}
    return {keys[key]: count for key, count in _counts(snapshot, list(keys)).items()}


def with_all(snapshot: Snapshot, held: Mapping[str, Sequence[Term]]) -> set[str]:
    """See `knowledge.storage.fts5.with_all`; looks at the passages' own vectors."""
    sql = sa.text(
        "SELECT a.id FROM unnest(CAST(:ids AS text[]), CAST(:queries AS text[])) AS a(id, query) "
        "JOIN passages p ON p.passage_id = a.id JOIN lexical l ON l.rowid = p.rowid "
        "WHERE l.words @@ CAST(a.query AS tsquery)"
    )
    queries = [" & ".join(quoted(key_of(t.column, *t.parts)) for t in ts) for ts in held.values()]
    return {name for (name,) in snapshot.rows(sql, {"ids": list(held), "queries": queries})}


def _weight(total: int, hits: int) -> float:
    """How much a term counts in FTS5's BM25: the rarer, the more."""
    weight = math.log((total - hits + 0.5) / (hits + 0.5))
    return weight if weight > 0 else _COMMON


def _counts(snapshot: Snapshot, keys: Sequence[str]) -> dict[str, int]:
    sql = "SELECT word, passages FROM lexical_counts WHERE word = ANY(:keys) AND passages > 0"
    return {word: int(count) for word, count in snapshot.rows(sa.text(sql), {"keys": list(keys)})}


def _repeats(snapshot: Snapshot, words: Sequence[str]) -> list[tuple[str, int]]:
    """The words with each number of occurrences above one that some passage has."""
    sql = sa.text(
        "SELECT asked, CAST(substr(c.word, length(asked) + 2) AS int) FROM "
        "unnest(CAST(:words AS text[])) AS asked JOIN lexical_counts c ON c.passages > 0 "
        """AND c.word > (asked || '=') COLLATE "C" AND c.word < (asked || '>') COLLATE "C" """
    )
    return [(word, times) for word, times in snapshot.rows(sql, {"words": list(words)})]


def _phrase_rows(
    snapshot: Snapshot, phrases: Mapping[int, tuple[str, ...]]
) -> dict[int, dict[int, int]]:
    """The rows of the passages with each phrase, and how often it is in each."""
    if not phrases:
        return {}
    sql = sa.text(
        "SELECT a.n, l.rowid, l.words @@ CAST(a.repeats AS tsquery) FROM unnest("
        "CAST(:ns AS int[]), CAST(:queries AS text[]), CAST(:repeats AS text[])) "
        "AS a(n, query, repeats) JOIN lexical l ON l.words @@ CAST(a.query AS tsquery)"
    )
    asked = {
        "ns": list(phrases),
        "queries": [" <-> ".join(map(quoted, parts)) for parts in phrases.values()],
        # A phrase occurs twice only where each of its parts does.
        "repeats": [
            " & ".join(f"{quoted(part + '=')}:*" for part in parts) for parts in phrases.values()
        ],
    }
    found: dict[int, dict[int, int]] = {n: {} for n in phrases}
    unsure: list[tuple[int, int]] = []
    for n, row, may_repeat in snapshot.rows(sql, asked):
        found[n][row] = 1
        if may_repeat:
            unsure.append((n, row))
    if unsure:
        parts = sorted({part for n, _ in unsure for part in phrases[n]})
        stored = _stored_positions(snapshot, sorted({row for _, row in unsure}), parts)
        for n, row in unsure:
            first, *others = (stored[row].get(part, set()) for part in phrases[n])
            found[n][row] = sum(
                all(at + i in places for i, places in enumerate(others, 1)) for at in first
            )
    return found


def _stored_positions(
    snapshot: Snapshot, rows: Sequence[int], parts: Sequence[str]
) -> dict[int, dict[str, set[int]]]:
    sql = sa.text(
        "SELECT l.rowid, w.lexeme, w.positions FROM lexical l, unnest(l.words) w "
        "WHERE l.rowid = ANY(:rows) AND w.lexeme = ANY(:parts)"
    )
    stored: dict[int, dict[str, set[int]]] = defaultdict(dict)
    for row, lexeme, places in snapshot.rows(sql, {"rows": list(rows), "parts": list(parts)}):
        stored[row][lexeme] = set(places)
    return stored
