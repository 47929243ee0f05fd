"""The sources of an answer on the citizens' page: chips, the panel beside it, the sheet of a phone."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.looking import ABROAD, RANKING, REFUSED, ask

pytestmark = [pytest.mark.browser, pytest.mark.integration]
PHONE = {"width": 390, "height": 844, "is_mobile": True, "has_touch": True}
FIGURE = "753/500 người, đạt 151% kế hoạch"


def is_in_view(page: Any, locator: Any) -> bool:
    """Whether all of the element's top edge is between the head and the composer."""
    box, head = locator.bounding_box(), page.locator(".top").bounding_box()
    return bool(head["height"] <= box["y"] <= page.locator("#ask").bounding_box()["y"])


def test_the_bulletin_stands_beside_its_answer_at_the_marked_words(page: Any) -> None:
    """The panel opens by itself, and its figure is in view beside the answer."""
    answer = ask(page, ABROAD)
    panel = page.locator("#t0 .sources")
    assert panel.bounding_box()["x"] > answer.bounding_box()["x"] + answer.bounding_box()["width"]
    assert panel.locator("mark strong").inner_text() == FIGURE
    assert is_in_view(page, panel.locator("mark strong"))
    assert "Nhiều chỉ tiêu lao động" in panel.locator("h3").inner_text()


def test_one_source_is_one_chip_with_day_and_title(page: Any) -> None:
    answer = ask(page, ABROAD)
    assert answer.locator("a.cite").count() == 1
    assert answer.locator("a.cite i").inner_text().startswith("07/12/2022 · Nhiều chỉ tiêu")


@pytest.mark.parametrize("way", ["hover", "focus"])
def test_a_chip_shows_the_quoted_words(page: Any, way: str) -> None:
    """On hover or focus; Escape hides them."""
    answer = ask(page, ABROAD)
    tip = answer.locator(".tip").first
    assert not tip.is_visible()
    if way == "hover":
        answer.locator("a.cite").first.hover()
    else:
        page.keyboard.press("Tab")
        answer.locator("a.cite").first.focus()
    tip.wait_for(state="visible")
    assert FIGURE in tip.inner_text()
    page.keyboard.press("Escape")
    tip.wait_for(state="hidden")
    page.mouse.move(0, 0)
    answer.locator("a.cite").first.click()
    assert not tip.is_visible()  # the panel shows it, and the figure above is not covered


def test_an_older_answer_keeps_its_source_beside_it(page: Any) -> None:
    """A click on its chip shows the words there, while the answer stays where it is."""
    for question in (ABROAD, REFUSED, RANKING):
        ask(page, question)
    page.locator("#t0").scroll_into_view_if_needed()
    chip = page.locator("#t0 a.cite").first
    chip.click()
    page.wait_for_timeout(600)  # the panel scrolls smoothly
    mark = page.locator("#t0 mark.here strong")
    assert mark.inner_text() == FIGURE
    assert is_in_view(page, mark)
    assert is_in_view(page, chip)
    assert page.url.endswith("#c0-1")


def test_the_source_stays_in_view_while_a_long_answer_is_read(page: Any) -> None:
    answer = ask(page, "tóm tắt bản tin ngày 07/12/2022")
    page.mouse.move(200, 400)
    page.mouse.wheel(0, 260)
    page.wait_for_timeout(400)
    assert answer.bounding_box()["y"] < 0
    assert is_in_view(page, page.locator("#t0 .sources"))


def test_each_of_two_sources_has_its_tab(page: Any) -> None:
    ask(page, "so sánh Bắc Kạn và Lâm Đồng năm 2022 về xuất khẩu lao động")
    tabs = page.locator("#t0 .tabs a")
    assert tabs.count() == 2
    tabs.nth(1).click()
    shown = page.locator("#t0 .evidence:not([hidden])")
    assert "Lâm Đồng" in shown.locator("h3").inner_text()
    assert "250 người" in shown.locator("mark strong").inner_text()
    assert tabs.nth(1).get_attribute("aria-current") == "true"


def test_a_row_of_a_table_opens_its_own_words(page: Any) -> None:
    answer = ask(page, RANKING)
    answer.locator("tr:has(th:text-is('Huyện Ba Bể')) a.cite").click()
    assert "huyện Ba Bể" in page.locator("#t0 mark.here").inner_text()


def test_a_nearest_passage_of_a_refusal_opens_and_is_no_answer(page: Any) -> None:
    answer = ask(page, "Nộp hồ sơ hưởng trợ cấp thất nghiệp ở đâu?")
    answer.locator(".nearest a").first.click()
    assert "trợ cấp thất nghiệp" in page.locator("mark.here").inner_text()
    assert (
        page.locator("#t0 .sources h2").inner_text() == "Có thể liên quan, không phải câu trả lời"
    )


def test_a_phone_shows_the_source_in_a_sheet_from_below(open_page: Callable[..., Any]) -> None:
    """It opens by a tap, shows the figure, and gives the focus back when it is closed."""
    page = open_page(**PHONE)
    answer = ask(page, ABROAD)
    assert not page.locator("#t0 .sources").is_visible()
    answer.locator("a.cite").first.tap()
    sheet = page.get_by_role("dialog")
    sheet.wait_for()
    page.wait_for_timeout(600)  # it rises, and its panel scrolls
    box, mark = sheet.bounding_box(), sheet.locator("mark strong").bounding_box()
    assert abs(box["y"] + box["height"] - 844) < 2
    assert box["y"] < mark["y"] < 844
    sheet.get_by_role("button", name="Đóng").tap()
    sheet.wait_for(state="hidden")
    assert page.evaluate("document.activeElement.className") == "cite"


def test_the_sheet_keeps_the_focus_and_closes_by_escape(open_page: Callable[..., Any]) -> None:
    page = open_page(width=390, height=844)
    ask(page, ABROAD)
    page.locator("a.cite").first.click()
    for _ in range(6):
        page.keyboard.press("Tab")
        assert page.evaluate("!!document.activeElement.closest('.sheet')")
    page.keyboard.press("Escape")
    page.get_by_role("dialog").wait_for(state="hidden")
