"""Sign-in of staff by name and password, and the session check for the staff pages."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from assistant.backoffice.accounts import SESSION_HOURS, Account, Accounts
from assistant.errors import SignInBusy, SignInRefused, TooManyTries
from assistant.service import Service
from assistant.serving.limits_and_headers import client_of, is_own_site
from knowledge.output.templates import renderer

_render = renderer("assistant.serving")
COOKIE = "bantin_session"
_OPEN = "/staff/sign-in"
_Scope = MutableMapping[str, Any]
_Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
_Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
_App = Callable[[_Scope, _Receive, _Send], Awaitable[None]]


class StaffGate:
    """ASGI middleware: /staff requires a session, and writes to it must come from this site."""

    def __init__(self, app: _App, accounts: Accounts) -> None:
        self._app, self._accounts = app, accounts

    async def __call__(self, scope: _Scope, receive: _Receive, send: _Send) -> None:
        path = str(scope.get("path", ""))
        if scope["type"] not in ("http", "websocket") or not (path + "/").startswith("/staff/"):
            await self._app(scope, receive, send)
            return
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
            return
        request = Request(scope)
        if request.method not in ("GET", "HEAD") and not is_own_site(
            request.headers.get("origin"), request.headers.get("host")
        ):
            await Response("sent from another site", 403)(scope, receive, send)
            return
        if path.startswith(_OPEN) or account_of(request, self._accounts) is not None:
            await self._app(scope, receive, send)
            return
        asks_page = "text/html" in request.headers.get("accept", "")
        refusal = (
            RedirectResponse("/staff/sign-in", 303)
            if asks_page
            else Response("sign in at /staff/sign-in", 401)
        )
        await refusal(scope, receive, send)


def account_of(request: Request, accounts: Accounts) -> Account | None:
    """The account of the session in the request's cookie; None without a valid session."""
    return accounts.who(request.cookies.get(COOKIE))


def sign_in_page(service: Service, wrong: str = "", status: int = 200) -> HTMLResponse:
    """The sign-in form with the error message `wrong`, and single sign-on where configured."""
    has_office = service.settings.oidc_issuer is not None
    page = _render("sign_in", language="vi", wrong=wrong, has_office=has_office)
    return HTMLResponse(page, status)


def build_sign_in(service: Service) -> APIRouter:
    """The routes `/staff/sign-in` and `/staff/sign-out`."""
    router = APIRouter(prefix="/staff", include_in_schema=False)
    accounts = service.back_office.accounts

    @router.get("/sign-in", response_class=HTMLResponse)
    def show() -> HTMLResponse:
        return sign_in_page(service)

    @router.post("/sign-in", response_model=None)
    def sign_in(
        request: Request, name: Annotated[str, Form()] = "", password: Annotated[str, Form()] = ""
    ) -> Response:
        try:
            token = accounts.sign_in(name.strip(), password, client_of(request.scope))
        except TooManyTries:
            return sign_in_page(service, "Thử sai quá nhiều lần; hãy đợi 15 phút.", 429)
        except SignInBusy:
            return sign_in_page(
                service, "Đang có nhiều người đăng nhập; hãy thử lại sau vài giây.", 503
            )
        except SignInRefused:
            return sign_in_page(service, "Tên hoặc mật khẩu không đúng.", 403)
        return welcomed(request, token)

    @router.post("/sign-out", response_model=None)
    def sign_out(request: Request) -> Response:
        accounts.sign_out(request.cookies.get(COOKIE, ""))
        gone = RedirectResponse("/staff/sign-in", 303)
        gone.delete_cookie(COOKIE)
        return gone

    return router


def welcomed(request: Request, token: str) -> RedirectResponse:
    """A redirect to the staff page that sets the session cookie."""
    response = RedirectResponse("/staff/", 303)
    response.set_cookie(
        COOKIE, token, max_age=SESSION_HOURS * 3600, httponly=True, samesite="lax", path="/",
        secure=request.url.scheme == "https",
    )  # fmt: skip
    return response
