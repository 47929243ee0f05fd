"""Scores whole answers to questions over real texts: with accents, without, in English.

    python -m evals.bench.real_questions --loaded DATA --part unseen_work [--list]
    python -m evals.bench.real_questions --loaded DATA --questions FILE

DATA is a library that holds the texts (`evals/training/questions/README.md`); rows of other texts
are left out. FILE has rows like those of the parts. `--list` prints each failure (never use it on
a part that is only scored). Of the questions that a text answers:

- right: the answer is in the bare answer, or inside a passage quoted from where it stands;
- bare: of the questions for a number, those whose bare answer has it;
- beside: something is shown, but not the answer; wrong figure: that is a bare number.

Of near misses, which nothing answers: refused. ECE is that of the confidence of what is shown.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from rich.progress import track
from rich.table import Table

from assistant.build import build_assistant, warm_up
from assistant.pipeline import Assistant
from assistant.records import Answer
from assistant.settings import load_settings
from evals.measures.calibration import ece
from evals.training.questions import (
    MEASURED,
    StoredText,
    forms_of,
    place_of,
    read_rows,
    texts_of,
)
from knowledge.numbers.quantities import find_quantities
from knowledge.text.spelling import fold

_SHOWN = ("answered", "answered_partly")


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one question was answered; `is_near_miss` where nothing answers it."""

    form: str
    question: str
    is_near_miss: bool
    asks_number: bool
    is_shown: bool
    is_right: bool
    is_bare: bool
    has_bare_number: bool
    confidence: float
    text: str


def outcomes_of(assistant: Assistant, rows: Sequence[dict[str, Any]]) -> Iterator[Outcome]:
    """The outcome of each row in each of its forms; rows of other texts are left out."""
    texts = texts_of(assistant.library)
    for row in rows:
        stored = texts.get(row["text"])
        if stored is None or ("miss" not in row and place_of(row, stored) is None):
            continue
        for form, question in forms_of(row).items():
            yield _outcome(form, question, row, stored, assistant.answer(question))


def measures(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """The measures of the module over some outcomes; NaN where there are none to count."""
    asked = [o for o in outcomes if not o.is_near_miss]
    numbers = [o for o in asked if o.asks_number]
    misses = [o for o in outcomes if o.is_near_miss]
    shown = [o for o in outcomes if o.is_shown]
    right = np.array([float(o.is_right) for o in shown])
    confidence = np.array([o.confidence for o in shown])
    gap = float(ece(right, confidence, np.ones((1, len(shown))))[0]) if shown else float("nan")
    return {
        "right": _share([o.is_right for o in asked]),
        "bare": _share([o.is_bare for o in numbers]),
        "beside": _share([o.is_shown and not o.is_right for o in asked]),
        "wrong figure": _share([o.has_bare_number and not o.is_right for o in asked]),
        "refused": _share([not o.is_shown for o in misses]),
        "ECE": gap,
    }


def _outcome(
    form: str, question: str, row: dict[str, Any], stored: StoredText, answer: Answer
) -> Outcome:
    is_shown = answer.status in _SHOWN
    span = place_of(row, stored)
    short = answer.short or ""
    is_bare = is_shown and span is not None and _holds(short, row["answer"])
    is_quoted = is_shown and span is not None and any(
        c.bulletin_id == stored.bulletin_id and c.start <= span[0] and span[1] <= c.end
        for c in answer.citations
    )  # fmt: skip
    return Outcome(
        form, question, "miss" in row, row["kind"] == "number", is_shown, is_bare or is_quoted,
        is_bare, bool(is_shown and short and find_quantities(short)), answer.confidence,
        answer.short or answer.text,
    )  # fmt: skip


def _holds(short: str, expected: str) -> bool:
    """Whether a bare answer has the expected words, or the first number of them."""
    if fold(expected) in fold(short):
        return True
    wanted = [q.value for q in find_quantities(expected)][:1]
    return bool(wanted) and wanted == [q.value for q in find_quantities(short)][:1]


def _share(values: Sequence[bool]) -> float:
    return sum(values) / len(values) if values else float("nan")


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the table; exit code 1 where no row's text is loaded."""
    layout = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=layout)
    parser.add_argument("--loaded", type=Path, required=True)
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--part", choices=MEASURED)
    source.add_argument("--questions", type=Path)
    parser.add_argument("--list", action="store_true", help="print each failure")
    parser.add_argument("--every", type=int, default=1, help="only every nth row")
    options = parser.parse_args(arguments)
    if options.part:
        rows = read_rows(options.part)
    else:
        rows = [json.loads(line) for line in options.questions.read_text("utf-8").splitlines()]
    rows = rows[:: options.every]
    # A busy machine must not change an answer.
    assistant = build_assistant(load_settings({"data": options.loaded, "answer_budget_s": 600}))
    warm_up(assistant)
    each = outcomes_of(assistant, rows)
    number = sum(len(forms_of(row)) for row in rows)
    outcomes = list(track(each, "asked", number, console=Console(stderr=True)))
    if not outcomes:
        sys.stderr.write("none of the questions' texts is in this library\n")
        return 1
    _print(outcomes, len(rows))
    if options.list:
        for o in outcomes:
            if o.is_near_miss == o.is_shown and not o.is_right:
                sys.stdout.write(f"{o.form:6}{o.question}\n      -> {o.text[:160]!r}\n")
    return 0


def _print(outcomes: Sequence[Outcome], rows: int) -> None:
    table = Table(title=f"{len(outcomes) // 3} of {rows} rows")
    names = list(measures(outcomes))
    for name in ("form", *names):
        table.add_column(name, justify="left" if name == "form" else "right")
    for form in dict.fromkeys(o.form for o in outcomes):
        values = measures([o for o in outcomes if o.form == form])
        table.add_row(form, *(f"{values[name]:.3f}" for name in names))
    Console().print(table)


if __name__ == "__main__":
    sys.exit(main())
