"""What a peer is, and its loop of JSON lines; plain Python, as it runs in the peer's environment.

A request is one line on standard input: `{"do": "wait"}` (answered once the peer is open), `{"do":
"load", "bulletins": FILE}`, `{"do": "search", "query", "k"}` or `{"do": "answer", "question"}`. The
reply is one line on standard output: what was asked for, and `seconds`; or `error`. What a library
prints goes to standard error.
"""

import json
import os
import sys
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Setup:
    """Where a peer keeps its data, the folder of the model, and the addresses of the servers."""

    data: Path
    model: Path
    embeddings_url: str = ""
    chat_url: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One bulletin to load; `date` is ISO or empty, as are unknown titles and places."""

    key: str
    title: str
    date: str
    text: str
    place: str = ""

    @property
    def document(self) -> str:
        """The text with its title, day and place on top, so that every peer knows them."""
        head = "" if self.text.startswith(self.title) else self.title
        day = "/".join(reversed(self.date.split("-"))) if self.date else ""
        known = ", ".join(x for x in (f"Ngày {day}" if day else "", self.place) if x)
        return "\n\n".join([*(line for line in (head, known) if line), self.text])


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage that the search gives: its bulletin, its text, its score (higher is better)."""

    key: str
    text: str
    score: float


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: `short` is the bare one, where the system has one; `is_refusal` if it says so."""

    text: str
    citations: list[Passage]
    short: str | None = None
    is_refusal: bool | None = None
    details: dict[str, Any] = field(default_factory=dict)


class Peer(Protocol):
    """A system under comparison; opened with a `Setup`, whose data folder may hold its library."""

    def load(self, rows: list[Row]) -> int:
        """Stores the bulletins durably; the number of passages."""
        ...

    def search(self, query: str, k: int) -> list[Passage]:
        """The `k` best passages, best first."""
        ...

    def answer(self, question: str) -> Reply:
        """The answer of the system's own chain."""
        ...


def rows_of(path: Path) -> list[Row]:
    """The bulletins of a file of JSON lines."""
    with path.open(encoding="utf-8") as lines:
        return [Row(**json.loads(line)) for line in lines]


def serve(make: Any) -> None:
    """Opens the peer with the `Setup` in the first argument (JSON) and answers until input ends."""
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    given = json.loads(sys.argv[1])
    setup = Setup(Path(given.pop("data")), Path(given.pop("model")), **given)
    peer: Peer = make(setup)
    for line in sys.stdin:
        request = json.loads(line)
        began = time.perf_counter()
        try:
            reply = _reply(peer, request)
        except Exception as exc:  # noqa: BLE001 - the runner records it and goes on
            reply = {"error": f"{type(exc).__name__}: {exc}"[:500]}
        reply["seconds"] = time.perf_counter() - began
        replies.write(json.dumps(reply, ensure_ascii=False) + "\n")
        replies.flush()


def _reply(peer: Peer, request: dict[str, Any]) -> dict[str, Any]:
    if request["do"] == "wait":
        return {}
    if request["do"] == "load":
        return {"passages": peer.load(rows_of(Path(request["bulletins"])))}
    if request["do"] == "search":
        return {"hits": [asdict(hit) for hit in peer.search(request["query"], request["k"])]}
    return asdict(peer.answer(request["question"]))
