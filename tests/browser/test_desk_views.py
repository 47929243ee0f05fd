"""Views of the desk in a real Chromium: tables and their cells, the import folder, old answers, axe."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from assistant.settings import Settings
from tests.browser.at_desk import BULLETIN, load, notice, press
from tests.browser.looking import ask, violations
from tests.conftest import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.integration]
TABLE = ROOT / "evals" / "table_questions" / "work" / "phu-tho-viec-lam.md"
# Tabs outside the window, and tables that scroll sideways.
_CUT = """[...document.querySelectorAll(".tabs a")].filter(a => a.getBoundingClientRect().right > innerWidth)
    .concat([...document.querySelectorAll(".cards")].filter(t => t.scrollWidth > t.clientWidth + 1))
    .map(e => e.textContent.trim().slice(0, 30))"""
SHAPES = [(scheme, width) for scheme in ("light", "dark") for width in (1280, 360)]


@pytest.fixture
def page(staff_page: Any) -> Any:
    """A page of the desk, signed in."""
    return staff_page


@pytest.fixture(scope="package")
def table_of_districts(desk: tuple[str, Settings]) -> str:
    """The id of a bulletin with a table, which lies in the import folder."""
    shutil.copy(TABLE, desk[1].data / "imports")
    return TABLE.stem


@pytest.fixture
def loaded(page: Any, desk: tuple[str, Settings], table_of_districts: str) -> str:
    """The id of the same bulletin once it is in the library."""
    if page.request.get(f"{desk[0]}/api/v1/bulletins/{table_of_districts}").ok:
        return table_of_districts
    page.goto(f"{desk[0]}/staff/load")
    page.fill("#folder", ".")
    press(page, "Xem trước")
    page.get_by_role("heading", name="Xem trước").wait_for(timeout=60_000)
    press(page, "Nạp vào kho")
    page.get_by_role("heading", name="Đã nạp").wait_for(timeout=90_000)
    return table_of_districts


def test_a_file_of_the_import_folder_is_loaded_and_shown_as_a_table(
    page: Any, desk: tuple[str, Settings], loaded: str
) -> None:
    """Its rows are rows, its headings heads, and the figures of its cells are marked."""
    page.get_by_role("link", name="Kết quả giải quyết việc làm năm 2022").click()
    assert page.url.endswith(f"/staff/bulletins/{loaded}")
    table = page.locator("article.text table")
    assert table.locator("thead th").all_inner_texts() == [
        "Giải quyết việc làm (người)", "Đi làm việc ở nước ngoài (người)",
    ]  # fmt: skip
    row = table.locator("tr", has=page.get_by_role("rowheader", name="Hạ Hòa"))
    assert row.locator("td mark").all_inner_texts() == ["1.450", "120"]


def test_a_path_outside_the_import_folder_is_refused(page: Any, desk: tuple[str, Settings]) -> None:
    page.goto(f"{desk[0]}/staff/load")
    page.fill("#folder", "../catalogue.sqlite")
    press(page, "Xem trước")
    assert "không nằm trong thư mục nạp" in notice(page)


@pytest.mark.parametrize(("path", "value"), [("/", "1.210 người"), ("/?lang=en", "1,210 people")])
def test_an_answer_from_a_table_marks_its_cell(
    page: Any, desk: tuple[str, Settings], loaded: str, path: str, value: str
) -> None:
    """The panel shows the table, and only the cited cell of its row is strong."""
    page.goto(f"{desk[0]}{path}")
    answer = ask(page, "Huyện Thanh Ba năm 2022 giải quyết việc làm cho bao nhiêu người?")
    assert answer.locator(".short").inner_text() == value
    assert page.locator("#t0 .sources td strong").all_inner_texts() == ["1.210"]
    cell = page.locator("#t0 .sources td", has=page.locator("strong")).bounding_box()
    panel = page.locator("#t0 .sources .panel").bounding_box()
    assert panel["y"] <= cell["y"] <= panel["y"] + panel["height"]


def test_an_answer_is_outdated_once_its_bulletin_is_withdrawn(
    page: Any, desk: tuple[str, Settings], tmp_path: Path
) -> None:
    """The list says which answer, which bulletin and why; its link opens the question."""
    text = BULLETIN.replace("Tin thử", "Tin sai").replace("812", "877").replace("2023", "2017")
    load(page, tmp_path, "tin-sai.md", text)
    question = {"question": "Năm 2017 Bắc Kạn có bao nhiêu người đi xkld?"}
    reply = page.request.post(f"{desk[0]}/api/v1/ask", data=question)
    assert reply.json()["short"] == "877 người"
    page.goto(f"{desk[0]}/staff/bulletins/tin-sai")
    press(page, "Gỡ")
    page.fill("#reason", "sai số")
    press(page, "Gỡ bản tin")
    notice(page)
    page.goto(f"{desk[0]}/staff/")
    page.get_by_role("link", name="Câu trả lời cần xem lại").click()
    row = page.locator("tbody tr", has_text="Tin sai")
    assert "đã gỡ" in row.inner_text()
    row.get_by_role("link", name=question["question"]).click()
    assert "877 người" in page.locator("main").inner_text()


@pytest.mark.parametrize(("scheme", "width"), SHAPES)
def test_axe_finds_no_serious_violation_and_the_desk_fits(
    page: Any, desk: tuple[str, Settings], loaded: str, scheme: str, width: int
) -> None:
    """On every page, light and dark, wide and on a phone, where a row of a table is a card."""
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    page.request.post(f"{desk[0]}/api/v1/ask", data={"question": "Năm 1998 có bao nhiêu hộ nghèo?"})
    page.goto(f"{desk[0]}/staff/")
    task = page.locator("td a").first.get_attribute("href").removeprefix("/staff/")
    page.goto(f"{desk[0]}/staff/log")
    entry = page.locator("td a").first.get_attribute("href").removeprefix("/staff/")
    paths = (
        "", task, "?xong=true", "outdated", "bulletins", "bulletins?removed=true",
        f"bulletins/{loaded}", "load", "figures?all=true", "log", entry, "counts",
        "tester?q=h%E1%BB%99+ngh%C3%A8o", "admin", "admin/trail", "account",
    )  # fmt: skip
    faults = {}
    for path in paths:
        reply = page.goto(f"{desk[0]}/staff/{path}")
        is_wide = page.evaluate("document.documentElement.scrollWidth") > width
        cut = page.evaluate(_CUT)
        if (bad := violations(page)) or is_wide or cut or reply.status != 200:
            faults[path] = (reply.status, is_wide, cut, bad)
    assert faults == {}
