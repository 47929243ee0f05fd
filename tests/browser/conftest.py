"""The headless Chromium of the browser tests."""

import shutil
from collections.abc import Iterator
from typing import Any

import pytest

_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


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
