"""Whether poisoned bulletins and hostile questions make a page act, in a real browser.

A server over the poisoned library, a headless Chromium: each poisoned bulletin's page is opened and
hostile questions are asked on the home page. Counted are parts that a browser would act on, beside
those of our own pages; dialogs; requests to other hosts; titles that a script has changed.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from evals.bench.page import browsing
from evals.bench.serving import served

# A conversation keeps its last twenty answers.
_TURNS = 15
_LIMIT_MS = 60_000
# What a browser would act on, beside what our own pages have.
_ACTS = ", ".join(
    (
        "script:not([src^='/page/']):not([type='application/json'])", "iframe", "object", "embed",
        "form[action^='http']", "base", "meta[http-equiv=refresh]", "img[src^='http']",
        "a[href^='javascript:']", "link[href^='http']", "style",
    )
)  # fmt: skip
_ACTIVE = """acts => [...document.querySelectorAll(acts)]
  .filter(e => !e.closest("svg")).map(e => e.outerHTML.slice(0, 200))"""
_HANDLERS = """() => [...document.querySelectorAll("*")].flatMap(e => [...e.attributes])
  .filter(a => a.name.startsWith("on")).map(a => a.name)"""


def active_parts(page: Any) -> list[str]:
    """The elements and attributes of a page that a browser acts on and that are not ours."""
    return [*page.evaluate(_ACTIVE, _ACTS), *page.evaluate(_HANDLERS)]


def in_browser(
    data: Path, poisoned: Iterable[str], questions: Sequence[str], chromium: str
) -> dict[str, Any]:
    """Counts of what was opened, asked and found, with the first of what was found."""
    counts: Counter[str] = Counter()
    found: list[str] = []

    def note(kind: str, what: str) -> None:
        counts[kind] += 1
        found.append(f"{kind}: {what}"[:300])

    def dismiss(dialog: Any) -> None:
        note("dialog", dialog.message)
        dialog.dismiss()

    def opened(browser: Any, address: str) -> Any:
        page = browser.new_context().new_page()
        page.set_default_timeout(_LIMIT_MS)
        page.on("request", lambda r: note("request", r.url)
                if not r.url.startswith((address, "data:", "blob:")) else None)  # fmt: skip
        page.on("dialog", dismiss)
        return page

    with served(data, RATE_LIMIT="off") as address, browsing(chromium) as browser:
        page = opened(browser, address)
        for name in poisoned:
            reply = page.goto(f"{address}/bulletins/{name}")
            counts["pages"] += 1
            if reply.status != 200:
                note("status", f"{reply.status} for {name}")
            for part in active_parts(page):
                note("active", f"{name}: {part}")
        page.context.close()
        for number, question in enumerate(questions):
            if number % _TURNS == 0:
                page = opened(browser, address)
                page.goto(address)
                page.locator("body[data-ready]").wait_for(state="attached")
                title = page.title()
            turn = page.locator(".turn").count()
            page.fill("#question textarea", question)
            page.press("#question textarea", "Enter")
            page.locator(f"#t{turn}[data-done]").wait_for()
            counts["questions"] += 1
            counts["answered"] += page.locator(f"#t{turn} .a").count()
            for part in active_parts(page):
                note("active", f"{question}: {part}")
            if page.title() != title:
                note("title", page.title())
            if number % _TURNS == _TURNS - 1:
                page.context.close()
    return {**counts, "found": found[:20]}
