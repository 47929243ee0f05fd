"""The HTTP API keeps its contract, and the guards stand before it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant.backoffice.backoffice import open_back_office
from assistant.pipeline import Assistant
from assistant.settings import Settings
from assistant.web import build_server

KEYS = {"nearest", "renderings", "computed", "chart", "question", "language", "status", "short", "text", "confidence", "figures", "citations",
        "answerer", "coverage", "trace", "answer_id"}  # fmt: skip


@pytest.fixture(scope="module")
def client(assistant: Assistant, sample_settings: Settings) -> Iterator[TestClient]:
    settings = Settings(data=sample_settings.data, rate_limit=False)
    with TestClient(build_server(assistant, settings)) as made:
        yield made


def test_ask_answers_with_figures_and_exact_citations(client: TestClient) -> None:
    answer = client.post(
        "/api/v1/ask", json={"question": "nam 2022 co bao nhieu nguoi di xkld"}
    ).json()
    assert set(answer) == KEYS
    assert answer["short"] == "753 người"
    (figure,) = answer["figures"]
    assert {k: figure[k] for k in ("value", "unit", "plan", "percent", "period", "place", "marker")} == {
        "value": "753", "unit": "người", "plan": "500", "percent": "151", "period": "2022",
        "place": "Bắc Kạn", "marker": 1,
    }  # fmt: skip
    for c in answer["citations"]:
        bulletin = client.get(
            f"/api/v1/bulletins/{c['bulletin_id']}", params={"revision": c["revision"]}
        ).json()
        assert bulletin["text"][c["start"] : c["end"]] == c["quote"]
        assert bulletin["title"] == c["title"]


def test_a_refusal_is_an_answer(client: TestClient) -> None:
    response = client.post(
        "/api/v1/ask", json={"question": "How many job fairs did Quảng Nam hold in 2020?"}
    )
    assert response.status_code == 200
    assert response.json()["status"] == "no_evidence"
    assert response.json()["coverage"]["places"] == ["Lâm Đồng"]


@pytest.mark.parametrize(
    "body",
    [{}, {"question": ""}, {"question": "  "}, {"question": "a" * 100_000}, {"question": "x", "colour": 1},
     {"question": 5}, {"question": "x", "language": "fr"}, {"question": "x", "history": [{"q": 1}]}],
    ids=["none", "empty", "blank", "giant", "unknown", "number", "language", "history"],
)  # fmt: skip
def test_a_bad_question_is_a_422_with_its_reason(
    client: TestClient, body: dict[str, object]
) -> None:
    response = client.post("/api/v1/ask", json=body)
    assert response.status_code == 422
    assert response.json()["detail"]


def test_search_figures_bulletins_and_health(client: TestClient) -> None:
    hits = client.get(
        "/api/v1/search", params={"q": "xuất khẩu lao động", "k": 3, "year": 2021}
    ).json()["hits"]
    assert len(hits) == 3
    assert {"passage_id", "bulletin_id", "title", "score", "start", "end", "text"} <= set(hits[0])
    figures = client.get(
        "/api/v1/figures", params={"q": "xkld", "place": "bac kan", "year": 2022}
    ).json()
    assert [f["value"] for f in figures["figures"]] == ["753"]
    bulletins = client.get("/api/v1/bulletins").json()["bulletins"]
    assert len(bulletins) == 22
    assert not any(b["source"].startswith("/") for b in bulletins)
    health = client.get("/api/v1/health")
    assert (health.status_code, health.json()["bulletins"]) == (200, 22)


def test_an_unknown_bulletin_is_a_404(client: TestClient) -> None:
    assert client.get("/api/v1/bulletins/nothing").status_code == 404


def test_the_openapi_document_names_the_contract(client: TestClient) -> None:
    paths = set(client.get("/api/v1/openapi.json").json()["paths"])
    assert {"/api/v1/ask", "/api/v1/search", "/api/v1/figures", "/api/v1/health"} <= paths


def test_the_openapi_document_has_the_nearest_passages(client: TestClient) -> None:
    """An optional list of citations, with a refusal as its example."""
    document = client.get("/api/v1/openapi.json").json()
    answer = document["components"]["schemas"]["Answer"]
    assert answer["properties"]["nearest"]["items"] == {"$ref": "#/components/schemas/Citation"}
    assert "nearest" not in answer["required"]
    assert "no answer" in answer["description"]
    response = document["paths"]["/api/v1/ask"]["post"]["responses"]["200"]
    examples = response["content"]["application/json"]["examples"]
    assert examples["refusal"]["value"]["nearest"][0]["quote"]


def test_a_refusal_has_nearest_passages_that_a_client_can_open(client: TestClient) -> None:
    """Each leads to its bulletin, whose text holds the quote at the offsets."""
    question = {"question": "Nộp hồ sơ hưởng trợ cấp thất nghiệp ở đâu?"}
    nearest = client.post("/api/v1/ask", json=question).json()["nearest"]
    assert nearest
    for c in nearest:
        address = f"/api/v1/bulletins/{c['bulletin_id']}"
        text = client.get(address, params={"revision": c["revision"]}).json()["text"]
        assert text[c["start"] : c["end"]] == c["quote"]


def test_every_page_keeps_to_itself(client: TestClient) -> None:
    headers = client.get("/").headers
    assert "default-src 'self'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"


def test_uploads_are_closed_and_bodies_are_bounded(client: TestClient) -> None:
    assert client.post("/gradio_api/upload", files={"files": b"x"}).status_code == 404
    assert client.post("/api/v1/ask", content=b"x" * 300_000).status_code == 413


def test_too_many_questions_are_told_to_wait(
    assistant: Assistant, sample_settings: Settings
) -> None:
    settings = Settings(data=sample_settings.data, requests_per_minute=3)
    with TestClient(build_server(assistant, settings)) as client:
        codes = [
            client.post("/api/v1/ask", json={"question": "xin chào"}).status_code for _ in range(5)
        ]
        assert codes == [200, 200, 200, 429, 429]
        assert client.get("/api/v1/health").status_code == 200


def test_figures_are_filtered_by_their_role(client: TestClient) -> None:
    figures = client.get("/api/v1/figures", params={"q": "xklđ", "role": "plan"}).json()["figures"]
    assert {f["role"] for f in figures} == {"plan"}
    assert client.get("/api/v1/figures", params={"role": "wish"}).status_code == 422


def test_what_is_computed_names_its_operands_and_comes_with_its_chart(client: TestClient) -> None:
    question = "Tổng cộng số người đi XKLĐ năm 2022 của Bắc Kạn và Lâm Đồng là bao nhiêu?"
    answer = client.post("/api/v1/ask", json={"question": question}).json()
    assert answer["computed"] == {
        "operation": "sum", "value": "1003", "unit": "người", "operands": [0, 1],
    }  # fmt: skip
    assert [f["value"] for f in answer["figures"]] == ["753", "250"]
    assert [p["value"] for p in answer["chart"]["points"]] == ["753", "250"]


def test_errors_are_problems(client: TestClient) -> None:
    for reply in (client.get("/api/v1/bulletins/nothing"), client.post("/api/v1/ask", json={"question": " "}),
                  client.post("/api/v1/ask", json={}), client.get("/api/v1/search")):  # fmt: skip
        assert reply.headers["content-type"] == "application/problem+json"
        body = reply.json()
        assert body["status"] == reply.status_code
        assert body["title"]
        assert body["detail"]


def test_limits_are_told_in_headers(assistant: Assistant, tmp_path: Path) -> None:
    with TestClient(
        build_server(assistant, Settings(data=tmp_path, requests_per_minute=2))
    ) as client:
        replies = [client.post("/api/v1/ask", json={"question": "xin chào"}) for _ in range(3)]
    assert [r.headers["ratelimit-remaining"] for r in replies] == ["1", "0", "0"]
    assert replies[0].headers["ratelimit-limit"] == "2"
    assert (replies[2].status_code, int(replies[2].headers["retry-after"]) > 0) == (429, True)


def test_a_key_opens_what_its_scopes_name(assistant: Assistant, tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, rate_limit=False, api_keys="required")
    back_office = open_back_office(settings)
    key = back_office.accounts.add_key("k", ("ask",), "test")
    shown = {"authorization": f"Bearer {key}"}
    with TestClient(build_server(assistant, settings, back_office)) as client:
        body = {"question": "xin chào"}
        assert client.post("/api/v1/ask", json=body).status_code == 401
        assert (
            client.post(
                "/api/v1/ask", json=body, headers={"authorization": "Bearer bantin_x_y"}
            ).status_code
            == 401
        )
        assert client.post("/api/v1/ask", json=body, headers=shown).status_code == 200
        assert client.get("/v1/models", headers=shown).status_code == 200
        assert client.get("/api/v1/search", params={"q": "x"}, headers=shown).status_code == 403
        assert client.get("/api/v1/health").status_code == 200


def test_only_named_sites_may_frame_the_page_and_none_the_desk(
    assistant: Assistant, tmp_path: Path
) -> None:
    settings = Settings(data=tmp_path, embed_origins="https://portal.example")  # type: ignore[arg-type]  # as in the environment
    with TestClient(build_server(assistant, settings)) as client:
        assert (
            "frame-ancestors 'self' https://portal.example"
            in client.get("/").headers["content-security-policy"]
        )
        assert (
            "portal.example" not in client.get("/staff/sign-in").headers["content-security-policy"]
        )
        script = client.get("/embed.js").text
        assert "customElements.define" in script
        assert '"title": "Ask the bulletins"' in script
        assert "WCAG" in client.get("/accessibility").text


def test_a_turn_may_name_its_answer(client: TestClient) -> None:
    """By the `answer_id` that the API gave; it may be left out, and may not be endless."""
    first = client.post("/api/v1/ask", json={"question": "nam 2022 co bao nhieu nguoi di xkld"})
    turn = {"question": "x", "answer_id": first.json()["answer_id"]}
    body = {"question": "còn Lâm Đồng?", "history": [turn]}
    assert client.post("/api/v1/ask", json=body).json()["short"] == "250 người"
    body["history"] = [turn | {"answer_id": "a" * 65}]
    assert client.post("/api/v1/ask", json=body).status_code == 422


@pytest.mark.parametrize("query", [None, "xklđ", "người"])
def test_pages_of_figures_are_the_whole_list_cut(client: TestClient, query: str | None) -> None:
    """A known indicator, words of a name, and no query at all."""
    asked = {"q": query} if query else {}
    whole = client.get("/api/v1/figures", params={**asked, "limit": 1000}).json()
    pages: list[Any] = []
    while len(pages) < whole["total"]:
        reply = client.get(
            "/api/v1/figures", params={**asked, "limit": 7, "offset": len(pages)}
        ).json()
        assert reply["total"] == whole["total"]
        assert 0 < len(reply["figures"]) <= 7
        pages += reply["figures"]
    assert pages == whole["figures"]
    assert whole["total"] > 0


def test_pages_of_bulletins_are_the_whole_list_cut(client: TestClient) -> None:
    whole = client.get("/api/v1/bulletins").json()
    pages = [
        client.get("/api/v1/bulletins", params={"limit": 1, "offset": n}).json()["bulletins"]
        for n in range(whole["total"] + 1)
    ]
    assert [b for page in pages for b in page] == whole["bulletins"]
    assert pages[-1] == []


@pytest.mark.parametrize("address", ["/api/v1/figures", "/api/v1/bulletins"])
@pytest.mark.parametrize("page", [{"limit": 0}, {"limit": 1001}, {"offset": -1}])
def test_a_page_has_bounds(client: TestClient, address: str, page: dict[str, int]) -> None:
    assert client.get(address, params=page).status_code == 422


@pytest.mark.parametrize("address", ["/api/v1/figures", "/api/v1/bulletins"])
def test_the_document_describes_pages(client: TestClient, address: str) -> None:
    document = client.get("/api/v1/openapi.json").json()["paths"][address]["get"]
    described = {p["name"]: p.get("description") for p in document["parameters"]}
    assert described["limit"] == "At most so many."
    assert described["offset"] == "Without the first so many."
