"""Does twenty tasks as four kinds of users, in a browser and a terminal; prints steps and seconds.

    python -m evals.bench.walks --loaded DIR [--chromium /usr/bin/chromium]

DIR is a data folder with the sample bulletins; it is copied and stays as it is. A step is a tap, a
field that is filled, a key, a swipe to what lies outside the window, a command, or a line of code.
The seconds are the machine's: from the first step until the outcome is in the window.
"""

import argparse
import json
import os
import shutil
import sys
import tempfile
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from evals.bench.page import browsing
from evals.bench.serving import served
from evals.bench.walks import citizen, evaluator, programmer, staff
from evals.bench.walks.steps import Hand, Result, Terminal, timed


def main(arguments: Sequence[str] | None = None) -> None:
    """Prints a row per task; exits with 1 where one cannot be done."""
    layout = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(
        "evals.bench.walks", description=__doc__, formatter_class=layout
    )
    parser.add_argument("--loaded", type=Path, required=True, help="a loaded data folder")
    parser.add_argument("--chromium", default=shutil.which("chromium"), help="path of the browser")
    options = parser.parse_args(arguments)
    if options.chromium is None:
        parser.error("no chromium here: apt-get install chromium, or --chromium PATH")
    are_done = True
    for result in _walk(options.loaded, options.chromium):
        outcome = result.fault or f"{result.steps} steps, {result.seconds:.2f} s"
        print(f"{result.task.who:<11} {result.task.name:<72} {outcome}", flush=True)  # noqa: T201 - the output
        are_done = are_done and not result.fault
    sys.exit(not are_done)


def _walk(loaded: Path, chromium: str) -> Iterator[Result]:
    from assistant.backoffice.backoffice import open_back_office
    from assistant.settings import Settings

    with tempfile.TemporaryDirectory() as folder:
        data, home = Path(folder) / "data", Path(folder) / "home"
        shutil.copytree(loaded, data, symlinks=True)
        home.mkdir()
        (home / "tin-thu.md").write_text(staff.BULLETIN, "utf-8")
        accounts = open_back_office(Settings(data=data)).accounts
        accounts.add(staff.NAME, staff.PASSWORD, "admin", "walk")
        with served(data, RATE_LIMIT="off") as address, browsing(chromium) as browser:
            phone = Hand(_page(browser, address, viewport=citizen.PHONE, has_touch=True))
            yield from (timed(task, phone) for task in citizen.TASKS)
            _ask(address, staff.UNANSWERED)
            desk = Hand(
                _page(browser, f"{address}/staff/", viewport={"width": 1280, "height": 860})
            )
            yield from (timed(task, desk, home) for task in staff.TASKS)
            terminal, reader = Terminal(home, _environment(data)), Hand(browser.new_page())
            yield from (timed(task, terminal, reader) for task in evaluator.TASKS)
            yield from (timed(task, terminal, address) for task in programmer.TASKS)


def _page(browser: Any, address: str, **options: Any) -> Any:
    page = browser.new_context(**options).new_page()
    page.goto(address)
    page.wait_for_load_state("networkidle")
    return page


def _environment(data: Path) -> dict[str, str]:
    """This process's, with the library and the command `bantin` of this installation."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return os.environ | {"BANTIN_DATA": str(data), "PATH": path}


def _ask(address: str, question: str) -> None:
    body = json.dumps({"question": question}).encode()
    headers = {"content-type": "application/json"}
    urllib.request.urlopen(urllib.request.Request(f"{address}/api/v1/ask", body, headers)).close()


if __name__ == "__main__":
    main()
