"""What anonymous visitors see of a bulletin that left the library, and of its older revisions."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, Literal

import pytest
from fastapi.testclient import TestClient

from assistant.pipeline import Assistant
from assistant.settings import Settings
from assistant.web import build_server
from knowledge.ingestion.amending import amend
from knowledge.ingestion.ingest import remove
from knowledge.records import Withdrawal
from tests.conftest import Bench

SECRET = "Ông Nguyễn Văn Bí ở Ba Bể"
BODY = f"Năm 2022, tỉnh Bắc Kạn có 753 người đi làm việc ở nước ngoài theo hợp đồng. {SECRET} vắng."
DAY = date(2026, 11, 20)
Kind = Literal["withdrawn", "removed", "vanished"]


@pytest.fixture
def stored(bench: Bench, bulletin_file: Callable[..., Path]) -> str:
    """A bulletin of two revisions."""
    (receipt,) = bench.load(bulletin_file(BODY))
    amend(bench.catalogue, bench.encoder, bench.index, receipt.bulletin_id, title="Tin đã sửa")
    return str(receipt.bulletin_id)


@pytest.fixture
def client(bench: Bench, tmp_path: Path) -> Iterator[TestClient]:
    server: Any = build_server(
        Assistant(bench.library), Settings(data=tmp_path / "office", rate_limit=False)
    )
    with TestClient(server) as made:
        yield made


def withdraw(bench: Bench, bulletin_id: str, kind: Kind, reason: str) -> None:
    remove(bench.catalogue, bench.index, bulletin_id, Withdrawal(kind, reason, DAY))


@pytest.mark.parametrize(
    ("kind", "reason", "said"),
    [
        ("withdrawn", "lộ <b>tên</b> người", "lộ &lt;b&gt;tên&lt;/b&gt; người"),
        ("removed", "", "đã được gỡ khỏi trang này"),
        ("vanished", "its source '/srv/noi-bo/tin.md' is gone", "nơi đăng đã gỡ bài"),
    ],
)
def test_a_withdrawn_bulletin_is_a_page_that_says_so(
    bench: Bench, client: TestClient, stored: str, kind: Kind, reason: str, said: str
) -> None:
    """At every revision it has the day and the reason, and nothing of the bulletin."""
    withdraw(bench, stored, kind, reason)
    for query in ("", "?revision=1", "?revision=2&from=0&to=40"):
        reply = client.get(f"/bulletins/{stored}{query}")
        assert reply.status_code == 410
        assert said in reply.text
        assert "20/11/2026" in reply.text
        for hidden in (SECRET, "753", "Tin đã sửa", "/srv/noi-bo"):
            assert hidden not in reply.text


def test_the_api_gives_no_text_of_a_withdrawn_bulletin(
    bench: Bench, client: TestClient, stored: str
) -> None:
    """It is gone (410), with the day and the reason."""
    withdraw(bench, stored, "withdrawn", "đăng nhầm")
    for query in ("", "?revision=1"):
        reply = client.get(f"/api/v1/bulletins/{stored}{query}")
        assert reply.status_code == 410
        assert "withdrawn on 2026-11-20 (đăng nhầm)" in reply.json()["detail"]
        assert "753" not in reply.text


def test_a_shared_answer_repeats_nothing_of_a_withdrawn_bulletin(
    bench: Bench, client: TestClient, stored: str
) -> None:
    """The page and its evidence pack keep the question and lead to the page of the withdrawal."""
    question = "Năm 2022 Bắc Kạn có bao nhiêu người đi xkld?"
    answer = client.post("/api/v1/ask", json={"question": question}).json()
    assert answer["short"] == "753 người"
    shared = client.post(f"/a/{answer['answer_id']}").json()["address"]
    assert "753" in client.get(shared).text
    withdraw(bench, stored, "withdrawn", "đăng nhầm")
    page = client.get(shared).text
    assert f'href="/bulletins/{stored}?' in page
    assert question in page
    for text in (page, client.get(f"{shared}.json").text):
        assert "753" not in text
        assert "Tin đã sửa" not in text


def test_who_said_it_is_not_answered_from_a_withdrawn_bulletin(
    bench: Bench, client: TestClient, stored: str
) -> None:
    """A question that points at the bulletin of an earlier answer does not reopen it."""
    first = {"question": "Năm 2022 Bắc Kạn có bao nhiêu người đi xkld?"}
    answer = client.post("/api/v1/ask", json=first).json()
    withdraw(bench, stored, "withdrawn", "đăng nhầm")
    turn = first | {"answer_id": answer["answer_id"]}
    body = {"question": "tóm tắt bản tin đó", "history": [turn]}
    assert "753" not in client.post("/api/v1/ask", json=body).json()["text"]


def test_an_older_revision_says_that_there_is_a_newer_one(client: TestClient, stored: str) -> None:
    """The text stays readable, with a link to the newest revision."""
    old = client.get(f"/bulletins/{stored}?revision=1")
    assert old.status_code == 200
    assert SECRET in old.text
    assert "Đây là bản cũ hơn" in old.text
    assert f'href="/bulletins/{stored}"' in old.text
    assert "Đây là bản cũ hơn" not in client.get(f"/bulletins/{stored}").text
