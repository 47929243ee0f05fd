"""Measures a server under concurrent requests, and the database cost of one question.

    python -m evals.bench.concurrency --loaded DATA [--out DATA2] [--passages 20000] [--parallel 64]

DATA is a loaded library. With `--out` it is copied, and copies of its bulletins (made by
`evals.bench.scale`) are added until it has `--passages` passages; an existing folder is used as it
is. A server over it gets `--parallel` searches and as many questions at the same time, while
`/health` is requested every tenth of a second. Printed: status codes, times, the slowest `/health`.
Then questions are asked one by one in this process; printed: connections and statements for each.
"""

import argparse
import json
import random
import shutil
import statistics
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from assistant.build import build_assistant
from assistant.pipeline import Assistant
from assistant.settings import Settings
from evals.bench.serving import served

_PATIENCE_S = 120
_EVERY_S = 0.1
_FIGURES = (
    "Năm 2022 Bắc Kạn có bao nhiêu người đi xkld?",
    "Tỷ lệ hộ nghèo của Thái Nguyên thay đổi thế nào từ năm 2020 đến năm 2021?",
    "Huyện nào có tỷ lệ hộ nghèo cao nhất năm 2019?",
    "Bắc Kạn và Lâm Đồng cộng lại có bao nhiêu người đi làm việc ở nước ngoài năm 2022?",
    "What was the poverty rate of Bắc Kạn in 2022?",
)


def enlarge(loaded: Path, out: Path, passages: int) -> None:
    """Copies the library to `out` with at least `passages` passages; keeps an existing `out`."""
    from evals.bench.scale import multiply
    from knowledge.build import open_catalogue
    from knowledge.storage.index_sync import open_index, sync_index

    if out.exists():
        return
    shutil.copytree(loaded, out, symlinks=True)
    source, target = open_catalogue(Settings(data=loaded)), open_catalogue(Settings(data=out))
    multiply(source, target, passages - source.counts()["passages"], random.Random(1))
    index = open_index(target, None)
    sync_index(target, index)
    for resource in (index, source, target):
        resource.close()


def at_once(work: Callable[[str], int], texts: Sequence[str]) -> tuple[Counter[int], list[float]]:
    """The status codes (0: no answer in time) and the seconds of each; all start together."""
    start = threading.Barrier(len(texts))

    def one(text: str) -> tuple[int, float]:
        start.wait()
        began = time.perf_counter()
        return work(text), time.perf_counter() - began

    with ThreadPoolExecutor(len(texts)) as pool:
        results = list(pool.map(one, texts))
    return Counter(status for status, _ in results), [seconds for _, seconds in results]


def status_of(address: str, body: dict[str, Any] | None = None) -> int:
    """The status code of a request; 0 without an answer."""
    data = json.dumps(body).encode() if body else None
    request = urllib.request.Request(address, data, {"content-type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=_PATIENCE_S) as reply:
            reply.read()
            return int(reply.status)
    except urllib.error.HTTPError as exc:
        exc.close()
        return exc.code
    except OSError:
        return 0


class Watch:
    """Requests `/health` periodically; `seconds` and `statuses` hold the results."""

    def __init__(self, address: str) -> None:
        self.seconds: list[float] = []
        self.statuses: Counter[int] = Counter()
        self._address, self._over = f"{address}/api/v1/health", threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def _watch(self) -> None:
        while not self._over.wait(_EVERY_S):
            began = time.perf_counter()
            self.statuses[status_of(self._address)] += 1
            self.seconds.append(time.perf_counter() - began)

    def __enter__(self) -> "Watch":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()


def under_load(address: str, searches: Sequence[str], questions: Sequence[str]) -> None:
    """Sends all requests at the same time, by kind and then together; prints the results."""

    def work(text: str) -> int:
        if text in searches:
            return status_of(f"{address}/api/v1/search?q={urllib.parse.quote(text)}")
        return status_of(f"{address}/api/v1/ask", {"question": text})

    for name, texts in (
        ("searches", searches), ("questions", questions), ("both", [*searches, *questions]),
    ):  # fmt: skip
        with Watch(address) as watch:
            statuses, seconds = at_once(work, texts)
        counts = ", ".join(
            f"{n} x {status or 'no answer'}" for status, n in sorted(statuses.items())
        )
        _say(
            f"{len(texts)} {name} at once: {counts}; median {statistics.median(seconds):.2f} s, "
            f"slowest {max(seconds):.2f} s; /health {dict(watch.statuses)}, slowest "
            f"{max(watch.seconds, default=0):.2f} s"
        )


def cost(assistant: Assistant, questions: Sequence[str]) -> list[tuple[int, int]]:
    """(connections, statements) for each question."""
    counts = Counter[str]()

    def count_connection(*_: object) -> None:
        counts["connections"] += 1

    def count_statement(*arguments: Any) -> None:
        if not str(arguments[2]).startswith(("BEGIN", "PRAGMA")):
            counts["statements"] += 1

    sa.event.listen(sa.pool.Pool, "checkout", count_connection)
    sa.event.listen(sa.engine.Engine, "before_cursor_execute", count_statement)
    try:
        costs = []
        for question in questions:
            counts.clear()
            assistant.answer(question)
            costs.append((counts["connections"], counts["statements"]))
        return costs
    finally:
        sa.event.remove(sa.pool.Pool, "checkout", count_connection)
        sa.event.remove(sa.engine.Engine, "before_cursor_execute", count_statement)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measures one library and prints the results; see the module."""
    layout = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=layout)
    parser.add_argument("--loaded", type=Path, required=True)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--passages", type=int, default=20_000)
    parser.add_argument("--parallel", type=int, default=64)
    parser.add_argument("--questions", type=Path, default=Path("tests/data/news_questions.jsonl"))
    options = parser.parse_args(arguments)
    data = options.out or options.loaded
    if options.out:
        enlarge(options.loaded, options.out, options.passages)
    rows = [json.loads(line) for line in options.questions.open(encoding="utf-8")]
    texts = [row[language] for row in rows for language in ("vi", "en")]
    searches, more = texts[: options.parallel], texts[options.parallel : 2 * options.parallel]
    questions = [*_FIGURES, *more][: options.parallel]
    with served(data, RATE_LIMIT="off") as address:
        under_load(address, searches, questions)
    assistant = build_assistant(Settings(data=data))
    for name, questions_of_kind in (("figures", _FIGURES), ("words", questions[len(_FIGURES) :])):
        assistant.answer(questions_of_kind[0])
        connections, statements = zip(*cost(assistant, questions_of_kind), strict=True)
        _say(
            f"{len(questions_of_kind)} questions for {name}: connections {min(connections)} to "
            f"{max(connections)}, median {statistics.median(connections):g}; statements "
            f"{min(statements)} to {max(statements)}, median {statistics.median(statements):g}"
        )


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
