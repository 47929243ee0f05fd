"""Kills a server while it takes ratings, and looks whether an acknowledged one is lost.

    python -m evals.bench.kills.feedback --loaded DATA [--kills 20] [--raters 4] [--seed 1]

A copy of DATA is served. Threads ask and rate their answers over HTTP, again and again, until
SIGKILL ends the server at a random instant. Then the log is opened: it is whole, each answer has
the rating that was acknowledged last, or the next one, which was under way. Each further server
goes on with the same log. Exit code 1 where something failed.
"""

import argparse
import json
import os
import random
import shutil
import signal
import sqlite3
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from assistant.backoffice.backoffice import open_back_office
from assistant.settings import Settings
from evals.bench.serving import serving
from knowledge.storage.places import OFFICE_FILE

_QUESTIONS = (
    "Năm 2022 có bao nhiêu người đi xkld?",
    "Huyện nào có tỷ lệ hộ nghèo cao nhất năm 2019?",
    "Năm 2031 có bao nhiêu hộ nghèo?",
)
_LONGEST_S = 2.0


class Rater(threading.Thread):
    """Asks once and rates that answer until the server is gone."""

    def __init__(self, address: str, rng: random.Random) -> None:
        super().__init__(daemon=True)
        self._address, self._rng = address, rng
        self.answer_id = ""
        self.acknowledged: bool | None = None
        self.under_way: bool | None = None
        self.count, self.error = 0, ""

    def run(self) -> None:
        """See `Rater`."""
        try:
            asked = self._post("ask", {"question": self._rng.choice(_QUESTIONS)})
            self.answer_id = asked["answer_id"]
            while True:
                self.under_way = self._rng.random() < 0.5
                rating = {
                    "answer_id": self.answer_id,
                    "is_helpful": self.under_way,
                    "reason": "other",
                }
                self._post("feedback", rating)
                self.acknowledged = self.under_way
                self.count += 1
        except urllib.error.HTTPError as exc:
            self.error = f"{exc.code} for a rating or a question"
        except OSError:
            return  # the server was killed

    def _post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        headers = {"content-type": "application/json"}
        request = urllib.request.Request(
            f"{self._address}/api/v1/{path}", json.dumps(body).encode(), headers
        )
        with urllib.request.urlopen(request, timeout=60) as reply:
            text = reply.read()
        result: dict[str, Any] = json.loads(text) if text else {}
        return result


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the kills; returns the exit code; see the module."""
    layout = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(
        "evals.bench.kills.feedback", description=__doc__, formatter_class=layout
    )
    parser.add_argument("--loaded", type=Path, required=True)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--raters", type=int, default=4)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    rng, failures, count = random.Random(options.seed), list[str](), 0
    known: dict[str, tuple[bool | None, bool | None]] = {}
    with TemporaryDirectory(prefix="bantin-rated-") as folder:
        data = Path(folder) / "data"
        shutil.copytree(options.loaded, data, symlinks=True)
        for number in range(options.kills):
            raters = _rated(data, options.raters, rng)
            count += sum(rater.count for rater in raters)
            known |= {r.answer_id: (r.acknowledged, r.under_way) for r in raters if r.answer_id}
            problems = [rater.error for rater in raters if rater.error] + _problems(data, known)
            failures += [f"kill {number}: {problem}" for problem in problems]
    sys.stdout.writelines(f"{failure}\n" for failure in failures)
    sys.stdout.write(
        f"{options.kills} kills, {count} acknowledged ratings of {len(known)} answers, "
        f"{len(failures)} failures\n"
    )
    return 1 if failures else 0


def _rated(data: Path, count: int, rng: random.Random) -> list[Rater]:
    """The raters of one server after it was killed."""
    with serving(data, RATE_LIMIT="off") as server:
        raters = [Rater(server.address, random.Random(rng.random())) for _ in range(count)]
        for rater in raters:
            rater.start()
        until = time.monotonic() + 60
        while time.monotonic() < until and not all(rater.count for rater in raters):
            time.sleep(0.01)
        time.sleep(rng.random() * _LONGEST_S)
        os.kill(server.pid, signal.SIGKILL)
        for rater in raters:
            rater.join(60)
    return raters


def _problems(data: Path, known: dict[str, tuple[bool | None, bool | None]]) -> list[str]:
    """What the log lacks of what was acknowledged."""
    office = open_back_office(Settings(data=data))
    stored = {e.answer_id: e.is_helpful for e in office.journal.entries(limit=1_000_000)}
    office.store.close()
    raw = sqlite3.connect(data / OFFICE_FILE)
    reports = [row[0] for row in raw.execute("PRAGMA integrity_check")]
    raw.close()
    problems = [] if reports == ["ok"] else reports
    for answer_id, ratings in known.items():
        if answer_id not in stored:
            problems.append(f"answer {answer_id} is not in the log")
        elif stored[answer_id] not in ratings:
            problems.append(f"answer {answer_id} is rated {stored[answer_id]}, not {ratings}")
    return problems


if __name__ == "__main__":
    sys.exit(main())
