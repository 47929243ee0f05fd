"""A library of an older layout is brought up to date when it is opened to write."""

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from knowledge.errors import DiskFull, IndexMismatch, OldLayout
from knowledge.storage import migrating, schema
from knowledge.storage.catalogue import Catalogue
from knowledge.storage.life import signatures
from knowledge.storage.upgrading import FOLDER
from tests.conftest import Bench
from tests.old_libraries import LAYOUTS, newest_copy, unpack

pytestmark = pytest.mark.embedded

Write = Callable[..., Path]
_BODY = "Năm 2022 có 5 hộ nghèo."


def test_a_library_of_layout_6_gets_the_tables_of_life(bench: Bench, bulletin_file: Write) -> None:
    """As it is opened; the next loading fills them."""
    bench.load(bulletin_file(_BODY, name="a.md"))
    with bench.catalogue.writing() as transaction:
        for table in ("copies", "signatures", "corrections", "withdrawals"):
            transaction.connection.exec_driver_sql(f"DROP TABLE {table}")
        transaction.connection.exec_driver_sql("DELETE FROM state WHERE key = 'linked'")
        transaction.set_state(schema="6")
    bench.catalogue.close()
    again = Bench(bench.data)
    (receipt,) = again.load(bulletin_file(_BODY, name="a.md"))
    assert receipt.status == "unchanged"
    with again.catalogue.reading() as snapshot:
        assert set(signatures(snapshot)) == {"a"}
    again.catalogue.close()


@pytest.mark.parametrize("layout", LAYOUTS)
def test_an_upgraded_library_has_the_tables_of_a_new_one(tmp_path: Path, layout: str) -> None:
    """Columns, keys and indexes; Alembic compares them with the schema of the program."""
    data = unpack(layout, tmp_path)
    Catalogue(data / "catalogue.sqlite", upgrade=True).close()
    engine = sa.create_engine(f"sqlite:///{data / 'catalogue.sqlite'}")
    ours = {"include_name": lambda name, kind, _: kind != "table" or name in schema.metadata.tables}
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts=ours)
        assert compare_metadata(context, schema.metadata) == []
    engine.dispose()


@pytest.mark.parametrize("layout", LAYOUTS)
def test_an_upgraded_library_has_the_checksums_of_its_rows(tmp_path: Path, layout: str) -> None:
    """Every passage and figure is read, and none is missing."""
    catalogue = Catalogue(unpack(layout, tmp_path) / "catalogue.sqlite", upgrade=True)
    catalogue.check_rows()
    with catalogue.reading() as snapshot:
        assert len(snapshot.figures()) == snapshot.counts()["figures"] > 0
        assert len(snapshot.passages(snapshot.passage_ids())) == snapshot.counts()["passages"] > 0
    catalogue.close()


def test_the_last_step_leads_to_the_layout_of_the_program() -> None:
    """Each layout has one step, named by its number."""
    steps = {path.stem for path in (FOLDER / "versions").glob("layout_*.py")}
    assert steps == {f"layout_{n}" for n in range(1, int(schema.VERSION) + 1)}


def test_a_reader_leaves_an_older_library_as_it_is(tmp_path: Path) -> None:
    """It says which command brings it up to date."""
    path = unpack("4", tmp_path) / "catalogue.sqlite"
    before = path.read_bytes()
    with pytest.raises(OldLayout, match=r"layout 4.*older bantin.*`bantin upgrade` once"):
        Catalogue(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("upgrade", [False, True], ids=["reader", "writer"])
def test_a_newer_library_is_refused_and_unchanged(bench: Bench, upgrade: bool) -> None:
    """An older program cannot know what a newer one stored."""
    with bench.catalogue.writing() as transaction:
        transaction.set_state(schema="99")
    bench.catalogue.close()
    with pytest.raises(IndexMismatch, match=r"layout 99.*newer bantin.*backup"):
        Catalogue(bench.catalogue.path, upgrade=upgrade)
    with closing(sqlite3.connect(bench.catalogue.path)) as stored:
        assert stored.execute("SELECT value FROM state WHERE key = 'schema'").fetchall() == [
            ("99",)
        ]


def test_a_copy_of_the_library_stays(tmp_path: Path) -> None:
    """It is the file as it was, readable by its owner alone."""
    data = unpack("4", tmp_path)
    with closing(sqlite3.connect(data / "catalogue.sqlite")) as old:
        before = list(old.iterdump())
    Catalogue(data / "catalogue.sqlite", upgrade=True).close()
    copy = newest_copy(data, "catalogue")
    assert copy is not None
    assert re.fullmatch(r"catalogue-layout-4-\d{8}-\d{6}-\d{6}\.sqlite", copy.name)
    assert copy.stat().st_mode & 0o777 == 0o600
    with closing(sqlite3.connect(copy)) as kept:
        assert list(kept.iterdump()) == before


def test_an_unfinished_copy_is_deleted(tmp_path: Path) -> None:
    """A killed upgrade leaves one; the next upgrade makes a whole one."""
    data = unpack("4", tmp_path)
    unfinished = data / migrating.BACKUPS / ".catalogue-layout-4-20261127-000000-000000.sqlite.7.ab"
    unfinished.parent.mkdir()
    unfinished.write_bytes(b"half")
    Catalogue(data / "catalogue.sqlite", upgrade=True).close()
    assert [path.name[:19] for path in unfinished.parent.iterdir()] == ["catalogue-layout-4-"]


def test_without_room_for_the_copy_nothing_is_upgraded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk is looked at before the first change."""
    path = unpack("4", tmp_path) / "catalogue.sqlite"
    monkeypatch.setattr(migrating, "_SPARE_BYTES", 10**18)
    with pytest.raises(DiskFull, match="no room for a copy"):
        Catalogue(path, upgrade=True)
    with closing(sqlite3.connect(path)) as stored:
        assert stored.execute("SELECT value FROM state WHERE key = 'schema'").fetchall() == [("4",)]


def test_a_step_that_fails_leaves_the_old_layout(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All steps are one transaction: no table of a later layout is left behind."""
    path = unpack("4", tmp_path) / "catalogue.sqlite"
    with closing(sqlite3.connect(path)) as old:
        before = list(old.iterdump())
        # Layout 7 makes an index of this name last, after the steps to layouts 5 and 6.
        old.execute("CREATE INDEX ix_copies_first ON bulletins (digest)")
    with pytest.raises(sa.exc.OperationalError):
        Catalogue(path, upgrade=True)
    with closing(sqlite3.connect(path)) as old:
        old.execute("DROP INDEX ix_copies_first")
        assert list(old.iterdump()) == before
