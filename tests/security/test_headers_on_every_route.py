"""Every response of every route has the security headers, also errors and refusals."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from evals.bench.fuzz_requests.routes import routes_of
from tests.security.small_site import sign_in, small_site

_FOREIGN = re.compile(r"https?:|//|\*|\bdata:(?=.*script)|'unsafe-hashes'")

# A stream of events that lasts as long as its client; the test client waits for its end.
_ENDLESS = {("GET", "/mcp")}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with small_site(tmp_path_factory.mktemp("headers")) as made:

        @made.app.get("/test-only/broken")  # type: ignore[attr-defined]  # a FastAPI application
        def broken() -> None:
            raise RuntimeError("secret detail of an unforeseen error")

        routes = made.app.router.routes  # type: ignore[attr-defined]  # as above
        routes.insert(0, routes.pop())  # the page is mounted at the root and would answer first
        yield made


def missing_of(reply: Any) -> list[str]:
    """What is wrong with the headers of a response; empty if nothing is."""
    policies = reply.headers.get_list("content-security-policy")
    if len(policies) != 1:
        return [f"{len(policies)} policies"]
    rules = dict(part.strip().partition(" ")[::2] for part in policies[0].split(";"))
    wanted = {"default-src": "'self'", "frame-ancestors": "'self'", "object-src": "'none'",
              "connect-src": "'self'", "form-action": "'self'"}  # fmt: skip
    wrong = [
        f"{name}: {rules.get(name)}" for name, rule in wanted.items() if rules.get(name) != rule
    ]
    wrong += [f"foreign: {policies[0]}"] if _FOREIGN.search(policies[0]) else []
    for name, value in (("x-content-type-options", "nosniff"), ("referrer-policy", "same-origin")):
        if reply.headers.get_list(name) != [value]:
            wrong.append(f"{name}: {reply.headers.get_list(name)}")
    return wrong


@pytest.mark.parametrize("who", [None, "root"])
def test_every_route_has_the_headers(client: TestClient, who: str | None) -> None:
    """Each route with each of its methods, its parameters filled with an id that is not there."""
    client.cookies.clear()
    if who is not None:
        sign_in(client, who)
    count, wrong = 0, []
    for route in routes_of(client.app.router.routes):  # type: ignore[attr-defined]  # as above
        for method in sorted(getattr(route, "methods", None) or {"GET", "POST"}):
            path = re.sub(r"\{[^}]*\}", "x", route.path) or "/"
            if path == "/staff/sign-out" or (method, path.rstrip("/")) in _ENDLESS:
                continue
            reply = client.request(method, path)
            count += 1
            if problems := missing_of(reply):
                wrong.append((method, path, reply.status_code, problems))
    assert count >= 70
    assert wrong == []


@pytest.mark.parametrize(
    ("method", "path", "status", "more"),
    [
        ("GET", "/nothing-here", 404, {}),
        ("GET", "/gradio_api/file=/etc/passwd", 404, {}),
        ("DELETE", "/bulletins", 404, {}),
        ("POST", "/api/v1/ask", 413, {"content": b"x" * 300_000}),
        ("POST", "/api/v1/ask", 422, {"content": b"{"}),
        ("POST", "/gradio_api/call/ask", 403, {"headers": {"origin": "https://evil.example"}}),
        ("POST", "/staff/upload", 401, {}),
        ("GET", "/test-only/broken", 500, {}),
    ],
)
def test_errors_have_the_headers(
    client: TestClient, method: str, path: str, status: int, more: dict[str, Any]
) -> None:
    client.cookies.clear()
    reply = client.request(method, path, **more)
    assert reply.status_code == status
    assert missing_of(reply) == []


@pytest.mark.parametrize("path", ["/api/v1/ask", "/gradio_api/call/ask", "/mcp", "/v1/chat/completions",
                                  "/feedback"])  # fmt: skip
def test_chunks_over_the_limit_are_refused_as_too_large(client: TestClient, path: str) -> None:
    """A body without a declared length is cut off; no route answers as if it had failed itself."""
    client.cookies.clear()
    chunks = (b"x" * 1_000_000 for _ in range(25))
    reply = client.post(path, content=chunks, headers={"content-type": "application/json"})
    assert reply.status_code == 413
    assert missing_of(reply) == []


def test_an_unforeseen_error_says_nothing_of_its_cause(client: TestClient) -> None:
    reply = client.get("/test-only/broken")
    assert "secret detail" not in reply.text
    assert "Traceback" not in reply.text
    assert reply.headers["content-type"] == "application/problem+json"


def test_own_pages_run_scripts_of_files_only(client: TestClient) -> None:
    for path in ("/", "/bulletins", "/accessibility", "/a/x"):
        policy = client.get(path).headers["content-security-policy"]
        assert "script-src 'self';" in policy
        assert "unsafe" not in policy
