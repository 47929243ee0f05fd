"""The catalogue on a PostgreSQL server: the same scores, one writer, errors that name the remedy."""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from typer.testing import CliRunner

from knowledge.cli.root import build_app
from knowledge.errors import BadBackup, Corrupt, LibraryBusy, OldLayout, StorageError
from knowledge.ingestion.integrity import check_library
from knowledge.storage import lexical
from knowledge.storage.catalogue import Catalogue
from knowledge.storage.lexical import Term
from knowledge.storage.places import Server
from knowledge.storage.postgres_lock import writer_lock
from tests.conftest import Bench

pytestmark = pytest.mark.postgres
Write = Callable[..., Path]
# Repeats, numbers that are cut, letters of other scripts, a very long word, quotation marks.
TEXTS = (
    "Y tế cơ sở, y tế cơ sở và y tế: y tế cơ sở được đầu tư 8.095/6.000 tỷ đồng.",
    "Trạm y tế xã có cơ sở mới; cơ sở y tế cũ đã xuống cấp.",
    "Hỗ trợ người nghèo, người cao tuổi, người khuyết tật; người dân đồng tình.",
    'Ⅳ ² ½ Straße ΣΊΣΥΦΟΣ İstanbul 漢字 ไทย x_y a\'b \\ "c" ' + "dài" * 400,
    "Số 8.095 và số 6.000 không đổi.",
)
QUERIES = (
    [Term("accented", (w,)) for w in ("y", "tế", "y_tế", "cơ", "sở", "người")],
    [Term("accented", ("y_tế", "tế_cơ", "cơ_sở")), Term("folded", ("so",))],
    [Term("folded", (w,)) for w in ("8", "095", "000", "strasse", "straße", "x_y", "x")],
    [Term("accented", ("dài" * 400,)), Term("accented", ("漢字",)), Term("folded", ("c",))],
    [Term("accented", ("không_có",)), Term("accented", ("người_nghèo", "nghèo_người"))],
)


@pytest.fixture
def both(tmp_path: Path, server: Server, bulletin_file: Write) -> Iterator[tuple[Bench, Bench]]:
    """The same bulletins in a file and on the server."""
    benches = Bench(tmp_path / "file"), Bench(tmp_path / "server", server=server)
    files = [bulletin_file(text, name=f"{n}.md") for n, text in enumerate(TEXTS)]
    for bench in benches:
        assert {r.status for r in bench.load(*files)} == {"added"}
    yield benches
    for bench in benches:
        bench.catalogue.close()


def test_every_score_is_that_of_the_file(both: tuple[Bench, Bench]) -> None:
    """BM25 is the same to the last bit, with filters, repeats and phrases."""
    results = []
    for bench in both:
        with bench.catalogue.reading() as snapshot:
            results.append([
                lexical.match(snapshot, query, 10, **filters)
                for query in QUERIES
                for filters in ({}, {"year": 2022}, {"place": "bac kan"}, {"within": ["0", "1"]})
            ])  # fmt: skip
    assert results[0] == results[1]
    assert sum(map(len, results[0])) > 10


def test_a_word_is_counted_as_in_the_file(both: tuple[Bench, Bench]) -> None:
    both[0].load()
    words = sorted({part for query in QUERIES for term in query for part in term.parts})
    counts = []
    for bench in both:
        with bench.catalogue.reading() as snapshot:
            counts.append([lexical.word_counts(snapshot, words, c) for c in ("accented", "folded")])
    assert counts[0] == counts[1]


def test_counts_follow_what_is_replaced(
    server: Server, tmp_path: Path, bulletin_file: Write
) -> None:
    """Words of an earlier revision are counted no more."""
    bench = Bench(tmp_path / "server", server=server)
    bench.load(bulletin_file("Trước đây có lúa."))
    bench.load(bulletin_file("Bây giờ có ngô, ngô và ngô."))
    with bench.catalogue.reading() as snapshot:
        counts = lexical.word_counts(snapshot, ["lúa", "ngô", "có"], "accented")
        recounted = dict(map(tuple, snapshot.rows(sa.text(
            "SELECT word, ndoc FROM ts_stat('SELECT words FROM lexical')"
        ))))  # fmt: skip
        kept = dict(map(tuple, snapshot.rows(sa.text(
            "SELECT word, passages FROM lexical_counts WHERE passages > 0 AND word LIKE '%/%'"
        ))))  # fmt: skip
    assert counts == {"ngô": 1, "có": 1}
    assert kept == recounted


def test_the_second_writer_is_told_who_writes(server: Server) -> None:
    """The refusal names the command, the process, its machine and its beginning; then it is free."""
    with writer_lock(server, "bantin watch"):
        with (
            pytest.raises(LibraryBusy, match=r"bantin watch, process \d+ on .+, since 20\d\d-"),
            writer_lock(server, "bantin ingest"),
        ):
            pass
        with writer_lock(Server(server.address, "another"), "bantin ingest"):
            pass
    with writer_lock(server, "bantin ingest"):
        pass


def test_a_server_that_does_not_answer_is_named_without_its_password(tmp_path: Path) -> None:
    gone = Server("postgresql://lan:s3cret@127.0.0.1:1/bantin", "catalogue")
    with pytest.raises(StorageError, match="BANTIN_DATABASE_URL") as caught:
        Catalogue(tmp_path / "catalogue.sqlite", server=gone)
    assert "s3cret" not in str(caught.value) + repr(gone)
    assert "127.0.0.1:1/bantin" in str(caught.value)


def test_a_connection_that_the_server_ended_is_made_again(server: Server, tmp_path: Path) -> None:
    """After a restart of the server the next look and the next state are there."""
    import psycopg

    with closing(Catalogue(tmp_path / "catalogue.sqlite", server=server)) as catalogue:
        with catalogue.reading():
            pass
        with psycopg.connect(server.address, autocommit=True) as admin:
            admin.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> "
                "pg_backend_pid() AND application_name = 'bantin'"
            )
        assert catalogue.newest_revision() == 0
        with catalogue.reading() as snapshot:
            assert snapshot.revision == 0


def test_a_schema_of_others_is_no_catalogue(server: Server, tmp_path: Path) -> None:
    """Tables of another program are left alone."""
    import psycopg

    with psycopg.connect(server.address, autocommit=True) as admin:
        admin.execute("CREATE SCHEMA of_a_test CREATE TABLE theirs (n int)")
    with pytest.raises(Corrupt, match="of_a_test"):
        Catalogue(tmp_path / "catalogue.sqlite", server=server)


def test_texts_are_listed_in_the_order_of_a_file(server: Server, tmp_path: Path) -> None:
    """Texts are ordered by their bytes, though the server orders them as Vietnamese does."""
    names = ("b", "B", "đ", "a", "_", "e", "z")
    with closing(Catalogue(tmp_path / "catalogue.sqlite", server=server)) as catalogue:
        with catalogue.writing() as transaction:
            transaction.set_state(**dict.fromkeys(names, "x"))
        with catalogue.reading() as snapshot:
            ours, theirs = (
                [row.key for row in snapshot.rows(sa.text(
                    f"SELECT key FROM state WHERE value = 'x' ORDER BY key {collation}"
                ))]
                for collation in ("", 'COLLATE "default"')
            )  # fmt: skip
    assert ours == sorted(names)
    assert theirs == ["_", "a", "b", "B", "đ", "e", "z"]


@pytest.mark.parametrize(
    ("damage", "problem"),
    [
        ("UPDATE lexical_counts SET passages = 9 WHERE word = 'f/ngo'", "counts of words differ"),
        ("UPDATE lexical SET words = CAST('a:1' AS tsvector)", "the words of tin@1#0 are not"),
        ("UPDATE lexical SET size = 1", "the words of tin@1#0 are not"),
        ("UPDATE revisions SET text = text || '.'", "is not as it was stored"),
    ],
    ids=["counts", "words", "size", "text"],
)
def test_verify_looks_into_the_index_of_words(
    damage: str, problem: str, server: Server, tmp_path: Path, bulletin_file: Write
) -> None:
    bench = Bench(tmp_path / "server", server=server)
    bench.load(bulletin_file("Bây giờ có ngô, ngô và ngô."))
    assert check_library(bench.catalogue, lambda: bench.index)[0] == []
    with bench.catalogue.writing() as transaction:
        transaction.connection.exec_driver_sql(damage)
    problems = check_library(bench.catalogue, lambda: bench.index)[0]
    assert [p for p in problems if problem in p] != []


def test_an_older_layout_is_upgraded_on_the_server(
    server: Server, tmp_path: Path, bulletin_file: Write
) -> None:
    """A reader is told of `pg_dump`; a writer runs the steps, and new tables are like the others."""
    bench = Bench(tmp_path / "server", server=server)
    bench.load(bulletin_file("Bây giờ có ngô."))
    with bench.catalogue.writing() as transaction:
        transaction.connection.exec_driver_sql("DROP TABLE checksums")
        transaction.set_state(schema="7")
    with pytest.raises(OldLayout, match="pg_dump"):
        Catalogue(tmp_path / "catalogue.sqlite", server=server)
    with closing(Catalogue(tmp_path / "catalogue.sqlite", server=server, upgrade=True)) as upgraded:
        assert check_library(upgraded, lambda: bench.index)[0] == []
        with upgraded.reading() as snapshot:
            orders = {row.collation_name for row in snapshot.rows(sa.text(
                "SELECT collation_name FROM information_schema.columns WHERE data_type IN "
                "('text', 'character varying') AND table_schema = 'of_a_test'"
            ))}  # fmt: skip
    assert orders == {"C"}


@pytest.mark.parametrize("command", ["backup", "restore-backup"])
def test_backups_of_a_server_are_made_by_its_own_programs(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The refusal names `pg_dump`, and nothing is written."""
    monkeypatch.setenv("BANTIN_DATABASE_URL", "postgresql://lan:s3cret@127.0.0.1:1/bantin")
    monkeypatch.setenv("BANTIN_CHROMA_URL", "http://127.0.0.1:1")
    monkeypatch.setenv("BANTIN_DATA", str(tmp_path / "data"))
    done = CliRunner().invoke(build_app(), [command, str(tmp_path / "kept")])
    assert isinstance(done.exception, BadBackup)
    assert done.exception.exit_code == 1
    assert "pg_dump" in str(done.exception)
    assert list(tmp_path.iterdir()) == []


def test_a_dump_comes_back_as_a_copy_with_the_same_content(
    server: Server, tmp_path: Path, bulletin_file: Write
) -> None:
    """As in docs/operations.md; the copy does not take the vectors of the original for its own."""
    import psycopg

    dumping, restoring = (shutil.which(name) for name in ("pg_dump", "pg_restore"))
    if dumping is None or restoring is None:
        pytest.skip("the programs of PostgreSQL's client are not installed")
    bench = Bench(tmp_path / "server", server=server)
    bench.catalogue.claim()
    bench.load(bulletin_file("Bây giờ có ngô."))
    dump = str(tmp_path / "bantin.dump")
    subprocess.run([dumping, "-Fc", "-n", server.schema, "-f", dump, server.address], check=True)
    with psycopg.connect(server.address, autocommit=True) as connection:
        connection.execute("CREATE DATABASE restored")
    address = server.address.rpartition("/")[0] + "/restored"
    subprocess.run([restoring, "--no-owner", "-d", address, dump], check=True)
    other = Server(address, server.schema)
    with closing(Catalogue(tmp_path / "catalogue.sqlite", server=other)) as restored:
        assert (bench.catalogue.is_copy(), restored.is_copy()) == (False, True)
        assert check_library(restored, lambda: bench.index)[0] == []
