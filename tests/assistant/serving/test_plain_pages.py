"""The citizens' pages over HTTP: their policy, their files, and what they say where there is nothing."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant.pages.site import ASSETS
from assistant.pipeline import Assistant
from assistant.settings import Settings
from assistant.web import build_server
from tests.conftest import Bench


@pytest.fixture(scope="module")
def client(assistant: Assistant, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder = tmp_path_factory.mktemp("pages")
    logo = folder / "logo.svg"
    logo.write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', "utf-8")
    settings = Settings(data=folder, rate_limit=False, agency="Sở <b>", agency_logo=str(logo))
    with TestClient(build_server(assistant, settings)) as made:
        yield made


@pytest.mark.parametrize(
    "path", ["/", "/bulletins", "/bulletins/bac-kan-2022-12-07", "/accessibility"]
)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_page_runs_only_scripts_of_our_files(
    client: TestClient, path: str, language: str
) -> None:
    """The policy allows no inline script or style, and the page has none."""
    reply = client.get(path, params={"lang": language})
    assert reply.status_code == 200
    policy = reply.headers["content-security-policy"]
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    assert " style=" not in reply.text
    assert "<style" not in reply.text
    assert f'<html lang="{language}">' in reply.text


def test_a_file_of_the_pages_is_kept_for_ever_under_its_version(client: TestClient) -> None:
    for name in ASSETS:
        reply = client.get(f"/page/{name}")
        assert reply.status_code == 200
        assert "immutable" in reply.headers["cache-control"]
    assert client.get("/page/page.py").status_code == 404


def test_the_agency_and_its_logo_are_in_the_head(client: TestClient) -> None:
    page = client.get("/").text
    assert "Sở &lt;b&gt;" in page
    assert 'src="/page/logo"' in page
    assert client.get("/page/logo").headers["content-type"] == "image/svg+xml"


@pytest.mark.parametrize(
    "query",
    ["?page=999999", "?page=-1", "?page=x", "?year=x", "?topic=x", "?place=%00", "?q=%3Cb%3E"],
)
def test_a_strange_query_gives_a_list(client: TestClient, query: str) -> None:
    reply = client.get(f"/bulletins{query}")
    assert reply.status_code == 200
    assert "<b>&" not in reply.text
    assert "<b></" not in reply.text


@pytest.mark.parametrize(
    "span", ["from=5&to=2", "from=0&to=99999999", "from=x&to=y", "revision=99"]
)
def test_a_strange_span_marks_nothing(client: TestClient, span: str) -> None:
    reply = client.get(f"/bulletins/bac-kan-2022-12-07?{span}")
    assert reply.status_code == (404 if "revision" in span else 200)
    assert "<mark" not in reply.text


def test_an_unknown_answer_is_a_page_that_says_so(client: TestClient) -> None:
    reply = client.get("/a/x?lang=en")
    assert reply.status_code == 404
    assert "There is no such page" in reply.text


def test_a_library_without_bulletins_offers_no_questions(bench: Bench, tmp_path: Path) -> None:
    made: Any = build_server(Assistant(bench.library), Settings(data=tmp_path, rate_limit=False))
    with TestClient(made) as client:
        page = client.get("/").text
        assert "Chưa có bản tin nào được nạp." in page
        assert 'id="examples"' not in page
        assert client.get("/bulletins").status_code == 200
