"""The desk's test of the search: the passages of a query with scores, and how it is answered."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from assistant.desk import words
from assistant.desk.messages import in_vietnamese
from assistant.desk.pages import Desk
from assistant.desk.tables import Cell, Column, state_of, table_of
from assistant.errors import QuestionError
from knowledge.records import Hit
from knowledge.vocabulary.indicators import vocabulary

_COLUMNS = (
    Column("rank", "Hạng", True), Column("passage", "Đoạn", is_sorted=False),
    Column("bulletin", "Bản tin"), Column("score", "Tổng điểm", True),
    Column("dense", "Gần nghĩa", True), Column("lexical", "Trùng từ", True),
)  # fmt: skip
_MOST_HITS, _PASSAGE_CHARS = 25, 200
# Vietnamese names for the trace: parts of a question, their values, reasons of rejection.
_PARTS = {
    "intent": "loại", "indicators": "chỉ tiêu", "periods": "thời gian", "places": "nơi",
    "role": "loại số", "operation": "phép tính", "completed": "câu đầy đủ",
}  # fmt: skip
_VALUES: dict[str, str] = {**words.ROLES} | {
    "figure": "hỏi số liệu", "prose": "hỏi nội dung", "vague": "chưa rõ", "unclear": "chưa rõ",
    "out_of_scope": "ngoài phạm vi", "greeting": "chào hỏi", "thanks": "cảm ơn", "help": "hỏi cách dùng",
    "source": "hỏi nguồn", "look": "tra cứu", "compare": "so sánh", "trend": "diễn biến",
    "highest": "cao nhất", "lowest": "thấp nhất", "sum": "tổng", "difference": "hiệu",
    "gap": "chênh với kế hoạch",
}  # fmt: skip
_REASONS = {
    "contradicted by its own bulletin": "chính bản tin đó nói khác",
    "another period": "thời gian khác", "another place": "nơi khác", "another country": "nước khác",
    "not similar enough": "không đủ gần nghĩa", "too few of the question's words": "có quá ít chữ của câu hỏi",
    "another unit": "đơn vị khác", "another amount": "mức khác", "no plan": "không phải kế hoạch",
    "a cell of another time": "ô của thời gian khác", "a cell of another place": "ô của nơi khác",
    "no number of a cell": "không có số của ô nào", "a plan, not a result": "kế hoạch, không phải kết quả",
    "a figure of another indicator": "số của chỉ tiêu khác", "a figure of another period": "số của kỳ khác",
    "a figure of another time": "số của thời gian khác", "a figure of another place": "số của nơi khác",
    "a plan that its own sentence does not call one": "câu không nói là kế hoạch",
    "it ranks nothing": "không xếp hạng gì", "it ranks no such place": "không xếp hạng nơi này",
    "not of the group asked for": "không phải nhóm được hỏi", "of no such place": "không có nơi này",
    "of no such time": "không có thời gian này",
    "about something else": "nói về việc khác",
    "the question has no content words": "câu hỏi không có chữ để tìm",
}  # fmt: skip


def build_tester(desk: Desk) -> APIRouter:
    """The route `/staff/tester`."""
    router = APIRouter(prefix="/staff", include_in_schema=False)

    @router.get("/tester", response_class=HTMLResponse)
    def show(request: Request, q: str = "", year: str = "", place: str = "") -> HTMLResponse:
        state = state_of(
            request, _COLUMNS, "rank", is_ascending=True, filters=["q", "year", "place"]
        )
        number = int(year) if year.strip().isdecimal() and len(year.strip()) == 4 else None
        values: dict[str, Any] = {
            "q": q,
            "year": year,
            "place": place,
            "answer": None,
            "table": None,
        }
        if not q.strip():
            return desk.page(request, "tester", "Thử tìm kiếm", "tester", **values)
        hits = desk.service.search(q[:2000], _MOST_HITS, number, place.strip() or None)
        ranks = {hit.passage.passage_id: n for n, hit in enumerate(hits, 1)}

        def cells(hit: Hit) -> list[Cell]:
            rank = ranks[hit.passage.passage_id]
            return [
                Cell(str(rank), sort_key=rank),
                _passage_cell(hit.passage.text),
                Cell(hit.title, f"/staff/bulletins/{hit.passage.bulletin_id}"),
                *(Cell("" if n is None else f"{n:.3f}".replace(".", ","), sort_key="" if n is None else n)
                  for n in (hit.score, hit.dense, hit.lexical)),
            ]  # fmt: skip

        table = table_of(
            f"{len(hits)} đoạn đứng đầu", _COLUMNS, hits, cells, state, "Không có đoạn nào."
        )
        try:
            answer = desk.service.assistant.by_rules().answer(q)
        except QuestionError:
            return desk.page(
                request, "tester", "Thử tìm kiếm", "tester", **values | {"table": table}
            )
        cited = sorted({ranks[c.passage_id] for c in answer.citations if c.passage_id in ranks})
        facts = [
            ("Hiểu là", understood_text(answer.trace.understood)),
            ("Kết quả", words.STATUSES.get(answer.status, answer.status)),
            ("Trích từ thứ hạng", ", ".join(map(str, cited)) or f"không có trong {_MOST_HITS} đoạn này"),
        ]  # fmt: skip
        notes = [f"{name}: {_REASONS.get(why, why)}" for name, why in answer.trace.rejected[:20]]
        values |= {"answer": answer, "table": table, "facts": facts,
                   "notes": [*notes, *map(in_vietnamese, answer.trace.notes[:10])]}  # fmt: skip
        return desk.page(request, "tester", "Thử tìm kiếm", "tester", **values)

    return router


def _passage_cell(text: str) -> Cell:
    if len(text) <= _PASSAGE_CHARS:
        return Cell(text)
    return Cell(text[:_PASSAGE_CHARS].rsplit(" ", 1)[0] + " …", details=("cả đoạn", text))


def understood_text(understood: dict[str, Any]) -> str:
    """The parts of the understood question in Vietnamese; empty parts are left out."""
    parts = (
        f"{_PARTS.get(name, name)}: {', '.join(map(_label, value)) if isinstance(value, list | tuple) else _label(value)}"
        for name, value in understood.items() if value and name != "question"
    )  # fmt: skip
    return "; ".join(parts) or "không rõ"


def _label(value: object) -> str:
    """The Vietnamese name of a value of the trace, such as an indicator, role or operation."""
    indicator = vocabulary().get(str(value))
    return indicator.vi[0] if indicator else _VALUES.get(str(value), str(value))
