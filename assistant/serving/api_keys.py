"""Access checks of the API: open, or by a key with the required scope."""

from collections.abc import Callable

from fastapi import HTTPException, Request

from assistant.service import Service


def needs(service: Service, scope: str | None) -> Callable[[Request], None]:
    """A FastAPI dependency that rejects requests without access; scope None accepts any valid key.

    A key that a request carries must be valid and have the scope even where no key is required, so
    that a program with a wrong key gets an error at its first request.
    """

    def look(request: Request) -> None:
        service.back_office.switches.check("api")
        kind, _, text = request.headers.get("authorization", "").partition(" ")
        has_key = kind.lower() == "bearer" and text.startswith("bantin_")
        if not has_key:
            if service.settings.api_keys == "required":
                raise HTTPException(
                    401,
                    "show a key: Authorization: Bearer bantin_...",
                    {"www-authenticate": "Bearer"},
                )
            return
        key = service.back_office.accounts.key(text.strip())
        if key is None:
            raise HTTPException(
                401, "this key is unknown or revoked", {"www-authenticate": "Bearer"}
            )
        if scope is not None and scope not in key.scopes:
            raise HTTPException(
                403, f"this key lacks the scope {scope!r}; it has {', '.join(key.scopes)}"
            )

    return look
