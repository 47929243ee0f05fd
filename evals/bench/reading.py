"""How well does the reader read? F1, exactness, refusals and risk-coverage on labelled questions.

    python -m evals.bench.reading --data DIR [--limit N]

DIR holds `viquad2_sample_1000.jsonl`, `mlqa_dev_vi_en.jsonl` and `train2/viquad1_test.vi.jsonl.gz`.
Answers are compared as `evals.measures.wording` says; the best of the given ones counts. A
question with no answer scores 1 where none is given. Half the passages of the ViQuAD sample are in
a set that the reader learns from (with other questions); MLQA and ViQuAD 1.0's test set are clean.
"""

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.judging.span_reader import Reader
from evals.measures.wording import exact_match, token_f1
from evals.training.examples import read_examples
from knowledge.embedding.e5_model import E5Model


@dataclass(frozen=True, slots=True)
class Item:
    """One labelled question; no answers where the text holds none."""

    question: str
    text: str
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the reader gave, its confidence, and how right it would be if shown."""

    margin: float
    confidence: float
    f1: float
    exact: bool
    is_answerable: bool


def read_all(reader: Reader, items: Iterable[Item]) -> list[Outcome]:
    """One outcome an item, in order."""
    found = []
    for item in items:
        best = reader.read(item.question, [item.text])[0]
        given = item.text[best.start : best.end]
        f1 = max((token_f1(given, a) for a in item.answers), default=0.0)
        exact = any(exact_match(given, a) for a in item.answers)
        found.append(Outcome(best.margin, best.confidence, f1, exact, bool(item.answers)))
    return found


def scores(outcomes: Sequence[Outcome], bar: float) -> dict[str, float]:
    """Means over all; a confidence below `bar` is no answer."""
    held = [o for o in outcomes if o.is_answerable]
    empty = [o for o in outcomes if not o.is_answerable]
    f1 = [o.f1 * (o.confidence >= bar) for o in held] + [float(o.confidence < bar) for o in empty]
    result = {
        "f1": sum(f1) / len(f1),
        "f1_answerable": sum(o.f1 * (o.confidence >= bar) for o in held) / max(1, len(held)),
        "f1_if_always_answered": sum(o.f1 for o in held) / max(1, len(held)),
        "exact_if_always_answered": sum(o.exact for o in held) / max(1, len(held)),
    }
    if empty:
        result["unanswerable_refused"] = sum(o.confidence < bar for o in empty) / len(empty)
    return result


def risk_coverage(outcomes: Sequence[Outcome]) -> list[tuple[float, float]]:
    """(share answered, 1 - mean F1 of those), the surest first (El-Yaniv & Wiener, JMLR 2010)."""
    ordered = sorted(outcomes, key=lambda o: -o.confidence)
    curve, total = [], 0.0
    for count, outcome in enumerate(ordered, 1):
        total += 1 - outcome.f1
        curve.append((count / len(ordered), total / count))
    return curve


def load_sets(folder: Path) -> dict[str, list[Item]]:
    """The development sets by name."""
    viquad = [json.loads(x) for x in (folder / "viquad2_sample_1000.jsonl").open(encoding="utf-8")]
    mlqa = [json.loads(x) for x in (folder / "mlqa_dev_vi_en.jsonl").open(encoding="utf-8")]
    test = folder / "train2" / "viquad1_test.vi.jsonl.gz"
    clean = [
        Item(e.question, e.text, (e.text[e.start : e.end],))
        for e in (read_examples(test)[::4] if test.is_file() else ())
    ]
    return {
        "viquad1 test, first answer": clean,
        "viquad (half leaked)": [
            Item(r["question"], r["context"], tuple(r["answers"])) for r in viquad
        ],
        "mlqa vi": [Item(r["question_vi"], r["context_vi"], tuple(r["answers_vi"])) for r in mlqa],
        "mlqa en-vi": [
            Item(r["question_en"], r["context_vi"], tuple(r["answers_vi"])) for r in mlqa
        ],
    }


def main(arguments: Sequence[str] | None = None) -> None:
    """Reads every set and prints its scores."""
    layout = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=layout)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--models", type=Path, required=True)
    parser.add_argument("--limit", type=int, default=10_000)
    parser.add_argument("--half", action="store_true", help="only what was not calibrated on")
    parser.add_argument("--bar", type=float, default=0.5)
    chosen = parser.parse_args(arguments)
    reader = Reader(E5Model(chosen.models))
    for name, items in load_sets(chosen.data).items():
        if not items:
            continue
        measured = items[1::2] if chosen.half else items
        outcomes = read_all(reader, measured[: chosen.limit])
        told = {k: round(v, 3) for k, v in scores(outcomes, chosen.bar).items()}
        curve = risk_coverage(outcomes)
        risks = {
            f"{c:.0%}": round(curve[int(c * len(curve)) - 1][1], 3) for c in (0.25, 0.5, 0.75, 1)
        }
        sys.stdout.write(f"{name} ({len(outcomes)}): {told} risk at coverage {risks}\n")


if __name__ == "__main__":
    main()
