"""The report and the evaluators' page, in a real headless Chromium."""

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.pipeline import Assistant
from assistant.settings import Settings
from evals.cases.loading import load_suite, load_suites
from evals.runs.targets import LocalTarget
from evals.workbench import run_suite
from tests.browser.looking import violations
from tests.in_thread import in_thread

pytestmark = [pytest.mark.browser, pytest.mark.integration]


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    tab = browser.new_page(viewport={"width": 1100, "height": 800})
    tab.troubles = []
    tab.on("console", lambda m: tab.troubles.append(m.text) if m.type == "error" else None)
    yield tab
    tab.close()


def test_the_report_is_filtered_by_words_verdict_and_slice(
    page: Any, assistant: Assistant, sample_settings: Settings, tmp_path: Path
) -> None:
    """Words without accents match words with accents; no request is made, no error is logged."""
    cases = load_suites(["talk", "contradictions", "english"])
    run_suite(cases, LocalTarget(assistant, sample_settings), tmp_path / "run")
    requests: list[str] = []
    page.on("request", lambda r: requests.append(r.url))
    page.goto(f"file://{tmp_path}/run/report.html")
    visible = "article.case:not([hidden])"
    assert page.locator(visible).count() == 50
    page.click("#more")
    assert page.locator(visible).count() == len(cases)
    page.fill("#words", "ho ngheo da chieu bac kan")
    assert 1 <= page.locator(visible).count() < 8
    page.fill("#words", "")
    page.select_option("#slice", "tag: thanks")
    assert page.inner_text("#count") == "3 of 3 shown"
    page.select_option("#verdict", "wrong")
    assert page.inner_text("#count") == "0 of 0 shown"
    assert len(requests) == 1
    assert page.troubles == []
    page.select_option("#verdict", "")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert violations(page) == []


@pytest.fixture
def desk(
    assistant: Assistant, sample_settings: Settings, tmp_path: Path
) -> Iterator[tuple[str, Path]]:
    """The address of the evaluators' page over the samples, and its empty folder."""
    import uvicorn

    from evals.desk.server import build_desk_server

    settings = sample_settings.model_copy(update={"data": tmp_path})
    app = build_desk_server(LocalTarget(assistant, sample_settings), settings)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="error"))
    with in_thread(server):
        yield f"http://127.0.0.1:{port}", tmp_path


def choose(page: Any, box: str, name: str | int) -> None:
    """Chooses the option of this name or number in a drop-down box."""
    page.click(f"{box} input")
    options = page.get_by_role("option")
    options.first.wait_for(timeout=15_000)
    (options.nth(name) if isinstance(name, int) else options.filter(has_text=name).first).click()


def test_suites_are_run_and_a_failed_question_is_kept(desk: tuple[str, Path], page: Any) -> None:
    """The page runs suites, opens reports, compares two runs and stores a failed question.

    axe finds nothing serious on it and on a report: wide and light, and dark on a phone.
    """
    address, data = desk
    page.goto(address)
    page.wait_for_selector("#suites", timeout=60_000)
    page.get_by_label("facts").check()
    for name in ("monday", "tuesday"):
        page.get_by_label("Name of the run").fill(name)
        page.click("#run")
        page.get_by_text(f"{name}: 49 questions").wait_for(timeout=90_000)
    report = page.request.get(f"{address}/reports/monday/report.html")
    assert report.status == 200
    assert "49 questions" in report.text()
    for path in ("monday/answers.jsonl", "../report.html", "%2e%2e/report.html"):
        assert page.request.get(f"{address}/reports/{path}").status == 404

    page.set_viewport_size({"width": 390, "height": 800})
    for name in ("Run", "Runs", "Compare", "Add a case"):
        assert page.get_by_role("tab", name=name, exact=True).is_visible(), name
    faults = {}
    for width, scheme in ((1100, "light"), (390, "dark")):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        tab = page.context.browser.new_page()
        tab.set_viewport_size({"width": width, "height": 800})
        tab.emulate_media(color_scheme=scheme)
        tab.goto(f"{address}/reports/monday/report.html")
        for shown in (page, tab):
            is_wide = shown.evaluate("document.documentElement.scrollWidth > innerWidth")
            if (bad := violations(shown)) or is_wide:
                faults[width, scheme, shown.url] = (is_wide, bad)
        tab.close()
    assert faults == {}
    page.set_viewport_size({"width": 1100, "height": 800})

    page.get_by_role("tab", name="Compare").click()
    choose(page, "#before", "monday")
    choose(page, "#after", "tuesday")
    page.click("#compare")
    page.get_by_text("Open the comparison").wait_for(timeout=30_000)
    page.get_by_text("0 went from right to wrong, 0 from wrong to right.").wait_for()
    assert "Got worse: 0" in page.inner_text("#changes")

    page.get_by_role("tab", name="Add a case").click()
    choose(page, "#source", "monday")
    page.wait_for_timeout(500)
    choose(page, "#case", 0)
    page.wait_for_function("document.querySelector('#question textarea').value.length > 5")
    page.fill("#expected textarea", "Bích Huệ")
    page.click("#add")
    page.get_by_text("own-001 was added").wait_for(timeout=15_000)
    cases = load_suite(str(data / "evaluation/suites/own.jsonl"))
    assert cases[0].answers == ("Bích Huệ",)
    assert page.troubles == []
