"""Feedback, shared answers, switches and the desk over HTTP."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from openpyxl import load_workbook

from assistant.backoffice.backoffice import BackOffice, open_back_office
from assistant.pipeline import Assistant
from assistant.settings import Settings
from assistant.web import build_server


@pytest.fixture
def back_office_client(
    assistant: Assistant, tmp_path: Path
) -> Iterator[tuple[TestClient, BackOffice]]:
    settings = Settings(data=tmp_path, rate_limit=False)
    back_office = open_back_office(settings)
    back_office.accounts.add("lan", "một mật khẩu dài", "admin", "test")
    with TestClient(build_server(assistant, settings, back_office)) as made:
        yield made, back_office


def test_feedback_is_kept_with_its_answer(
    back_office_client: tuple[TestClient, BackOffice],
) -> None:
    client, back_office = back_office_client
    answer_id = client.post("/api/v1/ask", json={"question": "xin chào"}).json()["answer_id"]
    feedback = {"answer_id": answer_id, "is_helpful": False, "reason": "other: <b>x</b>"}
    assert client.post("/api/v1/feedback", json=feedback).status_code == 204
    assert (
        client.post("/api/v1/feedback", json=feedback | {"answer_id": "nothing"}).status_code == 404
    )
    assert back_office.journal.entries(liked=False)[0].reason == "other: <b>x</b>"


def test_a_shared_answer_has_a_link_with_its_evidence(
    back_office_client: tuple[TestClient, BackOffice],
) -> None:
    client, _ = back_office_client
    asked = client.post(
        "/api/v1/ask", json={"question": "<b>x</b> nam 2022 co bao nhieu nguoi di xkld"}
    ).json()
    place = f"/a/{asked['answer_id']}"
    assert client.get(place).status_code == 404
    assert client.post(place).json()["address"].endswith(place)
    page = client.get(place)
    assert "753/500 người, đạt 151% kế hoạch" in page.text
    assert "<b>x</b>" not in page.text
    pack = client.get(f"{place}.json").json()
    assert pack["citations"][0]["quote"] == asked["citations"][0]["quote"]
    assert len(pack["citations"][0]["digest"]) == 64
    assert pack["citations"][0]["is_current"]


def test_a_switch_closes_the_api_with_its_reason(
    back_office_client: tuple[TestClient, BackOffice],
) -> None:
    client, back_office = back_office_client
    back_office.switches.turn("api", False, "đang bảo trì", "test")
    for reply in (
        client.post("/api/v1/ask", json={"question": "x"}),
        client.get("/api/v1/figures"),
    ):
        assert (reply.status_code, reply.json()["detail"]) == (503, "đang bảo trì")
    models = client.get("/v1/models")
    assert (models.status_code, models.json()["error"]["message"]) == (503, "đang bảo trì")
    assert client.get("/api/v1/health").status_code == 200


def test_nobody_comes_to_the_desk_without_signing_in(
    back_office_client: tuple[TestClient, BackOffice],
) -> None:
    client, _ = back_office_client
    for path in (
        "/staff/",
        "/staff/config",
        "/staff/figures.csv",
        "/staff/gradio_api/upload",
        "/staff/gradio_api/info",
    ):
        assert client.get(path).status_code == 401, path
        assert client.post(path).status_code == 401, path
    seen = client.get("/staff/", headers={"accept": "text/html"}, follow_redirects=False)
    assert (seen.status_code, seen.headers["location"]) == (303, "/staff/sign-in")


def test_staff_sign_in_take_figures_and_sign_out(
    back_office_client: tuple[TestClient, BackOffice],
) -> None:
    client, _ = back_office_client
    wrong = client.post("/staff/sign-in", data={"name": "lan", "password": "sai"})
    assert (wrong.status_code, "không đúng" in wrong.text) == (403, True)
    form = {"name": "lan", "password": "một mật khẩu dài"}
    elsewhere = client.post("/staff/sign-in", data=form, headers={"origin": "https://evil.example"})
    assert elsewhere.status_code == 403
    done = client.post("/staff/sign-in", data=form, follow_redirects=False)
    assert done.status_code == 303
    cookie = done.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    table = client.get("/staff/figures.csv", params={"q": "xklđ", "year": 2022, "place": "Bắc Kạn"})
    assert "753" in table.text
    book = load_workbook(
        io.BytesIO(client.get("/staff/figures.xlsx", params={"q": "xklđ"}).content)
    )
    assert [c.value for c in book.active[1]][:3] == ["Chỉ tiêu", "Giá trị", "Đơn vị"]
    values = [row[1].value for row in book.active.iter_rows(min_row=2)]
    assert {753} <= set(values)
    assert all(isinstance(value, int | float) for value in values)
    client.post("/staff/sign-out")
    assert client.get("/staff/figures.csv").status_code == 401
