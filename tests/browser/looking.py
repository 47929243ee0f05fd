"""What the browser tests look with."""

from typing import Any


def violations(page: Any) -> list[tuple[str, str]]:
    """What axe-core holds to be serious or worse, with where it is."""
    from axe_playwright_python.sync_playwright import Axe

    results = Axe().run(page).response["violations"]
    return [(v["id"], str([n["target"] for n in v["nodes"]][:4])) for v in results
            if v["impact"] in ("serious", "critical")]  # fmt: skip
