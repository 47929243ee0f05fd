"""Readers ask a server while a command line loads: right answers, memory, time until known.

    python -m evals.bench.readers_and_writer [--minutes 15] [--readers 8] [--seed 1]

A server over the sample bulletins is asked by `--readers` threads all the time. Meanwhile `bantin
ingest`, in a process of its own, loads a new bulletin and the next revision of one with two figures
that always change together. Checked at every answer:

- a question about the samples has the answer that it had before anything was loaded;
- the changing bulletin is answered with the figure of the revision that is cited, never an older
  one than was acknowledged 5 seconds before the question, and each quotation is the cited text;
- its text read over the API has both figures of one revision.

Printed: counts of answers, wrong ones, errors; seconds from the receipt of a new bulletin until
search finds it; the server's resident memory after 1, 5, 10 and 15 minutes. Exit code 1 where
anything was wrong.
"""

import argparse
import json
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import knowledge
from evals.bench.serving import served

_QUESTIONS = (
    "nam 2022 co bao nhieu nguoi di xkld",
    "Năm 2022 Lâm Đồng có bao nhiêu người đi xuất khẩu lao động?",
    "Huyện nào có tỷ lệ hộ nghèo cao nhất năm 2019?",
    "What was the poverty rate of Bắc Kạn in 2022?",
    "Năm 2031 Lâm Đồng có bao nhiêu người đi xuất khẩu lao động?",
)
_CHANGING = "Năm 2024 tỉnh Cao Bằng có bao nhiêu hộ nghèo?"
_BODY = (
    "Năm 2024, tỉnh Cao Bằng có {n} hộ nghèo.\n\n{filler}\n\n"
    "Năm 2024, tỉnh Cao Bằng có {n} hộ cận nghèo."
)
_FILLER = "Các địa phương tiếp tục rà soát đời sống người dân và hỗ trợ kịp thời. " * 12
_KNOWN_WITHIN_S, _PAUSE_S = 5.0, 0.05
_MINUTES = (1, 5, 10, 15)


class Library:
    """A data folder that the command line loads into; knows what was acknowledged when."""

    def __init__(self, folder: Path) -> None:
        self.data, self._inbox = folder / "data", folder / "inbox"
        self._inbox.mkdir()
        self.acknowledged: list[tuple[float, int]] = []
        self.ingest(Path(str(knowledge.__file__)).parent / "samples")

    def ingest(self, *paths: Path) -> float:
        """Loads files by the command; returns its seconds."""
        began = time.monotonic()
        command = [sys.executable, "-m", "knowledge.cli", "ingest", *map(str, paths), "--json",
                   "--data", str(self.data)]  # fmt: skip
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(done.stderr)
        return time.monotonic() - began

    def next(self, number: int) -> tuple[str, float]:
        """Loads revision `number` of the changing bulletin and a new one; the new one's word."""
        word = f"mã-số-{number:05d}-thử"
        changing = self._write("thay-doi", _BODY.format(n=1000 + number, filler=_FILLER))
        fresh = self._write(f"moi-{number}", f"Thông báo {word} về việc làm năm 2023.")
        seconds = self.ingest(changing, fresh)
        self.acknowledged.append((time.monotonic(), number))
        return word, seconds

    def least(self) -> int:
        """The revision that every reader must know by now."""
        due = time.monotonic() - _KNOWN_WITHIN_S
        return max((n for at, n in self.acknowledged if at <= due), default=0)

    def _write(self, name: str, body: str) -> Path:
        path = self._inbox / f"{name}.md"
        head = f"---\nid: {name}\ntitle: Tin {name}\ndate: 2024-12-20\nplace: Cao Bằng\n---\n\n"
        path.write_text(head + body + "\n", "utf-8")
        return path


class Soak:
    """The readers of one server, and what they saw."""

    def __init__(self, address: str, library: Library, rng: random.Random) -> None:
        self.address, self.library, self.rng = address, library, rng
        self.over = threading.Event()
        self.counts = Counter[str]()
        self.wrong: list[str] = []
        self.seconds: list[float] = []
        self.expected = {q: _said(self._ask(q)) for q in _QUESTIONS}

    def read(self, seed: int) -> None:
        """Asks until the end; one reader."""
        rng = random.Random(seed)
        while not self.over.is_set():
            drawn = rng.random()
            began = time.monotonic()
            try:
                if drawn < 0.5:
                    self._check_fixed(rng.choice(_QUESTIONS))
                elif drawn < 0.85:
                    self._check_changing()
                else:
                    self._check_text()
            except (OSError, ValueError, KeyError) as exc:
                self._note("error", repr(exc))
            self.seconds.append(time.monotonic() - began)

    def seconds_until_known(self, word: str) -> float:
        """Seconds from now until search finds the bulletin with this word first; 30 at most."""
        began = time.monotonic()
        query = urllib.parse.quote(f"Thông báo {word}")
        while time.monotonic() - began < 30:
            hits = self._get(f"/search?q={query}&k=3")["hits"]
            if any(word in hit["text"] for hit in hits):
                return time.monotonic() - began
            time.sleep(_PAUSE_S)
        self._note("unknown", word)
        return 30.0

    def _check_fixed(self, question: str) -> None:
        said = _said(self._ask(question))
        self.counts["answers"] += 1
        if said != self.expected[question]:
            self._note("wrong", f"{question}: {said}, before {self.expected[question]}")

    def _check_changing(self) -> None:
        least = self.library.least()
        answer = self._ask(_CHANGING)
        self.counts["answers"] += 1
        if not least and answer["status"] != "answered":
            return
        if answer["status"] != "answered":
            self._note("wrong", f"changing: {answer['status']} after revision {least}")
            return
        for c in answer["citations"]:
            text = self._get(f"/bulletins/{c['bulletin_id']}?revision={c['revision']}")["text"]
            if text[c["start"] : c["end"]] != c["quote"]:
                self._note("wrong", f"changing: {c['quote']!r} is not in revision {c['revision']}")
            if c["bulletin_id"] == "thay-doi":
                number = 1000 + c["revision"]
                value = answer["figures"][0]["value"]
                if value != str(number) or str(number) not in c["quote"]:
                    self._note("wrong", f"changing: {value} from revision {c['revision']}")
                if c["revision"] < least:
                    self._note("late", f"revision {c['revision']}, {least} was due")

    def _check_text(self) -> None:
        try:
            text = self._get("/bulletins/thay-doi")["text"]
        except urllib.error.HTTPError:
            return  # not loaded yet
        self.counts["texts"] += 1
        numbers = {word for word in text.split() if word.isdigit() and len(word) == 4} - {"2024"}
        if len(numbers) != 1:
            self._note("wrong", f"mixed text: {sorted(numbers)}")

    def _note(self, kind: str, what: str) -> None:
        self.counts[kind] += 1
        if len(self.wrong) < 50:
            self.wrong.append(f"{kind}: {what}")
            _say(self.wrong[-1])

    def _ask(self, question: str) -> dict[str, Any]:
        return self._get("/ask", {"question": question})

    def _get(self, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        data = json.dumps(body).encode() if body else None
        headers = {"content-type": "application/json"}
        request = urllib.request.Request(f"{self.address}/api/v1{path}", data, headers)
        with urllib.request.urlopen(request, timeout=60) as reply:
            result: dict[str, Any] = json.load(reply)
            return result


def _said(answer: dict[str, Any]) -> tuple[Any, ...]:
    cited = tuple((c["bulletin_id"], c["revision"], c["start"]) for c in answer["citations"])
    return answer["status"], answer["short"], cited


def resident_mb(port: int) -> float:
    """The resident memory in MB of the process that was started with this port."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes().split(b"\0")
            if b"serve" in words and str(port).encode() in words:
                status = (folder / "status").read_text()
                return int(status.split("VmRSS:")[1].split()[0]) / 1024
        except (OSError, IndexError):
            continue
    return 0.0


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the server, its readers and the writer; returns the exit code; see the module."""
    layout = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=layout)
    parser.add_argument("--minutes", type=float, default=15)
    parser.add_argument("--readers", type=int, default=8)
    parser.add_argument("--pause", type=float, default=10, help="seconds between two loadings")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="bantin-soak-") as folder:
        library = Library(Path(folder))
        with served(library.data, RATE_LIMIT="off") as address:
            soak = Soak(address, library, random.Random(options.seed))
            return _run(soak, int(address.rsplit(":", 1)[1]), options)


def _run(soak: Soak, port: int, options: argparse.Namespace) -> int:
    readers = [
        threading.Thread(target=soak.read, args=(options.seed + n,), daemon=True)
        for n in range(options.readers)
    ]
    began = time.monotonic()
    for reader in readers:
        reader.start()
    known: list[float] = []
    memory: dict[str, int] = {}
    number = 0
    while (minutes := (time.monotonic() - began) / 60) < options.minutes:
        number += 1
        word, _ = soak.library.next(number)
        known.append(soak.seconds_until_known(word))
        for mark in _MINUTES:
            if minutes >= mark:
                memory.setdefault(f"minute {mark}", round(resident_mb(port)))
        time.sleep(options.pause)
    memory["end"] = round(resident_mb(port))
    soak.over.set()
    for reader in readers:
        reader.join(60)
    cuts = statistics.quantiles(soak.seconds, n=20)
    _say(f"{options.readers} readers, {options.minutes:g} min, {number} loadings")
    _say(f"counts {dict(soak.counts)}")
    _say(f"answers p50 {statistics.median(soak.seconds):.2f} s, p95 {cuts[18]:.2f} s")
    _say(
        f"known after the receipt: median {statistics.median(known):.2f} s, most {max(known):.2f} s"
    )
    _say(f"resident MB: {memory}")
    return 1 if soak.wrong else 0


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
