"""Who may use the API: anyone, or those with a key of the right scope."""

from collections.abc import Callable

from fastapi import HTTPException, Request

from assistant.service import Service


def needs(service: Service, scope: str | None) -> Callable[[Request], None]:
    """A dependency that lets a request in; with the scope None any of our keys will do.

    A key that is shown must be ours and hold the scope, even where none is asked for: a program
    with a wrong key should learn it at once.
    """

    def look(request: Request) -> None:
        service.back_office.switches.check("api")
        shown = request.headers.get("authorization", "")
        kind, _, text = shown.partition(" ")
        is_shown = kind.lower() == "bearer" and text.startswith("bantin_")
        if not is_shown:
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
