"""A typed client of the API: copy it, it needs only httpx and pydantic.

    pip install httpx pydantic

    python docs/examples/client.py "nam 2022 co bao nhieu nguoi di xkld"

BANTIN_ADDRESS is the address of the server (default http://127.0.0.1:7860), BANTIN_KEY a key of
`bantin key add` if the server requires one.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import Literal

import httpx
from pydantic import BaseModel

Status = Literal[
    "answered", "answered_partly", "no_evidence", "not_supported", "unclear", "out_of_scope",
    "error_model", "error_internal",
]  # fmt: skip


class Figure(BaseModel):
    """A checked figure; `marker` is the number of its citation."""

    name: str
    value: Decimal
    unit: str
    plan: Decimal | None
    percent: Decimal | None
    period: str | None
    place: str | None
    marker: int


class Citation(BaseModel):
    """A quotation from a bulletin."""

    marker: int
    title: str
    quote: str
    published_on: date | None
    url: str | None


class Answer(BaseModel):
    """`short` is the bare answer; a refusal has none and gives its reason in `text`."""

    answer_id: str
    status: Status
    short: str | None
    text: str
    figures: list[Figure]
    citations: list[Citation]


class Problem(Exception):
    """The server's refusal of a request: a bad key, too many questions, too long a question."""


class Bantin:
    """A client of one server; use it as a context manager."""

    def __init__(self, address: str, key: str | None = None) -> None:
        self.address = address
        headers = {"authorization": f"Bearer {key}"} if key else {}
        self._http = httpx.Client(base_url=f"{address}/api/v1", headers=headers, timeout=60)

    def __enter__(self) -> "Bantin":
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def ask(self, question: str, language: Literal["vi", "en"] | None = None) -> Answer:
        """The checked answer.

        Raises:
            Problem: the server refused the request, or cannot be reached; the message says why.
        """
        with self._reaching():
            reply = self._http.post("/ask", json={"question": question, "language": language})
        return Answer.model_validate_json(_checked(reply).content)

    def streamed(self, question: str) -> Iterator[Answer]:
        """The growing answer after each sentence; shown text is never withdrawn."""
        asked = {"question": question}
        with self._reaching(), self._http.stream("POST", "/ask/stream", json=asked) as reply:
            if reply.is_error:
                reply.read()
            for line in _checked(reply).iter_lines():
                if line.startswith("data: "):
                    yield Answer.model_validate_json(line.removeprefix("data: "))

    @contextmanager
    def _reaching(self) -> Iterator[None]:
        """Raises Problem where the server cannot be reached."""
        try:
            yield
        except httpx.ConnectError as exc:
            raise Problem(
                f"nobody listens at {self.address}: start `bantin serve`, or set BANTIN_ADDRESS"
            ) from exc
        except httpx.TimeoutException as exc:
            raise Problem(f"{self.address} does not answer in time; try again later") from exc


def _checked(reply: httpx.Response) -> httpx.Response:
    if reply.is_error:  # application/problem+json, RFC 9457
        if "problem+json" not in reply.headers.get("content-type", ""):
            raise Problem(f"{reply.url.host} is no bantin server: it answers {reply.status_code}")
        problem = reply.json()
        wait = reply.headers.get("retry-after")
        raise Problem(f"{problem['title']}: {problem['detail']}" + (f" ({wait} s)" if wait else ""))
    return reply


def main(question: str) -> None:
    address = os.environ.get("BANTIN_ADDRESS", "http://127.0.0.1:7860")
    try:
        with Bantin(address, os.environ.get("BANTIN_KEY")) as bantin:
            answer = bantin.ask(question)
    except Problem as exc:
        sys.exit(str(exc))
    print(answer.short or answer.status)
    print(answer.text)
    for citation in answer.citations:
        print(f"[{citation.marker}] {citation.title} ({citation.published_on}): {citation.quote}")


if __name__ == "__main__":
    main(" ".join(sys.argv[1:]) or "nam 2022 co bao nhieu nguoi di xkld")
