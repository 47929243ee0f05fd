"""The desk's look-up of figures: filters, a table with the bulletin of each, a chart, downloads."""

from collections.abc import Sequence
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from assistant.backoffice.figure_rows import look_up
from assistant.checking.doubting import doubts_about
from assistant.desk.bulletin_changes import name_of, period_text, value_cell, with_doubts
from assistant.desk.pages import Desk
from assistant.desk.tables import Cell, Column, state_of, table_of
from assistant.desk.words import ROLES
from assistant.pages.fragments import chart_html
from assistant.wording.phrases import date_text
from knowledge.output.charts import chart_of, title_of
from knowledge.records import Figure, Listed
from knowledge.vocabulary.indicators import vocabulary

_COLUMNS = (
    Column("name", "Chỉ tiêu"), Column("value", "Giá trị", True), Column("role", "Loại số"),
    Column("period", "Thời gian", is_first_descending=True), Column("place", "Nơi"),
    Column("bulletin", "Bản tin"), Column("day", "Ngày đăng", is_first_descending=True),
)  # fmt: skip
_FILTERS = ("q", "year", "place", "role", "all")


def build_figures(desk: Desk) -> APIRouter:
    """The route `/staff/figures`."""
    router = APIRouter(prefix="/staff", include_in_schema=False)
    library = desk.library

    @router.get("/figures", response_class=HTMLResponse)
    def show(
        request: Request, q: str = "", year: str = "", place: str = "", role: str = "",
        all: bool = False,
    ) -> HTMLResponse:  # fmt: skip
        number = int(year) if year.strip().isdecimal() and len(year.strip()) == 4 else None
        wanted = next((r for r in ROLES if r == role), None)
        figures = look_up(library, q[:500], number, place[:100], wanted)
        known = [f for f in figures if f.indicator]
        hidden = 0 if all else len(figures) - len(known)
        figures = figures if all else known
        sources = {b.bulletin_id: b for b in library.listed(ids={f.bulletin_id for f in figures})}
        sentences = library.sentences_of(figures[:2000])

        def cells(figure: Figure) -> list[Cell]:
            return _cells(figure, sources[figure.bulletin_id], sentences.get(figure.figure_id, ""))

        def doubted(figure: Figure, row: Sequence[Cell]) -> Sequence[Cell]:
            edition = library.edition(figure.bulletin_id, figure.revision)
            return with_doubts(row, doubts_about(figure, edition.bulletin))

        state = state_of(request, _COLUMNS, "period", filters=_FILTERS)
        table = table_of(
            f"{len(figures)} số liệu", _COLUMNS, figures, cells, state,
            "Không có số liệu nào. Hãy thử tên ngắn hơn, hoặc bỏ bớt năm và nơi.", doubted,
        )  # fmt: skip
        filters = {"q": q, "year": number, "place": place, "role": wanted, "all": str(all).lower()}
        parts = (title_of(figures, q), place, str(number or ""))
        title = " · ".join(part for part in parts if part)
        chart = chart_of(figures, title or "bantin") if q.strip() else None
        keys = library.figure_keys(roles=tuple(ROLES))
        known_ids = {k.indicator for k in keys}
        names = {i.vi[0] for i in vocabulary().values() if i.id in known_ids}
        return desk.page(
            request, "figures", "Tra cứu số liệu", "figures", table=table, q=q, year=year,
            place=place, role=role, roles=ROLES, hidden=hidden, shows_all=all,
            download=urlencode({k: v for k, v in filters.items() if v}), names=sorted(names),
            more=state.address(all="true", page="1"), places=sorted({k.place for k in keys if k.place}),
            chart=chart_html(chart, alt=chart.title) if chart is not None else None,
        )  # fmt: skip

    return router


def _cells(figure: Figure, bulletin: Listed, sentence: str) -> list[Cell]:
    here = f"/staff/bulletins/{figure.bulletin_id}?figure={figure.figure_id}#here"
    begin = figure.period.start.isoformat() if figure.period else ""
    return [
        Cell(name_of(figure) or "Chưa phân loại", tone="" if figure.indicator else "quiet",
             details=("câu gốc", sentence or figure.quote)),
        value_cell(figure), Cell(ROLES[figure.role]),
        Cell(period_text(figure), sort_key=begin), Cell(figure.place or ""),
        Cell(bulletin.title, here),
        Cell(date_text(bulletin.published_on, "vi"), sort_key=bulletin.published_on or ""),
    ]  # fmt: skip
