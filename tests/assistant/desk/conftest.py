"""A server with its desk over the sample bulletins, and people who are signed in."""

import re
from collections.abc import Callable, Iterator

import pytest
from fastapi.testclient import TestClient

from assistant.backoffice.backoffice import BackOffice, open_back_office
from assistant.pipeline import Assistant
from assistant.settings import Settings
from assistant.web import build_server

PASSWORD = "một mật khẩu dài"


@pytest.fixture(scope="module")
def server(
    assistant: Assistant, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[TestClient, BackOffice]]:
    settings = Settings(data=tmp_path_factory.mktemp("desk"), rate_limit=False)
    back_office = open_back_office(settings)
    back_office.accounts.add("lan", PASSWORD, "admin", "test")
    back_office.accounts.add("minh", PASSWORD, "staff", "test")
    with TestClient(build_server(assistant, settings, back_office)) as client:
        yield client, back_office


@pytest.fixture
def office(server: tuple[TestClient, BackOffice]) -> BackOffice:
    return server[1]


@pytest.fixture
def signed_in(server: tuple[TestClient, BackOffice]) -> Callable[[str], TestClient]:
    """A function that gives the client with the session of an account."""

    def sign_in(name: str) -> TestClient:
        client, _ = server
        client.cookies.clear()
        client.post("/staff/sign-in", data={"name": name, "password": PASSWORD})
        return client

    return sign_in


@pytest.fixture
def admin(signed_in: Callable[[str], TestClient]) -> TestClient:
    return signed_in("lan")


def text_of(html: str) -> str:
    """The words of a page, without tags and in one line."""
    bare = re.sub(r"<(style|script)>.*?</\1>", " ", html, flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", bare).split())
