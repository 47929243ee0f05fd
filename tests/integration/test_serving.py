"""A real server process beside a real writer process."""

import http.client
import json
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.settings import Settings
from knowledge.build import open_catalogue
from knowledge.embedding.encoder import E5Encoder
from knowledge.search.library import Library
from knowledge.storage.index_sync import open_index
from tests.conftest import serving

pytestmark = pytest.mark.integration
Run = Callable[..., subprocess.CompletedProcess[str]]


def call(port: int, path: str, body: dict[str, Any] | None = None) -> Any:
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/api/v1/{path}",
        data=json.dumps(body).encode() if body else None,
        headers={"content-type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=30) as response:
        return json.load(response)


@pytest.fixture
def served(tmp_path: Path, models: Path) -> Iterator[tuple[Path, int]]:
    """An empty data folder and the port of a server over it."""
    (tmp_path / "models").symlink_to(models)
    with serving(tmp_path) as port:
        yield tmp_path, port


def test_an_idle_connection_outlasts_those_that_clients_keep(served: tuple[Path, int]) -> None:
    """A client that sends on a connection which the server closes at that moment gets no answer."""
    connection = http.client.HTTPConnection("127.0.0.1", served[1], timeout=10)
    for pause_s in (0.0, 7.0):
        time.sleep(pause_s)
        connection.request("GET", "/api/v1/health/live")
        kept = connection.sock
        assert connection.getresponse().read()
        assert connection.sock is kept is not None


def test_a_server_sees_what_another_process_loads(
    served: tuple[Path, int], bantin: Run, tmp_path: Path
) -> None:
    """A server shows the old state or the new one, never a mixture, without a restart."""
    data, port = served
    question = {"question": "Năm 2022 có bao nhiêu người đi làm việc ở nước ngoài?"}
    assert call(port, "ask", question)["status"] == "no_evidence"
    source = tmp_path / "in"
    source.mkdir()
    for value in ("753", "760"):
        body = f"Năm 2022, đi làm việc ở nước ngoài được {value}/500 người. Người dân nên đọc kỹ hợp đồng."
        header = "---\ntitle: Tin\ndate: 2022-12-07\nplace: Bắc Kạn\n---\n\n"
        (source / "tin.md").write_text(header + body, "utf-8")
        assert bantin("ingest", source, data=data).returncode == 0
        answer = call(port, "ask", question)
        assert answer["figures"][0]["value"] == value
        hits = call(port, "search?q=h%E1%BB%A3p%20%C4%91%E1%BB%93ng")["hits"]
        assert len(hits) == 1
        assert value in hits[0]["text"]
    assert call(port, "health")["bulletins"] == 1


def test_a_reader_through_chroma_follows_a_writer_in_another_process(
    bantin: Run, tmp_path: Path, models: Path, encoder: E5Encoder
) -> None:
    """A reader reopens Chroma after another process wrote, and finds no removed passage."""
    data = tmp_path / "data"
    data.mkdir()
    (data / "models").symlink_to(models)
    source = tmp_path / "in"
    source.mkdir()
    catalogue = open_catalogue(Settings(data=data))
    library = Library(catalogue, encoder, lambda: open_index(catalogue, None), exact_up_to=0)
    for number in range(3):
        for name in ("một", "hai"):
            body = f"Bản {name} lần {number}: người dân nên đọc kỹ hợp đồng."
            (source / f"{name}.md").write_text(f"---\ntitle: Tin {name}\n---\n\n{body}\n", "utf-8")
        assert bantin("ingest", source, data=data).returncode == 0
        hits = library.search("đọc kỹ hợp đồng", 10)
        assert sorted(h.passage.text for h in hits) == [
            f"Bản {name} lần {number}: người dân nên đọc kỹ hợp đồng." for name in ("hai", "một")
        ]
        assert all(h.dense is not None for h in hits)
    library.close()
