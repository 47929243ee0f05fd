"""The citizens' pages for everyone: axe-core, keyboard only, 200 % zoom, phones."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.looking import ABROAD, RANKING, REFUSED, ask, violations

pytestmark = [pytest.mark.browser, pytest.mark.integration]
DESKTOP, PHONE = {"width": 1280, "height": 860}, {"width": 390, "height": 844}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_axe_finds_no_serious_violation(
    open_page: Callable[..., Any], scheme: Any, size: dict[str, int]
) -> None:
    """On the home page, and in a conversation with a table, a refusal and an open panel."""
    page = open_page(color_scheme=scheme, **size)
    assert violations(page) == []
    page.locator(".covered summary").click()
    for question in (ABROAD, REFUSED, RANKING):
        ask(page, question)
    page.locator('#t2 [data-do="bad"]').click()
    page.locator("#t2 a.cite").first.click()
    page.wait_for_timeout(400)  # the sheet is transparent while it rises
    assert violations(page) == []


@pytest.mark.parametrize(("scheme", "size"), [("light", DESKTOP), ("dark", PHONE)])
def test_axe_finds_no_serious_violation_on_the_pages_to_read(
    open_page: Callable[..., Any], scheme: Any, size: dict[str, int]
) -> None:
    span = "/bulletins/bac-kan-2022-12-07?from=0&to=8"
    for path in ("/bulletins?q=việc làm", span, "/accessibility"):
        assert violations(open_page(path, color_scheme=scheme, **size)) == []


@pytest.mark.parametrize("width", [390, 640])
def test_nothing_is_lost_on_a_phone_and_at_200_percent(
    open_page: Callable[..., Any], width: int
) -> None:
    """At 640 pixels, which is 1280 at 200 %, the pages reflow and do not scroll sideways."""
    page = open_page(width=width, height=430 if width == 640 else 844)
    across = "document.documentElement.scrollWidth"
    assert page.evaluate(across) <= width
    for question in (ABROAD, RANKING):
        answer = ask(page, question)
        assert page.evaluate(across) <= width
    assert answer.locator("tbody tr").first.is_visible()
    answer.locator("a.cite").first.click()
    page.wait_for_timeout(400)
    assert page.locator("mark.here strong").first.is_visible()
    for path in ("/bulletins", "/bulletins/bac-kan-2022-12-07"):
        page = open_page(path, width=width, height=844)
        assert page.evaluate(across) <= width


def test_everything_is_done_by_keyboard(page: Any) -> None:
    """Ask, go to the source, come back, open a choice: without a mouse."""
    page.focus("#box")
    page.keyboard.type(ABROAD)
    page.keyboard.press("Enter")
    page.locator("#t0 .choices button").first.wait_for()
    for _ in range(30):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.matches('#t0 a.cite')"):
            break
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.tagName") == "MARK"
    page.locator("#t0 .choices button").last.focus()
    page.keyboard.press("Enter")
    page.locator("#t1 .short").wait_for()


def test_the_first_stop_of_the_keyboard_leads_to_the_content(
    open_page: Callable[..., Any],
) -> None:
    page = open_page("/bulletins")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_an_answer_is_announced_once_and_short(page: Any) -> None:
    """A screen reader hears the figure and its sentence, not the whole bulletin."""
    ask(page, ABROAD)
    spoken = page.locator("#spoken")
    assert spoken.get_attribute("role") == "status"
    assert spoken.inner_text().startswith("753 người. Năm 2022, tỉnh Bắc Kạn có 753 người")
    assert page.locator("#log [aria-live], #log [role=log]").count() == 0
