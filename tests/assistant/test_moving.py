"""A library with its back office is copied to another place, as a whole or again."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from assistant import moving
from assistant.backoffice.backoffice import open_back_office
from assistant.backoffice.schema import feedback
from assistant.moving import in_folder, move
from assistant.settings import Settings
from knowledge.build import ingesting, open_catalogue, open_library
from knowledge.errors import StorageError
from knowledge.storage.places import CATALOGUE_FILE, OFFICE_FILE
from tests.fakes import HashEncoder

# Chroma's client closes the connections to its server when it is collected.
pytestmark = [
    pytest.mark.embedded, pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]  # fmt: skip
Write = Callable[..., Path]


@pytest.fixture(autouse=True)
def _one_connection_a_thread() -> None:
    """A move holds one of each database, alone in its process."""


@pytest.fixture
def source(tmp_path: Path, bulletin_file: Write) -> Settings:
    """A folder with a bulletin, an account and a rating with NUL, as older versions stored it."""
    settings = Settings(data=tmp_path / "source")
    with ingesting(settings, HashEncoder()) as ingester:
        assert [r.status for r in ingester.run([bulletin_file("Năm 2022 có 5 hộ.")])] == ["added"]
    office = open_back_office(settings)
    office.accounts.add("lan", None, "admin", "test")
    office.store.close()
    with closing(sqlite3.connect(settings.data / OFFICE_FILE, isolation_level=None)) as raw:
        raw.execute(
            "INSERT INTO feedback VALUES ('a', '2026-11-24 08:00:00', 0, ?)", ["sai\0số"]
        )  # fmt: skip
    return settings


def _content(settings: Settings) -> tuple[object, ...]:
    """The bulletins and accounts of a place, and the reasons of ratings."""
    catalogue, office = open_catalogue(settings, must_exist=True), open_back_office(settings)
    with closing(catalogue), closing(office.store), office.store.reading() as connection:
        reasons = [row.reason for row in connection.execute(feedback.select())]
        names = [account.name for account in office.accounts.all()]
        return catalogue.counts(), names, reasons, catalogue.newest("moving")


def _expected(source: Settings) -> tuple[object, ...]:
    return (*_content(source)[:2], ["sai\ufffdsố"], None)


def test_nul_in_older_rows_does_not_stop_a_move(
    source: Settings, tmp_path: Path, postgres_address: str, chroma_address: str
) -> None:
    """A server cannot hold it."""
    servers = Settings(
        data=tmp_path / "other", database_url=_database(postgres_address, "with_nul"),
        chroma_url=chroma_address,
    )  # fmt: skip
    move(source, servers)
    assert _content(servers) == _expected(source)


def test_a_missing_source_is_refused_and_not_made(tmp_path: Path) -> None:
    source, target = (Settings(data=tmp_path / name) for name in ("typo", "target"))
    with pytest.raises(StorageError, match=r"there is no .*typo"):
        move(source, target)
    assert list(tmp_path.iterdir()) == []


def test_a_missing_source_on_a_server_is_refused_and_not_made(
    tmp_path: Path, postgres_address: str, chroma_address: str
) -> None:
    """The database is left as it is."""
    import psycopg

    address = _database(postgres_address, "without_library")
    servers = Settings(data=tmp_path / "other", database_url=address, chroma_url=chroma_address)
    with pytest.raises(StorageError, match="holds nothing"):
        move(servers, in_folder(servers, tmp_path / "back"))
    with psycopg.connect(address) as connection:
        query = "SELECT count(*) FROM pg_namespace WHERE nspname IN ('catalogue', 'office')"
        assert connection.execute(query).fetchone() == (0,)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("step", ["copy_catalogue", "sync_index", "finish_move"])
@pytest.mark.parametrize("place", ["folder", "servers"])
def test_a_move_that_broke_off_is_made_again(
    step: str, place: str, source: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> None:  # fmt: skip
    """Whatever was stored by then; the end of each step is the begin of the next."""
    target = Settings(data=tmp_path / "target")
    if place == "servers":
        address, chroma = map(request.getfixturevalue, ("postgres_address", "chroma_address"))
        database = _database(address, f"after_{step}")
        target = Settings(data=tmp_path / "other", database_url=database, chroma_url=chroma)
    done = getattr(moving, step)

    def break_off(*arguments: object, **named: object) -> None:
        if step != "finish_move":
            done(*arguments, **named)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(moving, step, break_off)
        with pytest.raises(KeyboardInterrupt):
            move(source, target)
    move(source, target)
    assert _content(target) == _expected(source)
    with pytest.raises(StorageError, match="name an empty place"):
        move(source, target)


@pytest.fixture
def half_done(source: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A place that a move did not finish."""
    target = Settings(data=tmp_path / "target")
    with monkeypatch.context() as patch:
        patch.setattr(moving, "finish_move", lambda _: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            move(source, target)
    return target


def test_a_half_done_place_that_was_used_since_is_left_alone(
    source: Settings, half_done: Settings
) -> None:
    """What was stored there would be lost."""
    office = open_back_office(half_done)
    office.accounts.add("hoa", None, "staff", "test")
    office.store.close()
    with pytest.raises(StorageError, match="used since"):
        move(source, half_done)
    assert (half_done.data / CATALOGUE_FILE).exists()


def test_a_half_done_place_is_neither_asked_nor_written(
    source: Settings, half_done: Settings
) -> None:
    """What is stored there is lost when the move begins anew."""
    refused = "did not finish; run that move again"
    with pytest.raises(StorageError, match=refused):
        open_library(half_done, HashEncoder())
    with pytest.raises(StorageError, match=refused), ingesting(half_done, HashEncoder()):
        pass
    move(source, half_done)
    open_library(half_done, HashEncoder()).close()


def _database(address: str, name: str) -> str:
    """The address of a new database of the server."""
    import psycopg

    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return f"{address.rpartition('/')[0]}/{name}"
