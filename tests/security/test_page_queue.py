"""The page's questions: several at a time, refused politely when too many wait, nothing kept."""

import asyncio
import json
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from anyio import CapacityLimiter
from fastapi import FastAPI
from fastapi.testclient import TestClient
from starlette.exceptions import HTTPException

from assistant.backoffice.backoffice import open_back_office
from assistant.pages.citizens import build_events
from assistant.pipeline import Assistant
from assistant.service import Service
from assistant.serving.concurrency_limit import ConcurrencyLimit, when_free
from assistant.serving.gradio_gate import PAGE, in_queue, mount_page
from assistant.serving.limits_and_headers import Guard
from assistant.settings import Settings
from assistant.turns import Turns
from prompts.catalogue import tables

_EVENT = {"data": ["Năm 2022 có bao nhiêu người đi xkld?", "", "vi", 0, "[]", "k"]}
_ASK = "/gradio_api/call/ask"


class Full(Turns):
    """Turns that let no further question in."""

    def refusal_s(self, ahead: int) -> int | None:
        return 17


@contextmanager
def page(assistant: Assistant, data: Path, turns: Turns) -> Iterator[tuple[TestClient, Any]]:
    settings = Settings(data=data)
    service = Service(assistant, open_back_office(settings), settings, turns)
    events = build_events(service)
    app = FastAPI()
    app.add_middleware(ConcurrencyLimit, turns=turns, on_page=lambda: in_queue(events))
    app.add_middleware(Guard, max_bytes=10_000, rates=None)
    with TestClient(mount_page(app, events, "/", PAGE)) as client:
        yield client, events
    service.back_office.store.close()


def ask(client: TestClient) -> list[Any]:
    """The messages of one question."""
    event = client.post(_ASK, json=_EVENT).json()["event_id"]
    lines = client.get(f"{_ASK}/{event}").text.splitlines()
    return [json.loads(json.loads(line[6:])[0]) for line in lines if line.startswith("data: [")]


def held(events: Any) -> tuple[int, int, int, int]:
    """How many messages, ids, sessions and events the page holds."""
    queue = events._queue
    return (
        len(queue.pending_messages_per_session), len(queue.pending_event_ids_session),
        len(events.state_holder.session_data), in_queue(events),
    )  # fmt: skip


def test_nothing_is_kept_of_a_question_that_was_read(assistant: Assistant, tmp_path: Path) -> None:
    """Gradio would keep state of 10,000 sessions, the last 10,000 events, and ids for good."""
    with page(assistant, tmp_path, Turns(2)) as (client, events):
        kinds = [message["kind"] for _ in range(3) for message in ask(client)]
        assert kinds.count("answer") == 3
        assert len(events._queue.event_analytics) == 1
        # Gradio frees an event's place shortly after the event's stream has ended.
        deadline = time.monotonic() + 20
        while any(held(events)) and time.monotonic() < deadline:
            time.sleep(0.02)
        assert held(events) == (0, 0, 0, 0)


def test_of_events_that_are_never_fetched_so_many_are_kept(
    assistant: Assistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Calls without their stream take no memory without end."""
    monkeypatch.setattr("assistant.serving.gradio_gate._KEPT", 5)
    with page(assistant, tmp_path, Turns(2)) as (client, events):
        for _ in range(12):
            client.post("/gradio_api/call/stop", json={"data": ["k"]})
        ask(client)
        assert len(events._queue.pending_event_ids_session) <= 5
        assert len(events.state_holder.session_data) <= 5


def test_questions_of_the_page_are_answered_side_by_side(
    assistant: Assistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two questions are in progress at the same time."""
    meeting = threading.Barrier(2, timeout=20)
    answered = Service.ask

    def met(self: Service, *arguments: Any) -> Any:
        meeting.wait()
        return answered(self, *arguments)

    monkeypatch.setattr(Service, "ask", met)
    with page(assistant, tmp_path, Turns(2)) as (client, _), ThreadPoolExecutor(2) as pool:
        results = list(pool.map(ask, [client, client]))
    assert [messages[0]["kind"] for messages in results] == ["answer", "answer"]


@pytest.mark.parametrize(
    ("path", "body"),
    [
        (_ASK, _EVENT),
        ("/gradio_api/call/switch", {"data": ["en", "[]", "k"]}),
        ("/api/v1/ask", {"question": "xin chào"}),
        ("/api/v1/ask/stream", {"question": "xin chào"}),
        ("/v1/chat/completions", {"messages": []}),
    ],
)
def test_a_question_too_many_is_told_when_to_come_again(
    assistant: Assistant, tmp_path: Path, path: str, body: Any
) -> None:
    """It is refused at once with 503 and the seconds to wait, by every way."""
    with page(assistant, tmp_path, Full(2)) as (client, events):
        reply = client.post(path, json=body)
        assert (reply.status_code, reply.headers["retry-after"]) == (503, "17")
        assert in_queue(events) == 0
        assert client.post("/gradio_api/call/stop", json={"data": ["k"]}).status_code == 200


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_page_says_in_its_language_when_to_come_again(language: Any) -> None:
    """The words have a place for the seconds."""
    words = tables("page")[language]
    assert words["too_many"].count("{seconds}") == 1
    assert words["too_many"] != words["too_fast"]


def test_a_client_that_left_while_it_waited_is_not_answered() -> None:
    """Its turn goes to the next one."""

    class Gone:
        async def is_disconnected(self) -> bool:
            return True

    class Here:
        async def is_disconnected(self) -> bool:
            return False

    async def walk() -> tuple[int, int]:
        limiter = CapacityLimiter(1)
        with pytest.raises(HTTPException) as raised:
            await when_free(Gone(), limiter, lambda: pytest.fail("answered"))  # type: ignore[arg-type]  # a request
        return raised.value.status_code, await when_free(Here(), limiter, lambda: 7)  # type: ignore[arg-type]  # as above

    # In a thread, because the browser of other tests may keep an event loop in this one.
    with ThreadPoolExecutor(1) as thread:
        assert thread.submit(asyncio.run, walk()).result() == (499, 7)


@pytest.mark.parametrize("path", [_ASK, "/gradio_api/call/stop", "/api/v1/none", "/"])
@pytest.mark.parametrize("is_chunked", [True, False], ids=["chunks", "one piece"])
def test_a_body_over_the_limit_is_refused(
    assistant: Assistant, tmp_path: Path, path: str, is_chunked: bool
) -> None:
    """Whether its length is declared or comes out with the chunks, where the body is read."""
    pieces = [b"x" * 1000] * 11
    with page(assistant, tmp_path, Turns(2)) as (client, _):
        reply = client.post(path, content=iter(pieces) if is_chunked else b"".join(pieces))
    is_read = "call" in path
    assert reply.status_code == (413 if is_read or not is_chunked else 404)
