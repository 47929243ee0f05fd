"""What one can do with an answer: rate, copy, share, print."""

import io
import json
from collections.abc import Callable
from typing import Any

import pytest

from assistant.backoffice.backoffice import open_back_office
from assistant.settings import Settings
from tests.browser.looking import ABROAD, RANKING, ask, violations

pytestmark = [pytest.mark.browser, pytest.mark.integration]


def test_a_thumb_down_opens_a_small_panel_and_thanks(page: Any, sample_settings: Settings) -> None:
    """The reason and the words are in the log."""
    ask(page, ABROAD)
    page.locator('[data-do="bad"]').click()
    page.get_by_label("Sai nguồn").check()
    page.locator(".why textarea").fill("Ghi sai năm")
    page.get_by_role("button", name="Gửi", exact=True).click()
    page.get_by_text("Cảm ơn bạn đã góp ý.").wait_for()
    assert page.locator('[data-do="bad"]').get_attribute("aria-pressed") == "true"
    assert not page.locator(".why").is_visible()
    entry = open_back_office(sample_settings).journal.entries()[0]
    assert (entry.is_helpful, entry.reason) == (False, "wrong source: Ghi sai năm")


def test_the_copied_text_is_clean_and_leads_to_the_source(
    open_page: Callable[..., Any], address: str
) -> None:
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    ask(page, ABROAD)
    page.get_by_role("button", name="Chép").click()
    page.get_by_text("Đã chép").wait_for()
    text = page.evaluate("navigator.clipboard.readText()")
    assert text.startswith(f"{ABROAD}\n\n753 người\nNăm 2022, tỉnh Bắc Kạn có 753 người")
    link = next(line for line in text.splitlines() if address in line).split(": ")[-1]
    page.goto(link)
    assert "753/500 người" in page.locator("#cs-1").inner_text()


def test_a_shared_answer_opens_for_others(open_page: Callable[..., Any], page: Any) -> None:
    """With the completed question, the figure, plain dates and the quoted words."""
    ask(page, "Năm 2022 Lâm Đồng có bao nhiêu người đi làm việc ở nước ngoài?")
    ask(page, "còn Bắc Kạn?")
    page.locator('#t1 [data-do="share"]').click()
    link = page.locator("#t1 .notice a")
    link.wait_for()
    other = open_page("/a/" + link.get_attribute("href").rsplit("/", 1)[1])
    assert other.locator("h1").inner_text() == "còn Bắc Kạn?"
    assert "Bắc Kạn" in other.locator(".taken b").inner_text()
    assert other.locator(".short").inner_text() == "753 người"
    assert "07/12/2022" in other.locator(".cited").first.inner_text()
    assert "753/500 người, đạt 151% kế hoạch" in other.locator("mark").first.inner_text()
    assert "2022-12-07" not in other.locator("main").inner_text()
    assert violations(other) == []
    other.locator(".cited h3 a").first.click()
    assert "753/500 người" in other.locator("#cs-1").inner_text()


def test_printing_is_one_page_for_one_answer(page: Any) -> None:
    """The other answers, the buttons and the box are left out; the quoted words are there."""
    pdfium = pytest.importorskip("pypdfium2", reason="needs the extra formats")
    ask(page, RANKING)
    ask(page, ABROAD)
    page.evaluate("window.print = () => {}")
    page.locator('#t1 [data-do="print"]').click()
    document = pdfium.PdfDocument(io.BytesIO(page.pdf(format="A4")))
    assert len(document) == 1
    text = document[0].get_textpage().get_text_range()
    assert "753 người" in text
    assert "753/500 người, đạt 151% kế hoạch" in " ".join(text.split())
    assert "Máy tự động trả lời" in text
    assert "Pác Nặm" not in text
    assert "Chia sẻ" not in text


def test_what_cannot_be_sent_is_said(page: Any) -> None:
    ask(page, ABROAD)
    page.route("**/feedback", lambda route: route.fulfill(status=503, body=json.dumps({})))
    page.locator('[data-do="good"]').click()
    page.get_by_text("Chưa gửi được, hãy thử lại.").wait_for()
    assert page.locator('[data-do="good"]').get_attribute("aria-pressed") == "false"
