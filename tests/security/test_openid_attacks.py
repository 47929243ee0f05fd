"""Forged tokens and replayed returns of an OpenID provider open nothing."""

import base64
import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi.testclient import TestClient
from httpx import Client
from joserfc import jwk

from assistant.settings import Settings
from tests.office_desk import desk_of
from tests.security.rogue_provider import CLIENT_SECRET, Claims, Provider, rogue_provider

Forge = Callable[[Provider, Claims], str]
_BACK = "/staff/sign-in/office/back"


def unsigned(claims: Claims) -> str:
    """A token with the algorithm `none`."""
    parts = [json.dumps(part).encode() for part in ({"alg": "none"}, claims)]
    return ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts) + "."


def by_client_secret(provider: Provider, claims: Claims) -> str:
    return provider.signed(claims, jwk.OctKey.import_key(CLIENT_SECRET), "HS256")


def by_public_key(provider: Provider, claims: Claims) -> str:
    """Signed with the public key as if it were a shared secret."""
    public = provider.key.as_pem(private=False)
    return provider.signed(claims, jwk.OctKey.import_key(base64.urlsafe_b64encode(public)), "HS256")


FORGED: dict[str, Forge] = {
    "another issuer": lambda p, c: p.signed(c | {"iss": "https://evil.example"}),
    "no issuer": lambda p, c: p.signed({k: v for k, v in c.items() if k != "iss"}),
    "another audience": lambda p, c: p.signed(c | {"aud": "another"}),
    "several audiences, none ours": lambda p, c: p.signed(c | {"aud": ["a", "b"]}),
    "the nonce of another sign-in": lambda p, c: p.signed(c | {"nonce": "n" * 20}),
    "no nonce": lambda p, c: p.signed({k: v for k, v in c.items() if k != "nonce"}),
    "expired": lambda p, c: p.signed(c | {"exp": int(time.time()) - 3600}),
    "another key": lambda p, c: p.signed(c, jwk.RSAKey.generate_key(2048, {"kid": "a"})),
    "no signature": lambda p, c: unsigned(c),
    "signature cut off": lambda p, c: p.signed(c).rpartition(".")[0] + ".",
    "signed with the client's secret": by_client_secret,
    "signed with the public key": by_public_key,
    "claims exchanged": lambda p, c: ".".join(
        [*p.signed(c | {"email": "x@x.vn"}).split(".")[:1], p.signed(c).split(".")[1], "x" * 20]
    ),
    "not verified": lambda p, c: p.signed(c | {"email_verified": "true"}),
    "no token": lambda p, c: "",
}  # fmt: skip


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with rogue_provider() as made:
        yield made


@pytest.fixture
def desk(tmp_path: Path, provider: Provider) -> TestClient:
    provider.forge = provider.signed
    settings = Settings(data=tmp_path, oidc_issuer=provider.address, oidc_secret=CLIENT_SECRET)  # type: ignore[arg-type]  # pydantic takes a text
    return desk_of(settings)


def begun(client: TestClient, **query: str) -> dict[str, str]:
    """Begins a sign-in at the provider; what was sent there."""
    sent = client.get("/staff/sign-in/office", params=query)
    with Client() as browser:
        browser.get(sent.headers["location"])
    asked = parse_qs(urlsplit(sent.headers["location"]).query)
    return {name: values[0] for name, values in asked.items()}


def opens(reply: Any) -> bool:
    return "bantin_session=" in reply.headers.get("set-cookie", "")


def test_an_honest_token_opens_the_desk(desk: TestClient) -> None:
    asked = begun(desk)
    assert opens(desk.get(_BACK, params={"code": "c", "state": asked["state"]}))


@pytest.mark.parametrize("name", FORGED)
def test_a_forged_token_opens_nothing(desk: TestClient, provider: Provider, name: str) -> None:
    asked = begun(desk)
    provider.forge = lambda claims: FORGED[name](provider, claims)
    reply = desk.get(_BACK, params={"code": "c", "state": asked["state"]})
    assert (reply.status_code, opens(reply)) == (403, False)


def test_a_return_is_of_no_use_twice(desk: TestClient) -> None:
    asked = begun(desk)
    back = {"code": "c", "state": asked["state"]}
    assert opens(desk.get(_BACK, params=back))
    again = desk.get(_BACK, params=back)
    assert (again.status_code, opens(again)) == (403, False)


def test_each_sign_in_has_its_own_state_nonce_and_challenge(desk: TestClient) -> None:
    first, second = begun(desk), begun(desk)
    names = ("state", "nonce", "code_challenge")
    assert all(first[name] != second[name] and len(first[name]) >= 16 for name in names)


@pytest.mark.parametrize("name", ["next", "redirect_uri", "return", "url", "state"])
def test_the_return_address_is_ours_whatever_the_query_says(desk: TestClient, name: str) -> None:
    asked = begun(desk, **{name: "https://evil.example/"})
    assert asked["redirect_uri"] == f"http://testserver{_BACK}"
    reply = desk.get(
        _BACK, params={"code": "c", "state": asked["state"], name + "2": "//evil.example"}
    )
    assert reply.headers["location"] == "/staff/"


@pytest.mark.parametrize(
    "error", ["<script>alert(1)</script>", "access_denied", "a\r\nset-cookie: x=1"]
)
def test_what_the_provider_says_is_not_shown(desk: TestClient, error: str) -> None:
    reply = desk.get(_BACK, params={"error": error, "error_description": error, "state": "x"})
    assert (reply.status_code, opens(reply)) == (403, False)
    assert "alert(1)" not in reply.text
