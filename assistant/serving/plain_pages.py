"""The citizens' pages over HTTP: home, bulletins, shared answers, statements, and their files."""

import json
import random
import re
from datetime import datetime
from importlib.resources import files
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response

from assistant.errors import SwitchedOff, UnknownAnswer
from assistant.pages.bulletin_pages import (
    FILTERS,
    bulletin_view,
    list_view,
    page_words,
    withdrawn_view,
)
from assistant.pages.home import Home
from assistant.pages.site import ASSETS, At, Site, asset, logo_of, missing_html, page_html, site_of
from assistant.records import Language
from assistant.service import Service
from assistant.serving.api import FeedbackBody
from assistant.wording.phrases import date_text
from knowledge.errors import UnknownBulletin, WithdrawnBulletin
from knowledge.search.library import Library
from prompts.catalogue import catalogue, tables

_FOR_EVER = "public, max-age=31536000, immutable"
_MOST_DIGITS = 9
_ANSWER_WORDS = tables("answer")


def build_plain_pages(service: Service) -> APIRouter:
    """The routes over one service; `router.home` is the home page's content, to be warmed up."""
    router = APIRouter(include_in_schema=False)
    journal, library = service.back_office.journal, service.assistant.library
    home, logo = Home(service), logo_of(service.settings)
    script = files("assistant.pages").joinpath("embed.js").read_text("utf-8")
    snippet = script.replace('"WORDS"', json.dumps(tables("embed"), ensure_ascii=False))

    def site(request: Request, at: At = "other") -> Site:
        query = dict(request.query_params)
        return site_of(service.settings, _language(query), request.url.path, query, at)

    def missing(request: Request) -> HTMLResponse:
        html = missing_html(service.settings, request.url.path, dict(request.query_params))
        return HTMLResponse(html, 404)

    @router.get("/")
    def ask(request: Request) -> HTMLResponse:
        here = site(request, "home")
        words, closed = catalogue(here.language).table("page"), None
        try:
            service.check("page")
        except SwitchedOff as exc:
            closed = f"{words['closed']}: {exc}"
        keys = ("asked", "edit", "offline", "too_fast", "too_many", "too_large", "unreachable", "looking",
                "stopped", "retry", "send", "stop")  # fmt: skip
        data = {
            "language": here.language, "chosen": request.query_params.get("lang") in ("vi", "en"),
            "words": {key: words[key] for key in keys},
        }  # fmt: skip
        content = home.view(here.language, random.Random())
        return HTMLResponse(page_html("home", here, data=data, closed=closed, **content))

    @router.get("/bulletins")
    def bulletins(request: Request) -> HTMLResponse:
        here, query = site(request, "bulletins"), request.query_params
        chosen = {key: query.get(key, "").strip()[:200] for key in ("q", *FILTERS)}
        view = list_view(service, chosen, _number(query.get("page")) or 1, here.language)
        return _page("bulletins", here, **view)

    @router.get("/bulletins/{bulletin_id}")
    def bulletin(bulletin_id: str, request: Request) -> HTMLResponse:
        here, query = site(request, "bulletins"), request.query_params
        try:
            edition = library.public_edition(bulletin_id, _number(query.get("revision")))
        except WithdrawnBulletin as exc:
            view = withdrawn_view(exc, here.language)
            return _page("withdrawn", here, status=410, **view)
        except UnknownBulletin:
            return missing(request)
        first, last = _number(query.get("from")), _number(query.get("to"))
        span = (first, last) if first is not None and last is not None else None
        view = bulletin_view(library, edition, span, here.language)
        return _page("bulletin", here, b=view, answer_words=_ANSWER_WORDS[here.language])

    @router.get("/a/{answer_id}.json")
    def pack(answer_id: str) -> JSONResponse:
        return JSONResponse(evidence_pack(journal.answer(answer_id, shared_only=True), library))

    @router.get("/a/{answer_id}")
    def answer(answer_id: str, request: Request) -> HTMLResponse:
        try:
            given = journal.answer(answer_id, shared_only=True)
        except UnknownAnswer:
            return missing(request)
        evidence, language = evidence_pack(given, library), given["language"]
        query = dict(request.query_params) | {"lang": language}
        here = site_of(service.settings, language, request.url.path, query, "other")
        for cited in evidence["citations"]:
            facts = (_day_text(cited["published_on"], language), cited["issuer"])
            cited["facts"] = [fact for fact in facts if fact]
            cited["address"] = (
                f"/bulletins/{cited['bulletin_id']}?revision={cited['revision']}"
                f"&from={cited['start']}&to={cited['end']}{'&lang=en' * (language == 'en')}#cs-1"
            )
        return _page(
            "shared", here, pack=evidence, w=catalogue(language).table("shared_answer"),
            answer_words=_ANSWER_WORDS[language], given=_day_text(given["asked_at"][:10], language),
            completed=given["trace"].get("understood", {}).get("completed"),
        )  # fmt: skip

    @router.post("/a/{answer_id}")
    def share(answer_id: str, request: Request) -> JSONResponse:
        journal.share(answer_id)
        return JSONResponse({"address": f"{str(request.base_url).rstrip('/')}/a/{answer_id}"})

    @router.post("/feedback", status_code=204)
    def feedback(body: FeedbackBody) -> None:
        journal.rate(body.answer_id, body.is_helpful, body.reason)

    @router.get("/accessibility")
    def accessibility(request: Request) -> HTMLResponse:
        here = site(request)
        return _page("accessibility", here, access=catalogue(here.language).table("access"))

    @router.get("/page/logo")
    def logo_file() -> Response:
        if logo is None:
            raise HTTPException(404, "no logo is set")
        return Response(logo[0], media_type=logo[1])

    @router.get("/page/{name}")
    def page_file(name: str) -> Response:
        if name not in ASSETS:
            raise HTTPException(404, "no such file")
        return Response(asset(name), media_type=ASSETS[name], headers={"cache-control": _FOR_EVER})

    @router.get("/embed.js")
    def embed() -> Response:
        return Response(snippet, media_type="text/javascript")

    router.home = home  # type: ignore[attr-defined]  # for `web`: it tries the home page's questions
    return router


def _page(name: str, here: Site, status: int = 200, **values: Any) -> HTMLResponse:
    words = page_words(here.language)
    return HTMLResponse(page_html(name, here, **values, words=words), status)


def _language(query: dict[str, str]) -> Language:
    return "en" if query.get("lang") == "en" else "vi"


def _number(text: str | None) -> int | None:
    """The number in a query parameter; None where there is none."""
    return int(text) if text and re.fullmatch(rf"[0-9]{{1,{_MOST_DIGITS}}}", text) else None


def _day_text(day: str | None, language: Language) -> str:
    return date_text(datetime.fromisoformat(day).date(), language) if day else ""


def evidence_pack(answer: dict[str, Any], library: Library) -> dict[str, Any]:
    """A shared answer as JSON with its evidence: question, text, quoted spans and their revisions.

    In a citation, `digest` is that of the cited revision; `is_current` is whether it is the newest.
    Where a cited bulletin was withdrawn since (`is_withdrawn`), neither the answer nor the quotation
    is repeated.
    """
    cited = []
    for citation in answer["citations"]:
        try:
            edition = library.public_edition(citation["bulletin_id"], citation["revision"])
        except WithdrawnBulletin as exc:
            hidden = {"title": exc.args[0], "quote": "", "digest": "", "issuer": None}
            cited.append(citation | hidden | {"is_current": False, "is_withdrawn": True})
            continue
        except UnknownBulletin:
            continue  # the library has been rebuilt without this bulletin
        more = {
            "digest": edition.digest,
            "is_current": edition.is_current,
            "is_withdrawn": False,
            "issuer": edition.bulletin.issuer,
        }
        cited.append(citation | more)
    kept = ("answer_id", "question", "language", "asked_at", "status", "short", "text", "figures",
            "computed", "answerer")  # fmt: skip
    pack = {key: answer[key] for key in kept} | {"citations": cited, "is_withdrawn": False}
    if any(citation["is_withdrawn"] for citation in cited):
        pack |= {"short": None, "text": "", "figures": [], "computed": None, "is_withdrawn": True}
        pack["citations"] = [citation | {"quote": ""} for citation in cited]
    return pack
