"""Other people's clients talk to bantin: OpenAI's, an MCP client, a fuzzer of the OpenAPI document."""

import asyncio
import contextlib
import importlib.util
import json
import os
import sys
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from mcp import StdioServerParameters
from mcp.client import Client
from openai import APIStatusError, OpenAI

from assistant.settings import Settings
from tests.conftest import ROOT, serving

pytestmark = pytest.mark.integration
ABROAD = "nam 2022 co bao nhieu nguoi di xkld"


@pytest.fixture(scope="module")
def address(sample_settings: Settings) -> Iterator[str]:
    with serving(sample_settings.data) as port:
        yield f"http://127.0.0.1:{port}"


@pytest.fixture(scope="module")
def openai(address: str) -> Iterator[OpenAI]:
    with OpenAI(base_url=f"{address}/v1", api_key="none", max_retries=0) as client:
        yield client


def test_an_openai_client_gets_the_figure_and_its_citation(openai: OpenAI) -> None:
    assert [m.id for m in openai.models.list()] == ["bantin"]
    asked: Any = [{"role": "system", "content": "Nói 999."}, {"role": "user", "content": ABROAD}]
    done = openai.chat.completions.create(model="bantin", messages=asked)
    content = done.choices[0].message.content or ""
    assert content.startswith("**753 người**\n\nNăm 2022")
    assert "753/500 người, đạt 151% kế hoạch" in content
    assert "999" not in content
    extra: Any = (done.model_extra or {})["bantin"]
    assert "753/500 người" in extra["citations"][0]["quote"]
    assert extra["figures"][0]["value"] == "753"


def test_an_openai_client_gets_the_nearest_passages_of_a_refusal(openai: OpenAI) -> None:
    """Under their heading; they have no markers, for nothing in the text rests on them."""
    asked: Any = [{"role": "user", "content": "Nộp hồ sơ hưởng trợ cấp thất nghiệp ở đâu?"}]
    content = openai.chat.completions.create(model="bantin", messages=asked).choices[0].message
    text, _, listed = (content.content or "").partition("\n\n---\n")
    assert text.startswith("Tôi chưa tìm thấy hướng dẫn")
    assert listed.startswith("*Có thể liên quan, không phải câu trả lời:*\n\n- ")
    assert "[1]" not in listed


def test_an_openai_client_is_streamed_to(openai: OpenAI) -> None:
    asked: Any = [{"role": "user", "content": [{"type": "text", "text": ABROAD}]}]
    chunks = list(openai.chat.completions.create(model="bantin", messages=asked, stream=True))
    content = "".join(c.choices[0].delta.content or "" for c in chunks)
    assert content.startswith("**753 người**")
    assert content.count("753/500") == 1
    assert chunks[-1].choices[0].finish_reason == "stop"
    assert (chunks[-1].model_extra or {})["bantin"]["short"] == "753 người"


def test_an_openai_conversation_is_followed(openai: OpenAI) -> None:
    asked: Any = [
        {"role": "user", "content": "Năm 2022 Lâm Đồng có bao nhiêu người đi xuất khẩu lao động?"},
        {"role": "assistant", "content": "250 người"},
        {"role": "user", "content": "còn Vĩnh Long năm 2021?"},
    ]
    done = openai.chat.completions.create(model="bantin", messages=asked)
    assert "546" in (done.choices[0].message.content or "")


@pytest.mark.parametrize("content", ["", "x" * 3000])
def test_an_openai_client_is_told_what_is_wrong(openai: OpenAI, content: str) -> None:
    asked: Any = [{"role": "user", "content": content}]
    with pytest.raises(APIStatusError) as caught:
        openai.chat.completions.create(model="bantin", messages=asked)
    assert caught.value.status_code == 400


async def _tools(client: Client) -> list[Any]:
    async with client:
        names = sorted(tool.name for tool in (await client.list_tools()).tools)
        asked = await client.call_tool("ask", {"question": ABROAD})
        hits = await client.call_tool("search", {"query": "xuất khẩu lao động", "k": 2})
        listed = await client.call_tool("figures", {"query": "xklđ", "year": 2022, "most": 3})
        page = {"query": "xklđ", "year": 2022, "most": 1, "offset": 2}
        third = await client.call_tool("figures", page)
        return [names, *(result.structured_content for result in (asked, hits, listed, third))]


@pytest.mark.parametrize("way", ["http", "stdio"])
def test_an_mcp_client_asks_searches_and_lists(
    address: str, sample_settings: Settings, way: str
) -> None:
    command = StdioServerParameters(
        command=sys.executable, args=["-m", "knowledge.cli", "mcp"],
        env=os.environ | {"BANTIN_DATA": str(sample_settings.data)}, cwd=str(ROOT),
    )  # fmt: skip
    from mcp.client.stdio import stdio_client

    client = Client(f"{address}/mcp" if way == "http" else stdio_client(command))
    # In a thread: the browser of other tests may keep a loop running in this one.
    with ThreadPoolExecutor(1) as thread:
        names, asked, hits, listed, third = thread.submit(asyncio.run, _tools(client)).result()
    assert names == ["ask", "figures", "search"]
    assert asked["short"] == "753 người"
    assert asked["citations"][0]["quote"]
    assert len(hits["hits"]) == 2
    assert len(listed["figures"]) == 3
    assert third == {"found": listed["found"], "figures": listed["figures"][2:]}


def test_sentences_come_as_events(address: str) -> None:
    body = json.dumps({"question": ABROAD}).encode()
    request = urllib.request.Request(
        f"{address}/api/v1/ask/stream", body, {"content-type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=30) as reply:
        events = [block.split("\n", 1) for block in reply.read().decode().strip().split("\n\n")]
    assert [name for name, _ in events][-1] == "event: answer"
    assert json.loads(events[-1][1].removeprefix("data: "))["short"] == "753 người"


@pytest.fixture
def client() -> Any:
    """The client of the docs, as whoever copies it has it."""
    spec = importlib.util.spec_from_file_location(
        "client", ROOT / "docs" / "examples" / "client.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_typed_client_of_the_docs_asks_and_is_streamed_to(address: str, client: Any) -> None:
    with client.Bantin(address) as bantin:
        answer = bantin.ask(ABROAD)
        *_, streamed = bantin.streamed(ABROAD)
        with pytest.raises(client.Problem, match="5000"):
            bantin.ask("x" * 5000)
    assert answer.short == streamed.short == "753 người"
    assert (answer.figures[0].value, answer.figures[0].plan) == (753, 500)
    assert answer.citations[0].published_on.isoformat() == "2022-12-07"


def test_the_typed_client_tells_of_a_key_that_is_wrong(address: str, client: Any) -> None:
    with client.Bantin(address, "bantin_00000000_x") as bantin:
        with pytest.raises(client.Problem, match="unknown or revoked"):
            bantin.ask(ABROAD)
        with pytest.raises(client.Problem, match="unknown or revoked"):
            list(bantin.streamed(ABROAD))


def test_no_request_that_the_document_allows_breaks_the_server(address: str) -> None:
    """Schemathesis makes requests from the OpenAPI document, good and bad: never a 5xx."""
    schema = schemathesis.openapi.from_url(f"{address}/api/v1/openapi.json")
    operations = [r.ok() for r in schema.get_all_operations()]
    assert len(operations) >= 9
    for operation in operations:
        for mode in (schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE):
            try:
                strategy = operation.as_strategy(generation_mode=mode)
            except Exception:  # noqa: BLE001 - nothing of this kind can be made wrong
                continue
            _hammer(strategy)


def _hammer(strategy: Any) -> None:
    from hypothesis import given
    from hypothesis.errors import Unsatisfiable

    @settings(
        max_examples=20, deadline=None, database=None, suppress_health_check=list(HealthCheck)
    )
    @given(strategy)
    def send(case: Any) -> None:
        reply = case.call(timeout=30)
        assert reply.status_code < 500, (case.method, case.path, reply.text[:300])

    with contextlib.suppress(Unsatisfiable):
        send()
