"""What the browser tests do at the desk of staff."""

from pathlib import Path
from typing import Any

PASSWORD = "một mật khẩu dài"
BULLETIN = """---
title: Tin thử
date: 2024-03-05
place: Bắc Kạn
issuer: Sở thử
---

Năm 2023, tỉnh Bắc Kạn có 812 người đi làm việc ở nước ngoài theo hợp đồng.
"""


def press(page: Any, name: str) -> None:
    """Presses the visible button with this name; a form leads to its next page."""
    page.get_by_role("button", name=name, exact=True).click()


def notice(page: Any) -> str:
    """The notice of the page that a form led to."""
    page.locator(".notice").wait_for(timeout=90_000)
    return str(page.locator(".notice p").inner_text())


def load(page: Any, folder: Path, name: str, text: str) -> None:
    """Loads one bulletin by the desk: chosen, previewed, stored."""
    (folder / name).write_text(text, "utf-8")
    page.get_by_role("link", name="Bản tin", exact=True).click()
    page.get_by_role("link", name="Nạp bản tin").click()
    page.set_input_files("#files", str(folder / name))
    assert page.locator("[data-files]").inner_text() == name
    press(page, "Xem trước")
    page.get_by_role("button", name="Nạp vào kho").wait_for(timeout=60_000)
    press(page, "Nạp vào kho")
    page.get_by_role("heading", name="Đã nạp: 1").wait_for(timeout=90_000)


def look_up(page: Any, indicator: str) -> None:
    page.get_by_role("link", name="Tra cứu số liệu").click()
    page.fill("#q", indicator)
    press(page, "Tra cứu")
    page.wait_for_url("**/staff/figures?*")
