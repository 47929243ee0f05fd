"""Asks every system every question, in alternating order, and keeps what it says."""

import json
import random
import statistics
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from evals.bench.peers.data import Question
from evals.bench.peers.process import PeerProcess, Usage
from evals.bench.peers.systems import OURS, Bench
from evals.records import Case

DEPTH = 10
_WARM_UP = ("Tỷ lệ hộ nghèo", "lao dong", "How many workers?")


@dataclass(frozen=True, slots=True)
class Ask:
    """A question of the news, or of a suite's case: `id` is its place in its list."""

    group: str
    id: int
    text: str


def asks_of(questions: Sequence[Question], cases: Sequence[Case]) -> list[Ask]:
    """All that is asked: first over the news, then the cases of the suites."""
    return [
        *(Ask("news", n, question.text) for n, question in enumerate(questions)),
        *(Ask("suites", n, case.question) for n, case in enumerate(cases)),
    ]


def sample(
    questions: Sequence[Question], cases: Sequence[Case], count: int, seed: int
) -> list[Ask]:
    """The questions for the generator: half for figures, a quarter to refuse, a quarter of news."""
    rng = random.Random(seed)
    figures = [n for n, case in enumerate(cases) if case.figures and not case.computed]
    refusals = [n for n, case in enumerate(cases) if case.refusal]
    news = [n for n, q in enumerate(questions) if q.answer and q.form != "no accents"]
    parts = ((figures, count // 2), (refusals, count // 4), (news, count // 4))
    chosen = [rng.sample(part, min(share, len(part))) for part, share in parts]
    return [
        *(Ask("suites", n, cases[n].question) for n in (*chosen[0], *chosen[1])),
        *(Ask("news", n, questions[n].text) for n in chosen[2]),
    ]


def search_all(bench: Bench, names: Sequence[str], asks: Sequence[Ask]) -> dict[str, Usage]:
    """Writes `searched.jsonl`; bantin also answers (`answered-bantin.jsonl`).

    Gives the memory of each process after all of its searches, before any answer.
    """
    with ExitStack() as stack:
        systems = {name: stack.enter_context(bench.opened(name)) for name in names}
        for system in systems.values():
            for text in _WARM_UP:
                system.request(do="search", query=text, k=DEPTH)
        with (bench.out / "searched.jsonl").open("w", encoding="utf-8") as file:
            for number, ask in enumerate(asks):
                turn = number % len(names)
                for name in (*names[turn:], *names[:turn]):
                    before = systems[name].usage().cpu_s
                    reply = systems[name].request(do="search", query=ask.text, k=DEPTH)
                    cpu_s = systems[name].usage().cpu_s - before
                    _write(file, name, ask, reply, cpu_s)
        usages = {name: system.usage() for name, system in systems.items()}
        if OURS in systems:
            _answers(bench.out / f"answered-{OURS}.jsonl", OURS, systems[OURS], asks)
            usages[f"{OURS} answering"] = systems[OURS].usage()
        return usages


def answer_sample(
    bench: Bench, names: Sequence[str], asks: Sequence[Ask], chat_url: str
) -> dict[str, Usage]:
    """Writes `generated-NAME.jsonl` for every system but bantin; the memory of each afterwards."""
    usages = {}
    for name in names:
        if name == OURS:
            continue
        with bench.opened(name, chat_url) as system:
            _answers(bench.out / f"generated-{name}.jsonl", name, system, asks)
            usages[name] = system.usage()
    return usages


def passage_lengths(out: Path, names: Sequence[str]) -> dict[str, float]:
    """The median length in characters of the first passages of each system."""
    replies = read_replies(out / "searched.jsonl")
    lengths = {
        name: [len(r["hits"][0]["text"]) for r in replies if r["system"] == name and r.get("hits")]
        for name in names
    }
    return {name: statistics.median(of) if of else 0.0 for name, of in lengths.items()}


def read_replies(path: Path) -> list[dict[str, Any]]:
    """The replies of a file; none where it does not exist."""
    if not path.is_file():
        return []
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def _answers(path: Path, name: str, system: PeerProcess, asks: Sequence[Ask]) -> None:
    with path.open("w", encoding="utf-8") as file:
        for ask in asks:
            before = system.usage().cpu_s
            reply = system.request(do="answer", question=ask.text)
            _write(file, name, ask, reply, system.usage().cpu_s - before)


def _write(file: Any, name: str, ask: Ask, reply: dict[str, Any], cpu_s: float) -> None:
    row = {"system": name, **asdict(ask), **reply, "cpu_s": cpu_s}
    file.write(json.dumps(row, ensure_ascii=False) + "\n")
    file.flush()
