"""Sign-in of staff by an OpenID Connect provider, through Authlib, where one is configured.

The provider identifies a person; access needs an account made by `bantin staff add` as well.
"""

import logging
import secrets
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import Response

from assistant.errors import SignInRefused
from assistant.service import Service
from assistant.serving.sign_in import sign_in_page, welcomed
from assistant.settings import StaffSettings
from knowledge.errors import BadSettings

_LOG = logging.getLogger("bantin.serving")
_PATH = "/staff/sign-in"
_TIMEOUT_S = 10
_BEGUN_S = 600


def add_single_sign_on(app: FastAPI, service: Service) -> None:
    """Adds `/staff/sign-in/office` and its return address; does nothing without a provider.

    Raises:
        BadSettings: a provider is set, and Authlib is not installed.
    """
    if service.settings.oidc_issuer is None:
        return
    provider = _provider(service.settings)
    app.include_router(_router(service, provider))
    from starlette.middleware.sessions import SessionMiddleware

    # Holds state, nonce and PKCE verifier of a started sign-in; after a restart people start again.
    app.add_middleware(
        SessionMiddleware, secret_key=secrets.token_urlsafe(32), session_cookie="bantin_sign_in",
        max_age=_BEGUN_S, path=_PATH, same_site="lax",
    )  # fmt: skip


def _provider(settings: StaffSettings) -> Any:
    try:
        from authlib.integrations.starlette_client import OAuth
    except ImportError as exc:
        raise BadSettings(
            "oidc_issuer is set, and Authlib is not installed: pip install -e '.[oidc]'"
        ) from exc
    assert settings.oidc_issuer is not None  # checked by the caller
    secret = settings.oidc_secret
    return OAuth().register(
        "office",
        client_id=settings.oidc_client,
        client_secret=secret.get_secret_value() if secret else None,
        server_metadata_url=settings.oidc_issuer.rstrip("/") + "/.well-known/openid-configuration",
        client_kwargs={
            "scope": "openid profile email",
            "code_challenge_method": "S256",
            "timeout": _TIMEOUT_S,
        },
    )


def _router(service: Service, provider: Any) -> APIRouter:
    router = APIRouter(prefix=_PATH, include_in_schema=False)

    @router.get("/office", response_model=None)
    async def begin(request: Request) -> Response:
        try:
            sent: Response = await provider.authorize_redirect(
                request, str(request.url_for("office_answers"))
            )
            return sent
        except Exception as exc:  # noqa: BLE001 - any failure of the provider shows the form
            _LOG.warning("the OpenID provider cannot be asked: %s: %s", type(exc).__name__, exc)
            return sign_in_page(
                service, "Máy chủ đăng nhập của cơ quan không trả lời; hãy thử lại sau.", 502
            )

    @router.get("/office/back", name="office_answers", response_model=None)
    async def back(request: Request) -> Response:
        try:
            token = await provider.authorize_access_token(request)
            name = _name_in(dict(token.get("userinfo") or {}), service.settings.oidc_claim)
        except SignInRefused as exc:
            return _refused(service, str(exc))
        except Exception as exc:  # noqa: BLE001 - any failure of the provider refuses
            return _refused(service, f"{type(exc).__name__}: {exc}")
        try:
            return welcomed(request, service.back_office.accounts.begin_session(name))
        except SignInRefused as exc:
            return _refused(service, str(exc), f"Tài khoản {name} chưa được cấp quyền ở đây.")

    return router


def _name_in(claims: dict[str, Any], claim: str) -> str:
    """The account's name from the provider's claims.

    Raises:
        SignInRefused: the claim is missing, or the provider has not verified the address.
    """
    name = str(claims.get(claim) or "").strip()
    if not name:
        raise SignInRefused(f"the provider sent no {claim!r}")
    if claim != "email":
        return name
    if claims.get("email_verified") is not True:
        # An unverified address may belong to another person.
        raise SignInRefused(f"the provider has not verified {name!r} (or set oidc_claim)")
    return name.lower()  # addresses ignore case; accounts store them in lower case


def _refused(service: Service, why: str, message: str = "") -> Response:
    _LOG.warning("a sign-in by the OpenID provider was refused: %s", why[:500])
    return sign_in_page(service, message or "Không đăng nhập được bằng tài khoản cơ quan.", 403)
