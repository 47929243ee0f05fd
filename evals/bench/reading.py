"""Measures the reader on labelled questions: F1, exact match, refusals, risk-coverage.

    python -m evals.bench.reading --data DIR [--limit N]

DIR holds `viquad2_sample_1000.jsonl`, `mlqa_dev_vi_en.jsonl` and `train2/viquad1_test.vi.jsonl.gz`.
Answers are compared as in `evals.measures.texts`; the best of the expected ones counts. A refusal
of a question without an answer scores 1. Half the passages of the ViQuAD sample are in a training
set of the reader (with other questions); MLQA and the test set of ViQuAD 1.0 are not.
"""

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.judging.span_reader import Reader
from evals.measures.texts import exact_match, token_f1
from evals.training.examples import read_examples
from knowledge.embedding.e5_model import E5Model


@dataclass(frozen=True, slots=True)
class Item:
    """One labelled question; no answers where the text holds none."""

    question: str
    text: str
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReadingScore:
    """The reader's margin and confidence for one item, and the scores of its answer."""

    margin: float
    confidence: float
    f1: float
    exact: bool
    is_answerable: bool


def read_all(reader: Reader, items: Iterable[Item]) -> list[ReadingScore]:
    """The score of every item, in order."""
    results = []
    for item in items:
        best = reader.read(item.question, [item.text])[0]
        span_text = item.text[best.start : best.end]
        f1 = max((token_f1(span_text, a) for a in item.answers), default=0.0)
        exact = any(exact_match(span_text, a) for a in item.answers)
        results.append(ReadingScore(best.margin, best.confidence, f1, exact, bool(item.answers)))
    return results


def scores(outcomes: Sequence[ReadingScore], bar: float) -> dict[str, float]:
    """Means over all outcomes; a confidence below `bar` is a refusal."""
    answerable = [o for o in outcomes if o.is_answerable]
    unanswerable = [o for o in outcomes if not o.is_answerable]
    f1 = [o.f1 * (o.confidence >= bar) for o in answerable] + [
        float(o.confidence < bar) for o in unanswerable
    ]
    result = {
        "f1": sum(f1) / len(f1),
        "f1_answerable": sum(o.f1 * (o.confidence >= bar) for o in answerable)
        / max(1, len(answerable)),
        "f1_if_always_answered": sum(o.f1 for o in answerable) / max(1, len(answerable)),
        "exact_if_always_answered": sum(o.exact for o in answerable) / max(1, len(answerable)),
    }
    if unanswerable:
        result["unanswerable_refused"] = sum(o.confidence < bar for o in unanswerable) / len(
            unanswerable
        )
    return result


def risk_coverage(outcomes: Sequence[ReadingScore]) -> list[tuple[float, float]]:
    """(coverage, 1 - mean F1), most confident first (El-Yaniv & Wiener, JMLR 2010)."""
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
    parser.add_argument(
        "--half", action="store_true", help="only the half not used for calibration"
    )
    parser.add_argument("--bar", type=float, default=0.5)
    options = parser.parse_args(arguments)
    reader = Reader(E5Model(options.models))
    for name, items in load_sets(options.data).items():
        if not items:
            continue
        measured = items[1::2] if options.half else items
        outcomes = read_all(reader, measured[: options.limit])
        means = {k: round(v, 3) for k, v in scores(outcomes, options.bar).items()}
        curve = risk_coverage(outcomes)
        risks = {
            f"{c:.0%}": round(curve[int(c * len(curve)) - 1][1], 3) for c in (0.25, 0.5, 0.75, 1)
        }
        sys.stdout.write(f"{name} ({len(outcomes)}): {means} risk at coverage {risks}\n")


if __name__ == "__main__":
    main()
