"""The staff page's tab for administrators: switches, retention, keys, the audit trail."""

from datetime import timedelta
from typing import Any

import gradio as gr

from assistant.backoffice.accounts import SCOPES, Account
from assistant.backoffice.switches import SWITCHES, Switch
from assistant.errors import BadAccount
from assistant.pages.staff_library import QUIET
from assistant.pages.staff_loading import AccountOf
from assistant.pages.tables import table_html
from assistant.service import Service
from knowledge.output.templates import renderer

_render = renderer("assistant.pages")
_NAMES: dict[Switch, str] = {"page": "Trang hỏi đáp", "api": "API"}


def build_admin(service: Service, account_of: AccountOf) -> None:
    """Builds the tab of administrators; each change is added to the audit trail."""
    back_office = service.back_office

    def admin(request: gr.Request) -> Account:
        account = account_of(request)
        if account.role != "admin":
            raise gr.Error("Việc này dành cho quản trị viên.")
        return account

    def turn(name: Switch, state: str, reason: str, request: gr.Request) -> tuple[Any, ...]:
        account = admin(request)
        if state == "tắt" and not reason.strip():
            raise gr.Error("Hãy ghi lý do; người dùng sẽ đọc được.")
        back_office.switches.turn(name, state == "bật", reason.strip(), account.name)
        return states(), trail(request)

    def states() -> str:
        states = [(_NAMES[name], is_on) for name, (is_on, _) in back_office.switches.all().items()]
        return _render("switches", switches=states)

    def purge(days: float, request: gr.Request) -> Any:
        count = back_office.journal.purge(timedelta(days=int(days)), admin(request).name)
        gr.Info(f"Đã xóa {count} câu hỏi")
        return trail(request)

    def make(label: str, scopes: list[str], request: gr.Request) -> tuple[Any, ...]:
        account = admin(request)
        try:
            key = back_office.accounts.add_key(label.strip(), tuple(scopes), account.name)
        except BadAccount as exc:
            raise gr.Error(str(exc)) from exc
        return gr.Textbox(value=key, visible=True), trail(request)

    def revoke(key_id: str, request: gr.Request) -> Any:
        account = admin(request)
        try:
            back_office.accounts.revoke_key(key_id.strip(), account.name)
        except BadAccount as exc:
            raise gr.Error(str(exc)) from exc
        return trail(request)

    def trail(request: gr.Request) -> str:
        admin(request)
        rows = [
            [f"{row.done_at:%Y-%m-%d %H:%M}", row.who, row.action, row.subject, row.detail]
            for row in back_office.store.trail()
        ]
        heads = ("Lúc (UTC)", "Ai", "Việc", "Đối tượng", "Chi tiết")
        return table_html("200 việc gần nhất", heads, rows)

    gr.Markdown("### Bật, tắt")
    switches = gr.HTML(states, elem_id="switches")
    with gr.Row():
        name = gr.Radio([(_NAMES[n], n) for n in SWITCHES], value="page", label="Cái gì")
        state = gr.Radio(["bật", "tắt"], value="bật", label="Trạng thái", elem_id="switch-state")
        reason = gr.Textbox(label="Lý do (người dùng đọc được)", elem_id="switch-reason")
        go = gr.Button("Đặt", variant="primary", elem_id="switch-go")
    gr.Markdown("### Khóa API")
    with gr.Row():
        label = gr.Textbox(label="Của ai")
        scopes = gr.CheckboxGroup(list(SCOPES), value=["ask", "read"], label="Quyền")
        new = gr.Button("Tạo khóa")
        key_id = gr.Textbox(label="Mã khóa cần thu hồi")
        end = gr.Button("Thu hồi", variant="stop")
    key = gr.Textbox(
        label="Khóa mới: chép ngay, chỉ hiện một lần", visible=False, interactive=False
    )
    gr.Markdown("### Xóa nhật ký cũ")
    with gr.Row():
        days = gr.Number(
            value=service.settings.log_days, precision=0, minimum=0, label="Giữ lại số ngày"
        )
        clear = gr.Button("Xóa phần cũ hơn", variant="stop")
    gr.Markdown("### Ai đã làm gì")
    load = gr.Button("Xem", elem_id="trail-go", elem_classes="go")
    rows = gr.HTML(elem_id="trail")
    go.click(turn, [name, state, reason], [switches, rows], **QUIET)
    new.click(make, [label, scopes], [key, rows], **QUIET)
    end.click(revoke, [key_id], [rows], **QUIET)
    clear.click(purge, [days], [rows], **QUIET)
    load.click(trail, None, [rows], **QUIET)
