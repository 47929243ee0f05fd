"""A second writer is refused before anything heavy is imported; other commands are not."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from knowledge.cli.command import refuse_second_writer
from knowledge.errors import LibraryBusy
from knowledge.ingestion.write_lock import write_lock
from knowledge.quick_settings import place_of
from knowledge.settings import LibrarySettings, load
from knowledge.storage.places import CATALOGUE_SCHEMA, Server
from knowledge.storage.postgres_lock import writer_lock
from tests.conftest import ROOT

_AT_MOST_S = 1.0
_CODE = """
import sys
sys.argv = ["bantin", *sys.argv[1:]]
from knowledge.cli.command import main
try:
    main()
except SystemExit as ended:
    heavy = ("typer", "pydantic", "sqlalchemy", "numpy", "chromadb", "knowledge.cli.root")
    sys.stdout.write("|".join(name for name in heavy if name in sys.modules) + f" {ended.code}")
"""


def _run(*arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    clean = {k: v for k, v in os.environ.items() if not k.startswith("BANTIN_")}
    return subprocess.run(
        [sys.executable, "-c", _CODE, *arguments], capture_output=True, text=True, cwd=ROOT,
        env=clean | {"PYTHONPATH": str(ROOT), **settings}, timeout=60,
    )  # fmt: skip


def _refused_after(*arguments: str, **settings: str) -> float:
    """The fewest seconds of three refusals, each without a heavy import."""
    seconds = []
    for _ in range(3):
        began = time.monotonic()
        done = _run(*arguments, **settings)
        seconds.append(time.monotonic() - began)
        assert done.stdout == " 1"
        assert "another bantin is writing to" in done.stderr
    return min(seconds)


@pytest.fixture
def data(tmp_path: Path) -> Iterator[Path]:
    """A data folder to which another writes."""
    with write_lock(tmp_path / "data"):
        yield tmp_path / "data"


@pytest.mark.parametrize("command", [["ingest", "x.md"], ["remove", "x"], ["rebuild"], ["verify"]])
def test_a_second_writer_of_a_folder_is_refused_at_once(command: list[str], data: Path) -> None:
    assert _refused_after("--data", str(data), *command) < _AT_MOST_S


@pytest.mark.postgres
def test_a_second_writer_of_a_server_is_refused_at_once(postgres_address: str) -> None:
    settings = {"BANTIN_DATABASE_URL": postgres_address, "BANTIN_CHROMA_URL": "http://127.0.0.1:1"}
    with writer_lock(Server(postgres_address, CATALOGUE_SCHEMA), "bantin watch"):
        assert _refused_after("ingest", "x.md", **settings) < _AT_MOST_S


@pytest.mark.parametrize(
    "arguments",
    [
        ["ingest", "--help"], ["ingest", "x.md", "--dry-run"], ["list"], ["ask", "ingest được gì?"],
        ["ingest", "https://sld.example.gov.vn/rss"], ["watch", "https://sld.example.gov.vn/rss"],
    ],
    ids=["help", "plan", "list", "a question", "addresses wait", "watch waits"],
)  # fmt: skip
def test_who_does_not_write_is_not_refused(arguments: list[str], data: Path) -> None:
    refuse_second_writer(["--data", str(data), *arguments])
    with pytest.raises(LibraryBusy):
        refuse_second_writer(["--data", str(data), "ingest", "x.md"])


def test_a_look_at_the_lock_makes_nothing(tmp_path: Path) -> None:
    refuse_second_writer(["--data", str(tmp_path / "new"), "ingest", "x.md"])
    assert list(tmp_path.iterdir()) == []


_TOML = 'data = "/of/file"\ndatabase_url = "postgresql://file/n"\nchroma_url = "http://c"\n'


@pytest.mark.parametrize(
    ("words", "variables", "toml"),
    [
        ([], {}, ""),
        ([], {}, _TOML),
        ([], {"BANTIN_DATA": "/of/variable"}, _TOML),
        ([], {"bantin_data": "/of/variable", "BANTIN_DATABASE_URL": "postgresql://v/n",
              "BANTIN_CHROMA_URL": "http://c"}, ""),
        (["--data", "/of/flag"], {"BANTIN_DATA": "/of/variable"}, _TOML),
        (["--data=/of/flag"], {}, ""),
    ],
    ids=["default", "file", "variable", "variables", "flag", "flag with ="],
)  # fmt: skip
def test_the_place_is_that_of_the_settings(
    words: list[str], variables: dict[str, str], toml: str, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    (tmp_path / "bantin.toml").write_text(toml)
    for key, value in variables.items():
        monkeypatch.setenv(key, value)
    flags = {"data": Path("/of/flag")} if words else {}
    settings = load(LibrarySettings, flags, tmp_path)
    address = settings.database_url and settings.database_url.get_secret_value()
    arguments = ["ingest", *words, "--", "--data", "/no/flag"]
    assert place_of(arguments, os.environ, tmp_path) == (settings.data, address)


def test_the_last_flag_counts() -> None:
    """That of the command, not that of the root."""
    data, _ = place_of(["--data", "/root", "ingest", "--data=/command", "x"], {}, Path("/"))
    assert data == Path("/command")


def test_settings_that_cannot_be_read_are_left_to_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bantin: Callable[..., object]
) -> None:
    """It says what is wrong with them."""
    (tmp_path / "bantin.toml").write_text("data = ")
    monkeypatch.chdir(tmp_path)
    refuse_second_writer(["ingest", "x.md"])
    monkeypatch.setenv("BANTIN_DATABASE_URL", "mysql://x")
    refuse_second_writer(["ingest", "x.md"])
