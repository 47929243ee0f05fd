"""A growing library for `evals.bench.kills`: what may be done with it, and what it must hold then.

A child process does one task with connections of its own and tells what is acknowledged. The parent
keeps the state before and after a task; after a kill each bulletin must be in one of the two.
"""

import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

from evals.bench.kills.texts import samples
from evals.bench.word_vectors import WordVectors
from knowledge import build
from knowledge.build import check_up, ingesting, open_library, writing
from knowledge.ingestion.amending import amend
from knowledge.ingestion.bulletins import bulletin_from_draft
from knowledge.ingestion.derive import derive
from knowledge.ingestion.doubts import doubts_about
from knowledge.ingestion.ingest import remove
from knowledge.ingestion.preparing import embedded_text
from knowledge.ingestion.restoring import restore
from knowledge.readers.drafts import BulletinDraft
from knowledge.search.dense import Nearest
from knowledge.search.library import Library
from knowledge.search.queries import profile_of
from knowledge.settings import LibrarySettings
from knowledge.storage.index_sync import open_index
from knowledge.storage.lexical import match

State = dict[str, tuple[int, bool]]
"""The revision of each bulletin, and whether it is removed."""
Tell = Callable[[Any], None]


@dataclass(frozen=True)
class Task:
    """One task: what a process does, what it changes, and whether a repetition is the same task."""

    name: str
    work: Callable[[Tell], None]
    after: State
    may_repeat: bool = True


@dataclass
class Child:
    """How a child process ended: what it told, whether it was killed, its seconds."""

    told: list[Any] = field(default_factory=list)
    is_killed: bool = False
    seconds: float = 0.0
    error: str = ""


def run_child(work: Callable[[Tell], None], kill_after_s: float | None = None) -> Child:
    """Runs `work` in a forked process; kills it by SIGKILL after so many seconds."""
    ahead, behind = os.pipe()
    began = time.perf_counter()
    pid = os.fork()
    if pid == 0:
        os.close(ahead)
        code = 1
        try:
            work(lambda row: _tell(behind, row))
            code = 0
        except BaseException as exc:  # noqa: BLE001 - the child says how it ended
            _tell(behind, {"error": f"{type(exc).__name__}: {exc}"})
        finally:
            os._exit(code)
    os.close(behind)
    if kill_after_s is not None:
        time.sleep(max(0.0, kill_after_s - (time.perf_counter() - began)))
        os.kill(pid, signal.SIGKILL)
    with os.fdopen(ahead, "rb") as file:
        lines = file.read().split(b"\n")
    status = os.waitpid(pid, 0)[1]
    told = [json.loads(line) for line in lines[:-1]]
    error = next((row["error"] for row in told if isinstance(row, dict) and "error" in row), "")
    child = Child(told, os.WIFSIGNALED(status), time.perf_counter() - began, error)
    if not child.is_killed and status and not error:
        child.error = f"the process ended with {status}"
    return child


def _tell(pipe: int, row: Any) -> None:
    os.write(pipe, json.dumps(row).encode() + b"\n")


def warm_up() -> None:
    """Imports and compiles once what every child needs, so that kills hit the writing.

    Nothing is opened here: a forked process may not use an index or a network of its parent.
    """
    import_module("chromadb")
    import_module("filelock")
    import_module("knowledge.ingestion.previewing")
    row = samples()[0]
    draft = BulletinDraft(
        None, row["title"], None, None, None, None, None, (("paragraph", row["text"]),)
    )
    bulletin = bulletin_from_draft(draft, "warm", "warm.md")
    derive(bulletin, 1)
    doubts_about(bulletin, (), date(2026, 1, 1))
    profile_of(row["text"])


class GrowingStore:
    """A library, the state that it must have, and the tasks that change it."""

    def __init__(self, data: Path, texts: Sequence[dict[str, str]], rng: random.Random) -> None:
        self.settings = LibrarySettings(data=data / "library")
        self.inbox = data / "inbox"
        self.inbox.mkdir(parents=True)
        self.texts, self.rng = list(texts), rng
        self.state: State = {}
        self.encoder = WordVectors()
        self._bodies: dict[str, str] = {}
        self._written = 0

    # --- tasks

    def task(self, kind: str) -> Task:
        """A task of a kind, with arguments drawn now."""
        task: Task = getattr(self, f"_{kind}")()
        return task

    def _ingest(self) -> Task:
        after, paths = dict(self.state), []
        for row in self._next_texts(self.rng.randint(1, 3)):
            after[row["id"]] = (1, False)
            paths.append(self._write(row["id"], row["title"], row["text"]))
        # A correction of one that is stored: the next revision.
        current = [name for name, (_, is_removed) in self.state.items() if not is_removed]
        if current:
            name = self.rng.choice(current)
            self._written += 1
            text = f"{self._bodies[name]}\n\nBản sửa lần thứ {self._written}."
            after[name] = (self.state[name][0] + 1, False)
            paths.append(self._write(name, name, text))
        self.rng.shuffle(paths)

        def work(tell: Tell) -> None:
            with ingesting(self.settings, self.encoder) as ingester:
                for receipt in ingester.run(paths):
                    if receipt.status == "failed":
                        raise RuntimeError(receipt.error)
                    tell([receipt.bulletin_id, receipt.revision, False])

        return Task("ingest", work, after)

    def _rebuild(self) -> Task:
        def work(tell: Tell) -> None:
            build.load_encoder = lambda *_: self.encoder  # type: ignore  # this process ends with it
            build.rebuild_all(self.settings, None)

        return Task("rebuild", work, dict(self.state))

    def _amend(self) -> Task:
        name = self._one(is_removed=False)
        revision = self.state[name][0] + 1
        self._written += 1
        title = f"{name} sửa {self._written}"

        def work(tell: Tell) -> None:
            with writing(self.settings) as (catalogue, index):
                receipt = amend(catalogue, self.encoder, index, name, title)
                tell([name, receipt.revision, False])

        return Task("amend", work, self.state | {name: (revision, False)}, may_repeat=False)

    def _remove(self) -> Task:
        name = self._one(is_removed=False)

        def work(tell: Tell) -> None:
            with writing(self.settings) as (catalogue, index):
                remove(catalogue, index, name)
                tell([name, self.state[name][0], True])

        return Task(
            "remove", work, self.state | {name: (self.state[name][0], True)}, may_repeat=False
        )

    def _restore(self) -> Task:
        if not any(is_removed for _, is_removed in self.state.values()):
            return self._remove()
        name = self._one(is_removed=True)

        def work(tell: Tell) -> None:
            with writing(self.settings) as (catalogue, index):
                tell([name, restore(catalogue, self.encoder, index, name), False])

        return Task(
            "restore", work, self.state | {name: (self.state[name][0], False)}, may_repeat=False
        )

    def _one(self, *, is_removed: bool) -> str:
        return self.rng.choice(
            sorted(n for n, (_, gone) in self.state.items() if gone == is_removed)
        )

    def _next_texts(self, count: int) -> Iterator[dict[str, str]]:
        for _ in range(min(count, len(self.texts))):
            yield self.texts.pop()

    def _write(self, name: str, title: str, text: str) -> Path:
        self._bodies[name] = text
        path = self.inbox / f"{name}.md"
        head = f"---\nid: {name}\ntitle: {json.dumps(title, ensure_ascii=False)}\n---\n\n"
        path.write_text(head + text + "\n", "utf-8")
        return path

    # --- what must hold

    def stored(self, tell: Tell, known: Sequence[str]) -> None:
        """Tells the problems of `verify`, and the state of these bulletins, as a child's work.

        A current bulletin that search does not find first by a sentence of its own, or by the
        vector of its first passage, counts as a problem.
        """
        problems, _ = check_up(self.settings)
        library = open_library(self.settings, self.encoder)
        with library.catalogue.reading() as snapshot:
            rows = snapshot.stored(ids=known)
            tell({"state": {r.bulletin_id: [r.revision, not r.is_current] for r in rows}})
            current = snapshot.bulletin_ids()
        nearest = Nearest(
            library.catalogue, lambda: open_index(library.catalogue, None), exact_up_to=0
        )
        for name in self._looked_for(current):
            problems += self._unfound(library, nearest, name)
        nearest.close()
        tell({"problems": problems})
        library.close()

    def _looked_for(self, current: Sequence[str]) -> Sequence[str]:
        """Every bulletin; `verify` compares each word and vector, so a sample of many is enough."""
        return current if len(current) <= 40 else self.rng.sample(list(current), 40)

    def _unfound(self, library: Library, nearest: Nearest, name: str) -> Iterator[str]:
        passages = library.passages_of(name)
        if not passages:
            yield f"{name} has no passages"
            return
        words = " ".join(passages[0].text.split()[:24])
        with library.catalogue.reading() as snapshot:
            ranked = match(snapshot, profile_of(words).terms, 50)
            if not any(passage_id.startswith(f"{name}@") for passage_id, _ in ranked):
                yield f"{name} is not found by its words"
            vector = self.encoder.encode_passages([embedded_text(passages[0])])[0]
            ask = nearest.chroma_search(snapshot)  # None while Chroma is behind
            # Many texts are copies of one another: each of them is as near.
            hits = ask(vector, 50) if ask else None
            hits = nearest.compare_all(snapshot, vector, 50) if hits is None else hits
        if not any(pid.startswith(f"{name}@") and near >= 1 - 1e-4 for pid, near in hits):
            yield f"{name} is not found by its vector"


def say(text: str) -> None:
    """Prints a line at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
