"""Errors of the catalogue's and the back office's files, and their access rights."""

import sqlite3
import stat
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from assistant.backoffice.journal import Journal
from assistant.backoffice.schema import questions
from assistant.backoffice.store import Store
from assistant.backoffice.switches import Switches
from knowledge.errors import Busy, Corrupt, DiskFull, ReadOnly, StorageError
from knowledge.private_files import system_error
from knowledge.storage import databases
from knowledge.storage.catalogue import Catalogue
from knowledge.storage.engine import Database, create_database
from tests.conftest import Bench, beside

Write = Callable[..., Path]
BIG = "x" * 3_000_000


def insert(connection: sa.Connection, text: str = "x") -> None:
    connection.execute(
        sa.text("INSERT INTO state(key, value) VALUES (:key, :value)"),
        {"key": f"k{len(text)}", "value": text},
    )


@pytest.mark.embedded
@pytest.mark.parametrize(
    ("pragma", "kind", "words"),
    [
        ("PRAGMA max_page_count=1", DiskFull, "no room is left"),
        ("PRAGMA query_only=1", ReadOnly, "the right to write there"),
    ],
)
def test_a_failed_write_raises_the_error_of_its_cause(
    bench: Bench, pragma: str, kind: type[StorageError], words: str
) -> None:
    """A full disk and a read-only file raise their own errors, not `Corrupt`."""

    def write() -> None:
        with bench.catalogue.writing() as transaction:
            transaction.connection.exec_driver_sql(pragma)
            insert(transaction.connection, BIG)

    with pytest.raises(kind, match=words) as caught:
        write()
    assert "backup" not in str(caught.value)
    assert str(bench.catalogue.path) in str(caught.value)


@pytest.mark.embedded
def test_a_file_that_another_process_writes_is_busy_and_not_damaged(bench: Bench) -> None:
    impatient = Catalogue(bench.catalogue.path, wait_s=0.1)
    with closing(sqlite3.connect(bench.catalogue.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Busy, match="try again") as caught, impatient.writing():
            pass
        assert "backup" not in str(caught.value)
        with impatient.reading() as snapshot:  # a reader does not wait
            assert snapshot.bulletin_count() == 0
        other.execute("ROLLBACK")
    with impatient.writing() as transaction:
        insert(transaction.connection)
    impatient.close()


def test_writers_of_two_processes_wait_for_one_another(bench: Bench) -> None:
    """Writers of two processes, which read and then write, wait for each other."""
    other = Catalogue(bench.catalogue.path)

    def count_up(number: int) -> None:
        catalogue = bench.catalogue if number % 2 else other
        with catalogue.writing() as transaction:
            transaction.set_state(n=str(int(transaction.state("n") or 0) + 1))

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(count_up, range(120)))
    other.close()
    assert bench.catalogue.newest("n") == "120"


@pytest.mark.embedded
@pytest.mark.parametrize("content", [b"", b"no database" * 500], ids=["empty", "another file"])
def test_a_file_that_is_no_database_is_reported_and_unchanged(
    tmp_path: Path, content: bytes
) -> None:
    """A file that is no database, or empty, raises an error and is not changed."""
    for name, opened in (("catalogue.sqlite", Catalogue), ("office.sqlite", _store)):
        path = tmp_path / name
        path.write_bytes(content)
        with pytest.raises(Corrupt, match="restore it from a backup"):
            opened(path)
        assert path.read_bytes() == content


@pytest.mark.embedded
@pytest.mark.parametrize("name", ["catalogue.sqlite", "office.sqlite"])
def test_the_database_of_another_program_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE guests (name TEXT)")
    with pytest.raises(Corrupt, match="restore it from a backup"):
        (Catalogue if name.startswith("cat") else _store)(path)


def _store(path: Path) -> Store:
    return Store(path.parent)


@pytest.mark.embedded
def test_only_the_owner_reads_what_is_stored(tmp_path: Path, bulletin_file: Write) -> None:
    """Databases and their logs have the mode 0600, a created folder 0700."""
    data = tmp_path / "made" / "data"
    bench, store = Bench(data), Store(data)
    bench.load(bulletin_file("Năm 2022 có 9 hộ nghèo."))
    with store.writing() as connection:
        store.note(connection, "lan", "signed in")
    modes = {p.name: stat.S_IMODE(p.stat().st_mode) for p in data.iterdir()}
    made = {
        f"{name}.sqlite{end}" for name in ("catalogue", "office") for end in ("", "-wal", "-shm")
    }
    assert modes == dict.fromkeys(made, 0o600)
    assert [stat.S_IMODE(p.stat().st_mode) for p in (data, data.parent)] == [0o700, 0o700]
    bench.catalogue.close()
    store.close()


@pytest.mark.embedded
def test_the_rights_of_others_are_removed_from_an_older_file(bench: Bench) -> None:
    bench.catalogue.close()
    bench.catalogue.path.chmod(0o644)
    bench.data.chmod(0o755)
    Catalogue(bench.catalogue.path).close()
    assert stat.S_IMODE(bench.catalogue.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(bench.data.stat().st_mode) == 0o755  # the operator's folder


def test_a_database_has_its_name_only_once_it_is_whole(tmp_path: Path) -> None:
    def die(connection: sa.Connection) -> None:
        connection.exec_driver_sql("CREATE TABLE half (x)")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        create_database(tmp_path / "new.sqlite", die)
    assert list(tmp_path.iterdir()) == []


def test_one_of_many_concurrent_processes_creates_the_catalogue(tmp_path: Path) -> None:
    """Of several processes one creates the catalogue, and all see the same library."""
    together = threading.Barrier(8)

    def make(_: int) -> str | None:
        together.wait()
        with closing(Catalogue(tmp_path / "data" / "catalogue.sqlite")) as catalogue:
            return catalogue.newest("library")

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(make, range(8)))) == 1


@pytest.mark.embedded
def test_reading_works_where_nothing_can_be_written(bench: Bench, bulletin_file: Write) -> None:
    """Reading works where a folder in the place of the log's index prevents writing."""
    bench.load(bulletin_file("Năm 2022 có 9 hộ nghèo."))
    bench.catalogue.close()
    hindrance = bench.data / "catalogue.sqlite-shm"
    hindrance.mkdir()
    catalogue = Catalogue(bench.catalogue.path)
    with catalogue.reading() as snapshot:
        assert snapshot.bulletin_count() == 1
    assert catalogue.counts()["bulletins"] == 1
    with pytest.raises(ReadOnly), catalogue.writing() as transaction:
        insert(transaction.connection)
    hindrance.rmdir()
    catalogue.close()
    catalogue = Catalogue(bench.catalogue.path)
    with catalogue.writing() as transaction:
        insert(transaction.connection)
    catalogue.close()


@pytest.mark.embedded
def test_an_office_that_cannot_be_made_reads_as_an_empty_one_until_it_can(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A back office that cannot be created reads as an empty one until it can."""

    def full(path: Path, _: object) -> None:
        raise DiskFull(f"no room is left for {str(path)!r}")

    with monkeypatch.context() as on_a_full_disk:
        on_a_full_disk.setattr(databases, "create_database", full)
        store = Store(tmp_path)
        assert Switches(store).all() == {"page": (True, ""), "api": (True, "")}
        assert Journal(store).entries() == []
        with pytest.raises(DiskFull):
            Switches(store).turn("api", False, "x", "lan")
    Switches(store).turn("api", False, "đầy đĩa", "lan")
    assert Switches(store).all()["api"] == (False, "đầy đĩa")
    store.close()


@pytest.mark.embedded
def test_an_office_that_lacks_a_newer_table_gets_it(tmp_path: Path) -> None:
    Store(tmp_path).close()
    with closing(sqlite3.connect(tmp_path / "office.sqlite")) as old:
        old.executescript("DROP TABLE keys; DROP TABLE alembic_version")
    with closing(Store(tmp_path)) as store, store.reading() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(questions)).scalar() == 0
        assert "keys" in sa.inspect(connection).get_table_names()


@pytest.mark.parametrize(
    ("number", "kind"), [(28, DiskFull), (30, ReadOnly), (13, ReadOnly), (5, StorageError)]
)
def test_system_errors_are_distinguished(
    tmp_path: Path, number: int, kind: type[StorageError]
) -> None:
    assert type(system_error(OSError(number, "said"), tmp_path / "x")) is kind


@pytest.mark.embedded
def test_a_mistake_of_the_program_is_no_damage(bench: Bench) -> None:
    """An error of the program is not translated to a storage error."""
    with pytest.raises(sa.exc.OperationalError), bench.catalogue.reading() as snapshot:
        snapshot.rows(sa.text("SELEKT 1"))


@pytest.mark.embedded
def test_a_glance_waits_for_no_connection(bench: Bench) -> None:
    database = Database(bench.catalogue.path, "", readers=1, wait_s=0.05)
    with database.reading():
        assert beside(database.glance, "SELECT 1") == [(1,)]
    database.close()


@pytest.mark.parametrize(
    ("stored", "upgraded"),
    [("title", "head"), ("publication date", "guess"), ("earlier sentence", "earlier sentence")],
)
def test_layout_5_gets_the_sources_of_fields_when_opened(
    bench: Bench, bulletin_file: Write, stored: str, upgraded: str
) -> None:
    """Opening layout 5 adds the sources of value, role and place and renames that of the period."""
    bench.load(bulletin_file("Năm 2022, đi làm việc ở nước ngoài được 753/500 người."))
    with bench.catalogue.writing() as transaction:
        for name in ("value_source", "role_source", "place_source"):
            transaction.connection.exec_driver_sql(f"ALTER TABLE figures DROP COLUMN {name}")
        transaction.connection.execute(
            sa.text("UPDATE figures SET period_source = :s"), {"s": stored}
        )
        transaction.set_state(schema="5")
    bench.catalogue.close()
    (figure,) = Bench(bench.data, bench.encoder).library.figures()
    assert (figure.period_source, figure.value_source, figure.role_source, figure.place_source) == (
        upgraded, None, None, None
    )  # fmt: skip


@pytest.mark.parametrize("layout", ["2", "3"])
def test_older_layouts_get_filters_and_a_new_collection_when_opened(
    bench: Bench, bulletin_file: Write, layout: str
) -> None:
    """Opening an older layout keeps texts and vectors, and does not use the old index."""
    bench.load(bulletin_file("Năm 2022, đi làm việc ở nước ngoài được 753/500 người."))
    path = bench.catalogue.path
    with bench.catalogue.writing() as transaction:
        for table in ("unindexed", "passage_years", "passage_places"):
            transaction.connection.exec_driver_sql(f"DROP TABLE {table}")
        if layout == "2":
            transaction.connection.exec_driver_sql("ALTER TABLE bulletins DROP COLUMN trust")
        transaction.connection.exec_driver_sql(
            "DELETE FROM state WHERE key IN ('library', 'collection')"
        )
        transaction.set_state(schema=layout)
    bench.catalogue.close()
    with ThreadPoolExecutor(4) as pool:  # several threads open it at the same time
        for opened in pool.map(lambda path: Catalogue(path, upgrade=True), [path] * 4):
            opened.close()
    again = Bench(bench.data, bench.encoder)
    hits = again.library.search("nước ngoài", 1, 2022, "Bắc Kạn")
    assert [h.passage.bulletin_id for h in hits] == ["tin"]
    assert again.library.search("nước ngoài", 1, 2021) == []
    library, collection = again.catalogue.newest("library"), again.catalogue.newest("collection")
    assert library is not None
    assert collection == f"bantin-{library[:16]}-0"
    assert again.catalogue.newest("vectors") == "-1"
    again.catalogue.close()
