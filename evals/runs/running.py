"""Asks a target the questions of cases and records the outcomes, each saved when it is complete."""

import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from evals.measures.retrieval import DEPTH, relevance_of
from evals.records import Case, CitedText, Outcome
from evals.runs.targets import Target, Turns

Progress = Callable[[int, int, str], None]
Save = Callable[[Outcome], None]
_AROUND = 280
_MAX_CHARS = 20_000


def run_cases(
    cases: Sequence[Case], target: Target, workers: int = 1,
    progress: Progress | None = None, save: Save | None = None,
) -> list[Outcome]:  # fmt: skip
    """The outcome of every case, in the order of the cases.

    `save` is called from one thread, in that order. A case that fails becomes an outcome with
    the status `error_internal`, and the run goes on.
    """
    runner = _Runner(target)
    outcomes: list[Outcome] = []
    with ThreadPoolExecutor(max_workers=workers) as pool:
        results: Iterator[Outcome] = pool.map(runner.outcome, cases)
        try:
            for outcome in results:
                outcomes.append(outcome)
                if save:
                    save(outcome)
                if progress:
                    progress(len(outcomes), len(cases), outcome.case.id)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return outcomes


class _Runner:
    """Asks the target; cases that share earlier questions share their answers."""

    def __init__(self, target: Target) -> None:
        self._target = target
        self._answer_texts: dict[tuple[str | None, tuple[str, ...]], str] = {}

    def outcome(self, case: Case) -> Outcome:
        began = time.perf_counter()
        try:
            turns = self._turns(case)
            began = time.perf_counter()
            answer = self._target.ask(case.question, case.language, turns)
            seconds = time.perf_counter() - began
            hits = None
            if relevance_of(case):
                hits = tuple(self._target.hits(case.question, DEPTH))
            cited = tuple(self._cited(citation) for citation in answer["citations"])
        except Exception as exc:  # noqa: BLE001 - one case of a batch: recorded, the batch goes on
            error = f"{type(exc).__name__}: {exc}"
            return Outcome(case, failed_answer(case, error), time.perf_counter() - began)
        return Outcome(case, answer, seconds, cited, hits)

    def _turns(self, case: Case) -> Turns:
        turns: list[tuple[str, str]] = []
        for number, question in enumerate(case.history):
            key = (case.language, case.history[: number + 1])
            if key not in self._answer_texts:
                answer = self._target.ask(question, case.language, turns)
                self._answer_texts[key] = str(answer["text"])
            turns.append((question, self._answer_texts[key]))
        return turns

    def _cited(self, citation: Mapping[str, Any]) -> CitedText:
        text = self._target.text(citation["bulletin_id"], citation["revision"])
        start, end = citation["start"], citation["end"]
        return CitedText(
            citation["marker"], text[max(0, start - _AROUND) : start], text[start:end],
            text[end : end + _AROUND],
        )  # fmt: skip


def failed_answer(case: Case, error: str) -> dict[str, Any]:
    """The answer recorded where the target failed."""
    return {
        "question": case.question, "language": case.language or "vi", "status": "error_internal",
        "short": None, "text": "", "confidence": 0.0, "figures": [], "citations": [],
        "answerer": None, "coverage": None, "computed": None, "error": error[:_MAX_CHARS],
    }  # fmt: skip


def outcome_row(outcome: Outcome) -> dict[str, Any]:
    """An outcome as plain values, for `answers.jsonl`."""
    from evals.cases.loading import row_from_case

    return {
        "case": row_from_case(outcome.case),
        "answer": dict(outcome.answer),
        "seconds": round(outcome.seconds, 6),
        "cited": [
            {"marker": c.marker, "before": c.before, "found": c.text, "after": c.after}
            for c in outcome.cited
        ],
        "hits": None if outcome.hits is None else [list(hit) for hit in outcome.hits],
    }


def outcome_from_row(row: Mapping[str, Any], where: str) -> Outcome:
    """The outcome in a line of `answers.jsonl`.

    Raises:
        KeyError, TypeError: a line of another layout.
        BadSuite: its case is invalid.
    """
    from evals.cases.loading import case_from_row

    hits = row["hits"]
    return Outcome(
        case_from_row(row["case"], where), row["answer"], float(row["seconds"]),
        tuple(
            CitedText(c["marker"], c["before"], c["found"], c["after"]) for c in row["cited"]
        ),
        None if hits is None else tuple((hit[0], hit[1]) for hit in hits),
    )  # fmt: skip


def line_of(row: Mapping[str, Any]) -> str:
    """One line of JSON with sorted keys and its line break."""
    return json.dumps(row, ensure_ascii=False, sort_keys=True) + "\n"
