"""A chat server for tests: the OpenAI protocol over real HTTP, with given replies and faults."""

import json
import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Reply = Callable[[list[dict[str, Any]]], str]
FAULTS = (
    "silent", "status 500", "status 401", "status 429", "broken json", "empty", "endless",
    "dies half-way", "no choices", "slow",
)  # fmt: skip


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        asked = json.loads(body)
        messages = asked["messages"]
        server: Any = self.server
        server.asked.append(messages)
        server.bodies.append(asked)
        fault = server.fault(messages)
        try:
            if fault:
                self._fail(fault)
            else:
                self._stream(server.reply(messages))
        except (BrokenPipeError, ConnectionResetError):
            pass  # the client has closed the connection

    def _head(self, status: int = 200, kind: str = "text/event-stream") -> None:
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("connection", "close")
        self.end_headers()
        self.close_connection = True

    def _piece(self, text: str) -> None:
        delta = {"id": "x", "object": "chat.completion.chunk", "created": 1, "model": "m",
                 "choices": [{"index": 0, "delta": {"role": "assistant", "content": text},
                              "finish_reason": None}]}  # fmt: skip
        self.wfile.write(f"data: {json.dumps(delta)}\n\n".encode())
        self.wfile.flush()

    def _stream(self, text: str) -> None:
        self._head()
        server: Any = self.server
        for start in range(0, len(text), 40):
            self._piece(text[start : start + 40])
            time.sleep(server.pause_s)
            server.sent += 1
        self.wfile.write(b"data: [DONE]\n\n")

    def _fail(self, fault: str) -> None:
        if fault == "silent":
            time.sleep(8)
        elif fault.startswith("status"):
            self._head(int(fault.split()[1]), "application/json")
            self.wfile.write(b'{"error": {"message": "no"}}')
        elif fault == "broken json":
            self._head()
            self.wfile.write(b'data: {"choices": [{"delta"\n\ndata: nonsense\n\n')
        elif fault == "empty":
            self._stream("")
        elif fault == "endless":
            self._head()
            for _ in range(100_000):
                self._piece("và rồi ")
                time.sleep(0.01)
        elif fault == "dies half-way":
            self._head()
            self._piece("Năm 2022, tỉnh Bắc Kạn có 999 ")
        elif fault == "no choices":
            self._head()
            self.wfile.write(
                b'data: {"id": "x", "object": "chat.completion.chunk", "choices": []}\n\n'
            )
            self.wfile.write(b"data: [DONE]\n\n")
        elif fault == "slow":
            self._head()
            for _ in range(80):
                self._piece("a ")
                time.sleep(0.1)

    def log_message(self, *_: Any) -> None:
        """Prints nothing."""


@contextmanager
def chat_server(
    reply: Reply,
    fault: Callable[[list[dict[str, Any]]], str | None] = lambda _: None,
    pause_s: float = 0,
) -> Iterator[Any]:
    """A running server: `.address` for the settings, `.asked` the messages that it received.

    It waits `pause_s` between two pieces of a reply; `.sent` counts them.
    """
    server: Any = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    server.reply, server.fault, server.asked, server.bodies = reply, fault, [], []
    server.pause_s, server.sent = pause_s, 0
    server.address = f"http://127.0.0.1:{server.server_address[1]}/v1"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"


def digits(text: str) -> set[str]:
    """The numbers of a text as bare digits without trailing zeros: 10,80 is 10.8.

    An independent check: it shares no code with the verifier.
    """
    text = re.sub(r"\[\d+\]", "", text)
    text = re.sub(rf"\d{{1,2}} (?=(?:{_MONTHS})\b)", "", text)  # tháng 11 ends on 30 November
    return {re.sub(r"\D", "", number).strip("0") for number in re.findall(r"\d[\d.,]*", text)}


def is_supported(answer: Mapping[str, Any]) -> bool:
    """Whether each number of an answer (JSON) is in a cited quote, title or date.

    Also, each marker must have a citation, and the text must have no active markup.
    """
    cited = " ".join(f"{c['quote']} {c['title']} {c['published_on']}" for c in answer["citations"])
    text = answer["text"]
    markers = {int(m) for m in re.findall(r"\[(\d+)\]", text)}
    is_known = markers <= {c["marker"] for c in answer["citations"]}
    is_plain = not re.search(r"<\s*[a-z/!]|https?:|javascript:|\]\(", text, re.IGNORECASE)
    return digits(text) <= digits(cited.replace("-", " ")) and is_known and is_plain
