"""`verify` reports every kind of damage and continues after it."""

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from knowledge.errors import CorruptIndex
from knowledge.ingestion.integrity import check_library
from knowledge.ingestion.rebuilding import rebuild
from knowledge.storage.catalogue import Catalogue
from tests.conftest import Bench
from tests.fakes import MemoryIndex

Write = Callable[..., Path]
WORDS = "UPDATE lexical_data SET block = zeroblob(40) WHERE id > 100"
# What SQLite writes -> what PostgreSQL writes.
OTHER_WORDS = (
    (re.escape(WORDS), "UPDATE lexical_counts SET passages = passages + 1"),
    (r"x'([0-9a-f]+)'", r"decode('\1', 'hex')"),
    (r"zeroblob\((\d+)\)", r"decode(repeat('00', \1), 'hex')"),
)


@pytest.fixture
def loaded(bench: Bench, bulletin_file: Write) -> Bench:
    for name in ("a", "b"):
        body = f"Năm 2022, đi làm việc ở nước ngoài được 753/500 người. Bản {name} của huyện."
        bench.load(bulletin_file(body, f"{name}.md"))
    return bench


def problems_of(bench: Bench) -> list[str]:
    return check_library(bench.catalogue, lambda: bench.index)[0]


def execute(bench: Bench, sql: str) -> None:
    """Changes stored rows, in the words of their database."""
    with bench.catalogue.writing() as transaction:
        if transaction.connection.dialect.name == "postgresql":
            for ours, theirs in OTHER_WORDS:
                sql = re.sub(ours, theirs, sql)
        transaction.connection.exec_driver_sql(sql)


def test_what_is_whole_has_no_problem(loaded: Bench) -> None:
    assert check_library(loaded.catalogue, lambda: loaded.index) == (
        [],
        {"bulletins": 2, "passages": 2, "vectors": 2, "figures": 2},
    )


@pytest.mark.embedded
@pytest.mark.parametrize(
    ("harm", "problem"),
    [
        (lambda content: content, None),
        (lambda content: b"", "empty"),
        (lambda content: b"x" * 5000, "not a database"),
        (lambda content: content[: len(content) // 2], "question log|malformed"),
    ],
    ids=["whole", "empty", "text", "cut"],
)
def test_the_structure_of_the_question_log_is_checked(
    loaded: Bench, tmp_path: Path, harm: Callable[[bytes], bytes], problem: str | None
) -> None:
    office = tmp_path / "office.sqlite"
    with closing(sqlite3.connect(office)) as made:
        made.execute("CREATE TABLE answers (text TEXT)")
        made.executemany("INSERT INTO answers VALUES (?)", [("x" * 900,)] * 200)
        made.commit()
    office.write_bytes(harm(office.read_bytes()))
    problems, _ = check_library(loaded.catalogue, lambda: loaded.index, office)
    assert len(problems) == (problem is not None)
    assert problem is None or re.search(problem, problems[0])


@pytest.mark.parametrize(
    ("damage", "problem"),
    [
        ("UPDATE vectors SET vector = x'00' WHERE rowid = 1", "the vector of a@1#0 is not of unit"),
        ("UPDATE vectors SET vector = zeroblob(256) WHERE rowid = 1", "not of unit length"),
        ("UPDATE vectors SET vector = x'0000c07f0000c07f' WHERE rowid = 1", "not of unit length"),
        ("DELETE FROM vectors WHERE rowid = 1", "2 passages, but 1 vectors"),
        ("UPDATE passages SET text = 'khác' WHERE rowid = 1", "passage a@1#0 is not as it was stored; run `bantin rebuild`"),
        ("UPDATE passages SET years = '|x|' WHERE rowid = 1", "passage a@1#0 is not as it was stored"),
        ("UPDATE figures SET quote = 'khác' WHERE bulletin_id = 'a'", "figure a@1:. is not as it was stored; run `bantin rebuild --figures`"),
        ("UPDATE figures SET value = 'khác' WHERE bulletin_id = 'a'", "figure a@1:. is not as it was stored"),
        ("UPDATE figures SET parts = '[' WHERE bulletin_id = 'a'", "figure a@1:. is not as it was stored"),
        ("UPDATE revisions SET sections = '{' WHERE bulletin_id = 'a'", "revision 1 of bulletin a is not"),
        ("DELETE FROM revisions WHERE bulletin_id = 'a'", "bulletin 'a' has no revision"),
        ("UPDATE state SET value = '9' WHERE key = 'vectors'", "not marked as up to date"),
        ("UPDATE state SET value = 'x' WHERE key = 'vectors'", "cannot be read"),
        ("UPDATE revisions SET text = text || '.' WHERE bulletin_id = 'a'", "revision 1 of bulletin a is not as it was stored; restore a backup"),
        ("UPDATE revisions SET title = 'khác' WHERE bulletin_id = 'a'", "revision 1 of bulletin a is not"),
        ("DELETE FROM checksums WHERE bulletin_id = 'a'", "revision 1 of bulletin a is not"),
        ("UPDATE bulletins SET digest = 'x' WHERE bulletin_id = 'a'", "bulletin a has another digest"),
        ("UPDATE figures SET value = '758' WHERE bulletin_id = 'a'", "figure a@1:. is not as it was stored"),
        ("DELETE FROM figures WHERE bulletin_id = 'a'", "1 figures of bulletin a are not"),
        ("DELETE FROM figures WHERE bulletin_id = 'a'", "1 of 2 figures; run `bantin rebuild --figures`"),
        ("UPDATE passages SET kind = 'row' WHERE rowid = 1", "passage a@1#0 is not as it was stored"),
        ("DELETE FROM lexical WHERE rowid = 1", "the words of a@1#0 are not those of its text"),
        (WORDS, "the index of words is damaged"),
        ("DELETE FROM passage_years WHERE rowid = 1", "the years of a@1#0 are not"),
        # A server refuses a row without its passage.
        pytest.param(
            "INSERT INTO passage_places VALUES ('hà nội', 9)", "the places of row 9 are not",
            marks=pytest.mark.embedded,
        ),
        ("DROP TABLE figures", r"no such table: figures|relation .figures. does not exist"),
        ("DROP TABLE vectors", r"no such table|does not exist"),
    ],
)  # fmt: skip
def test_damage_is_reported_and_the_rest_is_checked(
    loaded: Bench, damage: str, problem: str
) -> None:
    execute(loaded, damage)
    assert [p for p in problems_of(loaded) if re.search(problem, p)] != []
    loaded.index.put(["ghost"], loaded.encoder.encode_passages(["ghost"]))
    assert [p for p in problems_of(loaded) if "holds 1 old ones" in p] != []


@pytest.mark.parametrize(
    ("vectors", "problem"),
    [
        ({"a@1#0": "b@1#0"}, "1 passages do not find themselves in the vector index: a@1#0"),
        ({"a@1#0": "b@1#0", "b@1#0": "a@1#0"}, ""),
    ],
    ids=["one overwritten", "two exchanged"],
)
def test_a_wrong_vector_in_the_index_is_reported(
    loaded: Bench, vectors: dict[str, str], problem: str
) -> None:
    """A passage must find itself by its own vector; a pair that was exchanged does not either."""
    rows = dict(loaded.index.rows)
    loaded.index.rows.update({name: -rows[other] for name, other in vectors.items()})
    assert [p for p in problems_of(loaded) if problem in p and "find themselves" in p] != []


def test_a_rebuild_repairs_what_is_derived(loaded: Bench) -> None:
    """Words, figures, passages and vectors that were damaged are made again from the texts."""
    for damage in (
        WORDS,
        "DELETE FROM figures",
        "UPDATE passages SET text = 'khác'",
        "UPDATE vectors SET vector = zeroblob(256)",
    ):
        execute(loaded, damage)
    rebuild(loaded.catalogue, loaded.encoder, lambda: loaded.index, loaded.index.rows.clear)
    assert problems_of(loaded) == []


def test_a_rebuild_does_not_hide_a_damaged_text(loaded: Bench) -> None:
    with loaded.catalogue.writing() as transaction:
        transaction.connection.exec_driver_sql("UPDATE revisions SET text = text || '.'")
    rebuild(loaded.catalogue, loaded.encoder, lambda: loaded.index, loaded.index.rows.clear)
    assert [p for p in problems_of(loaded) if "is not as it was stored" in p] != []


@pytest.mark.embedded
def test_torn_pages_are_reported(loaded: Bench) -> None:
    """Pages that SQLite cannot read are reported, although the file opens."""
    path = loaded.catalogue.path
    loaded.catalogue.close()
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        page = raw.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'revisions'"
        ).fetchone()[0]
        size = raw.execute("PRAGMA page_size").fetchone()[0]
    content = bytearray(path.read_bytes())
    content[(page - 1) * size : page * size] = b"\xa5" * size
    path.write_bytes(content)
    damaged = Catalogue(path)
    problems = check_library(damaged, lambda: loaded.index)[0]
    damaged.close()
    assert [p for p in problems if "malformed" in p and "restore it from a backup" in p] != []


def test_an_index_that_fails_in_any_way_is_a_problem(loaded: Bench) -> None:
    def closed() -> MemoryIndex:
        raise CorruptIndex("the vector index cannot be opened")

    class Failing(MemoryIndex):
        def ids(self) -> set[str]:
            raise RuntimeError("gone")

    assert check_library(loaded.catalogue, closed)[0] == ["the vector index cannot be opened"]
    assert check_library(loaded.catalogue, Failing)[0] == [
        "the vector index cannot be read: RuntimeError: gone"
    ]


@pytest.mark.embedded
def test_very_many_problems_are_cut_short(loaded: Bench, bulletin_file: Write) -> None:
    with loaded.catalogue.writing() as transaction:
        for number in range(250):
            transaction.connection.exec_driver_sql(
                "INSERT INTO bulletins VALUES (?, ?, 1, 'x', 0, 'official')",
                (f"x{number}", f"x{number}"),
            )
    problems = problems_of(loaded)
    assert (len(problems), problems[-1]) == (201, "and 50 more problems")
