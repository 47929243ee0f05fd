"""Simulated users of the page and of the API: each asks, reads the answer and asks again.

Each user has an address of its own in 127.0.0.0/8, so that the server's limits for one client count
users, not this process.
"""

import asyncio
import json
import random
import secrets
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Literal

import aiohttp

from evals.bench.load.questions import Asked, Asking

Way = Literal["page", "api"]
State = Literal["answered", "refused", "failed"]
# A user who gets no answer in this time counts as failed.
PATIENCE_S = 60.0
_FIRST_S = 30.0  # the wait of users without a Retry-After
_LINE_BYTES = 2**20  # an answer with its sources is one line


@dataclass(frozen=True, slots=True)
class Record:
    """One question: seconds until the answer (or the refusal), and until everything had come.

    `at_s` is the second of the run at which it was asked; `retry_s` the wait that a refusal names.
    """

    way: Way
    kind: str
    state: State
    at_s: float
    answer_s: float
    whole_s: float
    what: str = ""
    retry_s: int | None = None


@dataclass(frozen=True, slots=True)
class Crowd:
    """How many users ask for how long; they think `think_s` (from, to) between questions."""

    users: int
    seconds: float
    think_s: tuple[float, float]
    ways: tuple[Way, ...] = ("page", "api")
    seed: int = 1


async def run_crowd(
    address: str, crowd: Crowd, questions: Asking, note: Callable[[Record], None]
) -> None:
    """Runs the crowd until its last question has ended; `note` gets each question as it ends."""
    began = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for number in range(crowd.users):
            group.create_task(_user(address, crowd, number, began, questions, note))


async def _user(
    address: str, crowd: Crowd, number: int, began: float, questions: Asking,
    note: Callable[[Record], None],
) -> None:  # fmt: skip
    rng = random.Random(f"{crowd.seed} {crowd.users} {number}")
    way = crowd.ways[number % len(crowd.ways)]
    # Users come within one thinking time, not all in one instant.
    await asyncio.sleep(rng.uniform(0, crowd.think_s[1]))
    async with client(number) as session:
        if way == "page":
            await _opened(session, address)
        question = questions.next(rng)
        while (at_s := time.perf_counter() - began) < crowd.seconds:
            record = await ask(session, address, way, question, at_s)
            note(record)
            wait = record.retry_s or (_FIRST_S if record.state == "refused" else 0)
            if record.state != "refused":
                question = questions.next(rng)
            pause_s = max(wait * rng.uniform(1, 1.5), rng.uniform(*crowd.think_s))
            if time.perf_counter() - began + pause_s >= crowd.seconds:
                return  # nobody waits for the end of a pause
            await asyncio.sleep(pause_s)


@asynccontextmanager
async def client(number: int) -> AsyncIterator[aiohttp.ClientSession]:
    """The connections of one user."""
    own = f"127.1.{number // 250}.{number % 250 + 1}"
    connector = aiohttp.TCPConnector(local_addr=(own, 0), limit=6)
    limit = aiohttp.ClientTimeout(total=PATIENCE_S)
    async with aiohttp.ClientSession(
        connector=connector, timeout=limit, read_bufsize=_LINE_BYTES
    ) as session:
        yield session


async def ask(
    session: aiohttp.ClientSession, address: str, way: Way, question: Asked, at_s: float = 0.0
) -> Record:
    """One question by one way."""
    began = time.perf_counter()
    answer_s: float | None = None

    def answered() -> None:
        nonlocal answer_s
        answer_s = time.perf_counter() - began

    what, retry_s = "", None
    try:
        by = _by_page if way == "page" else _by_api
        state, what, retry_s = await by(session, address, question.text, answered)
    except (TimeoutError, aiohttp.ClientError, ValueError) as exc:
        state, what = "failed", type(exc).__name__
    whole_s = time.perf_counter() - began
    first_s = whole_s if answer_s is None else answer_s
    return Record(way, question.kind, state, at_s, first_s, whole_s, what, retry_s)


_Result = tuple[State, str, int | None]


async def _by_api(
    session: aiohttp.ClientSession, address: str, text: str, answered: Callable[[], None]
) -> _Result:
    async with session.post(f"{address}/api/v1/ask", json={"question": text}) as reply:
        if reply.status != 200:
            return await _refusal(reply)
        await reply.json()
    answered()
    return "answered", "", None


async def _by_page(
    session: aiohttp.ClientSession, address: str, text: str, answered: Callable[[], None]
) -> _Result:
    """As `citizens.js` does it: a call, then the stream of its messages."""
    call = f"{address}/gradio_api/call/ask"
    data = {"data": [text, "", "vi", 0, "[]", secrets.token_hex(8)]}
    async with session.post(call, json=data) as reply:
        if reply.status != 200:
            return await _refusal(reply)
        event = (await reply.json())["event_id"]
    kinds = []
    async with session.get(f"{call}/{event}") as stream:
        async for kind, message in _messages(stream):
            if kind == "error":
                return "failed", "error event", None
            kinds.append(message["kind"])
            if message["kind"] == "answer":
                answered()
            if message["kind"] == "problem":
                return "failed", "problem", None
    return ("answered" if "answer" in kinds else "failed"), " ".join(kinds[-1:]), None


async def _messages(stream: aiohttp.ClientResponse) -> AsyncIterator[tuple[str, dict[str, Any]]]:
    """The messages of an event; Gradio sends the last one twice."""
    kind = ""
    async for line in stream.content:
        name, _, value = line.decode().rstrip("\n").partition(": ")
        if name == "event":
            kind = value
        elif name == "data" and kind == "generating":
            yield kind, json.loads(json.loads(value)[0])
        elif name == "data" and kind == "error":
            yield kind, {}


async def _refusal(reply: aiohttp.ClientResponse) -> _Result:
    """A refusal is polite if it says when to come again."""
    await reply.read()
    wait = reply.headers.get("retry-after", "")
    if reply.status in (429, 503) and wait.isdigit():
        return "refused", str(reply.status), int(wait)
    return "failed", str(reply.status), None


async def _opened(session: aiohttp.ClientSession, address: str) -> None:
    try:
        async with session.get(address) as reply:
            await reply.read()
    except (TimeoutError, aiohttp.ClientError):
        return  # the questions will say that the server is not there
