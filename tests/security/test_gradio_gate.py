"""The citizens' and staff pages give no access to the server's files."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio
import pytest
from fastapi.responses import JSONResponse
from fastapi.testclient import TestClient

from assistant.backoffice.backoffice import open_back_office
from assistant.pipeline import Assistant
from assistant.settings import Settings
from assistant.web import build_server

CANARY = "canary-5f0c-never-shown"
PASSWORD = "một mật khẩu dài"
_CALL = {"data": ["xin chào", "", "vi", 0, "[]", "k"]}
WAYS = ("api/ask", "api/predict", "run/ask", "run/predict", "call/ask", "call/v2/ask", "queue/join")
# Every route of the mounted Gradio app, by what the gate does with it. A route that a new version
# of Gradio adds fails `test_every_route_of_gradio_is_known` until it is classified.
OPEN = {"/gradio_api/call/{api_name}", "/gradio_api/call/{api_name}/{event_id}"}
OPEN_AT_THE_DESK = {
    "/", "/assets/{path:path}", "/static/{path:path}", "/theme.css", "/favicon.ico",
    "/gradio_api/heartbeat/{session_hash}", "/gradio_api/queue/data", "/gradio_api/queue/join",
}  # fmt: skip
CLOSED = set(
    """/gradio_api/upload /gradio_api/upload_progress /openapi.json /login /login/ /logout /svelte/{path:path} /config /config/ /robots.txt
    /pwa_icon /pwa_icon/{size} /manifest.json /monitoring /monitoring/summary /monitoring/{key}
    /gradio_api/deep_link /gradio_api/user /gradio_api/login_check /gradio_api/token
    /gradio_api/app_id /gradio_api/dev/reload /gradio_api/runs /gradio_api/run-history/connect
    /gradio_api/run-history/buckets /gradio_api/run-history/records
    /gradio_api/run-history/records/{endpoint}/{record_id}/assets/{asset_id} /gradio_api/info
    /gradio_api/openapi.json
    /gradio_api/custom_component/{id}/{environment}/{type}/{file_name}
    /gradio_api/proxy={url_path:path} /gradio_api/file={path_or_url:path}
    /gradio_api/stream/{event_id} /gradio_api/stream/{event_id}/close
    /gradio_api/stream/{session_hash}/{run}/{component_id}/playlist.m3u8
    /gradio_api/stream/{session_hash}/{run}/{component_id}/{segment_id}.{ext}
    /gradio_api/stream/{session_hash}/{run}/{component_id}/playlist-file
    /gradio_api/file/{path:path} /gradio_api/reset /gradio_api/api/{api_name}
    /gradio_api/run/{api_name} /gradio_api/call/v2/{api_name} /gradio_api/cancel
    /gradio_api/call/v2/{api_name}/{event_id} /gradio_api/component_server
    /gradio_api/queue/status /gradio_api/startup-events /gradio_api/theme.css
    /gradio_api/process_recording /gradio_api/vibe-edit /gradio_api/undo-vibe-edit
    /gradio_api/vibe-code /gradio_api/vibe-starter-queries""".split()
)


@dataclass
class Site:
    client: TestClient
    canary: Path


@pytest.fixture(scope="module")
def site(assistant: Assistant, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("site")
    canary = folder / "canary.txt"
    canary.write_text(CANARY, "utf-8")
    settings = Settings(data=folder / "data", rate_limit=False)
    back_office = open_back_office(settings)
    for name, role in (("lan", "staff"), ("root", "admin")):
        back_office.accounts.add(name, PASSWORD, role, "test")  # type: ignore[arg-type]  # roles are literals
    with TestClient(build_server(assistant, settings, back_office)) as client:
        yield Site(client, canary)


def sign_in(site: Site, who: str | None) -> None:
    site.client.cookies.clear()
    if who is not None:
        reply = site.client.post(
            "/staff/sign-in", data={"name": who, "password": PASSWORD}, follow_redirects=False
        )
        assert reply.status_code == 303


def file_data(path: str) -> dict[str, Any]:
    return {"path": path, "meta": {"_type": "gradio.FileData"}}


def payloads(site: Site) -> list[Any]:
    """The canary as a value, inside a list, a dict, an unusual meta, an address, a relative path."""
    path = str(site.canary)
    return [
        file_data(path), [file_data(path)], {"text": "?", "files": [file_data(path)]},
        {**file_data(path), "url": f"file://{path}", "is_stream": False},
        file_data(f"/proc/self/root{path}"), file_data("http://127.0.0.1:9/x"),
    ]  # fmt: skip


def leaks(site: Site, prefix: str, reply: Any) -> bool:
    """Whether the reply, or a file that it names, holds the canary."""
    if CANARY in reply.text:
        return True
    names = [str(site.canary), *(w for w in reply.text.replace('"', " ").split() if "/" in w)]
    return any(
        CANARY in site.client.get(f"{prefix}/gradio_api/{way}{name}").text
        for way in ("file=", "file/", "file//")
        for name in names
    )


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("who", "prefix"),
    [
        (None, ""),
        (None, "/staff"),
        ("lan", ""),
        ("lan", "/staff"),
        ("root", ""),
        ("root", "/staff"),
    ],
)
def test_no_file_of_the_server_comes_out(
    site: Site, who: str | None, prefix: str, way: str
) -> None:
    """A FileData in a request gives no file of the server, by any account and route."""
    sign_in(site, who)
    for payload in payloads(site):
        for body in (
            {"fn_index": 0, "session_hash": "s", "data": [payload, "Tiếng Việt", None]},
            {"fn_index": 1, "session_hash": "s", "data": [payload, "", "", None]},
            {"data": [payload, "vi", "vi", 0, "[]", "k"]},
        ):
            reply = site.client.post(f"{prefix}/gradio_api/{way}", json=body)
            assert not leaks(site, prefix, reply)
            assert reply.status_code in (401, 404, 422)


def test_a_file_beside_the_values_is_dropped(site: Site) -> None:
    """Fields that our pages do not send do not reach Gradio."""
    sign_in(site, None)
    payload = file_data(str(site.canary))
    for more in ({"event_data": payload}, {"event_data": {"value": [payload]}}, {"x": payload}):
        reply = site.client.post("/gradio_api/call/ask", json=_CALL | more)
        assert reply.status_code == 200
        assert not leaks(site, "", reply)


def test_the_body_of_a_question_is_a_flat_list(site: Site) -> None:
    """The citizens' page accepts only texts and numbers."""
    sign_in(site, None)
    for body in ("[", "[" * 60_000, "7", '{"data": 7}', '{"data": []}', '{"data": ["a"]}',
                 '{"data": ["a", "vi", "vi", 0, ["x"], "k"]}'):  # fmt: skip
        reply = site.client.post(
            "/gradio_api/call/ask", content=body, headers={"content-type": "application/json"}
        )
        assert reply.status_code == 422
    assert site.client.post("/gradio_api/call/ask", json=_CALL).status_code == 200


def test_the_body_of_an_event_of_a_drawn_page_is_checked() -> None:
    """A function that the page does not have, and a malformed body, are refused."""
    from assistant.serving.gradio_gate import DESK, GradioGate

    client = TestClient(GradioGate(JSONResponse({}), DESK, frozenset({0})))  # type: ignore[arg-type]  # an application
    event = {"data": ["a", ["b"], None], "fn_index": 0, "session_hash": "s"}
    bodies = ("[", "7", '{"data": 7}', '{"data": [], "fn_index": "x"}',
              json.dumps(event | {"fn_index": 9}), json.dumps(event | {"data": [{"path": "/x"}]}),
              json.dumps(event))  # fmt: skip
    codes = [client.post("/gradio_api/queue/join", content=body).status_code for body in bodies]
    assert codes == [422] * 6 + [200]


@pytest.mark.parametrize("event", ["0" * 32, "f" * 32])
def test_a_result_that_nobody_asked_for_is_not_there(site: Site, event: str) -> None:
    """Gradio begins a reply of 200, fails and writes a traceback to the log for each."""
    reply = site.client.get(f"/gradio_api/call/ask/{event}")
    assert reply.status_code == 404


def test_a_result_that_was_asked_for_is_there(site: Site) -> None:
    sign_in(site, None)
    event = site.client.post("/gradio_api/call/stop", json={"data": ["k"]}).json()["event_id"]
    assert site.client.get(f"/gradio_api/call/stop/{event}").status_code == 404
    event = site.client.post("/gradio_api/call/ask", json=_CALL).json()["event_id"]
    assert site.client.get(f"/gradio_api/call/ask/{event}").status_code == 200


@pytest.mark.parametrize("turn", ["x", None, True, 1.5, "İ", -1, 10**30], ids=repr)
def test_a_turn_that_is_no_number_fails_nothing(site: Site, turn: Any) -> None:
    """A failing event would write a traceback to the log."""
    sign_in(site, None)
    body = {"data": ["xin chào", "", "vi", turn, "[]", "k"]}
    event = site.client.post("/gradio_api/call/ask", json=body).json()["event_id"]
    reply = site.client.get(f"/gradio_api/call/ask/{event}").text
    assert "event: complete" in reply
    assert "event: error" not in reply


def test_an_event_from_another_site_is_refused(site: Site) -> None:
    """An event with the origin of another site is refused."""
    sign_in(site, None)
    codes = [
        site.client.post("/gradio_api/call/ask", json=_CALL, headers={"origin": o}).status_code
        for o in ("https://evil.example", "null", "http://[", "http://testserver")
    ]
    assert codes == [403, 403, 403, 200]


@pytest.mark.parametrize(
    "path",
    [
        "component_server", "process_recording", "runs", "openapi.json", "info", "upload",
        "deep_link", "file=/etc/passwd", "file//etc/passwd", "proxy=http://127.0.0.1:9/",
        "stream/x", "custom_component/x/client/component/style.css", "app_id", "token", "user",
        "startup-events", "vibe-edit", "dev/reload", "cancel", "reset", "queue/status",
        "run-history/records", "profiling/traces",
    ],
)  # fmt: skip
def test_what_the_page_does_not_use_is_not_there(site: Site, path: str) -> None:
    sign_in(site, None)
    replies = [site.client.get(f"/gradio_api/{path}"), site.client.post(f"/gradio_api/{path}")]
    assert [reply.status_code for reply in replies] == [404, 404]


@pytest.mark.parametrize("path", ["/config", "/monitoring", "/login", "/logout", "/openapi.json",
                                  "/manifest.json", "/robots.txt", "/svelte/x.js"])  # fmt: skip
def test_gradios_own_pages_are_not_there(site: Site, path: str) -> None:
    sign_in(site, None)
    assert site.client.get(path).status_code == 404


def test_every_route_of_gradio_is_known() -> None:
    """Every route of the installed Gradio is classified."""
    with gradio.Blocks() as page:
        gradio.Textbox()
    routes = paths_of(gradio.routes.App.create_app(page).routes)
    assert routes - (OPEN | OPEN_AT_THE_DESK | CLOSED) == set()
    assert routes >= OPEN | OPEN_AT_THE_DESK


def paths_of(routes: list[Any]) -> set[str]:
    """Every path, including those of included routers, without trailing slashes."""
    paths = set()
    for route in routes:
        if (included := getattr(route, "original_router", None)) is not None:
            paths |= paths_of(included.routes)
        else:
            paths.add(route.path.rstrip("/") or "/")
    return paths


def test_the_gate_lets_through_what_the_page_uses_and_nothing_else() -> None:
    """The allow-list has routes of the installed Gradio, each once."""
    from assistant.serving.gradio_gate import DESK, PAGE

    event = f"/gradio_api/call/ask/{'0' * 32}"
    calls = {("POST", "/gradio_api/call/ask"), ("POST", "/gradio_api/call/stop"), ("GET", event),
             ("POST", "/gradio_api/call/switch"), ("GET", event.replace("ask", "switch"))}  # fmt: skip
    assert all(PAGE.lets_through(*pair) for pair in calls)
    paths = {p.replace("{path:path}", "x").replace("{session_hash}", "x") for p in OPEN_AT_THE_DESK}
    drawn = {("POST" if path.endswith("join") else "GET", path) for path in paths}
    assert all(DESK.lets_through(*pair) for pair in drawn)
    assert not any(PAGE.lets_through(*pair) for pair in drawn)
    assert not any(DESK.lets_through(*pair) for pair in calls)
    assert not PAGE.lets_through("POST", "/gradio_api/call/other")
    assert not DESK.lets_through("POST", "/gradio_api/upload")


def test_json_of_the_gate_is_bounded(site: Site) -> None:
    """A deep or large JSON body is refused."""
    sign_in(site, None)
    wide = json.dumps({"data": ["x"] * 30_000})
    reply = site.client.post("/gradio_api/call/ask", content=wide)
    assert reply.status_code == 422
