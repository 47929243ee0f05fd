"""Workers that read one damaged file after another, each within bounds."""

import faulthandler
import multiprocessing
import os
import resource
import signal
import tempfile
import time
import traceback
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

from evals.bench.fuzz.cases import Case, case_of
from evals.bench.fuzz.seeds import seeds
from knowledge.crawling import feeds
from knowledge.crawling.listings import read_listing
from knowledge.crawling.sitemaps import read_sitemap, unpacked_sitemap
from knowledge.errors import UnreadableBulletin
from knowledge.ingestion.bulletins import bulletin_from_draft, digest_of
from knowledge.ingestion.derive import derive
from knowledge.readers import documents, old_word
from knowledge.readers.addresses import target_of
from knowledge.readers.bounded import parse_here
from knowledge.readers.drafts import BulletinDraft
from knowledge.readers.files import read_drafts

LIMIT_S, _LIMIT_BYTES = 5.0, 1_500_000_000
_WALL_S = 120.0  # a worker that sleeps, or a machine that is very busy
_TARGET = target_of("https://a.vn/danh-muc")
# What the program reads in a process of its own.
_APART = (".docx", ".xlsx", ".xls", ".odt", ".ods", ".rtf", ".pdf", ".doc", ".zip", "feed")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one file: `read`, `refused`, `ended`, `crash`, `memory`, `hang` or `death`."""

    number: int
    kind: str
    result: str
    seconds: float = 0.0
    detail: str = ""


def read_case(case: Case, folder: Path) -> str:
    """Reads a file as loading does; returns `read` or `refused`.

    Raises:
        Exception: whatever a reader raises beside `UnreadableBulletin`.
    """
    results: list[object] = []
    try:
        if case.kind == "feed":
            results.append(feeds.read_feed(case.content, _TARGET))
        elif case.kind == "sitemap":
            results.append(read_sitemap(unpacked_sitemap(case.content, _TARGET), _TARGET))
        elif case.kind == "listing":
            results.append(read_listing(case.content, _TARGET))
        else:
            path = folder / f"tin{case.kind}"
            path.write_bytes(case.content)
            for draft in read_drafts(path):
                results.append(draft)
                if isinstance(draft, BulletinDraft):
                    digest_of(draft)
                    derive(bulletin_from_draft(draft, "tin", str(path)), 1)
    except UnreadableBulletin:
        return "refused"
    return "refused" if all(isinstance(r, UnreadableBulletin) for r in results) else "read"


def parse_in_this_process() -> None:
    """Lets office formats and feeds be parsed here: a process for each file would take hours."""
    for module in (documents, old_word, feeds):
        vars(module)["parse_bounded"] = parse_here


def work(numbers: "Connection[Outcome, int]") -> None:
    """A worker: takes numbers, and gives an `Outcome` for each."""
    resource.setrlimit(resource.RLIMIT_AS, (_LIMIT_BYTES, _LIMIT_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 2)  # libraries in C say on their way out why they end
    faulthandler.disable()
    with tempfile.TemporaryDirectory() as folder:
        while True:
            case = case_of(numbers.recv())
            result, detail = "read", ""
            began = time.process_time()
            # Without a handler the signal ends this process, also inside a library.
            signal.setitimer(signal.ITIMER_PROF, LIMIT_S)
            try:
                result = read_case(case, Path(folder))
            except MemoryError:
                result = "memory"
            except Exception:  # noqa: BLE001 - a crash is what is looked for
                result, detail = "crash", traceback.format_exc()[-1500:]
            signal.setitimer(signal.ITIMER_PROF, 0)
            seconds = time.process_time() - began
            numbers.send(Outcome(case.number, case.kind, result, seconds, detail))


def outcomes(numbers: Iterable[int]) -> Iterator[Outcome]:
    """The outcome of every number, in their order."""
    parse_in_this_process()
    _warm_up()
    forking = multiprocessing.get_context("fork")
    worker: BaseProcess | None = None
    for number in numbers:
        if worker is None:
            here, there = forking.Pipe()
            worker = forking.Process(target=work, args=(there,), daemon=True)
            worker.start()
            there.close()
        here.send(number)
        try:
            yield here.recv() if here.poll(_WALL_S) else _lost(number, worker)
            is_lost = not worker.is_alive()
        except EOFError:
            yield _lost(number, worker)
            is_lost = True
        if is_lost:
            worker = None
    if worker is not None:
        worker.kill()


def _lost(number: int, worker: BaseProcess) -> Outcome:
    """The outcome of a file that ended its worker, or that the worker waits on for ever."""
    worker.join(1)
    code = worker.exitcode
    worker.kill()
    worker.join()
    kind = case_of(number).kind
    result = "hang" if code in (None, -signal.SIGPROF) else "death"
    if result == "death" and kind in _APART:
        result = "ended"
    return Outcome(number, kind, result, 0.0, f"exit code {code}")


def _warm_up() -> None:
    """Imports what the readers import, once for all workers."""
    with tempfile.TemporaryDirectory() as folder:
        for kind, files in seeds().items():
            for content in files:
                read_case(Case(-1, kind, content), Path(folder))
