"""Compares the answers of a library in folders with those of its copy on servers.

    BANTIN_DATABASE_URL=… BANTIN_CHROMA_URL=… python -m evals.bench.moved --folder DATA [BACK]

Every case of the bundled suites (of those of `--suite`, or of `--questions`, JSON lines with `vi`
and `en`) is asked of all: the answers must be the same in every field except ids and times, and so
must the ten best passages with their scores. Prints the times; exit code 1 where anything differs.
"""

import argparse
import json
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from assistant.build import build_assistant, warm_up
from assistant.json_views import answer_view
from assistant.moving import in_folder
from assistant.pipeline import Assistant
from assistant.records import Turn
from assistant.settings import load_settings
from evals.cases.loading import bundled_suites, load_suite

_K = 10
_DIGITS = 6  # of a score: the vectors of both are the same, the order of their sums may not be
_SHOWN = 10


def main(arguments: Sequence[str] | None = None) -> int:
    """Asks all and prints how many answers and rankings are the same."""
    layout = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=layout)
    parser.add_argument("--folder", type=Path, nargs="+", required=True)
    parser.add_argument("--questions", type=Path)
    parser.add_argument("--suite", nargs="+", default=bundled_suites())
    options = parser.parse_args(arguments)
    settings = load_settings({"answer_budget_s": 600})  # a busy machine is no difference
    if settings.database_url is None:
        parser.error("BANTIN_DATABASE_URL names no database")
    places = {str(folder): in_folder(settings, folder) for folder in options.folder}
    places["servers"] = settings
    assistants = {name: build_assistant(place) for name, place in places.items()}
    for assistant in assistants.values():
        warm_up(assistant)
    times: dict[tuple[str, str], list[float]] = {}
    other_answers: list[tuple[str, list[Any]]] = []
    other_hits: list[tuple[str, list[Any]]] = []
    total = 0
    for question, language, history in _cases(options.questions, options.suite):
        total += 1
        answers: list[Any] = []
        hits: list[Any] = []
        for name, assistant in assistants.items():
            began = time.perf_counter()
            hits.append(_hits(assistant, question))
            times.setdefault((name, "search"), []).append(time.perf_counter() - began)
            began = time.perf_counter()
            answers.append(_answer(assistant, question, language, history))
            times.setdefault((name, "answer"), []).append(time.perf_counter() - began)
        if any(answer != answers[0] for answer in answers):
            other_answers.append((question, answers))
        if any(ranking != hits[0] for ranking in hits):
            other_hits.append((question, hits))
    for (name, what), seconds in times.items():
        cuts = statistics.quantiles([s * 1000 for s in seconds], n=20)
        _say(
            f"{name}, {what}: p50 {statistics.median(seconds) * 1000:.1f} ms, p95 {cuts[18]:.1f} ms"
        )
    _say(f"{total} questions: {total - len(other_answers)} answers the same, "
         f"{total - len(other_hits)} rankings the same")  # fmt: skip
    for question, views in [*other_answers, *other_hits][:_SHOWN]:
        _say("\n  ".join([f"differs: {question}", *map(str, views)]))
    for assistant in assistants.values():
        assistant.library.close()
    return int(bool(other_answers or other_hits))


def _cases(
    questions: Path | None, suites: Sequence[str]
) -> Iterator[tuple[str, str | None, tuple[str, ...]]]:
    if questions is not None:
        for line in questions.open(encoding="utf-8"):
            row = json.loads(line)
            yield from ((row[language], None, ()) for language in ("vi", "en") if language in row)
        return
    for suite in map(load_suite, suites):
        for case in suite:
            yield case.question, case.language, case.history


def _answer(
    assistant: Assistant, question: str, language: Any, history: Sequence[str]
) -> dict[str, Any]:
    turns: list[Turn] = []
    for earlier in history:
        turns.append(Turn(earlier, assistant.answer(earlier, language, turns).text))
    view = answer_view(assistant.answer(question, language, turns))
    return {key: value for key, value in view.items() if key not in ("answer_id", "trace")}


def _hits(assistant: Assistant, question: str) -> list[tuple[str, float, float | None]]:
    return [
        (hit.passage.passage_id, round(hit.score, _DIGITS), hit.lexical and round(hit.lexical, 9))
        for hit in assistant.library.search(question, _K)
    ]


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
