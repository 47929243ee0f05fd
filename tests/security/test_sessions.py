"""Sessions of staff: their cookie, their end, and what is closed without one."""

import re
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from evals.bench.fuzz_requests.routes import routes_of
from tests.security.small_site import PASSWORD, sign_in, small_site

_OPEN = ("/staff/sign-in", "/staff/sign-out")


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with small_site(tmp_path_factory.mktemp("sessions")) as made:
        yield made


def staff_routes(client: TestClient) -> list[tuple[str, str]]:
    """Every method and path below /staff that needs a session."""
    return sorted(
        (method, re.sub(r"\{[^}]*\}", "x", route.path))
        for route in routes_of(client.app.router.routes)  # type: ignore[attr-defined]  # a FastAPI application
        for method in getattr(route, "methods", None) or ()
        if f"{route.path}/".startswith("/staff/") and route.path not in _OPEN
    )


def test_nothing_of_the_desk_is_open_without_a_session(client: TestClient) -> None:
    """Uploads, exports and every other route of the desk."""
    client.cookies.clear()
    routes = staff_routes(client)
    assert len(routes) >= 30
    for cookie in ("", "x", "bantin_session", "../../x", "0" * 64):
        replies = {route: client.request(*route, cookies={"bantin_session": cookie}).status_code
                   for route in (routes if cookie == "" else routes[:3])}  # fmt: skip
        assert {route for route, status in replies.items() if status != 401} == set()


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://testserver.evil.example",
                                    "http://[::1", "https://testserver@evil.example"])  # fmt: skip
def test_no_form_of_another_site_is_taken(client: TestClient, origin: str) -> None:
    """Every route that writes, with an administrator's session."""
    sign_in(client, "root")
    writing = [route for route in staff_routes(client) if route[0] not in ("GET", "HEAD")]
    assert len(writing) >= 15
    for method, path in [*writing, *(("POST", path) for path in _OPEN)]:
        reply = client.request(method, path, headers={"origin": origin})
        assert (path, reply.status_code) == (path, 403)


def test_a_session_that_was_planted_is_not_taken_over(client: TestClient) -> None:
    """Signing in always makes a new session, whatever cookie the browser had."""
    client.cookies.clear()
    planted = "a" * 43
    reply = client.post("/staff/sign-in", data={"name": "lan", "password": PASSWORD},
                        cookies={"bantin_session": planted})  # fmt: skip
    assert reply.cookies["bantin_session"] != planted
    client.cookies.clear()
    assert client.get("/staff/", cookies={"bantin_session": planted}).status_code == 401


def test_two_sign_ins_have_two_sessions(client: TestClient) -> None:
    assert sign_in(client) != sign_in(client)


@pytest.mark.parametrize(("scheme", "is_secure"), [("http", False), ("https", True)])
def test_the_cookie_is_kept_from_scripts_and_other_sites(
    client: TestClient, scheme: str, is_secure: bool
) -> None:
    reply = client.post(f"{scheme}://testserver/staff/sign-in",
                        data={"name": "lan", "password": PASSWORD})  # fmt: skip
    flags = {part.strip().lower() for part in reply.headers["set-cookie"].split(";")[1:]}
    assert {"httponly", "samesite=lax", "path=/"} <= flags
    assert ("secure" in flags) is is_secure
    assert not any(flag.startswith("domain") for flag in flags)


def test_signing_out_ends_the_session_everywhere(client: TestClient) -> None:
    """A copy of the cookie is of no use after it."""
    token = sign_in(client)
    assert client.get("/staff/").status_code == 200
    client.post("/staff/sign-out")
    client.cookies.clear()
    assert client.get("/staff/", cookies={"bantin_session": token}).status_code == 401


@pytest.mark.parametrize("where", ["https://evil.example", "//evil.example", "/\\evil.example"])
def test_no_address_leads_to_another_site_after_signing_in(client: TestClient, where: str) -> None:
    client.cookies.clear()
    for name in ("next", "return", "url", "redirect_uri", "target"):
        reply = client.post("/staff/sign-in", params={name: where},
                            data={"name": "lan", "password": PASSWORD, name: where})  # fmt: skip
        assert reply.headers["location"] == "/staff/"


@pytest.mark.parametrize("path", ["/", "/staff/", "/staff/sign-in", "/mcp", "/api/v1/ask",
                                  "/gradio_api/queue/join", "/gradio_api/call/ask"])  # fmt: skip
@pytest.mark.parametrize("who", [None, "root"])
def test_no_websocket_is_opened(client: TestClient, path: str, who: str | None) -> None:
    client.cookies.clear()
    if who is not None:
        sign_in(client, who)
    with pytest.raises(WebSocketDisconnect), client.websocket_connect(path):
        pass
