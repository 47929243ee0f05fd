"""Errors in the form that each client reads: problem+json, OpenAI's, a page for people."""

import importlib.util
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant.backoffice.backoffice import BackOffice, open_back_office
from assistant.errors import AddressInUse
from assistant.pipeline import Assistant
from assistant.settings import Settings
from assistant.web import build_server, run_server
from tests.conftest import ROOT

BROWSER = {"accept": "text/html,application/xhtml+xml"}
ABROAD = "nam 2022 co bao nhieu nguoi di xkld"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> BackOffice:
    return open_back_office(Settings(data=tmp_path_factory.mktemp("office")))


@pytest.fixture(scope="module")
def client(assistant: Assistant, office: BackOffice, tmp_path_factory: Any) -> Iterator[TestClient]:
    settings = Settings(data=tmp_path_factory.mktemp("data"), rate_limit=False)
    with TestClient(build_server(assistant, settings, office)) as made:
        yield made


def asked(client: TestClient, content: str, **more: Any) -> Any:
    body = {"model": "bantin", "messages": [{"role": "user", "content": content}], **more}
    return client.post("/v1/chat/completions", json=body)


@pytest.mark.parametrize("path", ["/khong-co", "/a/khong-co", "/staff-x", "/gradio_api/info"])
def test_a_person_gets_a_page_at_a_wrong_address(client: TestClient, path: str) -> None:
    page = client.get(path, headers=BROWSER)
    assert page.status_code == 404
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "Không có trang này" in page.text
    english = client.get(f"{path}?lang=en", headers=BROWSER)
    assert "There is no such page" in english.text


@pytest.mark.parametrize(
    ("query", "title"),
    [("", "Không nhận được yêu cầu này"), ("&lang=en", "This request cannot be taken")],
)
def test_a_person_is_told_in_both_languages_what_cannot_be_taken(
    client: TestClient, office: BackOffice, query: str, title: str
) -> None:
    """The language of the address comes first; what failed is below, for whoever helps."""
    office.accounts.add("lan", "một mật khẩu dài", "admin", "test")
    sign_in = {"name": "lan", "password": "một mật khẩu dài"}
    client.post("/staff/sign-in", data=sign_in, headers={"origin": "http://testserver"})
    page = client.get(f"/staff/bulletins?removed=x{query}", headers=BROWSER)
    assert page.status_code == 422
    assert f"<h1>{title}</h1>" in page.text
    assert page.text.count("<section lang=") == 2
    assert "query.removed" in page.text


@pytest.mark.parametrize(
    "path", ["/staff/khong-co", "/staff/bulletins/khong-co", "/staff/todo/khong-co"]
)
def test_a_wrong_address_at_the_desk_leads_back_to_the_desk(
    client: TestClient, office: BackOffice, path: str
) -> None:
    office.accounts.add("lan", "một mật khẩu dài", "admin", "test")
    sign_in = {"name": "lan", "password": "một mật khẩu dài"}
    client.post("/staff/sign-in", data=sign_in, headers={"origin": "http://testserver"})
    page = client.get(path, headers=BROWSER)
    assert (page.status_code, page.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert "<h1>Không có trang này</h1>" in page.text
    assert 'href="/staff/">Về bàn làm việc' in page.text


@pytest.mark.parametrize("path", ["/khong-co", "/api/v1/khong-co", "/api/v1/bulletins/khong-co"])
def test_a_program_gets_a_problem(client: TestClient, path: str) -> None:
    reply = client.get(path)
    assert (reply.status_code, reply.headers["content-type"]) == (404, "application/problem+json")
    assert client.get("/api/v1/khong-co", headers=BROWSER).json()["status"] == 404


@pytest.mark.parametrize(
    ("body", "status", "code", "words"),
    [
        ({"model": "gpt-4", "messages": [{"role": "user", "content": "x"}]}, 404, "model_not_found",
         "the model 'gpt-4' does not exist here; use 'bantin'"),
        ({"messages": []}, 400, None, "messages"),
        ({"messages": [{"role": "user", "content": "x" * 3000}]}, 400, None, "1000"),
        ({"messages": [{"role": "system", "content": "x"}]}, 400, None, "no message of a user"),
    ],
)  # fmt: skip
def test_a_client_of_openai_gets_its_form_of_errors(
    client: TestClient, body: dict[str, Any], status: int, code: str | None, words: str
) -> None:
    reply = client.post("/v1/chat/completions", json=body)
    error = reply.json()["error"]
    assert (reply.status_code, error["type"], error["code"]) == (
        status,
        "invalid_request_error",
        code,
    )
    assert words in error["message"]


def test_an_unknown_address_of_openais_interface_names_no_model(client: TestClient) -> None:
    assert client.get("/v1/khong-co").json()["error"]["code"] == "unknown_url"
    assert client.get("/v1/models/gpt-4").json()["error"]["code"] == "model_not_found"


def test_a_wrong_key_is_told_in_openais_form(client: TestClient) -> None:
    reply = client.get("/v1/models", headers={"authorization": "Bearer bantin_x_y"})
    assert reply.status_code == 401
    assert reply.json()["error"]["code"] == "invalid_api_key"


def test_the_one_model_is_there(client: TestClient) -> None:
    assert client.get("/v1/models/bantin").json()["id"] == "bantin"
    assert client.get("/v1/models/gpt-4").status_code == 404


def test_usage_counts_words(client: TestClient) -> None:
    reply = asked(client, ABROAD).json()
    said = len(reply["choices"][0]["message"]["content"].split())
    assert reply["usage"] == {
        "prompt_tokens": 8,
        "completion_tokens": said,
        "total_tokens": 8 + said,
    }


def test_a_stream_ends_with_its_usage_on_demand(client: TestClient) -> None:
    options = {"include_usage": True}
    streamed = asked(client, ABROAD, stream=True, stream_options=options).text
    *_, last, done = streamed.strip().split("\n\n")
    assert done == "data: [DONE]"
    assert '"choices": []' in last
    assert '"prompt_tokens": 8' in last
    assert '"usage"' not in asked(client, ABROAD, stream=True).text


@pytest.mark.parametrize("stream", [False, True])
def test_a_prompt_of_the_client_is_not_in_the_log(
    client: TestClient, office: BackOffice, stream: bool
) -> None:
    before = office.journal.count()
    reply = asked(client, '### Task:\nSuggest tags: { "tags": ["a"] }', stream=stream)
    assert reply.status_code == 200
    assert '{\\"tags\\": []}' in reply.text
    assert office.journal.count() == before


@pytest.mark.parametrize("path", ["/mcp", "/mcp/"])
def test_tools_are_at_both_addresses(client: TestClient, path: str) -> None:
    hello = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
    accepts = {"accept": "application/json, text/event-stream"}
    reply = client.post(path, json=hello, headers=accepts, follow_redirects=False)
    assert reply.status_code == 200
    assert "figures" in reply.text


def test_the_client_of_the_docs_says_that_nobody_listens() -> None:
    spec = importlib.util.spec_from_file_location("client", ROOT / "docs/examples/client.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}"
    with module.Bantin(address) as bantin, pytest.raises(module.Problem, match="nobody listens"):
        bantin.ask("xin chào")


def test_a_server_says_that_its_address_is_taken(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(AddressInUse, match=f"127.0.0.1:{port}.*--port"):
            run_server(Settings(data=tmp_path), "127.0.0.1", port)
