"""Suite -> outcomes -> a run folder: answers first, scores from them, a report of both."""

import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from assistant.pipeline import Assistant
from assistant.views import answer_view
from evals.errors import GateFailed
from evals.records import Case, Outcome, Score
from evals.scoring import means, score_outcome

Progress = Callable[[int, int], None]


def run_suite(
    cases: Sequence[Case], assistant: Assistant, progress: Progress | None = None
) -> Iterator[Outcome]:
    """The outcome of every case, in order."""
    for number, case in enumerate(cases):
        if progress:
            progress(number, len(cases))
        began = time.perf_counter()
        answer = answer_view(assistant.answer(case.question))
        yield Outcome(case, answer, time.perf_counter() - began)


def score_run(outcomes: Sequence[Outcome], assistant: Assistant) -> list[Score]:
    """The scores of all outcomes."""

    def text_of(bulletin_id: str, revision: int) -> str:
        return assistant.library.edition(bulletin_id, revision).bulletin.text

    return [score for outcome in outcomes for score in score_outcome(outcome, text_of)]


def write_run(folder: Path, outcomes: Sequence[Outcome], scores: Sequence[Score]) -> None:
    """Writes answers.jsonl, scores.jsonl, report.json and report.md.

    Scores hold no timings: equal runs are equal files.
    """
    folder.mkdir(parents=True, exist_ok=True)

    def write_lines(name: str, rows: Sequence[dict[str, object]]) -> None:
        lines = (json.dumps(row, ensure_ascii=False, sort_keys=True) + "\n" for row in rows)
        (folder / name).write_text("".join(lines), "utf-8")

    write_lines("answers.jsonl", [{"case": asdict(o.case), "answer": o.answer, "seconds": o.seconds}
                                  for o in outcomes])  # fmt: skip
    write_lines("scores.jsonl", [asdict(score) for score in scores])
    table = {name: {"mean": mean, "n": n} for name, (mean, n) in means(scores).items()}
    (folder / "report.json").write_text(json.dumps(table, indent=2), "utf-8")
    (folder / "report.md").write_text(report_text(outcomes, scores), "utf-8")


def report_text(outcomes: Sequence[Outcome], scores: Sequence[Score]) -> str:
    """Means with their counts, by tag too, and every case that went wrong; Markdown."""
    lines = ["| measure | mean | n |", "|---|---:|---:|"]
    lines += [f"| {name} | {mean:.3f} | {n} |" for name, (mean, n) in means(scores).items()]
    right = {s.case_id: s.value for s in scores if s.measure == "right"}
    tags = sorted({tag for o in outcomes for tag in o.case.tags})
    lines += ["", "| tag | right | n |", "|---|---:|---:|"]
    for tag in tags:
        values = [right[o.case.id] for o in outcomes if tag in o.case.tags]
        lines.append(f"| {tag} | {sum(values) / len(values):.3f} | {len(values)} |")
    wrong = [o for o in outcomes if not right[o.case.id]]
    lines += ["", f"{len(wrong)} of {len(outcomes)} cases went wrong.", ""]
    for outcome in wrong:
        text = str(outcome.answer["text"]).replace("\n", " / ")[:300]
        lines.append(
            f"- `{outcome.case.id}` {outcome.case.question} -> {outcome.answer['status']}: {text}"
        )
    return "\n".join(lines) + "\n"


def check_gates(scores: Sequence[Score], least: dict[str, float], most: dict[str, float]) -> None:
    """Raises GateFailed where a mean is under its least or over its most value."""
    found = means(scores)
    failed = []
    for gates, sign in ((least, 1), (most, -1)):
        for name, gate in gates.items():
            if name not in found:
                failed.append(f"{name}: no case has this measure; known are {', '.join(found)}")
            elif sign * found[name][0] < sign * gate:
                failed.append(f"{name} is {found[name][0]:.3f}, the gate is {gate}")
    if failed:
        raise GateFailed("; ".join(failed))
