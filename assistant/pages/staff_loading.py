"""The staff page's tab of bulletins: upload, preview, load, amend and withdraw."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import gradio as gr

from assistant.backoffice.accounts import Account
from assistant.backoffice.kept_files import import_path, keep_page, keep_upload
from assistant.backoffice.uploads import (
    amend,
    load,
    may_be_loaded,
    preview,
    trusting_for,
    withdraw,
)
from assistant.errors import LoadingFailed
from assistant.pages.staff_library import QUIET
from assistant.pages.tables import table_html
from assistant.service import Service
from knowledge.ingestion.trust import LEVELS, Trusting
from knowledge.output.templates import renderer
from knowledge.output.warning_words import translated
from knowledge.readers.files import SUFFIXES
from knowledge.records import Trust
from knowledge.text.spelling import fold

_render = renderer("assistant.pages")
AccountOf = Callable[[gr.Request], Account]
_MOST_ROWS = 500
TRUSTS = {"official": "cơ quan", "press": "báo chí", "unknown": "chưa xác nhận"}
STATUSES = {
    "added": "mới", "updated": "cập nhật", "unchanged": "không đổi", "older": "cũ hơn bản đang có",
    "withdrawn": "đã gỡ", "failed": "lỗi",
}  # fmt: skip
_CHOICES = [(TRUSTS[level], level) for level in LEVELS]


def build_loading(service: Service, account_of: AccountOf) -> None:
    """Builds the tab; files must be previewed before they can be loaded."""
    settings, store, library = (
        service.settings,
        service.back_office.store,
        service.assistant.library,
    )

    def listed(words: str = "") -> str:
        folded = fold(words)
        rows = [
            [
                b.bulletin_id,
                b.title,
                str(b.published_on or ""),
                b.place or "",
                TRUSTS[b.trust],
                b.revision,
            ]
            for b in library.listed()
            if folded in fold(f"{b.bulletin_id} {b.title} {b.place or ''}")
        ]
        caption = f"{len(rows)} bản tin, mới nhất trước, {_MOST_ROWS} đầu"
        heads = ("Mã", "Tiêu đề", "Ngày", "Nơi", "Nguồn", "Bản số")
        return table_html(caption, heads, rows[:_MOST_ROWS], pick=0, into="#amend-id")

    def look(
        files: list[str] | None, address: str, folder: str, trust: str, request: gr.Request
    ) -> tuple[Any, ...]:
        account = account_of(request)
        if folder.strip() and account.role != "admin":
            raise gr.Error("Chỉ quản trị viên nạp được thư mục trên máy chủ.")
        try:
            paths = [
                keep_upload(settings, account.name, Path(f).name, Path(f).read_bytes())
                for f in files or []
            ]
            pages = [keep_page(settings, address)] if address.strip() else []
            folders = [import_path(settings, folder)] if folder.strip() else []
        except LoadingFailed as exc:
            raise gr.Error(f"Không lấy được: {exc}") from exc
        paths += pages + folders
        if not paths:
            raise gr.Error("Hãy chọn tệp, hoặc ghi địa chỉ hay thư mục.")
        trusting = trusting_for(settings, paths, pages, _trust(trust))
        previews = preview(settings, paths, trusting, library)
        # Files without a complete preview are not loaded.
        kept = [path for path in paths if may_be_loaded(path, previews)]
        return (
            _render(
                "previews", previews=previews, trusts=TRUSTS, statuses=STATUSES, vi=_vietnamese
            ),
            (kept, trusting),
            gr.Button(interactive=bool(kept)),
        )

    def store_them(
        looked_at: tuple[list[Path], Trusting] | None, request: gr.Request
    ) -> tuple[Any, ...]:
        account = account_of(request)
        if not looked_at:
            raise gr.Error("Hãy xem trước đã.")
        try:
            report = load(settings, looked_at[0], store, account.name, looked_at[1])
        except LoadingFailed as exc:
            raise gr.Error(str(exc)) from exc
        counts = ", ".join(f"{n} {STATUSES[status]}" for status, n in report["counts"].items())
        errors = [b["error"] for b in report["bulletins"] if b["error"]]
        return (
            _render("loaded", counts=counts, errors=errors),
            None,
            gr.Button(interactive=False),
            listed(),
        )

    def change(
        bulletin_id: str, title: str, day: str, place: str, trust: str, request: gr.Request
    ) -> Any:
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
                _trust(trust),
            )
        except ValueError as exc:
            raise gr.Error(f"{day!r} không phải ngày dạng 2022-12-07") from exc
        except LoadingFailed as exc:
            raise gr.Error(str(exc)) from exc
        gr.Info(f"Đã lưu; bản số {revision}" if trust else f"Đã lưu thành bản số {revision}")
        return listed()

    def take_back(bulletin_id: str, reason: str, request: gr.Request) -> Any:
        account = account_of(request)
        if not reason.strip():
            raise gr.Error("Hãy ghi lý do gỡ; nó được lưu vào sổ.")
        try:
            withdraw(settings, bulletin_id.strip(), reason, store, account.name)
        except LoadingFailed as exc:
            raise gr.Error(str(exc)) from exc
        gr.Info(f"Đã gỡ {bulletin_id}")
        return listed()

    looked_at = gr.State(None)
    with gr.Row():
        files = gr.File(
            label=f"Tệp {', '.join(SUFFIXES)}",
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
                label="hoặc tệp, thư mục trong thư mục nạp của máy chủ (quản trị viên); . là tất cả",
                placeholder="." if settings.import_folder else "chưa đặt BANTIN_IMPORT_FOLDER",
            )
    trust = gr.Dropdown(
        [("như đã biết; tệp mới: chưa xác nhận; trang mới: theo địa chỉ", ""), *_CHOICES],
        value="", label="Nguồn này là", elem_id="load-trust",
    )  # fmt: skip
    with gr.Row():
        see = gr.Button("Xem trước", elem_id="preview-go")
        keep = gr.Button("Nạp vào kho", variant="primary", interactive=False, elem_id="load-go")
    previews = gr.HTML(elem_id="preview")
    sought = gr.Textbox(
        label="Tìm trong kho", placeholder="chữ trong mã, tiêu đề, nơi", elem_id="sought"
    )
    rows = gr.HTML(listed, elem_id="bulletins")
    gr.Markdown("### Sửa tiêu đề, ngày, nơi, nguồn · gỡ bản tin")
    bulletin_id = gr.Textbox(label="Mã bản tin", elem_id="amend-id")
    with gr.Row():
        title = gr.Textbox(label="Tiêu đề mới")
        day = gr.Textbox(label="Ngày mới", placeholder="2022-12-07")
        place = gr.Textbox(label="Nơi mới")
        other = gr.Dropdown(
            [("để nguyên", ""), *_CHOICES], value="", label="Nguồn", elem_id="amend-trust"
        )
        save = gr.Button("Lưu thay đổi")
    with gr.Row():
        reason = gr.Textbox(label="Lý do gỡ", elem_id="withdraw-reason")
        gone = gr.Button("Gỡ bản tin", variant="stop", elem_id="withdraw-go")
    sought.change(listed, [sought], [rows], show_progress="hidden", **QUIET)
    see.click(look, [files, address, folder, trust], [previews, looked_at, keep], **QUIET)
    keep.click(store_them, [looked_at], [previews, looked_at, keep, rows], **QUIET)
    save.click(change, [bulletin_id, title, day, place, other], [rows], **QUIET)
    gone.click(take_back, [bulletin_id, reason], [rows], **QUIET)


def _vietnamese(warning: str) -> str:
    return translated(warning, "vi")


def _trust(choice: str) -> Trust | None:
    """The level of trust that an editor chose; None if there is no choice."""
    return next((level for level in LEVELS if level == choice), None)
