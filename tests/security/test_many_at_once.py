"""Many requests cannot stop the service: every wait has an end, and `/health` does not wait."""

import asyncio
import shutil
import threading
import time
import urllib.parse
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant.backoffice.backoffice import BackOffice
from assistant.backoffice.store import Store
from assistant.build import build_assistant
from assistant.pipeline import Assistant
from assistant.service import Service
from assistant.serving.concurrency_limit import ConcurrencyLimit
from assistant.settings import Settings
from assistant.turns import Turns
from assistant.web import build_server
from evals.bench.concurrency import Watch, at_once, status_of
from knowledge.embedding.encoder import Encoder
from knowledge.errors import Busy
from knowledge.search.library import Library
from knowledge.storage.catalogue import Catalogue
from tests.conftest import Bench, serving
from tests.fakes import MemoryIndex

Write = Callable[..., Path]
_BOUND_S = 30
QUESTIONS = (
    "Năm 2022 có bao nhiêu người đi làm việc ở nước ngoài?",
    "Huyện nào có tỷ lệ hộ nghèo cao nhất năm 2019?",
    "Tỷ lệ hộ nghèo của Thái Nguyên thay đổi thế nào từ năm 2020 đến năm 2021?",
    "How many workers went abroad in 2022?",
    "ai ho tro nguoi lao dong khi mat viec",
    "Năm 2031 có bao nhiêu hộ nghèo?",
)


@pytest.fixture
def filled(bench: Bench, bulletin_file: Write) -> Bench:
    for number in range(40):
        body = f"Năm 2022, đi làm việc ở nước ngoài được {number + 100}/500 người. Đọc kỹ hợp đồng."
        bench.load(bulletin_file(body, f"tin-{number}.md"))
    return bench


def test_many_searches_at_once_all_find(filled: Bench) -> None:
    """More concurrent searches than connections all succeed, without a deadlock."""
    catalogue = Catalogue(filled.catalogue.path, readers=3, wait_s=_BOUND_S)
    library = Library(catalogue, filled.encoder, lambda: filled.index, exact_up_to=0)
    began = time.monotonic()
    with ThreadPoolExecutor(32) as pool:
        hit_counts = list(pool.map(lambda _: len(library.search("đọc kỹ hợp đồng", 5)), range(96)))
    library.close()
    assert hit_counts == [5] * 96
    assert time.monotonic() - began < _BOUND_S


@pytest.mark.parametrize("question", QUESTIONS)
def test_one_connection_answers_a_whole_question(
    question: str, sample_settings: Settings, encoder: Encoder, assistant: Assistant
) -> None:
    """Every kind of question is answered over one connection."""
    catalogue = Catalogue(sample_settings.data / "catalogue.sqlite", readers=1, wait_s=1)
    library = Library(catalogue, encoder, MemoryIndex)
    answer = Assistant(library, reader=assistant.reader, row_reader=assistant.row_reader).answer(
        question
    )
    library.close()
    assert answer.status == assistant.answer(question).status
    assert answer.status != "error_internal"


def test_a_call_without_a_free_connection_is_busy(filled: Bench) -> None:
    catalogue = Catalogue(filled.catalogue.path, readers=1, wait_s=0.05)
    library = Library(catalogue, filled.encoder, MemoryIndex)
    with ThreadPoolExecutor(1) as other, catalogue.reading():
        waiting = other.submit(library.search, "hợp đồng")
        with pytest.raises(Busy, match=r"all 1 connections were in use for 0\.05 seconds"):
            waiting.result()
    assert library.search("hợp đồng")
    library.close()


@pytest.fixture
def narrow(sample_settings: Settings, encoder: Encoder, tmp_path: Path) -> Iterator[Service]:
    """A service with two connections and one turn."""
    catalogue = Catalogue(sample_settings.data / "catalogue.sqlite", readers=2, wait_s=0.2)
    library = Library(catalogue, encoder, MemoryIndex)
    back_office = BackOffice(Store(tmp_path))
    yield Service(Assistant(library), back_office, sample_settings, Turns(1, 0.2))
    back_office.store.close()
    library.close()


def client_of(service: Service) -> TestClient:
    app = build_server(service.assistant, service.settings, service.back_office)
    return TestClient(app, raise_server_exceptions=False)


def in_another_thread(stack: ExitStack, context: Any) -> None:
    """Holds a context open in another thread until the stack closes."""
    begun, over = threading.Event(), threading.Event()

    def hold() -> None:
        with context:
            begun.set()
            over.wait(_BOUND_S)

    thread = threading.Thread(target=hold)
    thread.start()
    stack.callback(thread.join)
    stack.callback(over.set)
    assert begun.wait(_BOUND_S)


def test_health_answers_while_every_connection_is_taken(narrow: Service) -> None:
    """While all connections are in use, health answers 200 and a question 503 with Retry-After."""
    library = narrow.assistant.library
    client = client_of(narrow)
    with ExitStack() as stack:
        for _ in range(2):
            in_another_thread(stack, library.catalogue.reading())
        began = time.monotonic()
        health = client.get("/api/v1/health")
        seconds = time.monotonic() - began
        asked = client.get("/api/v1/search", params={"q": "hợp đồng"})
    assert (health.status_code, health.json()["bulletins"]) == (200, 22)
    assert seconds < 1
    assert (asked.status_code, asked.headers["retry-after"]) == (503, "5")
    assert "sqlite" not in asked.text


def test_a_question_without_a_turn_is_busy(narrow: Service) -> None:
    with ExitStack() as stack:
        in_another_thread(stack, narrow.turns.taken())
        with pytest.raises(Busy):
            narrow.ask("Năm 2022 có bao nhiêu hộ nghèo?", None, (), "api")
        with pytest.raises(Busy):
            narrow.search("hộ nghèo", 3)
    assert narrow.search("hộ nghèo", 3)


def test_a_turn_is_given_back_after_every_way_of_asking(narrow: Service) -> None:
    answer = narrow.ask("Năm 2022 có bao nhiêu người đi xkld?", None, (), "api")
    *_, streamed = narrow.stream("Năm 2022 có bao nhiêu người đi xkld?", None, (), "api")
    assert streamed.text == answer.text
    broken = narrow.stream("Năm 2022 có bao nhiêu người đi xkld?", None, (), "api")
    next(broken)
    broken.close()  # type: ignore[attr-defined]  # a generator, typed as an iterator
    narrow.offers(answer)
    assert narrow.search("hộ nghèo", 1)


def test_more_requests_than_there_is_room_for_are_refused_at_once() -> None:
    """Surplus requests are refused at once; running ones continue, and health is admitted."""
    sent: list[Any] = []

    async def walk() -> None:
        over = asyncio.Event()

        async def slow(scope: Any, receive: Any, send: Any) -> None:
            if not scope["path"].endswith("health"):
                await over.wait()
            await send({"type": "http.response.start", "status": 200, "headers": []})

        admission = ConcurrencyLimit(slow, most=2)

        async def ask(path: str) -> int:
            said: list[Any] = []

            async def send(message: Any) -> None:
                said.append(message)

            await admission({"type": "http", "path": path}, None, send)  # type: ignore[arg-type]  # it does not receive
            sent.append(said[0])
            return int(said[0]["status"])

        inside = [asyncio.create_task(ask("/api/v1/search")) for _ in range(2)]
        await asyncio.sleep(0)
        assert await ask("/api/v1/ask") == 503
        assert dict(sent[-1]["headers"])[b"retry-after"] == b"5"
        assert await ask("/api/v1/health") == 200
        over.set()
        assert await asyncio.gather(*inside) == [200, 200]
        assert await ask("/api/v1/ask") == 200

    # In a thread, because the browser of other tests may keep an event loop in this one.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, walk()).result()


@pytest.mark.integration
def test_a_real_server_answers_everybody(sample_settings: Settings, tmp_path: Path) -> None:
    """A real server takes 64 searches and 64 questions at the same time, and health meanwhile.

    All get an answer, or at once a refusal with the time to come again.
    """
    data = tmp_path / "data"
    shutil.copytree(sample_settings.data, data)
    with serving(data) as port:
        address = f"http://127.0.0.1:{port}"

        def work(text: str) -> tuple[bool, int]:
            if text in QUESTIONS:
                return True, status_of(f"{address}/api/v1/ask", {"question": text})
            found = status_of(f"{address}/api/v1/search?q={urllib.parse.quote(text)}")
            return False, found

        searches = [f"hợp đồng lao động {n}" for n in range(64)]
        questions = [QUESTIONS[n % len(QUESTIONS)] for n in range(64)]
        with Watch(address) as watch:
            statuses, seconds = at_once(work, [*searches, *questions])
    assert statuses[False, 200] == 64  # every search
    assert statuses[True, 200] >= 16  # the questions that are always let in
    assert statuses[True, 200] + statuses[True, 503] == 64
    assert max(seconds) < _BOUND_S
    assert set(watch.statuses) == {200}
    assert max(watch.seconds) < 5  # half a second on an idle machine


def test_closing_a_library_ends_its_helper_threads(
    sample_settings: Settings, encoder: Encoder
) -> None:
    library = build_assistant(sample_settings, encoder).library
    library.search("hộ nghèo")
    helpers = [*library._searcher._beside._threads, *library._searcher._glossing._threads]
    assert helpers
    library.close()
    assert [thread.is_alive() for thread in helpers] == [False] * len(helpers)


def test_the_tests_see_a_second_connection_of_a_thread(bench: Bench) -> None:
    """The fixture of all tests detects a second connection of a thread."""
    with (
        bench.catalogue.reading(),
        pytest.raises(AssertionError, match="holds a connection"),
        bench.catalogue.reading(),
    ):
        pass
