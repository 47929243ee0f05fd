"""The public list of bulletins and the page of one, in a real Chromium."""

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.integration]


def test_the_list_is_filtered_by_place_year_and_topic(open_page: Callable[..., Any]) -> None:
    page = open_page("/bulletins")
    assert page.locator(".count").inner_text() == "22 bản tin"
    page.select_option("#place", "Bắc Kạn")
    page.select_option("#year", "2022")
    page.get_by_role("button", name="Tìm").click()
    page.wait_for_url("**place=*")
    assert page.locator(".count").inner_text() == "1 bản tin · Bỏ lọc"
    page.get_by_role("link", name="Bỏ lọc").click()
    page.select_option("#topic", "insurance")
    page.get_by_role("button", name="Tìm").click()
    page.wait_for_url("**topic=insurance*")
    titles = page.locator(".results a").all_inner_texts()
    assert "Bà Rịa - Vũng Tàu có 17.843 lao động hưởng trợ cấp thất nghiệp trong năm 2023" in titles
    assert page.locator("#topic").input_value() == "insurance"


def test_a_search_finds_bulletins_and_shows_their_words(open_page: Callable[..., Any]) -> None:
    page = open_page("/bulletins")
    page.fill("#q", "xuất khẩu lao động")
    page.press("#q", "Enter")
    page.wait_for_url("**q=*")
    assert page.locator(".results a").first.inner_text().startswith("Vĩnh Long đẩy mạnh xuất khẩu")
    assert page.locator(".snippet").first.is_visible()


def test_a_bulletin_has_an_address_figures_and_a_question(open_page: Callable[..., Any]) -> None:
    """A link to a span marks it; the link of the page asks for a summary."""
    page = open_page("/bulletins/bac-kan-2022-12-07?revision=1&from=206&to=432#cs-1")
    assert page.locator("#cs-1").inner_text().startswith("Dù dịch Covid-19")
    assert page.locator("#cs-1").bounding_box()["y"] > page.locator(".top").bounding_box()["height"]
    page.get_by_text("Số liệu trong bản tin").click()
    page.locator(".figures th a").first.click()
    assert page.locator("mark").count() == 1
    page.get_by_role("link", name="Tóm tắt bản tin này").click()
    page.locator("#t0 .a").wait_for()
    assert "Tóm tắt bản tin “Nhiều chỉ tiêu" in page.locator("#t0 .a").inner_text()
    assert page.url.endswith("/")


def test_english_stays_on_the_links(open_page: Callable[..., Any]) -> None:
    page = open_page("/bulletins?lang=en&year=2022")
    assert page.locator("h1").inner_text() == "Bulletins"
    page.locator(".results a").first.click()
    page.wait_for_url("**/bulletins/*lang=en*")
    page.get_by_role("link", name="Tiếng Việt").click()
    page.wait_for_url("**lang=vi*")
    assert page.locator("html").get_attribute("lang") == "vi"


@pytest.mark.parametrize("path", ["/bulletins/khong-co", "/a/khong-co"])
def test_an_address_without_anything_says_so(open_page: Callable[..., Any], path: str) -> None:
    page = open_page(path)
    assert page.locator("h1").inner_text() == "Không có trang này"


def test_the_pages_need_no_script(open_page: Callable[..., Any]) -> None:
    """List, filter and reader work without JavaScript; the home page says what does not."""
    page = open_page("/", java_script_enabled=False)
    page.locator("noscript a").click()
    page.select_option("#place", "Bắc Kạn")
    page.locator(".filters button").click()
    page.locator(".results a").first.click()
    assert page.locator(".bulletin .text").is_visible()


def test_the_documentation_of_the_api_is_served_from_here(open_page: Callable[..., Any]) -> None:
    """Swagger's files come from this server; no other host gets a request."""
    page = open_page("/api/v1/docs")
    page.get_by_text("/api/v1/ask", exact=True).first.wait_for()
    assert page.strangers == []
