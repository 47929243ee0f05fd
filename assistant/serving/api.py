"""The HTTP API under /api/v1. No logic: reads a request, calls the pipeline, shapes the reply."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, HTTPException, Query
from pydantic import BaseModel, ConfigDict, Field

from assistant.errors import QuestionError
from assistant.pipeline import Assistant
from assistant.records import Turn
from assistant.views import answer_view
from knowledge.errors import UnknownBulletin
from knowledge.figure_table import select_figures
from knowledge.records import Role
from knowledge.schema import figures as figure_table
from knowledge.views import bulletin_view, figure_view, hit_view

_MAX_TURNS = 20
_YEAR = Query(None, ge=1900, le=2100, description="Only this year.")
_PLACE = Query(None, max_length=100, description="Only this province or district.")


class TurnBody(BaseModel):
    """An earlier turn of the conversation."""

    model_config = ConfigDict(extra="forbid")
    question: str = Field(max_length=5000)
    answer: str = Field("", max_length=20_000)


class AskBody(BaseModel):
    """A question, in Vietnamese (accents or none) or English."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"question": "How many workers went abroad in 2022?"}]},
    )
    question: str = Field(max_length=200_000)
    language: Literal["vi", "en"] | None = None
    history: list[TurnBody] = Field(default_factory=list, max_length=_MAX_TURNS)


def build_router(assistant: Assistant) -> APIRouter:
    """The routes over one assistant."""
    router = APIRouter(prefix="/api/v1")
    library = assistant.library

    @router.post("/ask")
    def ask(body: AskBody) -> dict[str, Any]:
        """Answers a question with citations; a refusal is an answer too (see `status`)."""
        turns = [Turn(turn.question, turn.answer) for turn in body.history]
        try:
            return answer_view(assistant.answer(body.question, body.language, turns))
        except QuestionError as exc:
            raise HTTPException(422, str(exc)) from exc

    @router.get("/search")
    def search(
        q: Annotated[str, Query(min_length=1, max_length=2000)],
        k: Annotated[int, Query(ge=1, le=100)] = 10,
        year: int | None = _YEAR,
        place: str | None = _PLACE,
    ) -> dict[str, Any]:
        """The passages that fit best, best first."""
        return {"query": q, "hits": [hit_view(hit) for hit in library.search(q, k, year, place)]}

    @router.get("/figures")
    def figures(
        q: Annotated[str | None, Query(max_length=500)] = None,
        year: int | None = _YEAR,
        place: str | None = _PLACE,
        role: Role | None = None,
    ) -> dict[str, Any]:
        """The figures that fit every filter, newest period first."""
        roles = [role] if role else None
        found = select_figures(library.catalogue, q, year, place, roles=roles)
        return {"figures": [figure_view(figure) for figure in found]}

    @router.get("/bulletins")
    def bulletins() -> dict[str, Any]:
        """Every bulletin, newest first."""
        return {
            "bulletins": [
                {
                    "bulletin_id": e.bulletin.bulletin_id,
                    "title": e.bulletin.title,
                    "published_on": e.bulletin.published_on,
                    "source": e.bulletin.url or e.bulletin.source.rsplit("/", 1)[-1],
                    "revision": e.revision,
                }
                for e in library.editions()
            ]
        }

    @router.get("/bulletins/{bulletin_id}")
    def bulletin(
        bulletin_id: str, revision: Annotated[int | None, Query(ge=1)] = None
    ) -> dict[str, Any]:
        """One bulletin with its text; citations count characters of `text`."""
        try:
            edition = library.edition(bulletin_id, revision)
        except UnknownBulletin as exc:
            raise HTTPException(404, str(exc)) from exc
        with library.catalogue.reading() as connection:
            own = library.catalogue.figures(connection, figure_table.c.bulletin_id == bulletin_id)
        view = bulletin_view(edition, own if edition.is_current else ())
        view["source"] = edition.bulletin.url or edition.bulletin.source.rsplit("/", 1)[-1]
        return view

    @router.get("/health")
    def health() -> dict[str, Any]:
        """200 once questions can be answered."""
        return {"status": "ok", **library.counts()}

    return router
