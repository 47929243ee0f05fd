"""Keys, scopes and rates apply to every interface."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant.backoffice.backoffice import BackOffice, open_back_office
from assistant.pipeline import Assistant
from assistant.serving.limits_and_headers import client_of
from assistant.settings import Settings
from assistant.web import build_server

_HEADERS = {"accept": "application/json, text/event-stream", "content-type": "application/json"}
_EVENT = {"data": ["xin chào", "", "vi", 0, "[]", "k"]}


@contextmanager
def site(
    assistant: Assistant, data: Path, **settings: Any
) -> Iterator[tuple[TestClient, BackOffice]]:
    made = Settings(data=data, **settings)
    back_office = open_back_office(made)
    with TestClient(build_server(assistant, made, back_office)) as client:
        yield client, back_office


def call(client: TestClient, method: str, key: str = "", **params: Any) -> Any:
    headers = {**_HEADERS, **({"authorization": f"Bearer {key}"} if key else {})}
    body = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
    return client.post("/mcp", json=body, headers=headers)


def test_the_tools_need_a_key_where_the_api_does(assistant: Assistant, tmp_path: Path) -> None:
    with site(assistant, tmp_path, api_keys="required", rate_limit=False) as (client, back_office):
        assert call(client, "tools/list").status_code == 401
        assert call(client, "tools/list", "bantin_00000000_x").status_code == 401
        reader = back_office.accounts.add_key("reader", ("read",), "test")
        assert call(client, "tools/list", reader).status_code == 200


def test_a_tool_needs_its_scope(assistant: Assistant, tmp_path: Path) -> None:
    """A key with one scope cannot use the tools of another scope."""
    with site(assistant, tmp_path, api_keys="required", rate_limit=False) as (client, back_office):
        keys = {s: back_office.accounts.add_key(s, (s,), "test") for s in ("ask", "read")}
        for tool, argument, scope in (
            ("ask", "question", "ask"), ("search", "query", "read"), ("figures", "query", "read"),
        ):  # fmt: skip
            refused = {
                held: call(client, "tools/call", key, name=tool, arguments={argument: "xkld"})
                .json()["result"].get("isError", False)
                for held, key in keys.items()
            }  # fmt: skip
            assert refused == {held: held != scope for held in keys}


def test_what_a_tool_is_given_is_bounded(assistant: Assistant, tmp_path: Path) -> None:
    """An impossible year and an overlong place are refused."""
    with site(assistant, tmp_path, rate_limit=False) as (client, _):
        for more in ({"year": 10**30}, {"place": "x" * 5000}):
            reply = call(client, "tools/call", name="search", arguments={"query": "xkld", **more})
            assert reply.json()["result"]["isError"]
            assert "Overflow" not in reply.text


def test_a_key_of_ours_that_was_revoked_opens_no_tool(assistant: Assistant, tmp_path: Path) -> None:
    with site(assistant, tmp_path, rate_limit=False) as (client, back_office):
        key = back_office.accounts.add_key("x", ("ask", "read"), "test")
        back_office.accounts.revoke_key(key.split("_")[1], "test")
        assert call(client, "tools/list").status_code == 200
        assert call(client, "tools/list", key).status_code == 401


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/api/v1/ask", {"question": "xin chào"}),
        ("POST", "/api/v1/ask/stream", {"question": "xin chào"}),
        ("POST", "/v1/chat/completions", {"messages": [{"role": "user", "content": "xin chào"}]}),
        ("POST", "/gradio_api/call/ask", _EVENT),
        ("POST", "/gradio_api/call/switch", {"data": ["en", "[]", "k"]}),
        ("POST", "/mcp", {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}),
        ("GET", "/api/v1/search?q=xkld", None),
        ("GET", "/api/v1/figures?q=xkld", None),
        ("GET", "/api/v1/bulletins", None),
        ("POST", "/feedback", {"answer_id": "x", "is_helpful": True}),
        ("POST", "/api/v1/feedback", {"answer_id": "x", "is_helpful": True}),
        ("POST", "/a/x", None),
        ("GET", "/a/x", None),
        ("GET", "/", None),
        ("GET", "/bulletins?q=xkld", None),
    ],
)
def test_every_way_in_is_counted(
    assistant: Assistant, tmp_path: Path, method: str, path: str, body: Any
) -> None:
    """The third request within a minute is refused, whatever client its headers name."""
    with site(assistant, tmp_path, requests_per_minute=2, reads_per_minute=2) as (client, _):
        codes = []
        for n in range(3):
            headers = {**_HEADERS, "x-forwarded-for": f"9.9.9.{n}", "forwarded": f"for=9.9.9.{n}"}
            codes.append(client.request(method, path, json=body, headers=headers).status_code)
        assert 429 not in codes[:2]
        assert codes[2] == 429


@pytest.mark.parametrize("way", ["api/ask", "run/predict", "queue/join", "call/v2/ask"])
def test_no_other_way_of_the_page_asks(assistant: Assistant, tmp_path: Path, way: str) -> None:
    with site(assistant, tmp_path) as (client, _):
        assert client.post(f"/gradio_api/{way}", json=_EVENT).status_code == 404


@pytest.mark.parametrize(
    ("host", "counted"),
    [
        ("1.2.3.4", "1.2.3.4"),
        ("::ffff:1.2.3.4", "1.2.3.4"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("testclient", "testclient"),
    ],
)
def test_a_customer_of_ipv6_is_one_client(host: str, counted: str) -> None:
    """All addresses of one IPv6 /64 network count as one client."""
    assert client_of({"client": (host, 5)}) == counted


def test_the_evaluators_page_answers_to_its_host_name_only(
    assistant: Assistant, tmp_path: Path
) -> None:
    """The evaluators' page answers only requests to its own host name."""
    from evals.desk.server import build_desk_server
    from evals.runs.targets import LocalTarget

    settings = Settings(data=tmp_path)
    app = build_desk_server(LocalTarget(assistant, settings), settings)
    with TestClient(app) as client:
        assert client.get("/gradio_api/file=/etc/hostname").status_code == 404
        assert client.get("/", headers={"host": "evil.example"}).status_code == 400
