"""The desk's log of questions: filters, the page of each answer, counts by day, the search test."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, cast
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, Response

from assistant.backoffice.journal import Entry, Order
from assistant.backoffice.local_time import time_text
from assistant.desk import words
from assistant.desk.pages import Desk, fails_at, leads_to
from assistant.desk.tables import PER_PAGE, Cell, Column, State, Table, state_of, table_of
from assistant.desk.todo import add_case
from assistant.pages.fragments import chart_html
from assistant.pages.sources import MARKER
from assistant.records import Language
from assistant.wording.phrases import count_text
from knowledge.numbers.numerals import format_decimal
from knowledge.output.charts import Chart, Point
from knowledge.readers.drafts import date_of

_COLUMNS = (
    Column("asked_at", "Lúc", is_first_descending=True), Column("question", "Câu hỏi"),
    Column("answer", "Trả lời", is_sorted=False), Column("status", "Kết quả"),
    Column("channel", "Qua"), Column("is_helpful", "Đánh giá", is_first_descending=True),
)  # fmt: skip
_DAYS = (
    Column("day", "Ngày", is_first_descending=True), Column("asked", "Câu hỏi", True),
    Column("answered", "Trả lời được", True), Column("share", "Tỷ lệ", True),
    Column("liked", "Hữu ích", True), Column("disliked", "Chưa đúng", True),
    Column("seconds", "Thời gian (giữa)", True),
)  # fmt: skip
_FILTERS = ("status", "language", "day", "liked", "words")
_LIKED = {"yes": True, "no": False}
_SPAN = 30
_ANSWER_CHARS = 160


def log_filter(query: Any) -> dict[str, Any]:
    """The filters of an address as arguments of `Journal.entries`; a day that is none is left out."""
    language: Language | None = {"vi": "vi", "en": "en"}.get(query.get("language", ""))  # type: ignore[assignment]  # plain words
    return {
        "status": query.get("status") or None, "language": language,
        "day": date_of(query.get("day"))[0], "liked": _LIKED.get(query.get("liked", "")),
        "words_in": query.get("words", "").strip()[:200],
    }  # fmt: skip


def build_log(desk: Desk) -> APIRouter:
    """The routes `/staff/log`, `/staff/log/ID` and `/staff/counts`."""
    router = APIRouter(prefix="/staff", include_in_schema=False)
    journal = desk.back_office.journal
    suites = desk.service.settings.data / "evaluation" / "suites"

    @router.get("/log", response_class=HTMLResponse)
    def show_list(request: Request) -> HTMLResponse:
        query = request.query_params
        state = state_of(request, _COLUMNS, "asked_at", filters=_FILTERS)
        table = _log_table(desk, state, log_filter(query))
        _, problem = date_of(query.get("day"))
        filters = {name: query.get(name, "") for name in _FILTERS}
        wrong = f"“{query.get('day')}” không phải ngày như 24/11/2026." if problem else ""
        return desk.page(
            request, "log", "Nhật ký câu hỏi", "log", table=table, filters=filters, wrong=wrong,
            statuses=words.STATUSES, languages=words.LANGUAGES,
            download=urlencode({k: v for k, v in filters.items() if v}),
        )  # fmt: skip

    @router.get("/log/{answer_id}", response_class=HTMLResponse)
    def show(request: Request, answer_id: str) -> HTMLResponse:
        answer = journal.answer(answer_id)
        entry = journal.entry(answer_id)
        facts = [
            ("Lúc", time_text(entry.asked_at)),
            ("Kết quả", words.STATUSES.get(entry.status, entry.status)),
            ("Qua", words.CHANNELS.get(entry.channel, entry.channel)),
            ("Ngôn ngữ", words.LANGUAGES.get(entry.language, entry.language)),
            ("Thời gian trả lời", seconds_text(entry.seconds)),
            ("Đánh giá", _rating(entry) + f" – {words.reason_text(entry.reason)}" * bool(entry.reason)),
        ]  # fmt: skip
        return desk.page(
            request, "entry", entry.question, "log", answer=answer, entry=entry, facts=facts
        )

    @router.post("/log/{answer_id}/case")
    def keep(
        request: Request, answer_id: str, suite: Annotated[str, Form()] = "",
        expected: Annotated[str, Form()] = "",
    ) -> Response:  # fmt: skip
        desk.account(request)
        here, question = f"/staff/log/{answer_id}", str(journal.answer(answer_id)["question"])
        try:
            case_id = add_case(suites, suite, question, expected, ["journal"])
        except Exception as exc:  # noqa: BLE001 - of the package `evals`, which this does not import
            return fails_at(here, exc)
        return leads_to(here, f"Đã thêm ca kiểm thử {case_id}.")

    @router.get("/counts", response_class=HTMLResponse)
    def counts(request: Request) -> HTMLResponse:
        days = journal.days(_SPAN)
        state = state_of(request, _DAYS, "day")
        table = table_of("Mỗi ngày", _DAYS, days, _day_cells, state, "Chưa có câu hỏi nào.")
        points = tuple(Point(f"{d.day:%d/%m}", str(d.asked)) for d in days)
        chart = Chart("bars", f"Câu hỏi mỗi ngày, {_SPAN} ngày qua", "câu", points)
        picture = chart_html(chart, alt="Câu hỏi mỗi ngày") if days else None
        return desk.page(request, "counts", "Thống kê", "counts", table=table, chart=picture)

    return router


def _log_table(desk: Desk, state: State, wanted: dict[str, Any]) -> Table:
    journal = desk.back_office.journal
    total = journal.count(**wanted)
    order = cast(Order, state.sort)  # one of the sorted columns
    entries = journal.entries(
        **wanted, limit=PER_PAGE, offset=state.offset, order=order, is_ascending=state.is_ascending
    )
    rows = [
        [Cell(time_text(e.asked_at), tone="day"), Cell(e.question, f"/staff/log/{e.answer_id}"),
         Cell(_cut(e.text)), Cell(words.STATUSES.get(e.status, e.status)),
         Cell(words.CHANNELS.get(e.channel, e.channel)), Cell(_rating(e))]
        for e in entries
    ]  # fmt: skip
    return Table(f"{count_text(total)} câu hỏi, số riêng tư đã ẩn", _COLUMNS, rows, total, state, "Không có câu hỏi nào.")  # fmt: skip


def _cut(text: str) -> str:
    line = " ".join(MARKER.sub("", text).split())
    return line if len(line) <= _ANSWER_CHARS else line[:_ANSWER_CHARS].rsplit(" ", 1)[0] + " …"


def _rating(entry: Entry) -> str:
    return {None: "", True: "hữu ích", False: "chưa đúng"}[entry.is_helpful]


def seconds_text(seconds: float) -> str:
    """A duration as people read it: `12 ms`, `1,3 giây`."""
    if seconds < 1:
        return f"{round(seconds * 1000)} ms"
    return f"{format_decimal(Decimal(f'{seconds:.1f}'), 'vi')} giây"


def _day_cells(day: Any) -> list[Cell]:
    share = day.answered / day.asked
    when: date = day.day
    return [
        Cell(f"{when:%d/%m/%Y}", sort_key=when, tone="day"),
        *(Cell(str(n), sort_key=n) for n in (day.asked, day.answered)),
        Cell(f"{share:.0%}", sort_key=share),
        *(Cell(str(n), sort_key=n) for n in (day.liked, day.disliked)),
        Cell(seconds_text(day.seconds), sort_key=day.seconds),
    ]  # fmt: skip
