"""What the browser tests do on the citizens' page, and accessibility checks."""

from typing import Any

ABROAD = "nam 2022 co bao nhieu nguoi di xkld"
RANKING = "Huyện nào có tỷ lệ hộ nghèo cao nhất năm 2019?"
REFUSED = "Năm 2021 Bắc Kạn có bao nhiêu người đi làm việc ở nước ngoài?"


def ask(page: Any, question: str) -> Any:
    """Types a question, presses Enter and returns its answer once all of it is there."""
    page.locator("body[data-ready]").wait_for(state="attached")
    turn = page.locator(".turn").count()
    page.fill("#question textarea", question)
    page.press("#question textarea", "Enter")
    answer = page.locator(f"#t{turn} .a")
    answer.wait_for()
    page.locator(f"#t{turn}[data-done]").wait_for()
    return answer


def violations(page: Any) -> list[tuple[str, str]]:
    """The rules of axe-core that a page violates seriously or worse, with the elements."""
    from axe_playwright_python.sync_playwright import Axe

    results = Axe().run(page).response["violations"]
    return [(v["id"], str([n["target"] for n in v["nodes"]][:4])) for v in results
            if v["impact"] in ("serious", "critical")]  # fmt: skip
