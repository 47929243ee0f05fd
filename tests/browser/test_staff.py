"""The staff pages in a real headless Chromium: sign in, look up, load, switch off."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.backoffice.backoffice import open_back_office
from assistant.settings import Settings
from tests.browser.looking import violations
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
    open_back_office(settings).accounts.add("lan", PASSWORD, "admin", "test")
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
    assert violations(page) == []
    page.fill("#name", "lan")
    page.fill("#password", "không phải thế")
    page.click("button[type=submit]")
    assert "không đúng" in page.locator("[role=alert]").inner_text()
    page.close()


def test_a_bulletin_is_previewed_loaded_found_and_used(
    page: Any, desk: tuple[str, Settings], tmp_path: Path
) -> None:
    """A bulletin is previewed, loaded, found by the search and used in an answer, in this order."""
    file = tmp_path / "tin-thu.md"
    file.write_text(BULLETIN, "utf-8")
    page.get_by_role("tab", name="Bản tin", exact=True).click()
    page.set_input_files("#upload input[type=file]", str(file))
    page.get_by_text("tin-thu").first.wait_for(timeout=20_000)
    page.click("#preview-go")
    page.locator("#preview").get_by_text("812 người").first.wait_for(timeout=20_000)
    page.click("#load-go")
    page.get_by_text("Đã nạp: 1 mới").wait_for(timeout=90_000)

    page.get_by_role("tab", name="Tra cứu số liệu").click()
    page.fill("#lookup-query textarea, #lookup-query input", "xklđ")
    page.click("#lookup-go")
    page.locator("#lookup-rows").get_by_text("812").first.wait_for(state="attached", timeout=20_000)
    with page.expect_download() as taken:
        page.locator("#lookup-downloads").get_by_text("CSV").click()
    assert "812" in Path(taken.value.path()).read_text("utf-8-sig")

    citizen = page.context.browser.new_page()
    citizen.goto(desk[0])
    citizen.fill("#question textarea", "Năm 2023 có bao nhiêu người đi xkld?")
    citizen.press("#question textarea", "Enter")
    citizen.wait_for_selector(".log .a .short", timeout=30_000)
    assert citizen.locator(".log .a .short").inner_text() == "812 người"
    trail = [(row.who, row.action) for row in open_back_office(desk[1]).store.trail()]
    assert ("lan", "loaded") in trail
    assert open_back_office(desk[1]).journal.entries()[0].channel == "page"


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
    open_back_office(desk[1]).switches.turn("page", True, "", "test")


def tab(page: Any, name: str) -> None:
    page.get_by_role("tab", name=name, exact=True).click()


def load(page: Any, folder: Path, name: str, text: str) -> None:
    """Loads one bulletin by the staff pages."""
    (folder / name).write_text(text, "utf-8")
    tab(page, "Bản tin")
    page.set_input_files("#upload input[type=file]", str(folder / name))
    page.get_by_text(Path(name).stem).first.wait_for(timeout=20_000)
    page.click("#preview-go")
    page.locator("#preview p").first.wait_for(timeout=20_000)
    page.click("#load-go")
    page.get_by_text("Đã nạp: 1").wait_for(timeout=90_000)


def test_a_bulletin_is_amended_and_withdrawn(
    page: Any, desk: tuple[str, Settings], tmp_path: Path
) -> None:
    load(
        page,
        tmp_path,
        "tin-sua.md",
        BULLETIN.replace("Tin thử", "Tin cần sửa").replace("812", "813"),
    )
    page.fill("#sought textarea, #sought input", "can sua")
    page.get_by_text("1 bản tin, mới nhất trước").wait_for(timeout=20_000)
    page.get_by_role("button", name="Chọn: tin-sua").click()
    page.get_by_label("Tiêu đề mới").fill("Tin đã sửa")
    page.get_by_role("button", name="Lưu thay đổi").click()
    page.get_by_text("Đã lưu thành bản số 2").wait_for(timeout=60_000)
    page.locator("#bulletins").get_by_text("Tin đã sửa").first.wait_for(state="attached")
    page.click("#withdraw-go")
    page.get_by_text("Hãy ghi lý do gỡ").first.wait_for(timeout=20_000)
    page.fill("#withdraw-reason textarea, #withdraw-reason input", "đăng nhầm")
    page.click("#withdraw-go")
    page.get_by_text("Đã gỡ tin-sua").wait_for(timeout=60_000)
    page.locator("#bulletins").get_by_text("Tin đã sửa").first.wait_for(state="detached")
    (newest, *_) = open_back_office(desk[1]).store.trail()
    assert (newest.action, newest.subject, newest.detail) == ("withdrawn", "tin-sua", "đăng nhầm")


def test_an_address_inside_the_network_is_not_fetched(
    page: Any, desk: tuple[str, Settings]
) -> None:
    tab(page, "Bản tin")
    page.fill("#load-address textarea, #load-address input", f"{desk[0]}/api/v1/health")
    page.click("#preview-go")
    page.get_by_text("private network").first.wait_for(timeout=20_000)


def test_an_unanswered_question_becomes_a_case(page: Any, desk: tuple[str, Settings]) -> None:
    citizen = page.context.browser.new_page()
    citizen.goto(desk[0])
    citizen.fill("#question textarea", "Năm 1999 có bao nhiêu hộ nghèo ở Bắc Kạn?")
    citizen.press("#question textarea", "Enter")
    citizen.locator(".log .a").first.wait_for(timeout=30_000)
    citizen.close()

    tab(page, "Nhật ký câu hỏi")
    page.click("#log-go")
    page.locator("#log-rows").get_by_text("Năm 1999").first.wait_for(state="attached")
    page.get_by_role("button", name="Chọn: Năm 1999").first.click()
    box = page.locator("#case-question textarea, #case-question input")
    page.wait_for_function(
        "document.querySelector('#case-question textarea, #case-question input').value !== ''"
    )
    assert box.input_value() == "Năm 1999 có bao nhiêu hộ nghèo ở Bắc Kạn?"
    page.click("#case-go")
    page.get_by_text("Đã thêm").wait_for(timeout=20_000)
    suite = desk[1].data / "evaluation" / "suites" / "nhat-ky.jsonl"
    assert "Năm 1999 có bao nhiêu hộ nghèo" in suite.read_text("utf-8")

    tab(page, "Thống kê")
    page.click("#counts-go")
    page.locator("#counts-chart img.chart").wait_for(timeout=20_000)


def test_the_years_of_one_thing_are_drawn_and_taken_to_a_spreadsheet(
    page: Any, tmp_path: Path
) -> None:
    bodies = "\n\n".join(
        f"Năm {year}, tỉnh Bắc Kạn đào tạo nghề cho {count} người."
        for year, count in ((2020, "4.100"), (2021, "4.500"), (2022, "5.100"))
    )
    load(page, tmp_path, "ba-nam.md", BULLETIN.split("Năm 2023")[0] + bodies)
    tab(page, "Tra cứu số liệu")
    page.fill("#lookup-query textarea, #lookup-query input", "đào tạo nghề")
    page.click("#lookup-go")
    page.locator("#lookup-downloads img.chart").wait_for(timeout=20_000)
    page.locator("#lookup-rows").get_by_role("button", name="Giá trị").click()
    values = page.locator("#lookup-rows tbody tr td:nth-child(2)").all_inner_texts()
    assert values[-1] == "5.100"
    assert [float(v.replace(".", "")) for v in values] == sorted(
        float(v.replace(".", "")) for v in values
    )
    with page.expect_download() as taken:
        page.locator("#lookup-downloads").get_by_text("XLSX").click()
    import openpyxl

    rows = list(
        openpyxl.load_workbook(io.BytesIO(Path(taken.value.path()).read_bytes())).active.values
    )
    assert [row for row in rows if 5100 in row]


def test_axe_finds_no_serious_violation_on_the_desk(page: Any) -> None:
    violations_by_tab = {}
    for name in (
        "Tra cứu số liệu",
        "Thử tìm kiếm",
        "Bản tin",
        "Nhật ký câu hỏi",
        "Thống kê",
        "Quản trị",
    ):
        tab(page, name)
        page.wait_for_timeout(500)
        if bad := violations(page):
            violations_by_tab[name] = bad
    assert violations_by_tab == {}
