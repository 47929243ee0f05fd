"""Plain pages: shared answers, the accessibility statement, the embed script for portals."""

import json
from importlib.resources import files
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response

from assistant.service import Service
from assistant.serving.api import FeedbackBody
from knowledge.errors import UnknownBulletin
from knowledge.output.templates import renderer
from knowledge.search.library import Library
from prompts.catalogue import catalogue, tables

_render = renderer("assistant.serving")


def build_plain_pages(service: Service) -> APIRouter:
    """The routes over one service."""
    router = APIRouter(include_in_schema=False)
    journal, library = service.back_office.journal, service.assistant.library
    script = files("assistant.pages").joinpath("embed.js").read_text("utf-8")
    snippet = script.replace('"WORDS"', json.dumps(tables("embed"), ensure_ascii=False))

    @router.get("/a/{answer_id}.json")
    def pack(answer_id: str) -> JSONResponse:
        return JSONResponse(evidence_pack(journal.answer(answer_id, shared_only=True), library))

    @router.get("/a/{answer_id}", response_class=HTMLResponse)
    def answer(answer_id: str) -> HTMLResponse:
        evidence = evidence_pack(journal.answer(answer_id, shared_only=True), library)
        language = evidence["language"]
        words = catalogue(language).table("shared_answer")
        return HTMLResponse(_render("answer", language=language, pack=evidence, w=words))

    @router.post("/a/{answer_id}")
    def share(answer_id: str, request: Request) -> JSONResponse:
        journal.share(answer_id)
        return JSONResponse({"address": f"{str(request.base_url).rstrip('/')}/a/{answer_id}"})

    @router.post("/feedback", status_code=204)
    def feedback(body: FeedbackBody) -> None:
        journal.rate(body.answer_id, body.is_helpful, body.reason)

    @router.get("/accessibility", response_class=HTMLResponse)
    def accessibility() -> HTMLResponse:
        return HTMLResponse(_render("accessibility", language="vi"))

    @router.get("/embed.js")
    def embed() -> Response:
        return Response(snippet, media_type="text/javascript")

    return router


def evidence_pack(answer: dict[str, Any], library: Library) -> dict[str, Any]:
    """A shared answer as JSON with its evidence: question, text, quoted spans and their revisions.

    In a citation, `digest` is that of the cited revision; `is_current` is whether it is the newest.
    """
    cited = []
    for citation in answer["citations"]:
        try:
            edition = library.edition(citation["bulletin_id"], citation["revision"])
        except UnknownBulletin:
            continue  # the library has been rebuilt without this bulletin
        more = {
            "digest": edition.digest,
            "is_current": edition.is_current,
            "issuer": edition.bulletin.issuer,
        }
        cited.append(citation | more)
    kept = ("answer_id", "question", "language", "asked_at", "status", "short", "text", "figures",
            "computed", "answerer")  # fmt: skip
    return {key: answer[key] for key in kept} | {"citations": cited}
