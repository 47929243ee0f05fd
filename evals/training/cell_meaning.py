"""Fits whether a cell of a table answers a question -> `assistant/evidence/cell_meaning.toml`.

    python -m evals.training.cell_meaning collect --data LIBRARY --out f.pkl SUITE…
    python -m evals.training.cell_meaning fit f.pkl [--date 2026-11-27]

`collect` asks the questions of the suites of a library that holds `evals/table_questions`, and
stores the features of the cells of a requested place, time and kind, and which are expected. `fit`
prints what cross-validation over bulletins shows for several bars, then fits on everything: the
weights of a choice among the cells of a question and none of them.
"""

import argparse
import pickle
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from assistant.evidence.cell_meaning import NAMES
from assistant.evidence.cell_tables import likely_cells, tables_of
from assistant.evidence.cells import asks_cell
from assistant.pipeline import Assistant
from evals.cases.loading import load_suites
from evals.records import Case
from evals.training.linear import choice
from knowledge.figures.cells import OtherCell
from knowledge.text.spelling import fold, words

WEIGHTS = Path(__file__).parents[2] / "assistant" / "evidence" / "cell_meaning.toml"
_PENALTY, _FOLDS, _BARS = 3.0, 8, (0.4, 0.5, 0.6, 0.7, 0.8)
Rows = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Offered:
    """The cells offered for a question: their features, which are right, what each answers."""

    case: str
    bulletin: str
    tags: tuple[str, ...]
    rows: Rows
    right: npt.NDArray[Any]
    contents: tuple[object, ...]


def collected(assistant: Assistant, suites: Sequence[str]) -> Iterator[Offered]:
    """The offered cells of every question of the suites that asks for one."""
    for case in load_suites(suites):
        with assistant.walking(case.question, ()) as walk:
            if not asks_cell(walk.question):
                continue
            tables = tables_of(walk.question, walk.library)
            likely = likely_cells(walk.question, tables, walk.library)
        if not likely:
            continue
        right = [
            any(b in table.edition.bulletin.bulletin_id for b in case.bulletins)
            and _is_expected(cell, case)
            for _, cell, table in likely
        ]
        contents = tuple(
            c.item.text if isinstance(c.item, OtherCell) else (c.item.value, c.item.unit)
            for _, c, _ in likely
        )
        rows = np.array([features for features, _, _ in likely], float)
        name = case.bulletins[0] if case.bulletins else case.id
        yield Offered(case.id, name, case.tags, rows, np.array(right, bool), contents)


def _is_expected(cell: Any, case: Case) -> bool:
    item = cell.item
    text = item.text if isinstance(item, OtherCell) else item.quote
    if case.cell:
        row, column, wanted = case.cell
        return (
            text == wanted
            and _has(f"{cell.label} ; {cell.beside}", row)
            and _has(cell.heading, column)
        )
    return any(answer in text for answer in case.answers)


def _has(text: str, wanted: str) -> bool:
    return set(words(fold(wanted))) <= set(words(fold(text)))


def fit(questions: Sequence[Offered], day: str) -> None:
    """Cross-validates, fits on everything and stores the weights."""
    bulletins = sorted({q.bulletin for q in questions})
    fold_of = {name: n % _FOLDS for n, name in enumerate(bulletins)}
    mean, scale = _scales(questions)
    shown: list[tuple[float, bool, bool]] = []
    for number in range(_FOLDS):
        train = [q for q in questions if fold_of[q.bulletin] != number]
        weights, base = _choice(train, mean, scale)
        for q in questions:
            if fold_of[q.bulletin] == number:
                shown.append(_best(q, weights, base))
    _report(shown)
    weights, base = _choice(questions, mean, scale)
    lines = [f"{name} = {weight:.5f}" for name, weight in zip(NAMES, weights, strict=True)]
    WEIGHTS.write_text(
        f"# Fitted by `python -m evals.training.cell_meaning` on {day}; do not edit.\n"
        f"base = {base:.5f}\n\n[weights]\n" + "\n".join(lines) + "\n",
        encoding="utf-8",
    )


def _scales(questions: Sequence[Offered]) -> tuple[Rows, Rows]:
    rows = np.concatenate([q.rows for q in questions])
    return rows.mean(0), rows.std(0) + 1e-9


def _choice(questions: Sequence[Offered], mean: Rows, scale: Rows) -> tuple[Rows, float]:
    """The weights and the base under which the right cells are likeliest, or none of them."""
    parts = [((q.rows - mean) / scale, q.right) for q in questions]
    solved, base = choice(parts, _PENALTY)
    weights = solved / scale
    return weights, float(base - (mean * weights).sum())


def _best(question: Offered, weights: Rows, base: float) -> tuple[float, bool, bool]:
    """The probability of the likeliest content, whether it is right, and whether any cell is."""
    odds = np.append(question.rows @ weights + base, 0.0)
    chances = np.exp(odds - odds.max())
    chances /= chances.sum()
    best = int(np.argmax(chances[:-1]))
    alike = [n for n, c in enumerate(question.contents) if c == question.contents[best]]
    return (
        float(chances[alike].sum()),
        bool(question.right[alike].any()),
        bool(question.right.any()),
    )


def _report(shown: Sequence[tuple[float, bool, bool]]) -> None:
    answerable = sum(known for _, _, known in shown)
    first = sum(right for _, right, _ in shown)
    sys.stdout.write(f"{len(shown)} questions, {answerable} with a cell, first right {first}\n")
    for bar in _BARS:
        told = [right for chance, right, _ in shown if chance >= bar]
        sys.stdout.write(f"  {bar}: {len(told)} shown, {sum(told)} right\n")


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs one command; see the module."""
    layout = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=layout)
    commands = parser.add_subparsers(dest="command", required=True)
    collecting = commands.add_parser("collect")
    collecting.add_argument("--data", type=Path, required=True)
    collecting.add_argument("--out", type=Path, required=True)
    collecting.add_argument("suites", nargs="+")
    fitting = commands.add_parser("fit")
    fitting.add_argument("collected", type=Path)
    fitting.add_argument("--date", default=date.today().isoformat())
    options = parser.parse_args(arguments)
    if options.command == "fit":
        fit(pickle.loads(options.collected.read_bytes()), options.date)
        return
    from assistant.build import build_assistant
    from assistant.settings import Settings

    assistant = build_assistant(Settings(data=options.data))
    options.out.write_bytes(pickle.dumps(list(collected(assistant, options.suites))))


if __name__ == "__main__":
    main()
