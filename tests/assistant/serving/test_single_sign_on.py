"""Staff sign in through somebody else's OpenID provider, a real one on loopback."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx import Client
from oidc_provider_mock import User, run_server_in_thread

from assistant.backoffice.backoffice import open_back_office
from assistant.service import Service
from assistant.serving.sign_in import build_sign_in
from assistant.serving.single_sign_on import add_single_sign_on
from assistant.settings import Settings
from assistant.turns import Turns
from tests.office_desk import desk_of

LAN = {"email": "Lan@backan.gov.vn", "email_verified": True}
Desk = Callable[..., TestClient]


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    users = [
        User(sub="lan", claims=LAN),
        User(sub="unverified", claims=LAN | {"email_verified": False}),
        User(sub="stranger", claims={"email": "ai@khac.vn", "email_verified": True}),
        User(sub="nameless", claims={}),
    ]
    with run_server_in_thread(user_claims=users) as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture
def desk(tmp_path: Path, provider: str) -> Desk:
    """A desk that knows Lan, and sends people to the provider."""

    def make(**more: Any) -> TestClient:
        settings = Settings(data=tmp_path, **{"oidc_issuer": provider, "oidc_secret": "s", **more})
        return desk_of(settings)

    return make


def come_back(client: TestClient, sub: str) -> Any:
    """Goes to the provider, signs in there as `sub`, and comes back with what it gave."""
    sent = client.get("/staff/sign-in/office")
    assert sent.status_code == 302
    assert "code_challenge_method=S256" in sent.headers["location"]
    with Client() as browser:
        done = browser.post(sent.headers["location"], data={"sub": sub})
    return client.get(done.headers["location"])


def test_the_office_account_opens_the_desk(desk: Desk) -> None:
    client = desk()
    assert "/staff/sign-in/office" in client.get("/staff/sign-in").text
    back = come_back(client, "lan")
    assert (back.status_code, back.headers["location"]) == (303, "/staff/")
    assert "bantin_session=" in back.headers["set-cookie"]
    assert "httponly" in back.headers["set-cookie"].lower()


@pytest.mark.parametrize("sub", ["unverified", "stranger", "nameless"])
def test_who_has_no_account_or_no_verified_address_stays_outside(desk: Desk, sub: str) -> None:
    back = come_back(desk(), sub)
    assert back.status_code == 403
    assert "bantin_session=" not in back.headers.get("set-cookie", "")
    assert 'role="alert"' in back.text


def test_another_claim_may_name_the_account(desk: Desk, tmp_path: Path) -> None:
    client = desk(oidc_claim="sub")
    open_back_office(Settings(data=tmp_path)).accounts.add("stranger", None, "staff", "test")
    assert come_back(client, "stranger").status_code == 303


def test_a_reply_that_nobody_asked_for_opens_nothing(desk: Desk) -> None:
    """Forged state, a refusal by the provider, no session of a sign-in that was begun."""
    client = desk()
    client.get("/staff/sign-in/office")
    for query in ("?code=x&state=forged", "?error=access_denied", ""):
        back = client.get(f"/staff/sign-in/office/back{query}")
        assert back.status_code == 403
        assert "bantin_session=" not in back.headers.get("set-cookie", "")


def test_a_code_of_one_browser_is_of_no_use_to_another(desk: Desk) -> None:
    sent = desk().get("/staff/sign-in/office")
    with Client() as browser:
        done = browser.post(sent.headers["location"], data={"sub": "lan"})
    assert desk().get(done.headers["location"]).status_code == 403


def test_a_provider_that_is_down_is_told(desk: Desk) -> None:
    back = desk(oidc_issuer="http://localhost:9").get("/staff/sign-in/office")
    assert back.status_code == 502
    assert "không trả lời" in back.text


def test_an_account_without_a_password_has_none_that_fits(desk: Desk) -> None:
    client = desk()
    for password in ("", "x", "nobody is here", "nobody has this password ever"):
        body = {"name": "lan@backan.gov.vn", "password": password}
        assert client.post("/staff/sign-in", data=body).status_code == 403


def test_the_page_offers_no_other_way_where_none_is_set(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    app = FastAPI()
    service = Service(None, open_back_office(settings), settings, Turns(1))  # type: ignore[arg-type]  # as above
    app.include_router(build_sign_in(service))
    add_single_sign_on(app, service)
    client = TestClient(app)
    assert not re.search("tài khoản cơ quan", client.get("/staff/sign-in").text)
    assert client.get("/staff/sign-in/office").status_code == 404
