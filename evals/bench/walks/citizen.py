"""Five tasks of a citizen on a phone: the first on the home page, each after the one before."""

from evals.bench.walks.steps import Hand, Task

PHONE = {"width": 390, "height": 844}
_BOX = "#question textarea"


def _ask_a_figure(hand: Hand) -> None:
    hand.fill(hand.page.locator(_BOX), "nam 2022 co bao nhieu nguoi di xkld")
    hand.press("Enter")
    hand.read(hand.page.locator("#t0 .short"), "753 người")


def _open_its_source(hand: Hand) -> None:
    hand.tap(hand.page.locator("#t0 a.cite").first)
    hand.read(hand.page.locator("mark.here strong").first, "753/500 người")


def _change_the_year(hand: Hand) -> None:
    """After the rate of 2022 was asked: the same of 2019. The question before is not counted."""
    page = hand.page
    page.locator(".sheet .close").click()
    page.fill(_BOX, "Tỷ lệ hộ nghèo của Bắc Kạn năm 2022 là bao nhiêu?")
    page.press(_BOX, "Enter")
    choice = page.locator("#t1 .choices button", has_text="2019")
    hand.tap(choice)
    hand.read(page.locator("#t2 .short"), "19,93%")


def _share_the_answer(hand: Hand) -> None:
    hand.tap(hand.page.locator('#t2 [data-do="share"]'))
    link = hand.page.locator("#t2 .notice a")
    hand.read(link)
    other = hand.page.context.browser.new_page()
    other.goto(link.get_attribute("href"))
    assert "19,93%" in other.locator("main").inner_text()
    other.close()


def _switch_to_english(hand: Hand) -> None:
    hand.tap(hand.page.get_by_text("English", exact=True))
    hand.page.locator("#t2 p", has_text="In 2019").first.wait_for()


TASKS = (
    Task("citizen", "ask how many people went to work abroad in 2022", _ask_a_figure),
    Task("citizen", "see the sentence of the bulletin that the figure is from", _open_its_source),
    Task("citizen", "from the poverty rate of 2022, see that of 2019", _change_the_year),
    Task("citizen", "get a link to the answer that opens for someone else", _share_the_answer),
    Task("citizen", "see the answer on the screen in English", _switch_to_english),
)  # fmt: skip
