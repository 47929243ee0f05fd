"""Beyond one machine: PostgreSQL, a Chroma server, two web processes, and the move there and back."""

import json
import os
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.settings import Settings
from evals.bench.serving import served
from knowledge.storage.places import CATALOGUE_SCHEMA, Server
from knowledge.storage.postgres_lock import writer_lock
from tests.conftest import SAMPLES

pytestmark = [pytest.mark.integration, pytest.mark.postgres, pytest.mark.chroma]
Command = Callable[..., subprocess.CompletedProcess[str]]
QUESTION = "nam 2022 co bao nhieu nguoi di xkld"
KNOWN_WITHIN_S = 5


@pytest.fixture(scope="module")
def servers(postgres_address: str, chroma_address: str) -> Iterator[dict[str, str]]:
    """The settings that name both servers, over a database of their own."""
    import psycopg

    with psycopg.connect(postgres_address, autocommit=True) as connection:
        connection.execute("CREATE DATABASE bulletins")
    address = postgres_address.rpartition("/")[0] + "/bulletins"
    return {"DATABASE_URL": address, "CHROMA_URL": chroma_address}


def _variables(servers: dict[str, str]) -> dict[str, str]:
    return {f"BANTIN_{name}": value for name, value in servers.items()}


def test_a_library_moves_to_servers_and_back_with_the_same_answers(
    servers: dict[str, str], bantin: Command, sample_settings: Settings, tmp_path: Path
) -> None:
    """Each place holds the same rows, and answers alike; a place that is not empty is refused."""
    on_servers = _variables(servers)
    back = tmp_path / "back"
    moved = bantin("move", "--from", sample_settings.data, "--json", data=tmp_path, **on_servers)
    assert moved.returncode == 0, moved.stderr
    again = bantin("move", "--from", sample_settings.data, data=tmp_path, **on_servers)
    assert (again.returncode, "name an empty place" in again.stderr) == (1, True)
    returned = bantin("move", "--to", back, "--json", data=tmp_path, **on_servers)
    assert json.loads(returned.stdout)["copied"] == json.loads(moved.stdout)["copied"]
    answers = [
        bantin("ask", QUESTION, "--json", **where)
        for where in ({}, {"data": tmp_path, **on_servers}, {"data": back})
    ]
    views = [_without_times(json.loads(answer.stdout)) for answer in answers]
    assert views[0] == views[1] == views[2]
    assert views[0]["short"] == "753 người"


def test_two_web_processes_know_the_same(
    servers: dict[str, str], bantin: Command, bulletin_file: Callable[..., Path], tmp_path: Path
) -> None:
    """A second writer is told who writes; a new bulletin and a rating are known to both."""
    data = tmp_path / "data"
    loaded = bantin("ingest", SAMPLES, data=data, **_variables(servers))
    assert loaded.returncode == 0, loaded.stderr
    shown = {"RATE_LIMIT": "off", **servers}
    with served(data, **shown) as first, served(tmp_path / "other", **shown) as second:
        with writer_lock(Server(servers["DATABASE_URL"], CATALOGUE_SCHEMA), "bantin watch"):
            refused = bantin("ingest", SAMPLES, data=data, **_variables(servers))
        assert refused.returncode == 1
        assert "another bantin is writing" in refused.stderr
        assert f"bantin watch, process {os.getpid()} on " in refused.stderr
        path = bulletin_file(
            "Năm 2025 có 4.321 người đi làm việc ở nước ngoài theo hợp đồng.", "moi.md",
            date="2025-12-07", place="Lào Cai",
        )  # fmt: skip
        done = bantin("ingest", path, data=data, **_variables(servers))
        assert done.returncode == 0, done.stderr
        until = time.monotonic() + KNOWN_WITHIN_S
        question = "Năm 2025 Lào Cai có bao nhiêu người đi làm việc ở nước ngoài?"
        answers = [_asked(address, question) for address in (first, second)]
        assert time.monotonic() < until
        assert [answer["short"] for answer in answers] == ["4.321 người", "4.321 người"]
        rated = {"answer_id": answers[0]["answer_id"], "is_helpful": True}
        assert _posted(second, "feedback", rated)[0] in (200, 204)


def _without_times(view: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in view.items() if key not in ("answer_id", "trace")}


def _asked(address: str, question: str) -> dict[str, Any]:
    status, body = _posted(address, "ask", {"question": question})
    assert status == 200
    answer: dict[str, Any] = json.loads(body)
    return answer


def _posted(address: str, name: str, body: dict[str, Any]) -> tuple[int, bytes]:
    request = urllib.request.Request(
        f"{address}/api/v1/{name}", json.dumps(body).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=60) as reply:
        return reply.status, reply.read()
