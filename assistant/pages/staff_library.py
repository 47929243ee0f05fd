"""The desk's tabs over the bulletins: look-up, search tester, loading."""

import base64
import re
from collections.abc import Callable
from datetime import date
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import gradio as gr

from assistant.errors import LoadingFailed
from assistant.office.accounts import Account
from assistant.office.loading import Preview, amend, keep_page, keep_upload, load, preview, withdraw
from assistant.office.lookup import COLUMNS, look_up, rows_of
from assistant.pages.tables import table_html
from assistant.serving.service import Service
from knowledge.charts import chart_of, draw, title_of
from knowledge.readers import SUFFIXES
from knowledge.text import fold

AccountOf = Callable[[gr.Request], Account]
QUIET: dict[str, Any] = {"api_visibility": "private"}
_MOST_ROWS = 500
_ROLES = [("tất cả", ""), ("kết quả", "achieved"), ("kế hoạch", "plan"), ("tăng, giảm", "change"),
          ("kỳ trước", "previous"), ("% kế hoạch", "percent_of_plan")]  # fmt: skip


def _year(text: str) -> int | None:
    """The year in a box; none in an empty one."""
    if not text.strip():
        return None
    if not re.fullmatch(r"(?:19|20)\d\d", text.strip()):
        raise gr.Error(f"{text!r} không phải năm, như 2022")
    return int(text)


def build_lookup(service: Service) -> None:
    """Filters over the figure table, its chart, and links to spreadsheets."""
    library, caption = service.assistant.library, "Số liệu, kèm bản tin nói ra nó"

    def find(query: str, year: str, place: str, role: str) -> tuple[Any, ...]:
        wanted = _year(year)
        figures = look_up(library, query, wanted, place, role or None)  # type: ignore[arg-type]  # of _ROLES
        given = {"q": query, "year": wanted, "place": place, "role": role}
        asked = urlencode({key: value for key, value in given.items() if value})
        links = " · ".join(
            f'<a href="/staff/figures.{form}?{escape(asked)}" download>{form.upper()}</a>'
            for form in ("csv", "xlsx")
        )
        told = f"{len(figures)} số liệu" + (
            f", hiện {_MOST_ROWS} đầu" if len(figures) > _MOST_ROWS else ""
        )
        title = " · ".join(p for p in (title_of(figures, query), place, str(wanted or "")) if p)
        chart = chart_of(figures, title or "bantin") if query.strip() else None
        picture = ""
        if chart is not None:
            encoded = base64.b64encode(draw(chart)).decode()
            picture = f'<img class="chart" alt="{escape(chart.title)}" src="data:image/svg+xml;base64,{encoded}">'
        head = f'<p class="found">{told}. Tải về: {links}</p>'
        rows = rows_of(library, figures[:_MOST_ROWS])
        return table_html(caption, COLUMNS, rows), f'<div class="a">{head}{picture}</div>'

    with gr.Row():
        query = gr.Textbox(
            label="Chỉ tiêu", placeholder="hộ nghèo, xklđ, đào tạo nghề …", elem_id="lookup-query"
        )
        year = gr.Textbox(label="Năm", placeholder="2022", max_length=4)
        place = gr.Textbox(label="Nơi", placeholder="Bắc Kạn")
        role = gr.Dropdown(_ROLES, value="", label="Vai trò của số")
    go = gr.Button("Tra cứu", variant="primary", elem_id="lookup-go", elem_classes="go")
    found = gr.HTML(elem_id="lookup-found")
    rows = gr.HTML(elem_id="lookup-rows")
    inputs, outputs = [query, year, place, role], [rows, found]
    go.click(find, inputs, outputs, **QUIET)
    for box in (query, place):
        box.submit(find, inputs, outputs, **QUIET)


def build_tester(service: Service) -> None:
    """What search finds, with the score of each part, and what just missed."""
    library = service.assistant.library
    heads = ("Hạng", "Tổng", "Gần nghĩa (cosine)", "Trùng từ (BM25)", "Bản tin", "Đoạn")

    def test(query: str, year: str, place: str) -> tuple[Any, ...]:
        if not query.strip():
            raise gr.Error("Hãy nhập câu cần thử.")
        hits = library.search(query[:2000], 25, _year(year), place.strip() or None)
        rows = [
            [n, round(h.score, 4), None if h.dense is None else round(h.dense, 4),
             None if h.lexical is None else round(h.lexical, 2), h.title, h.passage.text]
            for n, h in enumerate(hits, 1)
        ]  # fmt: skip
        answer = service.assistant.by_rules().answer(query)
        kept = {c.passage_id for c in answer.citations}
        cited = [n for n, h in enumerate(hits, 1) if h.passage.passage_id in kept]
        notes = [f"{reason}: {name}" for reason, name in answer.trace.rejected[:20]]
        told = [
            f"Trạng thái: {answer.status}; hiểu là: {answer.trace.understood}",
            f"Trích từ thứ hạng: {', '.join(map(str, cited)) or 'không có'}",
            *(f"Bỏ qua — {note}" for note in notes),
            *(f"Ghi chú — {note}" for note in answer.trace.notes[:10]),
        ]
        told_html = "".join(f"<p>{escape(line)}</p>" for line in told)
        return table_html("25 đoạn đứng đầu", heads, rows), told_html

    with gr.Row():
        query = gr.Textbox(label="Câu hỏi hoặc từ khóa", elem_id="tester-query")
        year = gr.Textbox(label="Năm", placeholder="2022", max_length=4)
        place = gr.Textbox(label="Nơi")
    go = gr.Button("Thử", variant="primary", elem_id="tester-go", elem_classes="go")
    told = gr.HTML(elem_id="tester-told")
    rows = gr.HTML(elem_id="tester-rows")
    go.click(test, [query, year, place], [rows, told], **QUIET)
    query.submit(test, [query, year, place], [rows, told], **QUIET)


def build_loading(service: Service, account_of: AccountOf) -> None:
    """Bring bulletins, see what was read, then let it count; amend and withdraw."""
    settings, store, library = service.settings, service.office.store, service.assistant.library

    def listed(words: str = "") -> str:
        wanted = fold(words)
        rows = [
            [
                e.bulletin.bulletin_id,
                e.bulletin.title,
                str(e.bulletin.published_on or ""),
                e.bulletin.place or "",
                e.revision,
            ]
            for e in library.editions()
            if wanted
            in fold(f"{e.bulletin.bulletin_id} {e.bulletin.title} {e.bulletin.place or ''}")
        ]
        caption = f"{len(rows)} bản tin, mới nhất trước, {_MOST_ROWS} đầu"
        heads = ("Mã", "Tiêu đề", "Ngày", "Nơi", "Bản số")
        return table_html(caption, heads, rows[:_MOST_ROWS], pick=0, into="#amend-id")

    def look(
        files: list[str] | None, address: str, folder: str, request: gr.Request
    ) -> tuple[Any, ...]:
        account = account_of(request)
        if folder.strip() and account.role != "admin":
            raise gr.Error("Chỉ quản trị viên nạp được thư mục trên máy chủ.")
        try:
            paths = [keep_upload(settings, Path(f).name, Path(f).read_bytes()) for f in files or []]
            paths += [keep_page(settings, address)] if address.strip() else []
        except LoadingFailed as exc:
            raise gr.Error(str(exc)) from exc
        paths += [Path(folder.strip())] if folder.strip() else []
        if not paths:
            raise gr.Error("Hãy chọn tệp, hoặc ghi địa chỉ hay thư mục.")
        found = preview(paths)
        return (
            "".join(map(_preview_html, found)),
            [str(p) for p in paths],
            gr.Button(interactive=any(p.bulletin for p in found)),
        )

    def store_them(paths: list[str], request: gr.Request) -> tuple[Any, ...]:
        account = account_of(request)
        if not paths:
            raise gr.Error("Hãy xem trước đã.")
        try:
            report = load(settings, [Path(p) for p in paths], store, account.name)
        except LoadingFailed as exc:
            raise gr.Error(str(exc)) from exc
        words = {"added": "mới", "updated": "cập nhật", "unchanged": "không đổi", "failed": "lỗi"}
        told = ", ".join(f"{n} {words[status]}" for status, n in report["counts"].items())
        wrong = "".join(f"<p>{escape(b['error'])}</p>" for b in report["bulletins"] if b["error"])
        return (
            f"<p><strong>Đã nạp: {told}.</strong></p>{wrong}",
            [],
            gr.Button(interactive=False),
            listed(),
        )

    def change(bulletin_id: str, title: str, day: str, place: str, request: gr.Request) -> Any:
        account = account_of(request)
        try:
            when = date.fromisoformat(day.strip()) if day.strip() else None
            revision = amend(
                settings,
                bulletin_id.strip(),
                store,
                account.name,
                title.strip() or None,
                when,
                place.strip() or None,
            )
        except ValueError as exc:
            raise gr.Error(f"{day!r} không phải ngày dạng 2022-12-07") from exc
        except LoadingFailed as exc:
            raise gr.Error(str(exc)) from exc
        gr.Info(f"Đã lưu thành bản số {revision}")
        return listed()

    def take_back(bulletin_id: str, reason: str, request: gr.Request) -> Any:
        account = account_of(request)
        try:
            withdraw(settings, bulletin_id.strip(), reason, store, account.name)
        except LoadingFailed as exc:
            raise gr.Error(str(exc)) from exc
        gr.Info(f"Đã gỡ {bulletin_id}")
        return listed()

    paths = gr.State([])
    with gr.Row():
        files = gr.File(
            label="Tệp .txt, .md, .html, .jsonl",
            file_count="multiple",
            file_types=list(SUFFIXES),
            elem_id="upload",
        )
        with gr.Column():
            address = gr.Textbox(
                label="hoặc địa chỉ của một bản tin", elem_id="load-address",
                placeholder="https://sld.backan.gov.vn/tin/…",
            )  # fmt: skip
            folder = gr.Textbox(
                label="hoặc thư mục trên máy chủ (quản trị viên)", placeholder="/srv/ban-tin"
            )
    with gr.Row():
        see = gr.Button("Xem trước", elem_id="preview-go")
        keep = gr.Button("Nạp vào kho", variant="primary", interactive=False, elem_id="load-go")
    shown = gr.HTML(elem_id="preview")
    sought = gr.Textbox(
        label="Tìm trong kho", placeholder="chữ trong mã, tiêu đề, nơi", elem_id="sought"
    )
    rows = gr.HTML(listed, elem_id="bulletins")
    gr.Markdown("### Sửa tiêu đề, ngày, nơi · gỡ bản tin")
    bulletin_id = gr.Textbox(label="Mã bản tin", elem_id="amend-id")
    with gr.Row():
        title = gr.Textbox(label="Tiêu đề mới")
        day = gr.Textbox(label="Ngày mới", placeholder="2022-12-07")
        place = gr.Textbox(label="Nơi mới")
        save = gr.Button("Lưu thay đổi")
    with gr.Row():
        reason = gr.Textbox(label="Lý do gỡ", elem_id="withdraw-reason")
        gone = gr.Button("Gỡ bản tin", variant="stop", elem_id="withdraw-go")
    sought.change(listed, [sought], [rows], show_progress="hidden", **QUIET)
    see.click(look, [files, address, folder], [shown, paths, keep], **QUIET)
    keep.click(store_them, [paths], [shown, paths, keep, rows], **QUIET)
    save.click(change, [bulletin_id, title, day, place], [rows], **QUIET)
    gone.click(take_back, [bulletin_id, reason], [rows], **QUIET)


def _preview_html(found: Preview) -> str:
    """What was read of one bulletin, before it counts."""
    if found.bulletin is None:
        return f'<div class="a"><p class="badge">Không đọc được</p><p>{escape(found.error or "")}</p></div>'
    b = found.bulletin
    facts = " · ".join(
        escape(part) for part in (str(b.published_on or "không rõ ngày"), b.issuer or "không rõ cơ quan",
                                  b.place or "không rõ nơi") if part
    )  # fmt: skip
    figures = "".join(
        f"<li>{escape(f.name)}: <strong>{escape(f.quote)}</strong> ({escape(f.period.text if f.period else 'không rõ thời gian')}"
        f", {escape(f.place or 'không rõ nơi')})</li>"
        for f in found.figures[:30]
    )
    warned = "".join(f'<p class="badge">{escape(w)}</p>' for w in found.warnings)
    return (
        f'<div class="a"><p><strong>{escape(b.title)}</strong></p><p class="from">{facts}</p>{warned}'
        f"<p>{len(found.passages)} đoạn, {len(found.figures)} số liệu</p><ul>{figures}</ul></div>"
    )
