"""What commands change in a library is in the audit trail, like what the desk changes."""

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from assistant.backoffice import uploads
from assistant.backoffice.backoffice import open_back_office
from assistant.settings import Settings
from knowledge import build, vectors
from knowledge.cli import change_log
from knowledge.cli.root import build_app
from knowledge.embedding import encoder
from tests.fakes import HashEncoder, MemoryIndex

Run = Callable[..., int]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bulletin_file: Callable[..., Path]) -> Run:
    """A function that runs the command in this process, over a library with the bulletin `tin`."""
    index, app = MemoryIndex(), build_app()
    monkeypatch.setattr(build, "load_encoder", lambda *_: HashEncoder())
    monkeypatch.setattr(encoder, "load_encoder", lambda *_: HashEncoder())
    monkeypatch.setattr(vectors, "open_index", lambda *_: index)
    monkeypatch.setattr(change_log, "_is_silent", False)

    def run(*arguments: str | Path) -> int:
        given = ["--data", str(tmp_path / "data"), *map(str, arguments)]
        return CliRunner().invoke(app, given).exit_code

    run("ingest", bulletin_file("Năm 2022, đi làm việc ở nước ngoài được 753 người."))
    return run


def trail(data: Path) -> list[tuple[str, ...]]:
    """Who did what to which bulletin, oldest first."""
    store = open_back_office(Settings(data=data)).store
    rows = [(row.who, row.action, row.subject, row.detail) for row in store.trail()]
    store.close()
    return rows[::-1]


def test_an_amendment_a_removal_and_a_return_are_in_the_trail(run: Run, tmp_path: Path) -> None:
    """With the words that the desk's own have."""
    codes = [
        run("amend", "tin", "--title", "Tin mới", "--trust", "press"),
        run("remove", "tin", "--reason", "đăng nhầm"),
        run("restore", "tin"),
    ]
    assert codes == [0, 0, 0]
    assert trail(tmp_path / "data")[1:] == [
        ("command line", "amended", "tin", "--title=Tin mới --trust=press"),
        ("command line", "withdrawn", "tin", "đăng nhầm"),
        ("command line", "restored", "tin", ""),
    ]


def test_what_failed_is_not_in_the_trail(run: Run, tmp_path: Path) -> None:
    before = trail(tmp_path / "data")
    assert run("remove", "no-such-bulletin") != 0
    assert run("ingest", tmp_path / "no-such-file.md") != 0
    assert trail(tmp_path / "data") == before


def test_the_desk_notes_its_changes_itself(run: Run, tmp_path: Path) -> None:
    """Its commands tell nothing: there is one row, with the name of the person."""
    assert "silence()" in uploads._MAIN
    before = trail(tmp_path / "data")
    change_log.silence()
    assert run("remove", "tin", "--reason", "đăng nhầm") == 0
    assert trail(tmp_path / "data") == before


def test_a_loading_that_changes_something_is_in_the_trail(
    run: Run, tmp_path: Path, bulletin_file: Callable[..., Path]
) -> None:
    """One row, as at the desk; loading the same again is no change, unless a trust is stated."""
    path = bulletin_file("Năm 2022 có 5 hộ nghèo.", name="moi.md")
    for more in ([], [], ["--dry-run"], ["--trust", "press"]):
        assert run("ingest", path, *more) == 0
    assert trail(tmp_path / "data") == [
        ("command line", "loaded", "tin.md", '{"added": 1} default-trust=official'),
        ("command line", "loaded", "moi.md", '{"added": 1} default-trust=official'),
        ("command line", "loaded", "moi.md", '{"unchanged": 1} trust=press'),
    ]


def test_what_is_withdrawn_with_its_source_is_in_the_trail(
    run: Run, tmp_path: Path, bulletin_file: Callable[..., Path]
) -> None:
    folder = bulletin_file("Năm 2022 có 5 hộ nghèo.", name="moi.md").parent
    (folder / "tin.md").unlink()
    assert run("ingest", folder, "--withdraw-missing") == 0
    assert trail(tmp_path / "data")[1:] == [
        ("command line", "loaded", "in", '{"added": 1} default-trust=official'),
        ("command line", "withdrawn", "tin", "gone from their source"),
    ]


def test_an_address_is_noted_without_its_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[str, ...]] = []
    monkeypatch.setattr(change_log, "_is_silent", False)
    monkeypatch.setattr(change_log, "_notes", [lambda _, *row: told.append(row)])
    address = "https://lan:s3cret@sld.example.gov.vn/rss?key=s3cret#s3cret"
    change_log.tell_loading(Settings(), [address], {"added": 2, "failed": 0}, None)
    assert told == [("loaded", "https://sld.example.gov.vn/rss", '{"added": 2}')]
