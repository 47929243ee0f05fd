"""The headless Chromium and the server of the browser tests."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.backoffice.backoffice import open_back_office
from assistant.settings import Settings
from tests.browser.at_desk import PASSWORD
from tests.conftest import serving

_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
AGENCY = {"AGENCY": "Sở Nội vụ tỉnh Bắc Kạn", "AGENCY_CONTACT": "0209 3870 000"}


@pytest.fixture(scope="package")
def browser() -> Iterator[Any]:
    """A real headless Chromium; without one, tests are skipped with a message."""
    candidates = [shutil.which(n) for n in ("chromium", "chromium-browser", "google-chrome")]
    path = next((p for p in candidates if p), None)
    if path is None:
        pytest.skip("no Chromium here: apt-get install chromium")
    playwright = pytest.importorskip("playwright.sync_api", reason="needs the extra dev")
    with playwright.sync_playwright() as running:
        opened = running.chromium.launch(executable_path=path, args=_FLAGS)
        yield opened
        opened.close()


@pytest.fixture(scope="package")
def address(sample_settings: Settings) -> Iterator[str]:
    """The address of a real server over the samples, without a slash at its end."""
    with serving(sample_settings.data, **AGENCY) as port:
        yield f"http://127.0.0.1:{port}"


@pytest.fixture
def open_page(browser: Any, address: str) -> Iterator[Callable[..., Any]]:
    """A function that opens a path of the server in a new context and closes it after the test.

    `strangers` of the page are its requests to other hosts, `complaints` its errors and warnings.
    """
    contexts = []

    def open_at(path: str = "/", width: int = 1280, height: int = 860, **more: Any) -> Any:
        context = browser.new_context(viewport={"width": width, "height": height}, **more)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.strangers, page.complaints = [], []
        page.on("request", lambda r: page.strangers.append(r.url)
                if not r.url.startswith((address, "data:", "blob:")) else None)  # fmt: skip
        page.on("console", lambda m: page.complaints.append(m.text)
                if m.type in ("error", "warning") else None)  # fmt: skip
        page.on("pageerror", lambda e: page.complaints.append(str(e)))
        page.goto(address + path)
        return page

    yield open_at
    for context in contexts:
        context.close()


@pytest.fixture
def page(open_page: Callable[..., Any]) -> Any:
    """The home page on a wide screen."""
    return open_page()


@pytest.fixture(scope="package")
def desk(tmp_path_factory: pytest.TempPathFactory, models: Path) -> Iterator[tuple[str, Settings]]:
    """The address of a server over an empty library with an administrator, and its settings.

    Its import folder is `imports` in the data folder.
    """
    data = tmp_path_factory.mktemp("desk")
    (data / "models").symlink_to(models)
    (data / "imports").mkdir()
    settings = Settings(data=data)
    open_back_office(settings).accounts.add("lan", PASSWORD, "admin", "test")
    with serving(data, IMPORT_FOLDER=str(data / "imports")) as port:
        yield f"http://127.0.0.1:{port}", settings


@pytest.fixture
def staff_page(browser: Any, desk: tuple[str, Settings]) -> Iterator[Any]:
    """A page of the desk, signed in; it fails on an error of its script."""
    made, errors = browser.new_page(viewport={"width": 1280, "height": 900}), []
    made.on("pageerror", lambda error: errors.append(str(error)))
    made.goto(f"{desk[0]}/staff/")
    made.fill("#name", "lan")
    made.fill("#password", PASSWORD)
    made.click("button[type=submit]")
    made.wait_for_url("**/staff/")
    yield made
    made.close()
    assert errors == []
