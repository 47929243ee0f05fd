"""Measures the page in a browser: first paint, and from Enter to the shown answer.

    python -m evals.bench.page --loaded DIR [--rounds 5] [--chromium /usr/bin/chromium]

A real server over a loaded data folder, a real headless Chromium. The second time is measured in
the page: from the key press to the frame after the answer's element appears. A question follows
`_READ_S` after the answer before it, as from someone who reads and types quickly: until then the
server tests what else it can offer.
"""

import argparse
import os
import shutil
import statistics
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from evals.bench.answering import QUESTIONS
from evals.bench.serving import served

_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
_LIMIT_MS, _READ_S = 30_000, 2.0
# Measures from the next key press to the next answer.
_WATCH = """() => { window.shown = new Promise((done, fail) => {
  const count = () => document.querySelectorAll('.log article.a').length, before = count();
  document.addEventListener('keydown', () => {
    const began = performance.now();
    setTimeout(() => fail(new Error('no answer within 30 seconds')), 30000);
    new MutationObserver((_, watch) => {
      if (count() <= before) return;
      watch.disconnect();
      requestAnimationFrame(() => done(performance.now() - began));
    }).observe(document.body, { childList: true, subtree: true });
  }, { once: true, capture: true });
}); }"""


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs the benchmark and prints a table; see the module."""
    layout = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(
        "evals.bench.page", description=__doc__, formatter_class=layout
    )
    parser.add_argument("--loaded", type=Path, required=True, help="a loaded data folder")
    parser.add_argument("--rounds", type=int, default=5, help="visits, and rounds of the questions")
    parser.add_argument("--chromium", default=shutil.which("chromium"), help="path of the browser")
    options = parser.parse_args(arguments)
    if options.chromium is None:
        parser.error("no chromium here: apt-get install chromium, or --chromium PATH")
    for name, value in _measure(options.loaded, options.rounds, options.chromium):
        print(f"{name:<58} {value}", flush=True)  # noqa: T201 - the benchmark's output


@contextmanager
def browsing(chromium: str) -> Iterator[Any]:
    """A headless Chromium from this path."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as running:
        browser = running.chromium.launch(executable_path=chromium, args=_FLAGS)
        yield browser
        browser.close()


def _measure(data: Path, rounds: int, chromium: str) -> Iterator[tuple[str, str]]:
    with served(data, RATE_LIMIT="off") as address, browsing(chromium) as browser:
        yield "machine", f"{os.cpu_count()} cores"
        visits = [_visit(browser, address) for _ in range(rounds + 1)][1:]
        for name, key in (("first paint", "paint"), ("ready to be asked", "ready")):
            yield f"{name}, median / worst (ms)", _median_and_worst([v[key] for v in visits])
        times = []
        for _ in range(rounds + 1):  # a conversation shows its last twenty answers only
            page = _opened(browser, address)
            times += [_answer_ms(page, question) for question in QUESTIONS]
            page.context.close()
        yield (
            "Enter to the shown answer, median / worst (ms)",
            _median_and_worst(times[len(QUESTIONS) :]),
        )


def _opened(browser: Any, address: str) -> Any:
    page = browser.new_context(viewport={"width": 1280, "height": 860}).new_page()
    page.set_default_timeout(_LIMIT_MS)
    page.goto(address)
    page.wait_for_selector("#question textarea")
    return page


def _visit(browser: Any, address: str) -> dict[str, float]:
    """Milliseconds from the start of a visit without cache to first paint and usable form."""
    page = _opened(browser, address)
    ready = page.evaluate("performance.now()")
    painted = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    page.context.close()
    return {"paint": painted, "ready": ready}


def _answer_ms(page: Any, question: str) -> float:
    page.fill("#question textarea", question)
    page.evaluate(_WATCH)
    page.press("#question textarea", "Enter")
    shown_ms = float(page.evaluate("window.shown"))
    page.wait_for_timeout(_READ_S * 1000)
    return shown_ms


def _median_and_worst(times: Sequence[float]) -> str:
    return f"{statistics.median(times):.0f} / {max(times):.0f}"


if __name__ == "__main__":
    main()
