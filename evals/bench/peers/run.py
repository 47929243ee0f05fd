"""Runs bantin beside LangChain + Chroma, haiku.rag, txtai and LlamaIndex and writes docs/ahead.md.

    python -m evals.bench.peers.run [--peers langchain,txtai] [--bulletins 600] [--texts DIR]

Every system loads the same bulletins (the samples, and real news of DIR chosen by the seed) with
the same embedding model, each in a process and an environment of its own (`make bench` builds
them), then gets the same questions in alternating order. DIR holds the news files that
tests/data/README.md names; without it only the samples are loaded and only the suites are asked.
Loading is measured once for each system: a run that was cut off goes on with what `--out` holds.
The default comparison takes hours on two cores; `--bulletins 40 --every 4` some 20 minutes.
"""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from evals.bench.peers import asking, lines, report
from evals.bench.peers.data import (
    SUITES,
    news_rows,
    question_pairs,
    questions,
    sample_rows,
    suite_cases,
    write_rows,
)
from evals.bench.peers.environments import FOLDER, PEERS, build, versions
from evals.bench.peers.page import page
from evals.bench.peers.process import chat_server
from evals.bench.peers.systems import OURS, Bench
from knowledge.embedding.e5_model import sentence_transformer_folder

_NEWS_QUESTIONS = Path(__file__).parents[3] / "tests" / "data" / "news_questions.jsonl"
_PLOTTED = (
    "loading, bulletins a second", "memory after all searches, MiB", "search, ms, p50",
    "Vietnamese: recall@1", "without accents: recall@1", "English: recall@1",
    "figure in the first", "refused of the unanswerable", "figure exact, no other number",
)  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> None:
    """Loads, asks, scores, and writes the page and its plots."""
    options = _options(arguments)
    names = [OURS, *(name for name in options.peers.split(",") if name)]
    for name in names[1:]:
        build(options.environments, name)
    out: Path = options.out.absolute()
    out.mkdir(parents=True, exist_ok=True)
    model = sentence_transformer_folder(out / "models")
    bench = Bench(out, options.environments, model)

    pairs = question_pairs(_NEWS_QUESTIONS) if options.texts else []
    rows = sample_rows()
    if options.texts:
        rows += news_rows(options.texts, pairs, options.bulletins, options.seed)
    asked = questions(pairs, {row.key for row in rows})
    cases = suite_cases(tuple(options.suites.split(",")), options.every)
    write_rows(out / "rows.jsonl", rows)

    if options.together:
        loading = bench.load_together(names, out / "rows.jsonl", len(rows))
    else:
        loading = {name: bench.load(name, out / "rows.jsonl", len(rows)) for name in names}
    _say(f"loaded {len(rows)} bulletins")
    cold = bench.cold_starts(names, options.cold)
    _say("cold starts measured")
    usages = asking.search_all(bench, names, asking.asks_of(asked, cases))
    _say("searched")
    sample = asking.sample(asked, cases, options.answers, options.seed)
    with chat_server(out / "chat.log") as chat_url:
        if chat_url and sample:
            usages |= {
                f"{n} answering": u
                for n, u in asking.answer_sample(bench, names, sample, chat_url).items()
            }
    _say("answered")
    memory = {name: usages[name].memory_mib for name in names}
    results = {
        "names": names,
        "loading": loading,
        "cold": cold,
        "memory": memory,
        "answering_mib": {n: u.memory_mib for n, u in usages.items() if "answering" in n},
        "versions": {name: versions(options.environments, name) for name in names[1:]},
        "load_average": os.getloadavg(),
        "bulletins": len(rows),
        "samples": len(sample_rows()),
        "asked": len(asked),
        "cases": len(cases),
        "seed": options.seed,
        "cores": len(os.sched_getaffinity(0)),
        "together": options.together,
        "lengths": asking.passage_lengths(out, names),
        "sample": [[ask.group, ask.id] for ask in sample],
    }
    (out / "results.json").write_text(json.dumps(results, indent=1), "utf-8")
    all_lines = score(out, results, asked, cases, {row.key: row for row in rows})
    titles = {OURS: "bantin", **{name: PEERS[name].title for name in names[1:]}}
    docs = options.docs or out
    docs.mkdir(parents=True, exist_ok=True)
    (docs / "ahead.md").write_text(page(all_lines, titles, results), "utf-8")
    plotted = [line for line in all_lines if line.title in _PLOTTED]
    report.plot(plotted, titles, docs / "ahead.svg")
    sys.stdout.write(report.markdown(all_lines, titles))


def score(
    out: Path, results: dict[str, Any], asked: Any, cases: Any, rows: Any
) -> list[lines.Line]:
    """All lines from what a run has kept."""
    names = results["names"]
    replies = asking.read_replies(out / "searched.jsonl")
    searched = {name: [r for r in replies if r["system"] == name] for name in names}
    answered = asking.read_replies(out / f"answered-{OURS}.jsonl")
    sample = {(group, number) for group, number in results["sample"]}
    generated = {
        name: asking.read_replies(out / f"generated-{name}.jsonl") for name in names if name != OURS
    }
    result = [
        *lines.cost_lines(names, results["loading"], results["cold"], results["memory"], searched),
        *lines.retrieval_lines(names, searched, asked),
        *lines.suite_lines(names, searched, answered, cases, asked, rows),
    ]
    own = [r for r in answered if (r["group"], r["id"]) in sample]
    answers = {OURS: own, **{name: found for name, found in generated.items() if found}}
    if own and len(answers) > 1:
        result += lines.answer_lines(answers, cases, asked)
    return result


def _say(text: str) -> None:
    sys.stderr.write(f"{text}; load average {os.getloadavg()[0]:.1f}\n")


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    layout = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser("make bench", description=__doc__, formatter_class=layout)
    parser.add_argument("--peers", default=",".join(PEERS), help="the systems beside bantin")
    parser.add_argument("--bulletins", type=int, default=600, help="news items beside the samples")
    parser.add_argument("--texts", type=Path, help="the folder of real news")
    parser.add_argument("--suites", default=",".join(SUITES), help="suites, bundled or .jsonl")
    parser.add_argument("--every", type=int, default=1, help="asks every n-th case of the suites")
    parser.add_argument("--answers", type=int, default=40, help="asked of the peers' own chains")
    parser.add_argument("--together", action="store_true", help="loads all at the same time")
    parser.add_argument("--cold", type=int, default=3, help="cold starts of each system")
    parser.add_argument("--seed", type=int, default=20261127)
    parser.add_argument("--environments", type=Path, default=FOLDER)
    parser.add_argument("--out", type=Path, default=Path(".bench/ahead"))
    parser.add_argument(
        "--docs", type=Path, help="where ahead.md and its plot are written; default: --out"
    )
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()
