"""The desk in a real headless Chromium: what can be clicked, from sign-in to undo."""

import io
import re
from pathlib import Path
from typing import Any

import pytest

from assistant.backoffice.backoffice import open_back_office
from assistant.settings import Settings
from tests.browser.at_desk import BULLETIN, load, look_up, notice, press
from tests.browser.looking import violations

pytestmark = [pytest.mark.browser, pytest.mark.integration]


@pytest.fixture
def page(staff_page: Any) -> Any:
    """A page of the desk, signed in."""
    return staff_page


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
    """A loaded bulletin is in the look-up, in the download and in the next answer."""
    load(page, tmp_path, "tin-thu.md", BULLETIN)
    look_up(page, "xklđ")
    assert "812 người" in page.locator("table").inner_text()
    with page.expect_download() as taken:
        page.get_by_role("link", name="CSV").click()
    assert "812" in Path(taken.value.path()).read_text("utf-8-sig")
    question = {"question": "Năm 2023 có bao nhiêu người đi xkld?"}
    reply = page.request.post(f"{desk[0]}/api/v1/ask", data=question)
    assert reply.json()["short"] == "812 người"
    trail = [(row.who, row.action) for row in open_back_office(desk[1]).store.trail()]
    assert ("lan", "loaded") in trail


def test_a_bulletin_is_amended_with_a_diff_and_the_change_is_undone(
    page: Any, tmp_path: Path
) -> None:
    """The dialog is filled in, shows what changes, and takes a day as people write it."""
    text = BULLETIN.replace("Tin thử", "Tin cần sửa").replace("812", "813")
    load(page, tmp_path, "tin-sua.md", text)
    page.get_by_role("link", name="Tin cần sửa").click()
    press(page, "Sửa")
    assert page.input_value("#title") == "Tin cần sửa"
    assert page.input_value("#day") == "05/03/2024"
    assert page.get_by_role("button", name="Lưu thay đổi").is_disabled()
    page.fill("#title", "Tin đã sửa")
    page.fill("#day", "6/3/2024")
    diff = page.locator(".diff").inner_text()
    assert "Tiêu đề: Tin cần sửa → Tin đã sửa" in diff
    assert "Ngày đăng: 05/03/2024 → 6/3/2024" in diff
    press(page, "Lưu thay đổi")
    assert notice(page).startswith("Đã lưu. Tiêu đề: Tin cần sửa → Tin đã sửa")
    assert page.get_by_role("heading", level=1).inner_text() == "Tin đã sửa"
    press(page, "Hoàn tác")
    page.get_by_role("heading", level=1, name="Tin cần sửa").wait_for(timeout=60_000)


def test_a_bulletin_is_withdrawn_once_asked_and_brought_back(
    page: Any, desk: tuple[str, Settings], tmp_path: Path
) -> None:
    load(page, tmp_path, "tin-go.md", BULLETIN.replace("Tin thử", "Tin gỡ").replace("812", "815"))
    page.get_by_role("link", name="Tin gỡ").click()
    press(page, "Gỡ")
    page.fill("#reason", "đăng nhầm")
    press(page, "Gỡ bản tin")
    assert notice(page).startswith("Đã gỡ “Tin gỡ”")
    assert page.get_by_role("link", name="Tin gỡ").count() == 0
    (newest, *_) = open_back_office(desk[1]).store.trail()
    assert (newest.action, newest.subject, newest.detail) == ("withdrawn", "tin-go", "đăng nhầm")
    press(page, "Hoàn tác")
    assert notice(page) == "Bản tin đã trở lại kho."
    look_up(page, "xklđ")
    assert "815 người" in page.locator("table").inner_text()


def test_an_address_inside_the_network_is_not_fetched(
    page: Any, desk: tuple[str, Settings]
) -> None:
    page.goto(f"{desk[0]}/staff/load")
    page.fill("#address", f"{desk[0]}/api/v1/health")
    press(page, "Xem trước")
    assert "nằm trong mạng nội bộ" in notice(page)


def test_the_api_is_switched_off_with_a_reason_and_on_again(
    page: Any, desk: tuple[str, Settings]
) -> None:
    page.get_by_role("link", name="Quản trị").click()
    page.locator(".switches li", has_text="API").get_by_role("button").click()
    assert page.locator("#turn-off [data-say=label]").inner_text() == "API"
    page.fill("#off-reason", "đang đính chính")
    page.locator("#turn-off [type=submit]").click()
    assert notice(page) == "API đang tắt."
    assert page.request.get(f"{desk[0]}/api/v1/figures").json()["detail"] == "đang đính chính"
    press(page, "Hoàn tác")
    assert notice(page) == "API đang bật."


def test_an_account_and_a_key_are_made_and_revoked(page: Any) -> None:
    page.get_by_role("link", name="Quản trị").click()
    press(page, "Tạo tài khoản")
    page.fill("#new-name", "hoa")
    press(page, "Tạo")
    assert len(page.locator("#secret").inner_text()) >= 12
    page.get_by_role("link", name="Về trang Quản trị").click()
    row = page.locator("tr", has_text="hoa")
    assert "chưa" in row.inner_text()
    row.get_by_role("button", name="Thu hồi").click()
    assert page.locator("#revoke-account [data-say=name]").inner_text() == "hoa"
    page.locator("#revoke-account [type=submit]").click()
    assert notice(page) == "Tài khoản “hoa” đã bị thu hồi và đăng xuất."
    press(page, "Tạo khóa")
    page.fill("#key-label", "Open WebUI")
    page.locator("#new-key [type=submit]").click()
    assert page.locator("#secret").inner_text().startswith("bantin_")


def test_an_unanswered_question_becomes_a_case(page: Any, desk: tuple[str, Settings]) -> None:
    question = "Năm 1999 có bao nhiêu hộ nghèo ở Bắc Kạn?"
    page.request.post(f"{desk[0]}/api/v1/ask", data={"question": question})
    page.goto(f"{desk[0]}/staff/")
    page.get_by_role("link", name=question).click()
    page.get_by_text("Thành ca kiểm thử", exact=True).click()
    press(page, "Xong: thành ca kiểm thử")
    assert notice(page).startswith("Đã xong: đã thành ca kiểm thử (nhat-ky-")
    assert page.get_by_role("link", name=question).count() == 0
    suite = desk[1].data / "evaluation" / "suites" / "nhat-ky.jsonl"
    assert question in suite.read_text("utf-8")
    page.get_by_role("link", name="Thống kê").click()
    page.locator("img.chart").wait_for(timeout=20_000)


def test_the_years_of_one_thing_are_drawn_and_taken_to_a_spreadsheet(
    page: Any, tmp_path: Path
) -> None:
    bodies = "\n\n".join(
        f"Năm {year}, tỉnh Bắc Kạn đào tạo nghề cho {count} người."
        for year, count in ((2020, "4.100"), (2021, "4.500"), (2022, "5.100"))
    )
    load(page, tmp_path, "ba-nam.md", BULLETIN.split("Năm 2023")[0] + bodies)
    look_up(page, "đào tạo nghề")
    assert page.locator("img.chart").count() == 1
    page.get_by_role("link", name="Giá trị").click()
    page.wait_for_url(re.compile("sort=value"))
    values = page.locator("tbody tr td:nth-child(2)").all_inner_texts()
    assert values == ["4.100 người", "4.500 người", "5.100 người"]
    with page.expect_download() as taken:
        page.get_by_role("link", name="Excel").click()
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(Path(taken.value.path()).read_bytes()))
    assert 5100 in [value for row in book.active.values for value in row]
