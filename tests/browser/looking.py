"""Accessibility checks for the browser tests."""

from typing import Any


def violations(page: Any) -> list[tuple[str, str]]:
    """The rules of axe-core that a page violates seriously or worse, with the elements."""
    from axe_playwright_python.sync_playwright import Axe

    results = Axe().run(page).response["violations"]
    return [(v["id"], str([n["target"] for n in v["nodes"]][:4])) for v in results
            if v["impact"] in ("serious", "critical")]  # fmt: skip
