"""The administrator's pages: switches, the retention of the log, the audit trail."""

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, Response

from assistant.backoffice.local_time import time_text
from assistant.backoffice.switches import SWITCHES
from assistant.desk import words
from assistant.desk.accounts import account_table, key_table
from assistant.desk.pages import Desk, fails_at, leads_to
from assistant.desk.tables import PER_PAGE, Cell, Column, Table, state_of
from assistant.errors import UnknownPurge

_HERE = "/staff/admin"
_TRAIL = tuple(
    Column(key, title, is_sorted=False)
    for key, title in (("at", "Lúc"), ("who", "Ai"), ("action", "Việc"), ("subject", "Đối tượng"),
                       ("detail", "Chi tiết"))
)  # fmt: skip


def build_admin(desk: Desk) -> APIRouter:
    """The routes `/staff/admin`, those of switches and purges below it, and `/staff/admin/trail`."""
    router = APIRouter(prefix=_HERE, include_in_schema=False)
    office, settings = desk.back_office, desk.service.settings

    @router.get("", response_class=HTMLResponse)
    def show(request: Request) -> HTMLResponse:
        me = desk.admin(request)
        return desk.page(
            request, "admin", "Quản trị", "admin", switches=office.switches.all(),
            names=words.SWITCHES, accounts=account_table(desk, request, me),
            keys=key_table(desk, request), days=settings.log_days, scopes=words.SCOPES,
            roles=words.ACCOUNT_ROLES, has_office=settings.oidc_issuer is not None,
        )  # fmt: skip

    @router.post("/switch")
    def turn(
        request: Request, name: Annotated[str, Form()], state: Annotated[str, Form()] = "",
        reason: Annotated[str, Form()] = "",
    ) -> Response:  # fmt: skip
        who = desk.admin(request).name
        switch = next((s for s in SWITCHES if s == name), None)
        if switch is None or state not in ("on", "off"):
            return fails_at(_HERE, "Hãy chọn việc cần bật hoặc tắt.")
        if state == "off" and not reason.strip():
            return fails_at(_HERE, "Hãy ghi lý do; người dùng sẽ đọc được.")
        was_on, was_reason = office.switches.all()[switch]
        office.switches.turn(switch, state == "on", reason.strip(), who)
        text = f"{words.SWITCHES[name]} đang {'bật' if state == 'on' else 'tắt'}."
        fields = {"name": name, "state": "on" if was_on else "off", "reason": was_reason}
        return leads_to(_HERE, text, undo=f"{_HERE}/switch", fields=fields)

    @router.post("/purge")
    def purge(request: Request, days: Annotated[int, Form(ge=0, le=36500)]) -> Response:
        count, number = office.purging.put_aside(timedelta(days=days), desk.admin(request).name)
        if not count:
            return leads_to(_HERE, f"Không có câu hỏi nào cũ hơn {days} ngày.")
        text = f"Đã xóa {count} câu hỏi cũ hơn {days} ngày. Hoàn tác được trong 24 giờ."
        return leads_to(_HERE, text, undo=f"{_HERE}/purge/undo", fields={"number": str(number)})

    @router.post("/purge/undo")
    def bring_back(request: Request, number: Annotated[int, Form(ge=0, le=2**31)]) -> Response:
        try:
            count = office.purging.bring_back(number, desk.admin(request).name)
        except UnknownPurge as exc:
            return fails_at(_HERE, exc)
        return leads_to(_HERE, f"{count} câu hỏi đã trở lại nhật ký.")

    @router.get("/trail", response_class=HTMLResponse)
    def trail(request: Request, all: bool = False) -> HTMLResponse:
        desk.admin(request)
        state = state_of(request, _TRAIL, "", filters=["all"])
        without = "" if all else "signed in"
        undoable = office.purging.undoable()
        rows = [
            [Cell(time_text(row.done_at), tone="day"), Cell(words.who_text(row.who)),
             Cell(words.action_text(row.action), note="còn hoàn tác được" * (row.number in undoable)),
             Cell(words.subject_text(row.action, row.subject)),
             Cell(words.detail_text(row.action, row.detail))]
            for row in office.store.trail(PER_PAGE, state.offset, without)
        ]  # fmt: skip
        total = office.store.trail_length(without)
        table = Table(f"{total} việc, mới nhất trước", _TRAIL, rows, total, state)
        return desk.page(
            request,
            "trail",
            "Ai đã làm gì",
            "admin",
            table=table,
            undoable=sorted(undoable),
            shows_all=all,
        )

    return router
