"""The citizens' page in a real headless Chromium."""

from collections.abc import Iterator
from typing import Any

import pytest

from assistant.backoffice.backoffice import open_back_office
from assistant.settings import Settings
from tests.browser.looking import violations
from tests.chat_server import chat_server
from tests.conftest import serving

pytestmark = [pytest.mark.browser, pytest.mark.integration]


@pytest.fixture(scope="module")
def address(sample_settings: Settings) -> Iterator[str]:
    """The address of a real server over the samples."""
    with serving(sample_settings.data) as port:
        yield f"http://127.0.0.1:{port}/"


@pytest.fixture
def page(browser: Any, address: str) -> Iterator[Any]:
    made = browser.new_page(viewport={"width": 1280, "height": 860})
    made.strangers = []
    made.on("request", lambda r: made.strangers.append(r.url)
            if not r.url.startswith((address, "data:", "blob:")) else None)  # fmt: skip
    made.goto(address)
    made.wait_for_selector("#question textarea", timeout=60_000)
    yield made
    made.close()


def ask(page: Any, question: str) -> Any:
    """Types a question, presses Enter and returns the last answer."""
    before = page.locator(".log .a").count()
    page.fill("#question textarea", question)
    page.press("#question textarea", "Enter")
    page.wait_for_function(
        f"document.querySelectorAll('.log .a').length > {before}", timeout=15_000
    )
    return page.locator(".log .a").last


@pytest.mark.parametrize(
    ("question", "short", "day"),
    [
        ("How many workers went abroad in 2022?", "753 people", "7 December 2022"),
        ("Năm 2022 có bao nhiêu người đi làm việc ở nước ngoài?", "753 người", "07/12/2022"),
        ("nam 2022 co bao nhieu nguoi di xkld", "753 người", "07/12/2022"),
    ],
)
def test_a_question_shows_its_figure_and_the_very_passage(
    page: Any, question: str, short: str, day: str
) -> None:
    """The page shows short answer, sentence, and beside them the bulletin with the figure marked."""
    answer = ask(page, question)
    assert answer.locator(".short").inner_text() == short
    page.wait_for_selector(".evidence mark strong")
    assert page.locator(".evidence mark strong").inner_text() == "753/500 người, đạt 151% kế hoạch"
    evidence = page.locator(".evidence article").first.inner_text()
    assert day in evidence
    assert "Nhiều chỉ tiêu lao động" in page.locator(".evidence h3").first.inner_text()
    assert page.strangers == []


def test_a_click_on_a_citation_goes_to_its_span(page: Any) -> None:
    answer = ask(page, "nam 2022 co bao nhieu nguoi di xkld")
    answer.locator("a.cite").first.click()
    assert page.url.endswith("#c0-1")
    assert "trong đó đi làm việc ở nước ngoài" in page.locator("#c0-1").inner_text()


def test_an_older_citation_still_opens_after_a_refusal(page: Any) -> None:
    ask(page, "nam 2022 co bao nhieu nguoi di xkld")
    ask(page, "Năm 2021 Bắc Kạn có bao nhiêu người đi làm việc ở nước ngoài?")
    ask(page, "Tỷ lệ hộ nghèo Thái Nguyên năm 2021?")
    page.locator("a.cite").first.click()
    assert "753/500 người" in page.locator("#c0-1").locator("xpath=..").inner_text()


def test_a_refusal_shows_no_figure_and_what_is_covered(page: Any) -> None:
    answer = ask(page, "Năm 2021 Bắc Kạn có bao nhiêu người đi làm việc ở nước ngoài?")
    assert answer.locator(".short").count() == 0
    assert "2022" in answer.inner_text()


def test_a_nearest_passage_of_a_refusal_opens_in_the_viewer(page: Any) -> None:
    """The link opens the marked words under a heading which states that they are no answer."""
    answer = ask(page, "Nộp hồ sơ hưởng trợ cấp thất nghiệp ở đâu?")
    assert "Có thể liên quan, không phải câu trả lời" in answer.inner_text()
    answer.locator(".nearest a").first.click()
    page.wait_for_selector("mark.here")
    assert page.url.endswith("#c0-1")
    assert "trợ cấp thất nghiệp" in page.locator("mark.here").inner_text()
    assert "không phải câu trả lời" in page.locator(".evidence .badge").first.inner_text()


def test_a_follow_up_leans_on_the_conversation(page: Any) -> None:
    ask(page, "Năm 2022 Lâm Đồng có bao nhiêu người đi làm việc ở nước ngoài?")
    assert "546" in ask(page, "còn Vĩnh Long năm 2021?").inner_text()


def test_the_page_is_vietnamese_and_english_by_a_switch(page: Any) -> None:
    assert page.locator("h1").inner_text() == "Hỏi đáp bản tin"
    page.get_by_text("English").click()
    page.wait_for_function("document.querySelector('h1').innerText === 'Ask the bulletins'")
    assert page.locator("#send").inner_text() == "Ask"


def test_an_example_question_is_asked_by_a_click(page: Any) -> None:
    page.locator("#examples").get_by_text("nam 2022 co bao nhieu nguoi di xkld").click()
    page.wait_for_selector(".log .a .short", timeout=15_000)
    assert page.locator(".log .a .short").inner_text() == "753 người"


def test_markup_in_a_question_stays_text(page: Any) -> None:
    page.on("dialog", lambda _: pytest.fail("a script ran"))
    attack = "<img src=x onerror=alert(1)> ${7*7} {{7*7}} **b** [x](javascript:alert(1))"
    ask(page, attack)
    assert page.locator(".log .q").inner_text() == attack
    assert page.locator(".log .q img, .log .q a, .log .q b").count() == 0


def test_an_empty_question_and_a_giant_one_break_nothing(page: Any) -> None:
    page.press("#question textarea", "Enter")
    # The key press reads the box later, when it must not contain the next question yet.
    page.wait_for_timeout(500)
    assert page.locator(".log .a").count() == 0
    page.evaluate("document.querySelector('#question textarea').removeAttribute('maxlength')")
    assert "1000" in ask(page, "a" * 1500).inner_text()
    assert "753" in ask(page, "nam 2022 co bao nhieu nguoi di xkld").inner_text()


def test_the_page_fits_a_phone(page: Any) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    ask(page, "nam 2022 co bao nhieu nguoi di xkld")
    assert page.evaluate("document.documentElement.scrollWidth") <= 395
    page.locator("a.cite").first.click()
    page.get_by_role("link", name="Về câu trả lời").click()
    page.wait_for_timeout(500)
    assert abs(page.evaluate("document.querySelector('#a0').getBoundingClientRect().top")) < 60


def test_at_200_percent_nothing_is_lost(page: Any) -> None:
    """At 640 pixels, which is 1280 at 200 %, the page reflows and does not scroll sideways."""
    page.set_viewport_size({"width": 640, "height": 430})
    answer = ask(page, "Huyện nào có tỷ lệ hộ nghèo cao nhất năm 2019?")
    answer.locator("img.chart").wait_for(state="visible")
    assert page.evaluate("document.documentElement.scrollWidth") <= 640
    answer.locator("a.cite").first.click()
    assert page.locator("mark.here").is_visible()


def test_a_ranking_is_drawn_in_the_page(page: Any) -> None:
    """The chart is an image with a text alternative, and it makes no request to another host."""
    answer = ask(page, "Huyện nào có tỷ lệ hộ nghèo cao nhất năm 2019?")
    picture = answer.locator("img.chart")
    picture.wait_for(state="visible")
    page.wait_for_function("document.querySelector('img.chart').naturalWidth > 200")
    assert "huyện Pác Nặm: 35,22" in picture.get_attribute("alt")
    assert answer.locator(".short").inner_text().startswith("huyện Pác Nặm (35,22%")
    assert page.strangers == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_serious_violation(page: Any, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)
    page.reload()
    page.wait_for_selector("#question textarea")
    assert violations(page) == []
    ask(page, "nam 2022 co bao nhieu nguoi di xkld")
    page.wait_for_selector(".actions")
    page.locator('[data-do="ask"]').first.wait_for(timeout=15_000)
    assert violations(page) == []


def test_the_first_screen_says_what_is_known(page: Any) -> None:
    welcome = page.locator(".welcome").first.inner_text()
    assert "22 bản" in welcome
    assert "Bản tin mới nhất" in welcome


def test_a_thumb_down_asks_why_and_thanks(page: Any) -> None:
    ask(page, "nam 2022 co bao nhieu nguoi di xkld")
    page.locator('[data-do="bad"]').last.click()
    page.locator(".why select").last.select_option("wrong source")
    page.locator('[data-do="why"]').last.click()
    page.get_by_text("Cảm ơn bạn đã góp ý.").wait_for(timeout=10_000)
    assert page.locator('[data-do="bad"]').last.get_attribute("aria-pressed") == "true"


def test_a_follow_up_has_an_answer(page: Any) -> None:
    ask(page, "nam 2022 co bao nhieu nguoi di xkld")
    page.locator('[data-do="ask"]').first.wait_for(timeout=15_000)
    page.locator('[data-do="ask"]').first.click()
    page.wait_for_function("document.querySelectorAll('.log .a .short').length > 1", timeout=15_000)


def test_a_shared_answer_opens_for_others(page: Any) -> None:
    ask(page, "nam 2022 co bao nhieu nguoi di xkld")
    page.locator('[data-do="share"]').last.click()
    link = page.locator(".notice a").last
    link.wait_for(timeout=10_000)
    page.goto(link.get_attribute("href"))
    assert page.locator(".short").inner_text() == "753 người"
    assert "753/500 người, đạt 151% kế hoạch" in page.locator("mark").first.inner_text()
    assert violations(page) == []


def test_everything_is_done_by_keyboard(page: Any) -> None:
    page.focus("#question textarea")
    page.keyboard.type("nam 2022 co bao nhieu nguoi di xkld")
    page.keyboard.press("Enter")
    page.wait_for_selector(".log .a .short", timeout=15_000)
    page.locator("a.cite").first.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.tagName") == "MARK"


def test_a_personal_number_is_not_shown_back(page: Any) -> None:
    ask(page, "Tôi là 006095001234, năm 2022 có bao nhiêu người đi xuất khẩu lao động?")
    assert "006095001234" not in page.locator("#conversation").inner_text()


def test_a_link_opens_the_page_in_english(page: Any, address: str) -> None:
    page.goto(f"{address}?lang=en")
    page.wait_for_function(
        "document.querySelector('h1')?.innerText === 'Ask the bulletins'", timeout=20_000
    )


TRUE = "Năm 2022, Bắc Kạn có 753 người đi làm việc ở nước ngoài theo hợp đồng [1]."


def test_a_models_answer_stays_on_the_page_and_takes_feedback(
    browser: Any, sample_settings: Settings
) -> None:
    """A model's answer is shown, stays after the work has ended, and is in the log."""
    with (
        chat_server(lambda _: TRUE) as model,
        serving(sample_settings.data, LLM="openai:test", LLM_URL=model.address) as port,
    ):
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{port}/")
        page.wait_for_selector("#question textarea", timeout=60_000)
        answer = ask(page, "Năm 2022 Bắc Kạn có bao nhiêu người đi làm việc ở nước ngoài?")
        page.wait_for_selector("#send:visible", timeout=20_000)
        page.locator("#stop").wait_for(state="hidden")
        assert answer.locator(".short").inner_text() == "753 người"
        page.locator(".log .a [data-do=good]").click()
        page.get_by_text("Cảm ơn").first.wait_for()
        page.close()
    back_office = open_back_office(sample_settings)
    entry = back_office.journal.entries()[0]
    assert (entry.channel, entry.is_helpful) == ("page", True)
    assert back_office.journal.answer(entry.answer_id)["answerer"] == "generative"


def test_the_documentation_of_the_api_is_served_from_here(page: Any, address: str) -> None:
    """Swagger's files come from this server; no other host gets a request."""
    page.goto(f"{address}api/v1/docs")
    page.get_by_text("/api/v1/ask", exact=True).first.wait_for(timeout=20_000)
    assert page.strangers == []
