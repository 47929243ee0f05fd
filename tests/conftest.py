"""Fixtures of all tests: no network except loopback, one converted model, one sample library."""

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from assistant.build import build_assistant
from assistant.pipeline import Assistant
from assistant.settings import Settings
from evals.bench.serving import served
from knowledge.build import ingesting
from knowledge.embedding.e5_model import E5Model
from knowledge.embedding.encoder import E5Encoder
from knowledge.ingestion.ingest import Ingester
from knowledge.search.library import Library
from knowledge.storage.catalogue import Catalogue
from knowledge.storage.engine import Database
from knowledge.storage.places import Server
from knowledge.storage.postgres import PostgresDatabase
from tests.fakes import HashEncoder, MemoryIndex
from tests.on_servers import IS_CHOSEN, on_servers
from tests.servers import chroma, postgres

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "knowledge" / "samples"
SHARED = ROOT.parent / "shared"
_connect = socket.socket.connect


@pytest.fixture(autouse=True)
def _only_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks connections to other hosts."""

    def connect(self: socket.socket, address: Any) -> Any:
        if self.family != socket.AF_UNIX and str(address[0]) not in (
            "127.0.0.1",
            "::1",
            "localhost",
        ):
            raise RuntimeError(f"a test tried to reach {address}")
        return _connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect)
    for name in list(os.environ):
        if name.startswith("BANTIN_"):
            monkeypatch.delenv(name)


@pytest.fixture(autouse=True)
def _one_connection_a_thread() -> Iterator[None]:
    """Fails where a thread with a connection, or a thread that it waits for, opens a second one."""
    held: dict[int, int] = {}

    def taken(_: Any, record: Any, __: Any) -> None:
        thread = threading.current_thread()
        assert thread.ident not in held.values(), "this thread holds a connection already"
        assert not thread.name.startswith(("nearest", "gloss")), "who asked holds a connection"
        held[id(record)] = thread.ident or 0

    def given_back(_: Any, record: Any) -> None:
        held.pop(id(record), None)

    sa.event.listen(sa.pool.Pool, "checkout", taken)
    sa.event.listen(sa.pool.Pool, "checkin", given_back)
    yield
    sa.event.remove(sa.pool.Pool, "checkout", taken)
    sa.event.remove(sa.pool.Pool, "checkin", given_back)


@pytest.fixture(autouse=True)
def _databases_are_closed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Closes the databases that a test opens, so that no pool waits for the garbage collector."""
    opened: list[Any] = []
    for kind in (Database, PostgresDatabase):
        make = kind.__init__

        def remember(self: Any, *arguments: Any, make: Any = make, **named: Any) -> None:
            make(self, *arguments, **named)
            opened.append(self)

        monkeypatch.setattr(kind, "__init__", remember)
    yield
    for database in opened:
        database.close()


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the converted default model, shared by all tests of the run."""
    folder = tmp_path_factory.mktemp("models")
    E5Model(folder)
    return folder


@pytest.fixture(scope="session")
def encoder(models: Path) -> E5Encoder:
    return E5Encoder(E5Model(models))


@pytest.fixture(scope="session")
def sample_settings(tmp_path_factory: pytest.TempPathFactory, encoder: E5Encoder) -> Settings:
    """The settings of a data folder with all sample bulletins; read only."""
    data = tmp_path_factory.mktemp("samples")
    settings = Settings(data=data)
    with ingesting(settings, encoder) as ingester:
        receipts = list(ingester.run([SAMPLES]))
    assert {r.status for r in receipts} == {"added"}
    return settings


@pytest.fixture(scope="session")
def assistant(sample_settings: Settings, encoder: E5Encoder) -> Iterator[Assistant]:
    """The real assistant over the sample bulletins."""
    made = build_assistant(sample_settings, encoder)
    yield made
    made.library.close()


@pytest.fixture(scope="session")
def postgres_address() -> Iterator[str]:
    """The address of a real, empty PostgreSQL database."""
    with postgres() as address:
        yield address


@pytest.fixture(scope="session")
def chroma_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a real, empty Chroma server."""
    with chroma(tmp_path_factory.mktemp("chroma")) as address:
        yield address


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skips what is about files where the tests run on servers."""
    if IS_CHOSEN:
        reason = pytest.mark.skip(reason="this is about the files of an embedded library")
        for item in items:
            # Tests leave an embedded index to the garbage collector, which closes connections too.
            item.add_marker(pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning"))
            if item.get_closest_marker("embedded"):
                item.add_marker(reason)


@pytest.fixture(scope="session", autouse=True)
def _libraries_are_where_they_should(request: pytest.FixtureRequest) -> Iterator[None]:
    """With `TEST_SERVERS` all libraries are on servers; see `tests.on_servers`."""
    if not IS_CHOSEN:
        yield
        return
    addresses = [request.getfixturevalue(f"{name}_address") for name in ("postgres", "chroma")]
    with on_servers(*addresses):
        yield


@contextmanager
def serving(data: Path, **more: str) -> Iterator[int]:
    """A real server process over a data folder, with `more` settings; its port."""
    with served(data, RATE_LIMIT="off", **more) as address:
        yield int(address.rsplit(":", 1)[1])


def beside(work: Callable[..., Any], *arguments: Any) -> Any:
    """The result of `work` in another thread, while the test holds a state."""
    with ThreadPoolExecutor(1) as other:
        return other.submit(work, *arguments).result()


class Bench:
    """A small library with fakes for model and index, to load bulletins and to read."""

    def __init__(
        self, data: Path, encoder: HashEncoder | None = None, server: Server | None = None
    ) -> None:
        self.data = data
        self.encoder = encoder or HashEncoder()
        self.index = MemoryIndex()
        self.catalogue = Catalogue(data / "catalogue.sqlite", server=server, upgrade=True)

    def load(self, *paths: Path) -> list[Any]:
        return list(Ingester(self.catalogue, self.encoder, self.index).run(list(paths)))

    @property
    def library(self) -> Library:
        return Library(self.catalogue, self.encoder, lambda: self.index, exact_up_to=0)


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    made = Bench(tmp_path / "data")
    yield made
    made.catalogue.close()


@pytest.fixture
def bulletin_file(tmp_path: Path) -> Callable[..., Path]:
    """A function that writes a Markdown bulletin and returns its path."""

    def write(
        body: str, name: str = "tin.md", title: str = "Tin lao động", date: str = "2022-12-07",
        place: str = "Bắc Kạn", **header: str,
    ) -> Path:  # fmt: skip
        lines = [f"title: {title}", f"date: {date}", f"place: {place}"]
        lines += [f"{key}: {value}" for key, value in header.items()]
        path = tmp_path / "in" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("---\n" + "\n".join(lines) + f"\n---\n\n{body}\n", "utf-8")
        return path

    return write


@pytest.fixture
def bantin(sample_settings: Settings) -> Callable[..., subprocess.CompletedProcess[str]]:
    """A function that runs the real command in a new process."""

    def run(*arguments: str | Path, data: Path | None = None, **environment: str) -> Any:
        clean = {k: v for k, v in os.environ.items() if not k.startswith("BANTIN_")}
        clean |= {"BANTIN_DATA": str(data or sample_settings.data), "NO_COLOR": "1", **environment}
        return subprocess.run(
            [sys.executable, "-m", "knowledge.cli", *map(str, arguments)],
            capture_output=True, text=True, env=clean, cwd=ROOT, timeout=240,
        )  # fmt: skip

    return run


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real texts; tests are skipped where it is not beside the checkout."""
    if not (SHARED / "data").is_dir():
        pytest.skip("the shared real texts are not here")
    return SHARED


@pytest.fixture(scope="session")
def customer_file(shared: Path) -> Path:
    """The customer's bulletin."""
    return shared / "bulletins" / "bac-kan-2022-12-07.txt"
