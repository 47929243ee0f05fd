"""A backup holds everything that cannot be derived, as one state, and comes back the same."""

import json
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from assistant.backoffice.store import Store
from assistant.backoffice.switches import Switches
from knowledge.build import back_up, check_up, restore_backup
from knowledge.errors import BadBackup, Busy, Corrupt, LibraryBusy, StorageError
from knowledge.ingestion import backups
from knowledge.ingestion.write_lock import write_lock
from knowledge.settings import LibrarySettings
from knowledge.storage.catalogue import Catalogue
from tests.conftest import Bench
from tests.old_libraries import unpack

pytestmark = pytest.mark.embedded

Write = Callable[..., Path]
BODY = "Năm 2022, đi làm việc ở nước ngoài được {}/500 người."


@pytest.fixture
def settings(bench: Bench, bulletin_file: Write) -> LibrarySettings:
    """A data folder with two bulletins, a switch, an upload, and derived files."""
    bench.load(bulletin_file(BODY.format(1), "a.md"), bulletin_file(BODY.format(2), "b.md"))
    store = Store(bench.data)
    Switches(store).turn("api", False, "bảo trì", "lan")
    store.close()
    for name in ("uploads/lan/tin.md", "models/e5.onnx", "chroma/x.bin", "before-restore-1/y"):
        path = bench.data / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    return LibrarySettings(data=bench.data)


def content(data: Path) -> dict[str, list[tuple[object, ...]]]:
    """The bulletins, passages and switches of a data folder."""
    with (
        closing(sqlite3.connect(data / "catalogue.sqlite")) as catalogue,
        closing(sqlite3.connect(data / "office.sqlite")) as office,
    ):
        tables = ("bulletins", "revisions", "passages", "vectors", "figures", "lexical")
        rows = {t: catalogue.execute(f"SELECT * FROM {t} ORDER BY 1").fetchall() for t in tables}
        return rows | {"switches": office.execute("SELECT * FROM switches").fetchall()}


def test_a_backup_comes_back_the_same(settings: LibrarySettings, tmp_path: Path) -> None:
    assert back_up(settings, tmp_path / "kept") == 3
    restored = LibrarySettings(data=tmp_path / "restored")
    assert restore_backup(restored, tmp_path / "kept", force=False) is None
    assert content(restored.data) == content(settings.data)
    assert (restored.data / "uploads/lan/tin.md").read_text() == "uploads/lan/tin.md"
    assert check_up(restored)[0] == []
    assert sorted(p.name for p in restored.data.glob("*.sqlite-*")) == []


def test_what_is_derived_is_left_out(settings: LibrarySettings, tmp_path: Path) -> None:
    back_up(settings, tmp_path / "kept")
    paths = {p.relative_to(tmp_path / "kept").as_posix() for p in (tmp_path / "kept").rglob("*")}
    assert {p for p in paths if "/" in p or "." in p} == {
        "backup.json", "catalogue.sqlite", "office.sqlite", "uploads/lan", "uploads/lan/tin.md",
    }  # fmt: skip


def test_a_backup_beside_a_writer_holds_whole_transactions(
    bench: Bench, settings: LibrarySettings, tmp_path: Path
) -> None:
    """What is not committed yet is not in it, and the writer is not disturbed."""
    with bench.catalogue.writing() as transaction:
        transaction.set_state(half="x")
        back_up(settings, tmp_path / "kept")
        transaction.set_state(whole="x")
    with closing(sqlite3.connect(tmp_path / "kept" / "catalogue.sqlite")) as copy:
        query = "SELECT count(*) FROM state WHERE key IN ('half', 'whole')"
        assert copy.execute(query).fetchone() == (0,)
    assert bench.catalogue.newest("half") == "x"


@pytest.mark.parametrize("inside", ["kept", "kept/below"])
def test_a_backup_goes_into_a_new_folder_outside(
    settings: LibrarySettings, tmp_path: Path, inside: str
) -> None:
    full = tmp_path / "full"
    full.mkdir()
    (full / "mine.txt").write_text("mine")
    with pytest.raises(BadBackup, match="is not empty"):
        back_up(settings, full)
    with pytest.raises(BadBackup, match="outside of it"):
        back_up(settings, settings.data / inside)
    with pytest.raises(BadBackup, match="holds no library"):
        back_up(LibrarySettings(data=tmp_path / "none"), tmp_path / "kept")
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []


def test_a_damaged_library_makes_no_backup(
    bench: Bench, settings: LibrarySettings, tmp_path: Path
) -> None:
    bench.catalogue.close()
    path = settings.data / "catalogue.sqlite"
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        row = raw.execute("SELECT rootpage FROM sqlite_master WHERE name = 'figures'").fetchone()
        size = raw.execute("PRAGMA page_size").fetchone()[0]
    bytes_of = bytearray(path.read_bytes())
    bytes_of[(row[0] - 1) * size : row[0] * size] = b"\xa5" * size
    path.write_bytes(bytes_of)
    with pytest.raises(Corrupt, match="no backup was made"):
        back_up(settings, tmp_path / "kept")
    assert not (tmp_path / "kept").exists()


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def lead_away(path: Path) -> None:
    manifest = json.loads(path.read_text())
    manifest["files"][0]["path"] = "../away.sqlite"
    path.write_text(json.dumps(manifest))


@pytest.mark.parametrize(
    ("name", "damage", "words"),
    [
        ("catalogue.sqlite", Path.unlink, "catalogue.sqlite' of the backup is missing"),
        ("office.sqlite", cut, "office.sqlite' of the backup is not as it was"),
        ("catalogue.sqlite", flip, "catalogue.sqlite' of the backup is not as it was"),
        ("backup.json", Path.unlink, "backup.json is missing; copy the folder again"),
        ("backup.json", cut, "is damaged"),
        ("backup.json", lead_away, "which is no file of a backup"),
    ],
)
def test_a_backup_that_is_not_whole_is_refused(
    settings: LibrarySettings, tmp_path: Path, name: str, damage: Callable[[Path], None], words: str
) -> None:
    """The file is named, and no data folder is created."""
    back_up(settings, tmp_path / "kept")
    path = tmp_path / "kept" / name
    damage(path)
    if words == "is damaged":
        path.write_text(path.read_text()[:-2])
    with pytest.raises(BadBackup, match=words):
        restore_backup(LibrarySettings(data=tmp_path / "new"), tmp_path / "kept", force=False)
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("layout", ["4", "7"])
def test_a_backup_of_an_older_layout_is_upgraded(layout: str, tmp_path: Path) -> None:
    """The backup stays as it is; the restored library has the bulletins and no copy beside it."""
    older = LibrarySettings(data=unpack(layout, tmp_path / "old"))
    back_up(older, tmp_path / "kept")
    restored = LibrarySettings(data=tmp_path / "new")
    restore_backup(restored, tmp_path / "kept", force=False)
    with closing(Catalogue(restored.data / "catalogue.sqlite")) as catalogue:
        assert catalogue.counts()["bulletins"] == 3
    assert not (restored.data / "backups").exists()


def test_a_database_that_the_backup_lacks_goes(
    bench: Bench, settings: LibrarySettings, tmp_path: Path
) -> None:
    """Visits of a later time would say "unchanged" of pages whose bulletins are gone."""
    back_up(settings, tmp_path / "kept")
    with closing(sqlite3.connect(settings.data / "visits.sqlite")) as visits:
        visits.execute("CREATE TABLE visits (address TEXT)")
    bench.catalogue.close()
    aside = restore_backup(settings, tmp_path / "kept", force=True)
    assert not (settings.data / "visits.sqlite").exists()
    assert aside is not None
    assert (aside / "visits.sqlite").exists()


def test_a_filled_folder_is_replaced_by_force_alone(
    bench: Bench, settings: LibrarySettings, bulletin_file: Write, tmp_path: Path
) -> None:
    """What was there before is set aside."""
    back_up(settings, tmp_path / "kept")
    before = content(settings.data)
    bench.load(bulletin_file(BODY.format(3), "c.md"))
    bench.catalogue.close()
    with pytest.raises(BadBackup, match=r"is not empty .*--force"):
        restore_backup(settings, tmp_path / "kept", force=False)
    aside = restore_backup(settings, tmp_path / "kept", force=True)
    assert content(settings.data) == before
    assert aside is not None
    with closing(Catalogue(aside / "catalogue.sqlite")) as old:
        assert old.counts()["bulletins"] == 3
    assert (aside / "uploads/lan/tin.md").exists()


@pytest.mark.parametrize("size", [0, 100])
def test_a_damaged_library_is_replaced(
    bench: Bench, settings: LibrarySettings, tmp_path: Path, size: int
) -> None:
    """Also beside logs of the databases that a killed process left."""
    back_up(settings, tmp_path / "kept")
    before = content(settings.data)
    bench.catalogue.close()
    left = Store(settings.data)
    Switches(left).turn("page", False, "", "lan")
    for name in ("office.sqlite", "office.sqlite-wal", "office.sqlite-shm"):
        (tmp_path / name).write_bytes((settings.data / name).read_bytes())
    left.close()
    for name in ("office.sqlite", "office.sqlite-wal", "office.sqlite-shm"):
        (settings.data / name).write_bytes((tmp_path / name).read_bytes())
    os.truncate(settings.data / "catalogue.sqlite", size)
    restore_backup(settings, tmp_path / "kept", force=True)
    assert content(settings.data) == before


def test_a_folder_in_use_is_not_replaced(
    bench: Bench, settings: LibrarySettings, tmp_path: Path
) -> None:
    """Neither while the page serves nor while another process writes."""
    back_up(settings, tmp_path / "kept")
    with bench.catalogue.reading(), pytest.raises(Busy, match="stop `bantin serve`"):
        restore_backup(settings, tmp_path / "kept", force=True)
    with write_lock(settings.data), pytest.raises(LibraryBusy):
        restore_backup(settings, tmp_path / "kept", force=True)


def test_a_full_disk_leaves_no_half_backup(
    settings: LibrarySettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(backups, "_flush", full)
    with pytest.raises(StorageError, match="no room is left"):
        back_up(settings, tmp_path / "kept")
    assert [p.name for p in tmp_path.iterdir() if "kept" in p.name] == []
