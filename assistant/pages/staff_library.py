"""The staff page's tabs over the library: look-up of figures, test of the search."""

import re
from typing import Any
from urllib.parse import urlencode

import gradio as gr

from assistant.backoffice.figure_rows import COLUMNS, look_up, rows_of
from assistant.pages.fragments import chart_html
from assistant.pages.tables import table_html
from assistant.service import Service
from knowledge.output.charts import chart_of, title_of
from knowledge.output.templates import renderer
from knowledge.vocabulary.indicators import vocabulary

_render = renderer("assistant.pages")
QUIET: dict[str, Any] = {"api_visibility": "private"}
_MOST_ROWS = 500
_ROLES = [("tất cả", ""), ("kết quả", "achieved"), ("kế hoạch", "plan"), ("tăng, giảm", "change"),
          ("kỳ trước", "previous"), ("% kế hoạch", "percent_of_plan")]  # fmt: skip

# Vietnamese names for the trace: parts of a question, their values, reasons of rejection.
_PARTS = {
    "intent": "loại", "indicators": "chỉ tiêu", "periods": "thời gian", "places": "nơi",
    "role": "vai trò của số", "operation": "phép tính", "completed": "câu đầy đủ",
}  # fmt: skip
_VALUES = {value: name for name, value in _ROLES} | {
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
    "the question has no content words": "câu hỏi không có chữ để tìm",
}  # fmt: skip


def _year(text: str) -> int | None:
    """The year in a text box; None if the box is empty."""
    if not text.strip():
        return None
    if not re.fullmatch(r"(?:19|20)\d\d", text.strip()):
        raise gr.Error(f"{text!r} không phải năm, như 2022")
    return int(text)


def build_lookup(service: Service) -> None:
    """Builds the filters over the figure table, its chart, and links to spreadsheets."""
    library, caption = service.assistant.library, "Số liệu, kèm bản tin nói ra nó"

    def find(query: str, year: str, place: str, role: str) -> tuple[Any, ...]:
        requested_year = _year(year)
        figures = look_up(library, query, requested_year, place, role or None)  # type: ignore[arg-type]  # of _ROLES
        filters = {"q": query, "year": requested_year, "place": place, "role": role}
        parts = (title_of(figures, query), place, str(requested_year or ""))
        title = " · ".join(part for part in parts if part)
        chart = chart_of(figures, title or "bantin") if query.strip() else None
        downloads = _render(
            "figure_downloads", count=len(figures), is_cut=len(figures) > _MOST_ROWS,
            most=_MOST_ROWS, query=urlencode({k: v for k, v in filters.items() if v}),
            chart=chart_html(chart, alt=chart.title) if chart is not None else None,
        )  # fmt: skip
        rows = rows_of(library, figures[:_MOST_ROWS])
        return table_html(caption, COLUMNS, rows), downloads

    with gr.Row():
        query = gr.Textbox(
            label="Chỉ tiêu", placeholder="hộ nghèo, xklđ, đào tạo nghề …", elem_id="lookup-query"
        )
        year = gr.Textbox(label="Năm", placeholder="2022", max_length=4)
        place = gr.Textbox(label="Nơi", placeholder="Bắc Kạn")
        role = gr.Dropdown(_ROLES, value="", label="Vai trò của số")
    go = gr.Button("Tra cứu", variant="primary", elem_id="lookup-go", elem_classes="go")
    downloads = gr.HTML(elem_id="lookup-downloads")
    rows = gr.HTML(elem_id="lookup-rows")
    inputs, outputs = [query, year, place, role], [rows, downloads]
    go.click(find, inputs, outputs, **QUIET)
    for box in (query, place):
        box.submit(find, inputs, outputs, **QUIET)


def build_tester(service: Service) -> None:
    """Builds the tab that shows the hits of a search with scores, and the trace of an answer."""
    heads = ("Hạng", "Tổng", "Gần nghĩa (cosine)", "Trùng từ (BM25)", "Bản tin", "Đoạn")

    def test(query: str, year: str, place: str) -> tuple[Any, ...]:
        if not query.strip():
            raise gr.Error("Hãy nhập câu cần thử.")
        hits = service.search(query[:2000], 25, _year(year), place.strip() or None)
        rows = [
            [n, round(h.score, 4), None if h.dense is None else round(h.dense, 4),
             None if h.lexical is None else round(h.lexical, 2), h.title, h.passage.text]
            for n, h in enumerate(hits, 1)
        ]  # fmt: skip
        answer = service.assistant.by_rules().answer(query)
        kept = {c.passage_id for c in answer.citations}
        cited = [n for n, h in enumerate(hits, 1) if h.passage.passage_id in kept]
        notes = [f"{name}: {_REASONS.get(why, why)}" for name, why in answer.trace.rejected[:20]]
        lines = [
            f"Trả lời: {answer.short or answer.text}",
            f"Hiểu là: {understood_text(answer.trace.understood)}",
            f"Trích từ thứ hạng: {', '.join(map(str, cited)) or 'không có trong 25 đoạn này'}",
            *(f"Bỏ qua — {note}" for note in notes),
            *(f"Ghi chú — {note}" for note in answer.trace.notes[:10]),
        ]
        return table_html("25 đoạn đứng đầu", heads, rows), _render("lines", lines=lines)

    with gr.Row():
        query = gr.Textbox(label="Câu hỏi hoặc từ khóa", elem_id="tester-query")
        year = gr.Textbox(label="Năm", placeholder="2022", max_length=4)
        place = gr.Textbox(label="Nơi")
    go = gr.Button("Thử", variant="primary", elem_id="tester-go", elem_classes="go")
    explanation = gr.HTML(elem_id="tester-explanation")
    rows = gr.HTML(elem_id="tester-rows")
    go.click(test, [query, year, place], [rows, explanation], **QUIET)
    query.submit(test, [query, year, place], [rows, explanation], **QUIET)


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
