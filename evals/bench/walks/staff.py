"""Five tasks of staff at the desk in a browser of 1,280 pixels."""

from pathlib import Path

from evals.bench.walks.steps import Hand, Task

NAME, PASSWORD = "lan", "một mật khẩu dài"
UNANSWERED = "Năm 1999 có bao nhiêu hộ nghèo ở Bắc Kạn?"
BULLETIN = """---
title: Tin thử của một cuộc đi
date: 2024-03-05
place: Bắc Kạn
issuer: Sở thử
---

Năm 2023, tỉnh Bắc Kạn có 812 người đi làm việc ở nước ngoài theo hợp đồng.
"""


def _sign_in(hand: Hand, _: Path) -> None:
    hand.fill(hand.page.locator("#name"), NAME)
    hand.fill(hand.page.locator("#password"), PASSWORD)
    hand.press("Enter")
    hand.read(hand.page.get_by_role("heading", level=1), "Việc cần làm")


def _load_a_file(hand: Hand, folder: Path) -> None:
    page = hand.page
    hand.tap(page.get_by_role("link", name="Bản tin", exact=True))
    hand.tap(page.get_by_role("link", name="Nạp bản tin"))
    hand.choose_file(page.locator("#files"), folder / "tin-thu.md")
    hand.tap(page.get_by_role("button", name="Xem trước"))
    hand.read(page.locator(".card"), "812 người")
    hand.tap(page.get_by_role("button", name="Nạp vào kho"))
    hand.read(page.get_by_role("heading", level=1), "Đã nạp: 1")


def _correct_a_date(hand: Hand, _: Path) -> None:
    page = hand.page
    hand.tap(page.get_by_role("link", name="Tin thử của một cuộc đi"))
    hand.tap(page.get_by_role("button", name="Sửa", exact=True))
    hand.fill(page.locator("#day"), "6/3/2024")
    hand.tap(page.get_by_role("button", name="Lưu thay đổi"))
    hand.read(page.locator(".notice p"), "06/03/2024")


def _find_all_rehabilitation_figures(hand: Hand, _: Path) -> None:
    page = hand.page
    hand.tap(page.get_by_role("link", name="Tra cứu số liệu"))
    hand.fill(page.locator("#q"), "cai nghiện")
    hand.press("Enter")
    page.wait_for_url("**/staff/figures?*")
    hand.read(page.locator("caption"), "6 số liệu")


def _settle_an_unanswered_question(hand: Hand, _: Path) -> None:
    page = hand.page
    hand.tap(page.get_by_role("link", name="Việc cần làm"))
    hand.tap(page.get_by_role("link", name=UNANSWERED))
    hand.tap(page.get_by_text("Thành ca kiểm thử", exact=True))
    hand.tap(page.get_by_role("button", name="Xong: thành ca kiểm thử"))
    hand.read(page.locator(".notice p"), "đã thành ca kiểm thử")
    assert page.get_by_role("link", name=UNANSWERED).count() == 0


TASKS = (
    Task("staff", "sign in", _sign_in),
    Task("staff", "load a file after a look at what is read from it", _load_a_file),
    Task("staff", "correct the date of that bulletin", _correct_a_date),
    Task("staff", "find all six figures of “cai nghiện”", _find_all_rehabilitation_figures),
    Task("staff", "turn an unanswered question into a case", _settle_an_unanswered_question),
)  # fmt: skip
