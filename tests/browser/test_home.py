"""The citizens' home page in a real Chromium: what one sees and can do before asking."""

from collections.abc import Callable
from typing import Any

import pytest

from assistant.backoffice.backoffice import open_back_office
from assistant.settings import Settings
from tests.browser.looking import ask

pytestmark = [pytest.mark.browser, pytest.mark.integration]


def test_the_first_screen_says_who_answers_and_from_what(page: Any) -> None:
    assert "Sở Nội vụ tỉnh Bắc Kạn" in page.locator("header").inner_text()
    assert "0209 3870 000" in page.locator("footer").inner_text()
    assert "22 bản tin" in page.locator(".lead").inner_text()
    assert "Máy tự động trả lời" in page.locator("#ask .machine").inner_text()
    assert page.strangers == []
    assert page.complaints == []


def test_every_question_of_a_card_has_an_answer_here(page: Any) -> None:
    """The first question of each topic is answered with a figure."""
    cards = page.locator("#examples > li")
    questions = [cards.nth(n).locator("button").first.inner_text() for n in range(cards.count())]
    assert len(questions) == 6
    for question in questions:
        assert ask(page, question).locator(".short").inner_text() != ""


def test_a_click_on_a_card_asks_its_question(page: Any) -> None:
    question = page.locator("#examples button").first
    text = question.inner_text()
    question.click()
    assert page.locator("#t0 .q p").inner_text() == text
    page.locator("#t0 .short").wait_for()


def test_what_is_covered_is_a_table_on_demand(page: Any) -> None:
    table = page.locator(".covered table")
    assert not table.is_visible()
    page.locator(".covered summary").click()
    assert "Tỷ lệ hộ nghèo đa chiều" in table.inner_text()


def test_the_newest_bulletins_are_links(page: Any) -> None:
    page.locator(".news a").first.click()
    page.wait_for_url("**/bulletins/*")
    assert page.locator("h1").inner_text().startswith("Cà Mau")


@pytest.mark.parametrize("width", [1280, 1440, 1920])
def test_no_half_of_the_screen_is_empty(open_page: Callable[..., Any], width: int) -> None:
    """The question box is in the middle, and the cards use both halves of the screen."""
    page = open_page(width=width, height=900)
    box = page.locator("#question").bounding_box()
    assert abs(box["x"] + box["width"] / 2 - width / 2) < 12
    cards = [c.bounding_box() for c in page.locator("#examples > li").all()]
    assert min(c["x"] for c in cards) < width / 3
    assert max(c["x"] + c["width"] for c in cards) > width * 2 / 3
    assert min(c["y"] for c in cards) < 620


def test_a_lost_connection_is_said_before_one_types(page: Any) -> None:
    page.context.set_offline(True)
    page.get_by_text("Máy của bạn đang mất mạng").wait_for()
    assert page.locator("#send").is_disabled()
    page.context.set_offline(False)
    page.locator("#send:not([disabled])").wait_for()
    assert not page.locator("#state").is_visible()


def test_a_page_that_is_off_says_so_before_one_types(
    open_page: Callable[..., Any], sample_settings: Settings
) -> None:
    """The reason is shown, and the box takes nothing."""
    back_office = open_back_office(sample_settings)
    back_office.switches.turn("page", False, "Bảo trì đến 17 giờ", "test")
    try:
        page = open_page()
    finally:
        back_office.switches.turn("page", True, "", "test")
    assert page.locator("#state").inner_text() == "Trang hỏi đáp đang tạm dừng: Bảo trì đến 17 giờ"
    assert page.locator("#box").is_disabled()
