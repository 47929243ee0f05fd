"""The desk reads uploads and the import folder and nothing else; rejected uploads do not stay."""

import os
import time
from datetime import datetime
from pathlib import Path

import pytest

from assistant.backoffice import uploads
from assistant.backoffice.store import Store
from assistant.backoffice.uploaded_files import (
    delete_uploads,
    import_path,
    keep_upload,
    mark_loaded,
    sweep,
)
from assistant.errors import LoadingFailed
from assistant.settings import Settings

GOOD = "---\ntitle: Tin\ndate: 2022-12-07\nplace: Bắc Kạn\n---\n\nNăm 2022, có 753 hộ nghèo.\n"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "import" / "2022").mkdir(parents=True)
    return Settings(data=tmp_path / "data", import_folder=tmp_path / "import")


def kept(settings: Settings) -> list[str]:
    """The names of all files under the uploads."""
    return sorted(path.name for path in settings.uploads.rglob("*") if path.is_file())


@pytest.mark.parametrize("name", ["", ".", "2022", " 2022 ", "2022/tin.md"])
def test_a_name_in_the_import_folder_is_a_path_in_it(settings: Settings, name: str) -> None:
    """Whether it exists or not."""
    assert settings.import_folder is not None
    assert import_path(settings, name).resolve().is_relative_to(settings.import_folder.resolve())


@pytest.mark.parametrize(
    "name", ["/etc", "..", "2022/../../data", "/", "link", "loop", "a\0b", "../import-2"]
)
def test_no_name_leads_out_of_the_import_folder(settings: Settings, name: str) -> None:
    """Absolute paths, parents and links included."""
    assert settings.import_folder is not None
    (settings.import_folder / "link").symlink_to("/etc")
    (settings.import_folder / "loop").symlink_to(settings.import_folder / "loop")
    with pytest.raises(LoadingFailed, match="not in the import folder"):
        import_path(settings, name)


def test_without_an_import_folder_no_folder_is_loaded(tmp_path: Path) -> None:
    """The message names the setting."""
    with pytest.raises(LoadingFailed, match="BANTIN_IMPORT_FOLDER"):
        import_path(Settings(data=tmp_path), "/etc")


def test_other_paths_are_not_previewed(settings: Settings) -> None:
    """Whichever page asks for it."""
    with pytest.raises(LoadingFailed, match="not in the import folder"):
        uploads.preview(settings, [Path("/etc")])


def test_other_paths_are_not_loaded(settings: Settings, tmp_path: Path) -> None:
    """Whichever page asks for it."""
    store = Store(tmp_path, datetime.now)
    with pytest.raises(LoadingFailed, match="not in the import folder"):
        uploads.load(settings, [Path("/etc/passwd")], store, "lan")


def test_an_upload_that_cannot_be_read_does_not_stay(settings: Settings) -> None:
    """The others do, and so do files of the import folder."""
    assert settings.import_folder is not None
    file = settings.import_folder / "empty.md"
    file.write_text("")
    bad = keep_upload(settings, "lan", "bad.md", b"\x00")
    good = keep_upload(settings, "lan", "good.md", GOOD.encode())
    previews = uploads.preview(settings, [bad, good, file])
    assert [p.error is None for p in previews] == [False, True, False]
    assert kept(settings) == ["good.md", "good.md.waiting"]
    assert file.exists()


def test_an_upload_that_nobody_loads_is_deleted_after_a_day(settings: Settings) -> None:
    """One that was loaded stays."""
    keep_upload(settings, "lan", "a.md", b"a")
    loaded = keep_upload(settings, "lan", "b.md", b"b")
    mark_loaded(settings, [loaded])
    sweep(settings, time.time() + 3600)
    assert kept(settings) == ["a.md", "a.md.waiting", "b.md"]
    sweep(settings, time.time() + 25 * 3600)
    assert kept(settings) == ["b.md"]


def test_an_upload_sweeps_the_older_ones(settings: Settings) -> None:
    """No timer is needed."""
    old = keep_upload(settings, "lan", "a.md", b"a")
    os.utime(old.with_name("a.md.waiting"), (0, 0))
    keep_upload(settings, "lan", "b.md", b"b")
    assert kept(settings) == ["b.md", "b.md.waiting"]


def test_the_same_upload_of_a_loaded_file_stays(settings: Settings) -> None:
    """It is the file of a stored bulletin."""
    path = keep_upload(settings, "lan", "a.md", b"a")
    mark_loaded(settings, [path])
    keep_upload(settings, "lan", "a.md", b"a")
    sweep(settings, time.time() + 25 * 3600)
    assert kept(settings) == ["a.md"]


def test_only_uploads_are_deleted(settings: Settings) -> None:
    """No file of the import folder, no folder of an account."""
    assert settings.import_folder is not None
    file = settings.import_folder / "tin.md"
    file.write_text(GOOD, "utf-8")
    delete_uploads(settings, [file, settings.uploads / "lan"])
    assert file.exists()
