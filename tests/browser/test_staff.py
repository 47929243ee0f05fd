"""The staff desk in a real headless Chromium: sign in, look up, load, switch off."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.office.office import open_office
from knowledge.settings import Settings
from tests.conftest import serving

pytestmark = [pytest.mark.browser, pytest.mark.integration]
PASSWORD = "một mật khẩu dài"
BULLETIN = """---
title: Tin thử
date: 2024-03-05
place: Bắc Kạn
issuer: Sở thử
---

Năm 2023, tỉnh Bắc Kạn có 812 người đi làm việc ở nước ngoài theo hợp đồng.
"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, models: Path) -> Iterator[tuple[str, Settings]]:
    data = tmp_path_factory.mktemp("desk")
    (data / "models").symlink_to(models)
    settings = Settings(data=data)
    open_office(settings).accounts.add("lan", PASSWORD, "admin", "test")
    with serving(data) as port:
        yield f"http://127.0.0.1:{port}", settings


@pytest.fixture
def page(browser: Any, desk: tuple[str, Settings]) -> Iterator[Any]:
    made = browser.new_page(viewport={"width": 1400, "height": 1000})
    made.goto(f"{desk[0]}/staff/")
    made.fill("#name", "lan")
    made.fill("#password", PASSWORD)
    made.click("button[type=submit]")
    made.get_by_role("tab", name="Tra cứu số liệu").wait_for(timeout=60_000)
    yield made
    made.close()


def test_the_desk_asks_for_a_name_and_a_password(browser: Any, desk: tuple[str, Settings]) -> None:
    page = browser.new_page()
    page.goto(f"{desk[0]}/staff/")
    assert page.url.endswith("/staff/sign-in")
    page.fill("#name", "lan")
    page.fill("#password", "không phải thế")
    page.click("button[type=submit]")
    assert "không đúng" in page.locator("[role=alert]").inner_text()
    page.close()


def test_a_bulletin_is_looked_at_loaded_found_and_answered(
    page: Any, desk: tuple[str, Settings], tmp_path: Path
) -> None:
    """From the file to the citizen: nothing counts before it was looked at."""
    file = tmp_path / "tin-thu.md"
    file.write_text(BULLETIN, "utf-8")
    page.get_by_role("tab", name="Bản tin", exact=True).click()
    page.set_input_files("#upload input[type=file]", str(file))
    page.get_by_text("tin-thu").first.wait_for(timeout=20_000)
    page.click("#preview-go")
    page.locator("#preview").get_by_text("812 người").wait_for(timeout=20_000)
    page.click("#load-go")
    page.get_by_text("Đã nạp: 1 mới").wait_for(timeout=90_000)

    page.get_by_role("tab", name="Tra cứu số liệu").click()
    page.fill("#lookup-query textarea, #lookup-query input", "xklđ")
    page.click("#lookup-go")
    page.locator("#lookup-rows").get_by_text("812").first.wait_for(state="attached", timeout=20_000)
    with page.expect_download() as taken:
        page.locator("#lookup-found").get_by_text("CSV").click()
    assert "812" in Path(taken.value.path()).read_text("utf-8-sig")

    citizen = page.context.browser.new_page()
    citizen.goto(desk[0])
    citizen.fill("#question textarea", "Năm 2023 có bao nhiêu người đi xkld?")
    citizen.press("#question textarea", "Enter")
    citizen.wait_for_selector(".log .a .short", timeout=30_000)
    assert citizen.locator(".log .a .short").inner_text() == "812 người"
    trail = [(row.who, row.action) for row in open_office(desk[1]).store.trail()]
    assert ("lan", "loaded") in trail
    assert open_office(desk[1]).journal.entries()[0].channel == "page"


def test_the_page_is_switched_off_with_a_reason(page: Any, desk: tuple[str, Settings]) -> None:
    page.get_by_role("tab", name="Quản trị").click()
    page.locator("#switch-state").get_by_text("tắt").click()
    page.fill("#switch-reason textarea, #switch-reason input", "đang đính chính")
    page.click("#switch-go")
    page.locator("#switches").get_by_text("đang tắt").wait_for(timeout=20_000)
    citizen = page.context.browser.new_page()
    citizen.goto(desk[0])
    citizen.fill("#question textarea", "xin chào")
    citizen.press("#question textarea", "Enter")
    citizen.get_by_text("đang đính chính").wait_for(timeout=20_000)
    open_office(desk[1]).switches.turn("page", True, "", "test")
