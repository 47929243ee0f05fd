"""Accounts and API keys in the desk: listed with their last use, made, changed and revoked."""

import secrets
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from assistant.backoffice.accounts import Account, Key, Role
from assistant.backoffice.local_time import time_text
from assistant.desk import words
from assistant.desk.pages import Desk, fails_at, leads_to
from assistant.desk.tables import Button, Cell, Column, Table, state_of, table_of
from assistant.errors import BadAccount, SignInBusy

_HERE = "/staff/admin"
_MINE = "/staff/account"
_ACCOUNTS = tuple(
    Column(key, title, is_sorted=False)
    for key, title in (("name", "Tên"), ("role", "Vai trò"), ("way", "Đăng nhập bằng"),
                       ("made_at", "Tạo lúc"), ("used_at", "Dùng lần cuối"), ("do", "Việc"))
)  # fmt: skip
_KEYS = tuple(
    Column(key, title, is_sorted=False)
    for key, title in (("label", "Của ai"), ("key_id", "Mã"), ("scopes", "Quyền"),
                       ("made_at", "Tạo lúc"), ("used_at", "Dùng lần cuối"), ("do", "Việc"))
)  # fmt: skip


def account_table(desk: Desk, request: Request, me: Account) -> Table:
    """Every account with the dialogs that change it; nobody revokes their own."""

    def cells(account: Account) -> list[Cell]:
        values = {"name": account.name, "role": account.role}
        buttons = [Button("Sửa", "change-account", values)]
        if account.name != me.name:
            buttons.append(Button("Thu hồi", "revoke-account", values, True))
        return [
            Cell(account.name, note="bạn" * (account.name == me.name)),
            Cell(words.ACCOUNT_ROLES[account.role]),
            Cell("mật khẩu" if account.has_password else "tài khoản cơ quan"),
            Cell(time_text(account.made_at)),
            Cell(time_text(account.used_at) if account.used_at else "chưa"),
            Cell(buttons=tuple(buttons)),
        ]  # fmt: skip

    everyone = desk.back_office.accounts.all()
    state = state_of(request, _ACCOUNTS, "")
    return table_of(f"{len(everyone)} tài khoản", _ACCOUNTS, everyone, cells, state)


def key_table(desk: Desk, request: Request) -> Table:
    """Every API key, never its secret."""

    def cells(key: Key) -> list[Cell]:
        values = {"key_id": key.key_id, "label": key.label}
        button = Button("Thu hồi", "revoke-key", values, True)
        return [
            Cell(key.label), Cell(key.key_id),
            Cell(", ".join(words.SCOPES.get(s, s) for s in key.scopes)),
            Cell(time_text(key.made_at)), Cell(time_text(key.used_at) if key.used_at else "chưa"),
            Cell("đã thu hồi", tone="quiet") if key.is_revoked else Cell(buttons=(button,)),
        ]  # fmt: skip

    everything = desk.back_office.accounts.all_keys()
    valid = sum(not key.is_revoked for key in everything)
    state = state_of(request, _KEYS, "")
    return table_of(f"{valid} khóa đang dùng được", _KEYS, everything, cells, state)


def build_accounts(desk: Desk) -> APIRouter:
    """The routes that change accounts and keys, and `/staff/account` for one's own password."""
    router = APIRouter(prefix="/staff", include_in_schema=False)
    accounts = desk.back_office.accounts

    @router.post("/admin/accounts", response_model=None)
    def add(
        request: Request, name: Annotated[str, Form()] = "", role: Annotated[str, Form()] = "staff",
        way: Annotated[str, Form()] = "password", password: Annotated[str, Form()] = "",
    ) -> Response:  # fmt: skip
        who, name = desk.admin(request).name, name.strip()
        if name in {account.name for account in accounts.all()}:
            return fails_at(_HERE, f"Tài khoản “{name}” đã có; hãy bấm Sửa ở dòng của nó.")
        return _set(desk, request, name, password, _role(role), who, way == "office")

    @router.post("/admin/accounts/change", response_model=None)
    def change(
        request: Request, name: Annotated[str, Form()], role: Annotated[str, Form()] = "staff",
        password: Annotated[str, Form()] = "", renew: Annotated[bool, Form()] = False,
    ) -> Response:  # fmt: skip
        me = desk.admin(request)
        if name == me.name and role != "admin":
            return fails_at(_HERE, "Bạn không tự bỏ quyền quản trị của mình được.")
        if password or renew:
            return _set(desk, request, name, password, _role(role), me.name, False)
        try:
            before = next((a.role for a in accounts.all() if a.name == name), "staff")
            accounts.set_role(name, _role(role), me.name)
        except BadAccount as exc:
            return fails_at(_HERE, exc)
        text = f"{name} giờ là {words.ACCOUNT_ROLES[_role(role)]}."
        fields = {"name": name, "role": before}
        return leads_to(_HERE, text, undo=f"{_HERE}/accounts/change", fields=fields)

    @router.post("/admin/accounts/revoke")
    def revoke_account(request: Request, name: Annotated[str, Form()]) -> Response:
        me = desk.admin(request)
        if name == me.name:
            return fails_at(_HERE, "Bạn không tự thu hồi tài khoản của mình được.")
        try:
            accounts.remove(name, me.name)
        except BadAccount as exc:
            return fails_at(_HERE, exc)
        return leads_to(_HERE, f"Tài khoản “{name}” đã bị thu hồi và đăng xuất.")

    @router.post("/admin/keys", response_model=None)
    def add_key(
        request: Request, label: Annotated[str, Form()] = "",
        scopes: Annotated[list[str] | None, Form()] = None,
    ) -> Response:  # fmt: skip
        who, label = desk.admin(request).name, label.strip()
        if not label:
            return fails_at(_HERE, "Hãy ghi khóa này của ai.")
        try:
            key = accounts.add_key(label, tuple(scopes or ()), who)
        except BadAccount as exc:
            return fails_at(_HERE, exc)
        return _secret(desk, request, f"Khóa API của {label}", key)

    @router.post("/admin/keys/revoke")
    def revoke_key(request: Request, key_id: Annotated[str, Form()]) -> Response:
        try:
            accounts.revoke_key(key_id, desk.admin(request).name)
        except BadAccount as exc:
            return fails_at(_HERE, exc)
        return leads_to(_HERE, f"Khóa {key_id} đã bị thu hồi.")

    @router.get("/account", response_class=HTMLResponse)
    def mine(request: Request) -> HTMLResponse:
        return desk.page(
            request, "account", "Tài khoản của tôi", role=words.ACCOUNT_ROLES[desk.account(request).role]
        )  # fmt: skip

    @router.post("/account")
    def change_mine(
        request: Request, old: Annotated[str, Form()] = "", new: Annotated[str, Form()] = "",
        again: Annotated[str, Form()] = "",
    ) -> Response:  # fmt: skip
        me = desk.account(request)
        try:
            if new != again:
                return fails_at(_MINE, "Hai lần ghi mật khẩu mới không giống nhau.")
            if not accounts.is_password(me.name, old):
                return fails_at(_MINE, "Mật khẩu hiện nay không đúng.")
            accounts.add(me.name, new, me.role, me.name)
        except (BadAccount, SignInBusy) as exc:
            return fails_at(_MINE, exc)
        return RedirectResponse("/staff/sign-in", 303)

    return router


def _role(text: str) -> Role:
    return "admin" if text == "admin" else "staff"


def _set(
    desk: Desk, request: Request, name: str, password: str, role: Role, who: str, is_office: bool
) -> Response:
    """Stores an account; without a password, one is made and shown once."""
    made = "" if password or is_office else secrets.token_urlsafe(12)
    try:
        accounts = desk.back_office.accounts
        accounts.add(name, None if is_office else password or made, role, who)
    except BadAccount as exc:
        return fails_at(_HERE, exc)
    if made:
        return _secret(desk, request, f"Mật khẩu của {name}", made)
    return leads_to(_HERE, f"Tài khoản “{name}” đã sẵn sàng.")


def _secret(desk: Desk, request: Request, title: str, secret: str) -> HTMLResponse:
    """A page that shows a key or a password once; browsers do not store it."""
    page = desk.page(request, "secret", title, "admin", secret=secret)
    page.headers["cache-control"] = "no-store"
    return page
