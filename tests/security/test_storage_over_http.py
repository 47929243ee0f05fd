"""HTTP replies to storage errors, and concurrent feedback."""

import subprocess
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant.backoffice.backoffice import BackOffice
from assistant.backoffice.journal import Journal
from assistant.backoffice.store import Store
from assistant.errors import UnknownAnswer
from assistant.pipeline import Assistant
from assistant.settings import Settings
from assistant.web import build_server
from knowledge.errors import Corrupt, DiskFull, ReadOnly

Run = Callable[..., subprocess.CompletedProcess[str]]
Fail = Callable[[Exception], None]
ASKED = {"question": "Năm 2022 có bao nhiêu người đi xkld?"}


@pytest.fixture
def back_office(tmp_path: Path) -> Iterator[BackOffice]:
    made = BackOffice(Store(tmp_path / "office"))
    yield made
    made.store.close()


@pytest.fixture
def client(assistant: Assistant, sample_settings: Settings, back_office: BackOffice) -> TestClient:
    settings = sample_settings.model_copy(update={"rate_limit": False})
    return TestClient(build_server(assistant, settings, back_office), raise_server_exceptions=False)


def test_many_may_rate_answers_at_once(client: TestClient, tmp_path: Path) -> None:
    """Feedback from two processes, which read and then write, is stored without an error."""
    kept = [client.post("/api/v1/ask", json=ASKED).json()["answer_id"] for _ in range(8)]
    beside = Store(tmp_path / "office")

    def rate(number: int) -> int:
        answer_id = kept[number % len(kept)]
        if number % 2:
            Journal(beside).rate(answer_id, True, "ok")
            return 204
        body = {"answer_id": answer_id, "is_helpful": False}
        return client.post("/api/v1/feedback", json=body).status_code

    with ThreadPoolExecutor(32) as pool:
        statuses = set(pool.map(rate, range(160)))
    with pytest.raises(UnknownAnswer):
        Journal(beside).rate("nobody", True)
    beside.close()
    assert statuses == {204}


@pytest.mark.parametrize(
    ("error", "status", "detail"),
    [
        (DiskFull("no room is left for '/srv/secret/office.sqlite'"), 507, "nothing can be stored"),
        (ReadOnly("'/srv/secret/office.sqlite' may not be written"), 507, "nothing can be stored"),
        (Corrupt("'/srv/secret/office.sqlite' is damaged; restore it"), 500, "has been logged"),
    ],
    ids=["full", "read-only", "damaged"],
)
def test_replies_to_storage_errors_have_no_path(
    client: TestClient, back_office: BackOffice, monkeypatch: pytest.MonkeyPatch, error: Exception,
    status: int, detail: str, caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    """A storage error gives a message without paths; the log has the path, questions are answered."""

    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(back_office.journal, "rate", fail)
    monkeypatch.setattr(back_office.journal, "write", fail)
    reply = client.post("/api/v1/feedback", json={"answer_id": "x", "is_helpful": True})
    assert (reply.status_code, detail in reply.json()["detail"]) == (status, True)
    assert "secret" not in reply.text
    assert "/srv/secret/office.sqlite" in caplog.text
    assert client.post("/api/v1/ask", json=ASKED).json()["short"] == "753 người"


def test_a_damaged_library_ends_a_stream_with_a_problem(
    client: TestClient, assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise Corrupt("'/srv/secret/catalogue.sqlite' is damaged")

    monkeypatch.setattr(assistant.library.catalogue, "reading", fail)
    events = client.post("/api/v1/ask/stream", json=ASKED).text
    chunks = client.post(
        "/v1/chat/completions",
        json={"stream": True, "messages": [{"role": "user", "content": ASKED["question"]}]},
    ).text
    assert '"status": 500' in events
    assert "server_error" in chunks
    assert "secret" not in events + chunks


@pytest.mark.parametrize("place", [":x", "'", "%", "|", "\x00"])
@pytest.mark.parametrize("path", ["search", "figures"])
def test_no_place_breaks_the_api(client: TestClient, path: str, place: str) -> None:
    """SQL and wildcards in a place have no effect."""
    reply = client.get(f"/api/v1/{path}", params={"q": "hộ nghèo", "place": place})
    body: dict[str, Any] = reply.json()
    assert (reply.status_code, body["hits" if path == "search" else "figures"]) == (200, [])


def test_the_command_shows_an_older_revision_with_its_figures(
    bantin: Run, tmp_path: Path, models: Path
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "models").symlink_to(models)
    path = tmp_path / "tin.md"
    for value in ("753", "760"):
        body = f"Năm 2022, đi làm việc ở nước ngoài được {value}/500 người."
        path.write_text(f"---\ntitle: Tin\nplace: Bắc Kạn\ndate: 2022-12-07\n---\n\n{body}\n")
        assert bantin("ingest", path, data=tmp_path / "data").returncode == 0
    old = bantin("show", "tin", "--revision", "1", "--json", data=tmp_path / "data").stdout
    new = bantin("show", "tin", "--json", data=tmp_path / "data").stdout
    assert ('"value": "753"' in old, '"value": "760"' in old) == (True, False)
    assert ('"value": "753"' in new, '"value": "760"' in new) == (False, True)


@pytest.mark.parametrize("content", [b"", b"broken" * 1000], ids=["empty", "damaged"])
@pytest.mark.parametrize(
    ("name", "command"),
    [("office.sqlite", ("staff", "list")), ("office.sqlite", ("journal", "purge", "--days", "1")),
     ("catalogue.sqlite", ("list",)), ("catalogue.sqlite", ("verify",))],
)  # fmt: skip
def test_the_command_reports_a_damaged_file_without_a_traceback(
    bantin: Run, tmp_path: Path, name: str, command: tuple[str, ...], content: bytes
) -> None:
    (tmp_path / name).write_bytes(content)
    done = bantin(*command, data=tmp_path)
    assert done.returncode == 1
    assert "restore it from a backup" in done.stderr + done.stdout
    assert "Traceback" not in done.stderr
    assert (tmp_path / name).read_bytes() == content
