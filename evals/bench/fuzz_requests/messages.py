"""A number -> the bytes of one HTTP request: always the same ones for the same number and routes."""

import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from evals.bench.fuzz_requests.values import HEADERS, MAX_BODY, METHODS, NASTY, PATHS, TYPES, VALUES


@dataclass(frozen=True, slots=True)
class Message:
    """One request: its kind, the bytes to send, and whether the client then stops sending."""

    number: int
    kind: str
    sent: bytes


@dataclass(frozen=True, slots=True)
class Target:
    """One route: `fields` are the names of its parameters in path, query, form or body."""

    method: str
    path: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """What the requests may name: routes, ids that exist, the cookie of an administrator."""

    targets: Sequence[Target]
    ids: Sequence[str]
    cookie: str


def message_of(number: int, known: Known) -> Message:
    """The request of a number; the kinds take turns, cheap ones more often."""
    rng = random.Random(number)
    kind = _TURNS[number % len(_TURNS)]
    return Message(number, kind, _KINDS[kind](rng, known))


def _text(rng: random.Random) -> str:
    if rng.random() < 0.15:
        return "".join(
            chr(rng.choice((rng.randrange(128), rng.randrange(0x2000), 0x1F600))) for _ in range(12)
        )
    return rng.choice(NASTY)


def _value(rng: random.Random, depth: int = 2) -> Any:
    way = rng.random()
    if way < 0.5:
        return _text(rng)
    if way < 0.85 or not depth:
        return rng.choice(VALUES)
    if way < 0.92:
        return [_value(rng, depth - 1) for _ in range(rng.randrange(4))]
    return {_text(rng)[:50]: _value(rng, depth - 1) for _ in range(rng.randrange(4))}


def _line(
    method: str, path: str, headers: Sequence[tuple[str, str]] = (), body: bytes | None = None
) -> bytes:
    """A whole request; a body gets its length, and the host a default."""
    names = {name.lower() for name, _ in headers}
    lines = [f"{method} {path} HTTP/1.1"]
    if "host" not in names:
        lines.append("host: 127.0.0.1")
    lines += [f"{name}: {value}" for name, value in headers]
    if body is not None and not names & {"content-length", "transfer-encoding"}:
        lines.append(f"content-length: {len(body)}")
    lines.append("connection: close")
    return "\r\n".join(lines).encode("latin-1", "replace") + b"\r\n\r\n" + (body or b"")


def _some_headers(rng: random.Random) -> list[tuple[str, str]]:
    return rng.sample(HEADERS, rng.choice((0, 0, 0, 1, 2, 4)))


def _filled(rng: random.Random, known: Known, path: str) -> str:
    """A path with something in each of its slots; often an id that exists."""
    while "{" in path:
        start, end = path.index("{"), path.index("}")
        value = rng.choice(known.ids) if rng.random() < 0.4 else _text(rng)[:2000]
        path = path[:start] + quote(value.encode("utf-8", "replace"), safe="") + path[end + 1 :]
    return path


def _json(rng: random.Random, body: Any) -> bytes:
    """JSON, one in ten damaged: cut, in another encoding, or nested."""
    text = json.dumps(body)
    way = rng.random()
    if way < 0.03:
        return text[: rng.randrange(len(text) + 1)].encode()
    if way < 0.05:
        return text.encode(rng.choice(("utf-16", "utf-32", "utf-8-sig")))
    if way < 0.07:
        depth = rng.choice((50, 900, 5000, 60_000))
        return (
            (b"[" * depth + b"]" * depth)
            if rng.random() < 0.5
            else b'{"a":' * depth + b"1" + b"}" * depth
        )
    if way < 0.09:
        return text.encode() + bytes(rng.randrange(256) for _ in range(20))
    if way < 0.1:
        return b'{"question":' + b"9" * 5000 + b"}"
    return text.encode()


def _route(rng: random.Random, known: Known) -> bytes:
    """A route of ours, its parameters filled with nasty values."""
    target = rng.choice(known.targets)
    headers = _some_headers(rng)
    if target.path.startswith("/staff") and rng.random() < 0.8:
        headers = [*(h for h in headers if h[0] != "cookie"), ("cookie", known.cookie)]
    path = _filled(rng, known, target.path)
    chosen = {f: _text(rng) for f in target.fields if rng.random() < 0.7}
    if target.method in ("GET", "HEAD") or rng.random() < 0.1:
        query = urlencode({k: v.encode("utf-8", "replace") for k, v in chosen.items()})
        return _line(target.method, f"{path}?{query}"[:60_000], headers)
    if target.path.startswith("/staff"):
        return _form(rng, target.method, path, chosen, headers)
    body = {f: _value(rng) for f in target.fields if rng.random() < 0.8}
    if "question" in body and rng.random() < 0.6:
        body["question"] = rng.choice(NASTY)
    if rng.random() < 0.1:
        body[_text(rng)] = _value(rng)
    return _line(
        target.method, path, [("content-type", "application/json"), *headers], _json(rng, body)
    )


def _form(
    rng: random.Random, method: str, path: str, chosen: dict[str, str], headers: list[tuple[str, str]]
) -> bytes:  # fmt: skip
    if rng.random() < 0.5:
        body = urlencode({k: v.encode("utf-8", "replace") for k, v in chosen.items()}).encode()
        return _line(
            method, path, [("content-type", "application/x-www-form-urlencoded"), *headers], body
        )
    parts = b""
    for name, value in [*chosen.items(), ("files", "x")]:
        file = f'; filename="{_text(rng)[:300]}"' if rng.random() < 0.4 else ""
        head = f'--b\r\ncontent-disposition: form-data; name="{name}"{file}\r\n\r\n'
        parts += head.encode("utf-8", "replace") + value.encode("utf-8", "replace") + b"\r\n"
    parts += rng.choice((b"--b--\r\n", b"--b", b""))
    return _line(
        method, path, [("content-type", "multipart/form-data; boundary=b"), *headers], parts
    )


def _page(rng: random.Random, known: Known) -> bytes:
    path = rng.choice(PATHS)
    if rng.random() < 0.3:
        path += quote(_text(rng)[:500].encode("utf-8", "replace"), safe="/")
    return _line(rng.choice(("GET", "GET", "GET", *METHODS)), path, _some_headers(rng))


def _tool(rng: random.Random, known: Known) -> bytes:
    """JSON-RPC for the tools: calls, other methods, batches, damaged ones."""
    tool = rng.choice(("ask", "search", "figures", "x", _text(rng)[:50]))
    names = ("question", "query", "k", "year", "place", "most", "offset", "earlier", "language")
    arguments: Any = {name: _value(rng) for name in rng.sample(names, rng.randrange(5))}
    method = rng.choice(
        ("tools/call",) * 5 + ("initialize", "tools/list", "ping", "resources/read", "x", "")
    )
    call: Any = {
        "jsonrpc": rng.choice(("2.0", "2.0", "2.0", "1.0", None)), "id": rng.choice((1, "a", None, -1, 1.5, [])),
        "method": method, "params": {"name": tool, "arguments": rng.choice((arguments, arguments, None, [], "x"))},
    }  # fmt: skip
    if method == "initialize":
        call["params"] = {
            "protocolVersion": _text(rng)[:20],
            "capabilities": _value(rng),
            "clientInfo": {},
        }
    if rng.random() < 0.1:
        call = [call] * rng.choice((0, 1, 50))
    headers = [
        ("content-type", "application/json"),
        ("accept", "application/json, text/event-stream"),
    ]
    return _line(
        "POST", rng.choice(("/mcp", "/mcp/")), [*headers, *_some_headers(rng)], _json(rng, call)
    )


def _event(rng: random.Random, known: Known) -> bytes:
    """Events of the page and of Gradio's queue."""
    call = rng.choice(("ask", "switch", "stop", "x", "queue"))
    counts = {"ask": 6, "switch": 3, "stop": 1}
    data = [
        _value(rng) for _ in range(counts.get(call, 2) if rng.random() < 0.8 else rng.randrange(40))
    ]
    body: Any = {"data": data}
    path = f"/gradio_api/call/{call}"
    if call == "queue":
        path = rng.choice(
            ("/gradio_api/queue/join", "/gradio_api/queue/data?session_hash=x", "/gradio_api/reset")
        )
        body |= {"fn_index": _value(rng), "session_hash": _text(rng), "event_data": _value(rng)}
    if rng.random() < 0.15:
        path = f"/gradio_api/call/ask/{rng.choice(('0' * 32, 'f' * 32, _text(rng)[:60]))}"
        return _line("GET", quote(path.encode("utf-8", "replace")), _some_headers(rng))
    return _line(
        "POST", path, [("content-type", rng.choice(TYPES)), *_some_headers(rng)], _json(rng, body)
    )


def _chat(rng: random.Random, known: Known) -> bytes:
    messages = [{"role": rng.choice(("user", "system", "assistant", "x")), "content": _value(rng)}
                for _ in range(rng.choice((0, 1, 1, 1, 3, 250)))]  # fmt: skip
    body = {"model": rng.choice(("bantin", "bantin", _text(rng))), "messages": messages,
            "stream": rng.choice((True, False, None)), "stream_options": _value(rng)}  # fmt: skip
    return _line(
        "POST", "/v1/chat/completions", [("content-type", "application/json")], _json(rng, body)
    )


def _broken(rng: random.Random, known: Known) -> bytes:
    """What is no HTTP, or hardly."""
    path = rng.choice(("/", "/api/v1/ask", "/mcp", "/gradio_api/call/ask", "/staff/sign-in"))
    json_type = ("content-type", "application/json")
    body = b'{"question": "nam 2022"}'
    chunks = b"5\r\nhello\r\n"
    big = hex(60_000)[2:].encode() + b"\r\n" + b"a" * 60_000 + b"\r\n"
    ways: tuple[Callable[[], bytes], ...] = (
        lambda: _line("POST", path, [json_type, ("content-length", rng.choice(("-1", "x", "1e3", "+5", "", "٣", "5, 6", "99999999999999999999")))], body),
        lambda: _line("POST", path, [json_type, ("content-length", "5"), ("content-length", "6")], body),
        lambda: _line("POST", path, [json_type, ("content-length", str(len(body) + 50))], body),
        lambda: _line("POST", path, [json_type, ("content-length", "3")], body),
        lambda: _line("POST", path, [json_type, ("transfer-encoding", "chunked")], big * rng.choice((1, 5)) + b"0\r\n\r\n"),
        lambda: _line("POST", path, [json_type, ("transfer-encoding", "chunked")], chunks + rng.choice((b"zz\r\n", b"-5\r\n", b"ffffffffffffffffff\r\n", b"0\r\n"))),
        lambda: _line("POST", path, [json_type, ("transfer-encoding", rng.choice(("gzip, chunked", "xchunked", "chunked, chunked"))), ("content-length", "5")], chunks + b"0\r\n\r\n"),
        lambda: _line("POST", path, [json_type], b"x" * (MAX_BODY + 1)),
        lambda: _line("GET", "/" + "a" * rng.choice((9000, 70_000))),
        lambda: _line("GET", path, [("x-" + "a" * 200, "b" * rng.choice((5000, 70_000)))]),
        lambda: _line("GET", path, [(f"x-{n}", "y") for n in range(rng.choice((90, 1500)))]),
        lambda: _line(rng.choice(METHODS), path, _some_headers(rng), rng.choice((None, body))),
        lambda: _line("GET", path, [("upgrade", "websocket"), ("connection", "Upgrade"), ("sec-websocket-version", rng.choice(("13", "8"))), ("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==")]),
        lambda: _line("GET", rng.choice(("/gradio_api/queue/join", "/mcp", "/staff/")), [("upgrade", "websocket"), ("connection", "Upgrade"), ("sec-websocket-version", "13"), ("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==")]),
        lambda: b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        lambda: b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(rng.randrange(256) for _ in range(200)),
        lambda: f"GET {path} HTTP/{rng.choice(('1.0', '0.9', '2', '9.9', 'x'))}\r\n\r\n".encode(),
        lambda: b"GET / HTTP/1.1\r\nhost: a\r\n folded: b\r\n\r\n",
        lambda: b"GET / HTTP/1.1\nhost: a\n\n",
        lambda: b"GET /\x00\xff HTTP/1.1\r\nhost: a\x00b\r\nx\r\n: y\r\n\r\n",
        lambda: f"GET http://evil.example{path} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n".encode(),
        lambda: _line("GET", path)[:-4] * 1 + b"\r\nhost: b\r\n\r\n" + _line("GET", "/api/v1/health"),
        lambda: _line("OPTIONS", "*"),
        lambda: bytes(rng.randrange(256) for _ in range(rng.choice((1, 30, 3000)))),
        lambda: b"\r\n" * rng.choice((1, 2000)),
        lambda: _line("POST", path, [json_type], body)[: rng.randrange(20, 120)],
    )  # fmt: skip
    return rng.choice(ways)()


_KINDS: dict[str, Callable[[random.Random, Known], bytes]] = {
    "route": _route, "page": _page, "tool": _tool, "event": _event, "chat": _chat, "broken": _broken,
}  # fmt: skip
_TURNS = (
    ("route",) * 8 + ("page",) * 3 + ("tool",) * 3 + ("event",) * 3 + ("chat",) + ("broken",) * 6
)
