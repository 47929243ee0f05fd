"""The whole web application over a small library with fakes, with an editor and an administrator."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient

from assistant.backoffice.backoffice import open_back_office
from assistant.pipeline import Assistant
from assistant.settings import Settings
from assistant.web import build_server
from tests.conftest import Bench

PASSWORD = "một mật khẩu dài"
BULLETIN = """---
title: Tin lao động
date: 2022-12-07
place: Bắc Kạn
issuer: Sở LĐTBXH
---

Năm 2022, đi làm việc ở nước ngoài được 753/500 người.
"""


@contextmanager
def small_site(folder: Path, generator: Any = None, **settings: Any) -> Iterator[TestClient]:
    """A client of the application that follows no redirect and turns no error into an exception."""
    bench = Bench(folder / "data")
    (folder / "in").mkdir(parents=True)
    (folder / "in" / "tin.md").write_text(BULLETIN, "utf-8")
    bench.load(folder / "in" / "tin.md")
    made = Settings(data=folder / "data", **{"rate_limit": False, **settings})
    back_office = open_back_office(made)
    back_office.accounts.add("lan", PASSWORD, "staff", "test")
    back_office.accounts.add("root", PASSWORD, "admin", "test")
    app = build_server(Assistant(bench.library, generator=generator), made, back_office)
    with TestClient(app, raise_server_exceptions=False, follow_redirects=False) as client:
        yield client
    bench.catalogue.close()
    back_office.store.close()


def sign_in(client: TestClient, name: str = "lan") -> str:
    """Signs in with a new cookie jar and returns the session's token."""
    client.cookies.clear()
    reply = client.post("/staff/sign-in", data={"name": name, "password": PASSWORD})
    assert reply.status_code == 303
    return str(reply.cookies["bantin_session"])
