"""The frame of the desk's pages: who is signed in, the tabs they see, notices with an undo.

A notice is shown once, on the page that a form leads to; it travels in a cookie of this site.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import quote, unquote

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.exceptions import HTTPException

from assistant.backoffice.accounts import Account
from assistant.desk.messages import in_vietnamese
from assistant.service import Service
from assistant.serving.sign_in import account_of
from knowledge.output.templates import renderer

_render = renderer("assistant.desk")
_COOKIE = "bantin_notice"
_MOST_CHARS = 1500
TABS = (
    ("todo", "Việc cần làm", "/staff/"), ("bulletins", "Bản tin", "/staff/bulletins"),
    ("figures", "Tra cứu số liệu", "/staff/figures"), ("log", "Nhật ký câu hỏi", "/staff/log"),
    ("counts", "Thống kê", "/staff/counts"), ("tester", "Thử tìm kiếm", "/staff/tester"),
    ("admin", "Quản trị", "/staff/admin"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Notice:
    """What a form did, or why it failed; `undo` is an address to post `fields` to."""

    text: str
    is_error: bool = False
    undo: str = ""
    fields: Mapping[str, str] | None = None


class Desk:
    """The pages over one service."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.back_office = service.back_office
        self.library = service.assistant.library

    def account(self, request: Request) -> Account:
        """The account of the session.

        Raises:
            HTTPException: the session has ended since the gate looked at it.
        """
        account = account_of(request, self.back_office.accounts)
        if account is None:
            raise HTTPException(401, "Phiên làm việc đã hết; hãy đăng nhập lại.")
        return account

    def admin(self, request: Request) -> Account:
        """The account of the session, which is an administrator's.

        Raises:
            HTTPException: it is not.
        """
        account = self.account(request)
        if account.role != "admin":
            raise HTTPException(403, "Việc này dành cho quản trị viên.")
        return account

    def page(
        self, request: Request, template: str, title: str, tab: str = "", status_code: int = 200,
        notice: Notice | None = None, **values: Any,
    ) -> HTMLResponse:  # fmt: skip
        """A page with its tabs, and the notice of the form that led to it."""
        account = self.account(request)
        tabs = [t for t in TABS if t[0] != "admin" or account.role == "admin"]
        notice = notice or _notice_of(request)
        html = _render(
            template, account=account, tabs=tabs, tab=tab, title=title, notice=notice,
            style=_file("desk.css"), script=_file("desk.js"), **values,
        )  # fmt: skip
        reply = HTMLResponse(html, status_code)
        if _COOKIE in request.cookies:
            reply.delete_cookie(_COOKIE, path="/staff")
        return reply


def leads_to(
    path: str, text: str, *, undo: str = "", fields: Mapping[str, str] | None = None
) -> RedirectResponse:
    """A redirect to a page that shows what was done, and a button that undoes it."""
    return _redirect(path, Notice(text[:_MOST_CHARS], False, undo, fields))


def fails_at(path: str, exc: Exception | str) -> RedirectResponse:
    """A redirect to a page that shows why nothing was done, in Vietnamese."""
    return _redirect(path, Notice(in_vietnamese(str(exc))[:_MOST_CHARS], True))


def _redirect(path: str, notice: Notice) -> RedirectResponse:
    reply = RedirectResponse(path, 303)
    row = {"text": notice.text, "is_error": notice.is_error, "undo": notice.undo,
           "fields": dict(notice.fields or {})}  # fmt: skip
    value = quote(json.dumps(row, ensure_ascii=False), safe="")
    if len(value) > 3800:  # browsers keep 4 KB
        row["text"] = notice.text[:200] + " …"
        value = quote(json.dumps(row, ensure_ascii=False), safe="")
    reply.set_cookie(_COOKIE, value, max_age=120, path="/staff", httponly=True, samesite="strict")
    return reply


def _notice_of(request: Request) -> Notice | None:
    try:
        row = json.loads(unquote(request.cookies.get(_COOKIE, "")))
        fields = {str(k): str(v) for k, v in row["fields"].items()}
        undo = str(row["undo"])
        # Only addresses of the desk: an undo button leads nowhere else.
        undo = undo if undo.startswith("/staff/") else ""
        return Notice(str(row["text"]), bool(row["is_error"]), undo, fields)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


@cache
def _file(name: str) -> str:
    return files("assistant.desk").joinpath(name).read_text("utf-8")
