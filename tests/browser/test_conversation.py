"""A conversation on the citizens' page in a real Chromium."""

import time
from collections.abc import Callable
from typing import Any

import pytest

from assistant.backoffice.backoffice import open_back_office
from assistant.settings import Settings
from tests.browser.looking import ABROAD, RANKING, REFUSED, ask
from tests.chat_server import chat_server
from tests.conftest import serving

pytestmark = [pytest.mark.browser, pytest.mark.integration]


@pytest.mark.parametrize(
    ("question", "short", "facts"),
    [
        ("How many workers went abroad in 2022?", "753 people",
         ["Plan 500 people", "151% of the plan", "2022", "Bắc Kạn"]),
        (ABROAD, "753 người", ["Kế hoạch 500 người", "Đạt 151% kế hoạch", "Năm 2022", "Tỉnh Bắc Kạn"]),
    ],
)  # fmt: skip
def test_the_figure_comes_first_and_its_facts_are_a_small_line(
    page: Any, question: str, short: str, facts: list[str]
) -> None:
    answer = ask(page, question)
    assert answer.locator("> p").first.inner_text() == short
    assert answer.locator(".facts li").all_inner_texts() == facts
    assert page.strangers == []
    assert page.complaints == []


def test_enter_sends_and_shift_enter_breaks_the_line(page: Any) -> None:
    page.focus("#box")
    page.keyboard.type("nam 2022 co bao nhieu")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("nguoi di xkld")
    assert page.locator(".turn").count() == 0
    page.keyboard.press("Enter")
    page.locator("#t0 .short").wait_for()
    assert page.locator("#t0 .short").inner_text() == "753 người"
    assert page.input_value("#box") == ""


def test_the_composer_stays_at_the_bottom_and_samples_go(page: Any) -> None:
    for question in (ABROAD, RANKING):
        ask(page, question)
    composer = page.locator("#ask").bounding_box()
    assert abs(composer["y"] + composer["height"] - 860) < 2
    assert not page.locator("#start").is_visible()
    assert page.locator("#again").is_visible()


def test_a_follow_up_leans_on_the_conversation(page: Any) -> None:
    ask(page, "Năm 2022 Lâm Đồng có bao nhiêu người đi làm việc ở nước ngoài?")
    answer = ask(page, "còn Vĩnh Long năm 2021?")
    assert "546" in answer.inner_text()
    assert answer.locator(".taken").first.inner_text().startswith("Hiểu là")


def test_one_tap_changes_the_place_that_was_taken_silently(page: Any) -> None:
    answer = ask(page, ABROAD)
    assert "Câu hỏi không nói nơi nào; hiểu là tỉnh Bắc Kạn." in answer.inner_text()
    answer.get_by_role("button", name="Lâm Đồng").click()
    page.locator("#t1 .short").wait_for()
    assert page.locator("#t1 .short").inner_text() == "250 người"


def test_one_tap_changes_the_year(page: Any) -> None:
    ask(page, "Tỷ lệ hộ nghèo của Thái Nguyên năm 2020?")
    page.locator("#t0 .choices").get_by_role("button", name="2021").click()
    page.locator("#t1 .short").wait_for()
    assert page.locator("#t1 .short").inner_text() == "2,16%"


def test_a_suggested_question_has_an_answer(page: Any) -> None:
    ask(page, RANKING)
    page.locator("#t0 .next button").first.click()
    page.locator("#t1 .short").wait_for()


def test_a_refusal_shows_no_figure_and_what_is_covered(page: Any) -> None:
    """One tap asks for the year that there is."""
    answer = ask(page, REFUSED)
    assert answer.locator(".short").count() == 0
    assert "Chưa tìm thấy câu trả lời" in answer.inner_text()
    answer.locator(".choices").get_by_role("button", name="2022").click()
    page.locator("#t1 .short").wait_for()
    assert page.locator("#t1 .short").inner_text() == "753 người"


def test_a_greeting_has_no_verdict(page: Any) -> None:
    answer = ask(page, "xin chào")
    assert answer.locator(".verdict, .actions, .machine").count() == 0


def test_a_ranking_is_bars_in_the_colours_of_the_page(open_page: Callable[..., Any]) -> None:
    """Six rows are shown, and the others on demand; the bars change with the colour scheme."""
    colours = []
    for scheme in ("light", "dark"):
        page = open_page(color_scheme=scheme)
        answer = ask(page, RANKING)
        rows = answer.locator("tbody tr")
        assert [rows.nth(n).is_visible() for n in (5, 6)] == [True, False]
        answer.get_by_role("button", name="Xem tất cả (8)").click()
        assert rows.nth(7).is_visible()
        colours.append(answer.locator(".bar rect").first.evaluate("e => getComputedStyle(e).fill"))
    assert colours == ["rgb(11, 92, 143)", "rgb(124, 196, 240)"]


def test_the_question_can_be_changed_and_asked_again(page: Any) -> None:
    """The changed question replaces the old one and what came after it."""
    ask(page, REFUSED)
    ask(page, RANKING)
    page.locator("#t0").get_by_role("button", name="Sửa câu hỏi").click()
    assert page.input_value("#box") == REFUSED
    page.fill("#box", ABROAD)
    page.press("#box", "Enter")
    page.locator("#t0 .short").wait_for()
    assert page.locator(".turn .q p").all_inner_texts() == [ABROAD]


def test_the_conversation_stays_over_a_reload_and_goes_with_a_new_one(page: Any) -> None:
    """It is in this tab only: a new one of the same browser begins empty."""
    ask(page, ABROAD)
    page.reload()
    assert page.locator("#t0 .short").inner_text() == "753 người"
    assert "còn" not in ask(page, "còn Lâm Đồng?").locator(".short").inner_text()
    other = page.context.new_page()
    other.goto(page.url)
    assert other.locator(".turn").count() == 0
    page.locator("#again").click()
    assert page.locator(".turn").count() == 0
    assert page.locator("#start").is_visible()
    page.reload()
    assert page.locator(".turn").count() == 0


def test_the_switch_changes_also_the_answers_that_are_shown(page: Any) -> None:
    """Only the questions, the titles and the texts of bulletins stay as they were written."""
    ask(page, ABROAD)
    ask(page, REFUSED)
    calls: list[str] = []
    page.on("request", lambda r: calls.append(r.url) if r.method == "POST" else None)
    page.locator("#language").click()
    page.locator("#t1[data-done]").wait_for()
    assert [call.rpartition("/")[2] for call in calls] == ["switch"]
    assert page.locator("html").get_attribute("lang") == "en"
    first = page.locator("#t0 .a")
    assert first.locator(".short").inner_text() == "753 people"
    assert first.locator(".facts li").all_inner_texts()[0] == "Plan 500 people"
    assert "7 December 2022" in first.locator(".cite").first.inner_text()
    assert first.locator(".choices button").first.inner_text() == "The whole country"
    assert first.locator(".actions button span").all_inner_texts() == [
        "Helpful", "Not right", "Copy", "Share", "Print",
    ]  # fmt: skip
    assert page.locator("#t0 .q p").inner_text() == ABROAD
    assert "Bulletins cited" in page.locator("#t0 .sources h2").inner_text()
    assert ask(page, "còn Lâm Đồng năm 2022?").locator(".short").inner_text() == "250 people"


def test_markup_in_a_question_stays_text(page: Any) -> None:
    page.on("dialog", lambda _: pytest.fail("a script ran"))
    attack = "<img src=x onerror=alert(1)> ${7*7} {{7*7}} **b** [x](javascript:alert(1))"
    ask(page, attack)
    assert page.locator("#t0 .q p").inner_text() == attack
    assert page.locator("#t0 .q p > *").count() == 0


def test_a_personal_number_is_not_shown_back(page: Any) -> None:
    ask(page, "Tôi là 006095001234, năm 2022 có bao nhiêu người đi xuất khẩu lao động?")
    assert "006095001234" not in page.locator("#log").inner_text()


@pytest.mark.parametrize(("path", "words"), [("/", "1000 ký tự"), ("/?lang=en", "at most 1000")])
def test_a_limit_is_said_in_the_language_of_the_page_and_stays(
    open_page: Callable[..., Any], path: str, words: str
) -> None:
    page = open_page(path)
    page.press("#box", "Enter")
    assert page.locator(".turn").count() == 0
    page.evaluate("document.querySelector('#box').removeAttribute('maxlength')")
    assert words in ask(page, "a" * 1500).inner_text()
    assert "753" in ask(page, ABROAD).inner_text()
    assert words in page.locator("#t0 .a").inner_text()


@pytest.mark.parametrize(
    ("status", "words"), [(429, "Xin đợi 7 giây"), (500, "Chưa nối được với máy chủ")]
)
def test_a_failure_is_said_and_can_be_tried_again(page: Any, status: int, words: str) -> None:
    page.route("**/gradio_api/call/ask", lambda route: route.fulfill(
        status=status, headers={"retry-after": "7"}, body="{}"))  # fmt: skip
    assert words in ask(page, ABROAD).inner_text()
    page.unroute("**/gradio_api/call/ask")
    page.get_by_role("button", name="Thử lại").click()
    page.locator("#t0 .short").wait_for()
    assert page.locator(".turn").count() == 1


TRUE = "Năm 2022, Bắc Kạn có 753 người đi làm việc ở nước ngoài theo hợp đồng [1]."


def reply(messages: Any) -> str:
    """The true sentence; a slow one where the question asks for it."""
    if "sang nước ngoài làm việc" in str(messages).lower():
        time.sleep(8)
    return TRUE


def test_a_models_answer_stays_on_the_page_and_takes_feedback(
    browser: Any, sample_settings: Settings
) -> None:
    """A model's answer is shown and in the log; a slow one can be stopped."""
    with (
        chat_server(reply) as model,
        serving(sample_settings.data, LLM="openai:test", LLM_URL=model.address) as port,
    ):
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{port}/")
        answer = ask(page, "Năm 2022 Bắc Kạn có bao nhiêu người đi làm việc ở nước ngoài?")
        assert answer.locator(".short").inner_text() == "753 người"
        answer.locator("[data-do=good]").click()
        page.get_by_text("Cảm ơn").first.wait_for()
        page.fill("#box", "Năm 2022 Bắc Kạn có bao nhiêu người sang nước ngoài làm việc?")
        page.press("#box", "Enter")
        page.get_by_role("button", name="Dừng").click()
        page.locator("#t1[data-done]").wait_for(timeout=6_000)
        assert "Đã dừng." in page.locator("#t1 .a").inner_text()
        page.close()
    back_office = open_back_office(sample_settings)
    entry = back_office.journal.entries()[0]
    assert (entry.channel, entry.is_helpful) == ("page", True)
    assert back_office.journal.answer(entry.answer_id)["answerer"] == "generative"
