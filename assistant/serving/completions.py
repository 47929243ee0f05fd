"""The OpenAI chat protocol at /v1, for Open WebUI and other clients.

The last message of the user is the question, the messages before it are the conversation; system
messages are ignored. The citations follow the text of the message; the extra field `bantin` has
the whole answer as JSON. Errors have OpenAI's form (`assistant.serving.problems`). `usage` counts
words, since no tokens are charged.
"""

import json
import threading
import time
import uuid
from collections.abc import AsyncIterator, Sequence
from typing import Any, Literal

from fastapi import APIRouter, Depends, HTTPException
from fastapi.responses import JSONResponse, Response, StreamingResponse
from pydantic import BaseModel, ConfigDict, Field

from assistant.errors import AssistantError, QuestionError
from assistant.json_views import answer_view
from assistant.records import Answer, Citation, Language, Turn
from assistant.service import Service
from assistant.serving.api_keys import needs
from assistant.serving.chat_tasks import question_of, task_reply
from assistant.serving.concurrency_limit import in_threads
from assistant.serving.problems import openai_error, problem_of
from assistant.wording.phrases import date_text
from assistant.wording.replies import nearest_label
from knowledge.errors import KnowledgeError

MODEL = "bantin"
_MODEL = {"id": MODEL, "object": "model", "created": 0, "owned_by": "bantin"}
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


class StreamOptions(BaseModel):
    """Options of a stream; `include_usage` adds a chunk with the usage at its end."""

    model_config = ConfigDict(extra="allow")
    include_usage: bool = False


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
    stream_options: StreamOptions | None = None


def build_completions(service: Service) -> APIRouter:
    """The routes `/v1/models` and `/v1/chat/completions`."""
    router = APIRouter(prefix="/v1", dependencies=[Depends(needs(service, "ask"))])

    @router.get("/models")
    def models() -> dict[str, Any]:
        """The list of models, which has one entry."""
        return {"object": "list", "data": [_MODEL]}

    @router.get("/models/{model}")
    def model(model: str) -> dict[str, Any]:
        """The model; there is one."""
        _check_model(model)
        return _MODEL

    @router.post("/chat/completions", response_model=None)
    async def complete(body: ChatBody) -> Response:
        """An answer as a chat completion; `stream` sends sentences as they are checked."""
        _check_model(body.model)
        question, history = _conversation(body.messages)
        reply = task_reply(question)
        if reply is not None:
            return _task_response(body, reply)
        asked = sum(len(message.words().split()) for message in body.messages)
        cancel = threading.Event()
        answers = service.stream(question, None, history, "chat", cancel)
        if body.stream:
            return StreamingResponse(
                _chunks(answers, cancel, _asks_usage(body) and asked),
                media_type="text/event-stream",
            )
        last = None
        try:
            async for answer in in_threads(answers):
                last = answer
        finally:
            cancel.set()
        assert last is not None  # a stream that is not cancelled ends with an answer
        message = {"role": "assistant", "content": _content(last) + _sources(last)}
        return JSONResponse(
            _envelope(
                "chat.completion",
                last,
                choices=[{"index": 0, "message": message, "finish_reason": "stop"}],
                usage=_usage(asked, message["content"]),
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
    return question_of(turns[-1].question), turns[:-1][-_MAX_TURNS:]


def _check_model(name: str) -> None:
    """Raises HTTPException 404 for a model that is not this one."""
    if name != MODEL:
        raise HTTPException(404, f"the model {name!r} does not exist here; use {MODEL!r}")


def _asks_usage(body: ChatBody) -> bool:
    return body.stream_options is not None and body.stream_options.include_usage


def _usage(asked: int, reply: str) -> dict[str, int]:
    """Words of the messages and of the reply, in the fields that clients add up."""
    length = len(reply.split())
    return {"prompt_tokens": asked, "completion_tokens": length, "total_tokens": asked + length}


def _task_response(body: ChatBody, reply: str) -> Response:
    """The reply to a prompt of the client for itself, whole or as a stream of one chunk."""
    head = {"id": f"chatcmpl-{uuid.uuid4().hex}", "created": int(time.time()), "model": MODEL}
    message = {"role": "assistant", "content": reply}
    asked = sum(len(message.words().split()) for message in body.messages)
    end = {"index": 0, "finish_reason": "stop"}
    if not body.stream:
        whole = {"object": "chat.completion", "choices": [end | {"message": message}]}
        return JSONResponse({**head, **whole, "usage": _usage(asked, reply)})
    chunk = {**head, "object": "chat.completion.chunk", "choices": [end | {"delta": message}]}
    lines = f"data: {json.dumps(chunk, ensure_ascii=False)}\n\ndata: [DONE]\n\n"
    return Response(lines, media_type="text/event-stream")


async def _chunks(answers: Any, cancel: threading.Event, asked: int) -> AsyncIterator[str]:
    """The answer as server-sent events; with `asked` words, the usage at the end."""
    sent, content_sent, last = "", "", None
    try:
        async for answer in in_threads(answers):
            # Compared before Markdown is escaped: a later marker changes what an earlier `[2]` is.
            rest = answer.text.removeprefix(sent)
            content = _head(answer) * (last is None) + _lines(rest, answer)
            if content:
                content_sent += content
                yield _chunk(answer, {"role": "assistant", "content": content})
            sent, last = answer.text, answer
        if last is not None:
            if sources := _sources(last):
                content_sent += sources
                yield _chunk(last, {"content": sources})
            yield _chunk(last, {}, "stop", bantin=_plain(last))
            if asked:
                body = _envelope("chat.completion.chunk", last, choices=[])
                yield f"data: {json.dumps(body | {'usage': _usage(asked, content_sent)})}\n\n"
    except (AssistantError, KnowledgeError) as exc:
        yield f"data: {json.dumps(openai_error(problem_of(exc)))}\n\n"
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
