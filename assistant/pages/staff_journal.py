"""The staff page's tabs over the journal: the log, unanswered questions, counts by day."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import gradio as gr

from assistant.pages.fragments import chart_html
from assistant.pages.staff_library import QUIET
from assistant.pages.tables import table_html
from assistant.records import Language
from assistant.service import Service
from knowledge.output.charts import Chart, Point
from knowledge.output.templates import renderer

_render = renderer("assistant.pages")
_STATUSES = [("tất cả", ""), ("không trả lời được", "refused"), ("đã trả lời", "answered"), ("một phần", "answered_partly"),
             ("chưa tìm thấy trong bản tin", "no_evidence"), ("không kiểm chứng được", "not_supported"),
             ("chưa rõ câu hỏi", "unclear"), ("mô hình không trả lời", "error_model"), ("ngoài phạm vi", "out_of_scope"), ("lỗi", "error_internal")]  # fmt: skip
STATUS_NAMES = {code: name for name, code in _STATUSES}
_CHANNELS = {"page": "trang", "api": "API", "chat": "chat OpenAI", "mcp": "MCP"}
_LIKED = {"tất cả": None, "hữu ích": True, "chưa đúng": False}
_LANGUAGES: dict[str, Language] = {"vi": "vi", "en": "en"}
_DAYS = 30
_HEADS = (
    "Lúc (UTC)",
    "Qua",
    "Tiếng",
    "Trạng thái",
    "Câu hỏi",
    "Trả lời",
    "Đánh giá",
    "Lý do",
    "Giây",
)
_DAY_HEADS = ("Ngày (UTC)", "Hỏi", "Trả lời được", "Tỷ lệ", "👍", "👎", "Giây (giữa)")


def build_log(service: Service, promote: Callable[..., Any] | None) -> None:
    """Builds the log with its filters, the unanswered questions in groups, and a form for cases."""
    journal, folder = service.back_office.journal, service.settings.data / "evaluation" / "suites"

    def find(status: str, language: str, day: str, liked: str, words: str) -> str:
        try:
            when = date.fromisoformat(day.strip()) if day.strip() else None
        except ValueError as exc:
            raise gr.Error(f"{day!r} không phải ngày dạng 2026-11-24") from exc
        entries = journal.entries(
            status or None, _LANGUAGES.get(language), when, _LIKED[liked], words.strip()
        )
        signs = {None: "", True: "👍", False: "👎"}
        rows = [
            [f"{e.asked_at:%Y-%m-%d %H:%M}", _CHANNELS.get(e.channel, e.channel), e.language, STATUS_NAMES.get(e.status, e.status), e.question, e.text,
             signs[e.is_helpful], e.reason, round(e.seconds, 3)]
            for e in entries
        ]  # fmt: skip
        return table_html("Câu hỏi, số riêng tư đã ẩn", _HEADS, rows, pick=4, into="#case-question")

    def groups() -> str:
        rows = [
            [count, STATUS_NAMES.get(e.status, e.status), e.question]
            for e, count in journal.unanswered()
        ]
        heads = ("Số lần", "Trạng thái", "Câu hỏi")
        caption = "“Chọn” đưa câu hỏi vào ô bên dưới"
        return table_html(caption, heads, rows, pick=2, into="#case-question")

    def keep(suite: str, question: str, expected: str) -> None:
        if promote is None:
            raise gr.Error("Gói đánh giá chưa được cài đặt.")
        try:
            folder.mkdir(parents=True, exist_ok=True)
            case = promote(Path(folder), suite.strip(), question, expected, ["journal"])
        except Exception as exc:
            raise gr.Error(str(exc)) from exc
        gr.Info(f"Đã thêm {case.id}")

    gr.Markdown("### Câu hỏi chưa trả lời được, gộp theo lời hỏi")
    unanswered = gr.HTML(groups, elem_id="unanswered")
    with gr.Row():
        suite = gr.Textbox(label="Bộ kiểm thử", value="nhat-ky")
        question = gr.Textbox(label="Câu hỏi", scale=2, elem_id="case-question")
        expected = gr.Textbox(label="Câu trả lời đúng (để trống: từ chối là đúng)", scale=2)
        add = gr.Button("Thêm vào bộ kiểm thử", elem_id="case-go")
    gr.Markdown("### Nhật ký")
    with gr.Row():
        status = gr.Dropdown(_STATUSES, value="", label="Trạng thái")
        language = gr.Dropdown(
            [("tất cả", ""), ("tiếng Việt", "vi"), ("English", "en")], value="", label="Ngôn ngữ"
        )
        day = gr.Textbox(label="Ngày (UTC)", placeholder="2026-11-24")
        liked = gr.Dropdown(list(_LIKED), value="tất cả", label="Đánh giá")
        words = gr.Textbox(label="Có chữ")
    go = gr.Button("Xem", variant="primary", elem_id="log-go", elem_classes="go")
    rows = gr.HTML(elem_id="log-rows")
    add.click(keep, [suite, question, expected], None, **QUIET)
    go.click(find, [status, language, day, liked, words], [rows], **QUIET).then(
        groups, None, [unanswered], **QUIET
    )


def build_counts(service: Service) -> None:
    """Builds the tab with questions, answers and ratings of each day as a table and a chart."""
    journal = service.back_office.journal

    def count() -> tuple[Any, ...]:
        days = journal.days(_DAYS)
        rows = [
            [
                str(d.day),
                d.asked,
                d.answered,
                f"{d.answered / d.asked:.0%}",
                d.liked,
                d.disliked,
                round(d.seconds, 3),
            ]
            for d in days
        ]
        if not days:
            return "", _render("daily_chart", chart=None)
        points = tuple(Point(f"{d.day:%d/%m}", str(d.asked)) for d in days)
        chart = Chart("bars", f"Câu hỏi mỗi ngày, {_DAYS} ngày qua", "câu", points)
        picture = _render("daily_chart", chart=chart_html(chart, alt="Câu hỏi mỗi ngày"))
        return table_html("Mỗi ngày", _DAY_HEADS, rows), picture

    go = gr.Button("Làm mới", elem_id="counts-go", elem_classes="go")
    picture = gr.HTML(elem_id="counts-chart")
    rows = gr.HTML(elem_id="counts-rows")
    go.click(count, None, [rows, picture], **QUIET)
