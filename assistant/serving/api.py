"""The HTTP API under /api/v1. No logic: parses requests, calls the service, formats responses."""

import contextlib
import json
import threading
from collections.abc import AsyncIterator
from functools import partial
from typing import Annotated, Any, Literal

from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse
from pydantic import BaseModel, ConfigDict, Field

from assistant.backoffice.journal import REASONS
from assistant.errors import AssistantError
from assistant.json_views import answer_view
from assistant.operations.readiness import problems_of
from assistant.records import Answer, Turn
from assistant.service import Service
from assistant.serving.api_keys import needs
from assistant.serving.concurrency_limit import in_threads, when_free
from assistant.serving.problems import problem_of
from knowledge.errors import KnowledgeError
from knowledge.output.json_views import bulletin_view, figure_view, hit_view
from knowledge.records import Role

_MAX_TURNS = 20
_YEAR = Query(None, ge=1900, le=2100, description="Only this year.")
_PLACE = Query(None, max_length=100, description="Only this province or district.")
_Limit = Annotated[int, Query(ge=1, le=1000, description="At most so many.")]
_Offset = Annotated[int, Query(ge=0, le=2**31, description="Without the first so many.")]
_EXAMPLE = {
    "answer_id": "5f0c…", "question": "nam 2022 co bao nhieu nguoi di xkld", "language": "vi",
    "status": "answered", "short": "753 người", "confidence": 0.95, "answerer": "extractive",
    "text": "Năm 2022, tỉnh Bắc Kạn có 753 người đi làm việc ở nước ngoài theo hợp đồng "
    "(kế hoạch 500 người, đạt 151% kế hoạch) [1].",
    "figures": [
        {"name": "đi làm việc ở nước ngoài theo hợp đồng", "value": "753", "unit": "người", "plan": "500",
         "percent": "151", "period": "2022", "place": "Bắc Kạn", "marker": 1, "start": 401, "end": 432,
         "standing": "stands"}
    ],
    "citations": [
        {"marker": 1, "bulletin_id": "bac-kan-2022-12-07", "revision": 1, "title": "Nhiều chỉ tiêu …",
         "published_on": "2022-12-07", "url": None, "passage_id": "bac-kan-2022-12-07@1:1",
         "start": 206, "end": 432, "quote": "… ở nước ngoài theo hợp đồng được 753/500 người, đạt 151% kế hoạch.",
         "trust": "official"}
    ],
}  # fmt: skip
_REFUSAL = {
    "answer_id": "8c11…", "question": "Nộp hồ sơ hưởng trợ cấp thất nghiệp ở đâu?", "language": "vi",
    "status": "no_evidence", "short": None, "confidence": 0.0, "answerer": "extractive",
    "text": "Tôi chưa tìm thấy hướng dẫn cho việc này trong các bản tin đã nạp. …",
    "figures": [], "citations": [],
    "nearest": [
        {"marker": 1, "bulletin_id": "ba-ria-vung-tau-2023", "revision": 1, "title": "Bà Rịa - Vũng Tàu …",
         "published_on": "2024-01-10", "url": None, "passage_id": "ba-ria-vung-tau-2023@1:1",
         "start": 0, "end": 96, "quote": "Năm 2023, toàn tỉnh có 17.843 người hưởng trợ cấp thất nghiệp …",
         "trust": "official"}
    ],
}  # fmt: skip
_EXAMPLES = {
    "answer": {"summary": "An answer", "value": _EXAMPLE},
    "refusal": {
        "summary": "A refusal",
        "description": "`nearest` are passages that may be related and are no answer; show them so.",
        "value": _REFUSAL,
    },
}
_ANSWER: dict[int | str, dict[str, Any]] = {
    200: {
        "model": Answer,
        "description": "The answer; a refusal is one too, see `status`. The examples leave parts out.",
        "content": {"application/json": {"examples": _EXAMPLES}},
    },
    422: {"description": "The question cannot be taken (problem+json)."},
}


class TurnBody(BaseModel):
    """An earlier turn of the conversation."""

    model_config = ConfigDict(extra="forbid")
    question: str = Field(max_length=5000)
    answer: str = Field("", max_length=20_000)
    answer_id: str | None = Field(
        None, max_length=64,
        description="Of the answer that was given here: question and answer are then taken from it.",
    )  # fmt: skip


class AskBody(BaseModel):
    """A question, in Vietnamese (accents or none) or English."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"question": "How many workers went abroad in 2022?"},
                {
                    "question": "còn năm 2021?",
                    "language": "vi",
                    "history": [{"question": "Năm 2022 Bắc Kạn có bao nhiêu người đi xkld?"}],
                },
            ]
        },
    )
    question: str = Field(max_length=200_000)
    language: Literal["vi", "en"] | None = None
    history: list[TurnBody] = Field(default_factory=list, max_length=_MAX_TURNS)

    def turns(self) -> list[Turn]:
        """The earlier turns."""
        return [Turn(turn.question, turn.answer, turn.answer_id) for turn in self.history]


class FeedbackBody(BaseModel):
    """What a person thinks of an answer."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"answer_id": "…", "is_helpful": False, "reason": REASONS[0]}]
        },
    )
    answer_id: str = Field(max_length=64)
    is_helpful: bool
    reason: str = Field("", max_length=500)


def build_router(service: Service) -> APIRouter:
    """The routes over one service."""
    router = APIRouter(prefix="/api/v1")
    library = service.assistant.library
    # Separate threads: questions do not delay short requests, and neither of them delays /health.
    asking, watching = CapacityLimiter(service.turns.most), CapacityLimiter(1)
    may_ask, may_read = Depends(needs(service, "ask")), Depends(needs(service, "read"))

    @router.post("/ask", dependencies=[may_ask], responses=_ANSWER)
    async def ask(body: AskBody, request: Request) -> dict[str, Any]:
        """Answers a question with citations; a refusal is an answer too (see `status`)."""
        ask = partial(service.ask, body.question, body.language, body.turns(), "api")
        return answer_view(await when_free(request, asking, ask))

    @router.post("/ask/stream", dependencies=[may_ask], response_class=StreamingResponse)
    async def ask_stream(body: AskBody) -> StreamingResponse:
        """The answer as it comes: server-sent events `sentence` (so far), then `answer` (whole)."""
        cancel = threading.Event()

        async def events() -> AsyncIterator[str]:
            last = None
            stream = service.stream(body.question, body.language, body.turns(), "api", cancel)
            try:
                async for answer in in_threads(stream):
                    if last is not None:
                        yield _event("sentence", last)
                    last = answer
                if last is not None:
                    yield _event("answer", last)
            except (AssistantError, KnowledgeError) as exc:
                details = json.dumps(problem_of(exc), ensure_ascii=False)
                yield f"event: problem\ndata: {details}\n\n"
            finally:
                cancel.set()  # the client may have disconnected before the end

        return StreamingResponse(events(), media_type="text/event-stream")

    @router.post("/feedback", dependencies=[Depends(needs(service, "feedback"))], status_code=204)
    def feedback(body: FeedbackBody) -> None:
        """Keeps whether an answer was helpful, and why not."""
        service.back_office.journal.rate(body.answer_id, body.is_helpful, body.reason)

    @router.get("/search", dependencies=[may_read])
    async def search(
        request: Request,
        q: Annotated[str, Query(min_length=1, max_length=2000)],
        k: Annotated[int, Query(ge=1, le=100)] = 10,
        year: int | None = _YEAR,
        place: str | None = _PLACE,
    ) -> dict[str, Any]:
        """The passages that fit best, best first."""
        search = partial(service.search, q, k, year, place)
        hits = await when_free(request, asking, search)
        return {"query": q, "hits": [hit_view(hit) for hit in hits]}

    @router.get("/figures", dependencies=[may_read])
    def figures(
        q: Annotated[str | None, Query(max_length=500)] = None,
        year: int | None = _YEAR,
        place: str | None = _PLACE,
        role: Role | None = None,
        limit: _Limit = 100,
        offset: _Offset = 0,
    ) -> dict[str, Any]:
        """The figures that fit every filter, newest period first; `total` counts all of them."""
        total, page = library.figure_page(q, year, place, role, limit, offset)
        figures = [figure_view(figure) for figure in page]
        return {"total": total, "offset": offset, "figures": figures}

    @router.get("/bulletins", dependencies=[may_read])
    def bulletins(limit: _Limit = 100, offset: _Offset = 0) -> dict[str, Any]:
        """The bulletins, newest first; `total` counts all of them."""
        with library.at_one_state() as held:
            total, listed = held.bulletin_count(), held.listed(limit, offset)
        return {
            "total": total,
            "offset": offset,
            "bulletins": [
                {
                    "bulletin_id": b.bulletin_id,
                    "title": b.title,
                    "published_on": b.published_on,
                    "source": b.url or b.source.rsplit("/", 1)[-1],
                    "revision": b.revision,
                }
                for b in listed
            ],
        }

    @router.get("/bulletins/{bulletin_id}", dependencies=[may_read])
    def bulletin(
        bulletin_id: str, revision: Annotated[int | None, Query(ge=1, le=2**31)] = None
    ) -> dict[str, Any]:
        """One bulletin with its text; citations count characters of `text`. 410: it was withdrawn."""
        with library.at_one_state() as held:
            edition = held.public_edition(bulletin_id, revision)
            view = bulletin_view(edition, held.figures_of(edition))
        view["source"] = edition.bulletin.url or edition.bulletin.source.rsplit("/", 1)[-1]
        return view

    @router.get("/health", responses={503: {"description": "No question can be answered now."}})
    async def health() -> Response:
        """200 once questions can be answered, else 503; `problems` say what is wrong in words."""
        status, body = await to_thread.run_sync(partial(_health, service), limiter=watching)
        headers = {"retry-after": "30"} if status == 503 else None
        return JSONResponse(body, status, headers)

    @router.get("/health/live")
    async def live() -> dict[str, str]:
        """200 as long as the process takes requests, whether it can answer questions or not."""
        return {"status": "alive"}

    return router


def _health(service: Service) -> tuple[int, dict[str, Any]]:
    """The HTTP status and the body of /health."""
    problems = problems_of(service)
    is_ready = not any(problem.is_blocking for problem in problems)
    body: dict[str, Any] = {
        "status": "ok" if is_ready else "not ready",
        "problems": [{"name": p.name, "detail": p.detail} for p in problems],
    }
    with contextlib.suppress(KnowledgeError):
        body |= service.assistant.library.catalogue.counts()
    return (200 if is_ready else 503), body


def _event(name: str, answer: Answer) -> str:
    return f"event: {name}\ndata: {json.dumps(answer_view(answer), ensure_ascii=False)}\n\n"
