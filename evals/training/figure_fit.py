"""Fits whether a figure of the figure table answers -> `assistant/evidence/figure_fit.toml`.

    python -m evals.training.figure_fit collect --data LIBRARY --samples DATA --run RUN --out f.pkl
    python -m evals.training.figure_fit fit f.pkl [--date 2026-11-27]

`collect` asks the questions of the train and work parts (Vietnamese, no accents, English) of a
library that holds their texts, and stores the features of the figure that the table alone would
answer with, and whether its answer or quotation has the labelled words. Nearly all of these texts
are news, where few figures of the table answer, so the questions that a run of the bundled suites
(the folder RUN, over the sample bulletins in DATA) answered right from the table are added, with
less weight. `fit` prints what cross-validation over texts shows for several bars, then fits on
everything. The reader takes no part, so its training on the train part does no harm.
"""

import json
import pickle
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from assistant.evidence.figure_fit import NAMES, features_of
from assistant.pipeline import Assistant
from assistant.records import Answer
from assistant.steps import draft, look_up, tell
from evals.training.linear import collecting_and_fitting, folds_of, held_out, logistic, store
from evals.training.questions import forms_of, read_rows, solid_of

WEIGHTS = Path(__file__).parents[2] / "assistant" / "evidence" / "figure_fit.toml"
# The weight of a question of the bundled suites, which the rules were written with.
_OWN_WEIGHT = 0.2
_PENALTY, _FOLDS, _BARS = 0.3, 5, (0.3, 0.4, 0.5, 0.6, 0.7)


@dataclass(frozen=True, slots=True)
class Offered:
    """A figure that the table offers: its features, whether it is right, the text asked about."""

    text: str
    is_own: bool
    features: tuple[float, ...]
    is_right: bool


def offered(
    assistant: Assistant, asked: Iterable[tuple[str, str, Callable[[Answer], bool]]], *,
    is_own: bool,
) -> Iterator[Offered]:  # fmt: skip
    """The first figure that the table alone offers for each question (text, question, check)."""
    for text, question, is_right in asked:
        with assistant.walking(question, (look_up,)) as walk:
            figures = walk.figures.figures if walk.figures else ()
            if not figures or walk.question.operation != "look":
                continue
            answer = tell(draft(walk)).answer
            if answer is not None and answer.status in ("answered", "answered_partly"):
                features = features_of(walk.question, figures[0], walk.library, walk.run.home)
                yield Offered(text, is_own, features, is_right(answer))


def over_texts() -> Iterator[tuple[str, str, Callable[[Answer], bool]]]:
    """The questions over real texts in their three forms; near misses are never right."""
    for part in ("train", "work"):
        for row in read_rows(part):
            gold = None if "miss" in row else solid_of(row["answer"]).lower()
            for question in forms_of(row).values():
                yield row["text"], question, partial(_holds, gold)


def _holds(gold: str | None, answer: Answer) -> bool:
    shown = [answer.short or "", answer.text, *(c.quote for c in answer.citations)]
    return gold is not None and gold in solid_of(" ".join(shown)).lower()


def of_run(run: Path) -> Iterator[tuple[str, str, Callable[[Answer], bool]]]:
    """The questions of a run of suites that were answered right, without a conversation."""
    scores = map(json.loads, (run / "scores.jsonl").read_text("utf-8").splitlines())
    right = {s["case_id"] for s in scores if s["measure"] == "right" and s["value"]}
    for row in map(json.loads, (run / "answers.jsonl").read_text("utf-8").splitlines()):
        case = row["case"]
        if case["id"] in right and not case.get("history"):
            yield case["id"], case["question"], lambda _: True


def fit(figures: Sequence[Offered], day: str) -> None:
    """Cross-validates, fits on everything and stores the weights."""
    rows = np.array([f.features for f in figures], float)
    right = np.array([f.is_right for f in figures])
    is_own = np.array([f.is_own for f in figures])
    shares = np.where(is_own, _OWN_WEIGHT, 1.0)
    fold = folds_of([f.text for f in figures], _FOLDS)
    _report(held_out(rows, right, fold, _PENALTY, shares), right, is_own)
    store(
        WEIGHTS, "evals.training.figure_fit", day, NAMES, *logistic(rows, right, _PENALTY, shares)
    )


def _report(chances: npt.NDArray[Any], right: npt.NDArray[Any], is_own: npt.NDArray[Any]) -> None:
    real = ~is_own
    sys.stdout.write(
        f"{real.sum()} figures of news, {right[real].sum()} right; "
        f"{is_own.sum()} of the bundled cases\n"
    )
    for bar in _BARS:
        shown = chances >= bar
        sys.stdout.write(
            f"  {bar}: {(shown & real).sum()} shown, {(shown & real & right).sum()} right; "
            f"{(shown & is_own).sum()} of the bundled cases\n"
        )


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs one command; see the module."""
    parser, collecting, _ = collecting_and_fitting(__doc__ or "")
    for option in ("--data", "--samples", "--run"):
        collecting.add_argument(option, type=Path, required=True)
    options = parser.parse_args(arguments)
    if options.command == "fit":
        fit(pickle.loads(options.collected.read_bytes()), options.date)
        return
    from assistant.build import build_assistant
    from assistant.settings import Settings

    news = build_assistant(Settings(data=options.data))
    samples = build_assistant(Settings(data=options.samples))
    figures = [
        *offered(news, over_texts(), is_own=False),
        *offered(samples, of_run(options.run), is_own=True),
    ]
    options.out.write_bytes(pickle.dumps(figures))


if __name__ == "__main__":
    main()
