"""Staff look at bulletins and load them in processes that may fail alone."""

import time
from datetime import datetime
from pathlib import Path

import pytest

from assistant.backoffice import uploads as loading
from assistant.backoffice.bounded import Ended, run_bounded
from assistant.backoffice.store import Store
from assistant.backoffice.uploaded_files import keep_upload
from assistant.errors import LoadingFailed
from assistant.settings import Settings
from knowledge.ingestion import previewing
from tests.conftest import Bench

GOOD = "---\ntitle: Tin\ndate: 2022-12-07\nplace: Bắc Kạn\n---\n\nNăm 2022, có 753 hộ nghèo.\n"


def over(folder: Path) -> Settings:
    """Settings whose import folder is `folder`, without a library."""
    return Settings(data=folder / "data", import_folder=folder)


def write(folder: Path, name: str, text: str = GOOD) -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_a_preview_says_what_was_read(tmp_path: Path) -> None:
    """Its facts, how many figures, and the first of them."""
    (seen,) = loading.preview(over(tmp_path), [write(tmp_path, "tin.md")])
    assert (seen.title, seen.published_on, seen.place) == ("Tin", "2022-12-07", "Bắc Kạn")
    assert (seen.passages, seen.figures, seen.error) == (1, 1, None)
    assert [(f.quote, f.period, f.place) for f in seen.shown] == [("753 hộ", "Năm 2022", "Bắc Kạn")]


def test_a_file_that_cannot_be_read_stops_no_other(tmp_path: Path) -> None:
    """Each file is told, in order."""
    paths = [tmp_path / "none.md", write(tmp_path, "empty.txt", ""), write(tmp_path, "good.md")]
    errors = [seen.error for seen in loading.preview(over(tmp_path), paths)]
    assert "does not exist" in str(errors[0])
    assert "empty" in str(errors[1])
    assert errors[2] is None


PATCH = """
import time
from knowledge.ingestion import previewing
from tests.conftest import Bench
real = previewing.read_drafts
def read(path):
    if path.name == "slow.md":
        time.sleep(60)
    if path.name == "big.md":
        return [bytearray(10**10)]
    if path.name == "dead.md":
        import os
        os._exit(9)
    return real(path)
previewing.read_drafts = read
previewing.BULLETIN_S = 1
previewing.main()
"""


@pytest.mark.embedded  # the processes that it starts open a folder
def test_what_takes_too_long_or_too_much_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process is ended, the file is told, and the files after it are looked at."""
    monkeypatch.setattr(loading, "_LOOK", PATCH)
    names = ["a.md", "slow.md", "b.md", "big.md", "c.md", "dead.md", "d.md"]
    seen = loading.preview(over(tmp_path), [write(tmp_path, name) for name in names])
    assert [Path(s.path).name for s in seen] == names
    errors = {Path(s.path).name: str(s.error) for s in seen if s.error}
    assert sorted(errors) == ["big.md", "dead.md", "slow.md"]
    assert f"takes more than {previewing.BULLETIN_S} s" in errors["slow.md"]
    assert "1000 MB of memory" in errors["big.md"]
    assert "cannot be read" in errors["dead.md"]


@pytest.mark.embedded
def test_looking_ends_at_its_deadline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Staff are told where it ended, and of what nobody has looked at."""
    monkeypatch.setattr(loading, "_LOOK", PATCH.replace("BULLETIN_S = 1", "BULLETIN_S = 50"))
    monkeypatch.setattr(loading, "_LOOK_S", 3)
    seen = loading.preview(
        over(tmp_path), [write(tmp_path, name) for name in ("a.md", "slow.md", "b.md")]
    )
    assert [s.error is None for s in seen] == [True, False, False]
    assert [s.is_unseen for s in seen] == [False, True, True]
    assert seen[2].path.endswith("b.md")
    assert "ended at" in str(seen[1].error)
    assert "slow.md" in str(seen[1].error)


def test_a_process_is_ended_at_its_time() -> None:
    """What it had printed is kept."""
    begun = time.monotonic()
    ended = run_bounded(
        "import sys, time; print(sys.argv[1], flush=True); time.sleep(60)", "x",
        limit_s=1, limit_bytes=10**9,
    )  # fmt: skip
    assert (ended.over, ended.out) == ("time", "x\n")
    assert time.monotonic() - begun < 20


def test_a_process_is_ended_at_its_memory() -> None:
    """By what it holds, not by what it asked for."""
    held = run_bounded(
        "import time; held = b'x' * 300_000_000; time.sleep(60)",
        limit_s=60,
        limit_bytes=200_000_000,
    )
    asked = run_bounded(
        "import mmap; asked = mmap.mmap(-1, 900_000_000); print('done')",
        limit_s=60, limit_bytes=200_000_000,
    )  # fmt: skip
    assert held.over == "memory"
    assert (asked.over, asked.out) == (None, "done\n")


@pytest.mark.parametrize(
    ("bound", "value", "message"), [("_LOAD_S", 0.3, "minutes"), ("_LOAD_BYTES", 1, "memory")]
)
def test_loading_that_goes_over_its_bounds_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bound: str, value: float, message: str
) -> None:
    """No bare error of the system reaches staff."""
    monkeypatch.setattr(loading, bound, value)
    store = Store(tmp_path / "office.sqlite", datetime.now)
    with pytest.raises(LoadingFailed, match=message):
        loading.load(over(tmp_path), [write(tmp_path, "tin.md")], store, "lan")


@pytest.mark.parametrize("name", ["tin.exe", "..", "", "tin.md\x00.exe", ".md"])
def test_a_kind_of_file_that_is_not_read_is_not_kept(tmp_path: Path, name: str) -> None:
    """Nothing is written."""
    with pytest.raises(LoadingFailed, match="is not read"):
        keep_upload(Settings(data=tmp_path), "lan", name, b"x")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["../../a.md", "C:\\x\\a.md", "/etc/a.md"])
def test_an_upload_stays_in_its_folder(tmp_path: Path, name: str) -> None:
    """Whatever path its name holds."""
    path = keep_upload(Settings(data=tmp_path), "../x", name, b"x")
    assert path.name == "a.md"
    assert path.resolve().is_relative_to((tmp_path / "uploads").resolve())


def test_what_was_not_looked_at_to_its_end_is_not_loaded(tmp_path: Path) -> None:
    """A file behind the one that took too long, a folder with such a file: neither is offered."""
    good, slow, behind = (tmp_path / n for n in ("good.md", "slow.md", "behind.md"))
    files = [
        previewing.Preview(str(good)),
        previewing.Preview(str(slow), error="too long", is_unseen=True),
        previewing.Preview(str(behind), error="too long", is_unseen=True),
    ]
    offered = [loading.may_be_loaded(path, files) for path in (good, slow, behind, tmp_path)]
    assert offered == [True, False, False, False]
    assert loading.may_be_loaded(
        tmp_path, [previewing.Preview(str(good)), previewing.Preview(str(slow), error="empty")]
    )


@pytest.mark.embedded
def test_a_preview_has_the_text_and_what_loading_would_change(tmp_path: Path) -> None:
    """Compared with what the library has of the same source; nothing is stored."""
    settings = over(tmp_path)
    path = write(tmp_path, "tin.md")
    bench = Bench(settings.data)
    bench.load(path)
    write(tmp_path, "tin.md", GOOD.replace("753", "758"))
    new = write(tmp_path, "moi.md", GOOD.replace("Năm 2022", "# Việc làm\n\nNăm 2023"))
    changed, added = loading.preview(settings, [path, new])
    assert (changed.status, changed.blocks) == (
        "updated", (("paragraph", "Năm 2022, có 758 hộ nghèo."),),
    )  # fmt: skip
    assert [("753" in c.before, "758" in c.after) for c in changed.changes] == [(True, True)]
    assert (added.status, [kind for kind, _ in added.blocks]) == (
        "added", ["heading", "paragraph"],
    )  # fmt: skip
    assert bench.catalogue.counts()["bulletins"] == 1
    bench.catalogue.close()


@pytest.mark.embedded
def test_a_preview_says_what_would_not_be_stored(tmp_path: Path) -> None:
    """An older arrival, with the reason."""
    settings = over(tmp_path)
    path = write(tmp_path, "tin.md")
    bench = Bench(settings.data)
    bench.load(path)
    bench.load(write(tmp_path, "tin.md", GOOD.replace("753", "758")))
    bench.catalogue.close()
    (seen,) = loading.preview(settings, [write(tmp_path, "tin.md")])
    assert (seen.status, "revision 1" in seen.reason) == ("older", True)


def test_a_reason_with_nul_reaches_the_command(
    tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No argument of a program can have NUL, which a form may send."""
    calls: list[tuple[str, ...]] = []

    def ended(_: str, *arguments: str, **__: object) -> Ended:
        calls.append(arguments)
        return Ended(0, "", "")

    monkeypatch.setattr(loading, "run_bounded", ended)
    loading.withdraw(over(tmp_path), "tin", "sai\0số", store, "lan")
    assert calls == [("remove", "--reason=sai số", "--", "tin")]
