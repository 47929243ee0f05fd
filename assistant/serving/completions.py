"""The OpenAI chat protocol at /v1, for Open WebUI and other clients.

The last message of the user is the question, the messages before it are the conversation; system
messages are ignored. The citations follow the text of the message; the extra field `bantin` has
the whole answer as JSON.
"""

import json
import threading
import time
from collections.abc import AsyncIterator, Sequence
from typing import Any, Literal

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse, Response, StreamingResponse
from pydantic import BaseModel, ConfigDict, Field

from assistant.errors import AssistantError, QuestionError
from assistant.json_views import answer_view
from assistant.records import Answer, Citation, Language, Turn
from assistant.service import Service
from assistant.serving.api_keys import needs
from assistant.serving.concurrency_limit import in_threads
from assistant.serving.problems import problem_of
from assistant.wording.phrases import date_text
from assistant.wording.replies import nearest_label
from knowledge.errors import KnowledgeError

MODEL = "bantin"
_MAX_TURNS = 20
_MARKDOWN = str.maketrans({c: f"\\{c}" for c in "\\`*_{}[]<>#|!~"})


class Part(BaseModel):
    """A piece of a message; pictures and sounds are ignored."""

    model_config = ConfigDict(extra="allow")
    type: str
    text: str | None = Field(None, max_length=200_000)


class ChatMessage(BaseModel):
    """One message of the conversation."""

    model_config = ConfigDict(extra="allow")
    role: Literal["system", "developer", "user", "assistant", "tool"]
    content: str | list[Part] | None = None

    def words(self) -> str:
        """The message as text."""
        if isinstance(self.content, list):
            return "\n".join(part.text for part in self.content if part.text)
        return self.content or ""


class ChatBody(BaseModel):
    """A request as OpenAI's clients send it; other fields are ignored."""

    model_config = ConfigDict(
        extra="allow",
        json_schema_extra={
            "examples": [
                {
                    "model": MODEL,
                    "messages": [
                        {"role": "user", "content": "nam 2022 co bao nhieu nguoi di xkld"}
                    ],
                }
            ]
        },
    )
    model: str = Field(MODEL, max_length=200)
    messages: list[ChatMessage] = Field(min_length=1, max_length=200)
    stream: bool = False


def build_completions(service: Service) -> APIRouter:
    """The routes `/v1/models` and `/v1/chat/completions`."""
    router = APIRouter(prefix="/v1", dependencies=[Depends(needs(service, "ask"))])

    @router.get("/models")
    def models() -> dict[str, Any]:
        """The list of models, which has one entry."""
        return {
            "object": "list",
            "data": [{"id": MODEL, "object": "model", "created": 0, "owned_by": "bantin"}],
        }

    @router.post("/chat/completions", response_model=None)
    async def complete(body: ChatBody) -> Response:
        """An answer as a chat completion; `stream` sends sentences as they are checked."""
        question, history = _conversation(body.messages)
        cancel = threading.Event()
        answers = service.stream(question, None, history, "chat", cancel)
        if body.stream:
            return StreamingResponse(_chunks(answers, cancel), media_type="text/event-stream")
        last = None
        try:
            async for answer in in_threads(answers):
                last = answer
        except QuestionError as exc:
            return JSONResponse(
                {"error": {"message": str(exc), "type": "invalid_request_error"}}, 400
            )
        finally:
            cancel.set()
        assert last is not None  # a stream that is not cancelled ends with an answer
        message = {"role": "assistant", "content": _content(last) + _sources(last)}
        return JSONResponse(
            _envelope(
                "chat.completion",
                last,
                choices=[{"index": 0, "message": message, "finish_reason": "stop"}],
            )
            | {"bantin": _plain(last)}
        )

    return router


def _conversation(messages: Sequence[ChatMessage]) -> tuple[str, list[Turn]]:
    """The question and the turns before it."""
    turns: list[Turn] = []
    for message in messages:
        if message.role == "user":
            turns.append(Turn(message.words()))
        elif message.role == "assistant" and turns:
            turns[-1] = Turn(turns[-1].question, message.words())
    if not turns:
        raise QuestionError("no message of a user; send one with the question")
    return turns[-1].question, turns[:-1][-_MAX_TURNS:]


async def _chunks(answers: Any, cancel: threading.Event) -> AsyncIterator[str]:
    sent, last = "", None
    try:
        async for answer in in_threads(answers):
            # Compared before Markdown is escaped: a later marker changes what an earlier `[2]` is.
            rest = answer.text.removeprefix(sent)
            content = _head(answer) * (last is None) + _lines(rest, answer)
            if content:
                yield _chunk(answer, {"role": "assistant", "content": content})
            sent, last = answer.text, answer
        if last is not None:
            if sources := _sources(last):
                yield _chunk(last, {"content": sources})
            yield _chunk(last, {}, "stop", bantin=_plain(last))
    except (AssistantError, KnowledgeError) as exc:
        kind = "invalid_request_error" if isinstance(exc, QuestionError) else "server_error"
        error = {"error": {"message": problem_of(exc)["detail"], "type": kind}}
        yield f"data: {json.dumps(error)}\n\n"
    finally:
        cancel.set()
    yield "data: [DONE]\n\n"


def _chunk(answer: Answer, delta: dict[str, str], reason: str | None = None, **more: Any) -> str:
    choices = [{"index": 0, "delta": delta, "finish_reason": reason}]
    body = _envelope("chat.completion.chunk", answer, choices=choices) | more
    return f"data: {json.dumps(body, ensure_ascii=False)}\n\n"


def _envelope(kind: str, answer: Answer, **more: Any) -> dict[str, Any]:
    return {
        "id": f"chatcmpl-{answer.answer_id}",
        "object": kind,
        "created": int(time.time()),
        "model": MODEL,
        **more,
    }


def _content(answer: Answer) -> str:
    return _head(answer) + _lines(answer.text, answer)


def _head(answer: Answer) -> str:
    return f"**{answer.short.translate(_MARKDOWN)}**\n\n" if answer.short else ""


def _lines(text: str, answer: Answer) -> str:
    """Text of an answer as Markdown, each line a paragraph."""
    markers = {c.marker for c in answer.citations}
    return "\n\n".join(_marked(line, markers) for line in text.split("\n"))


def _marked(line: str, markers: set[int]) -> str:
    """A line escaped for Markdown, except for its markers."""
    escaped = line.translate(_MARKDOWN)
    for marker in markers:
        escaped = escaped.replace(f"\\[{marker}\\]", f"[{marker}]")
    return escaped


def _sources(answer: Answer) -> str:
    """The list of cited passages; for a refusal, of passages that may be related."""
    lines = [f"[{c.marker}] {_source(c, answer.language)}" for c in answer.citations]
    if answer.nearest:
        lines.append(f"*{nearest_label(answer.language)}:*")
        lines += [f"- {_source(c, answer.language)}" for c in answer.nearest]
    return "\n\n---\n" + "\n\n".join(lines) if lines else ""


def _source(citation: Citation, language: Language) -> str:
    day = date_text(citation.published_on, language)
    head = " · ".join(part for part in (day, citation.title.translate(_MARKDOWN)) if part)
    link = f" {citation.url}" if citation.url else ""
    return f"{head}: “{' '.join(citation.quote.split()).translate(_MARKDOWN)}”{link}"


def _plain(answer: Answer) -> dict[str, Any]:
    plain: dict[str, Any] = json.loads(json.dumps(answer_view(answer), default=str))
    return plain
