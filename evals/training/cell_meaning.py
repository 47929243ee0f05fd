"""Fits whether a cell of a table answers a question -> `assistant/evidence/cell_meaning*.toml`.

    python -m evals.training.cell_meaning collect --data LIBRARY --out f.pkl SUITE…
    python -m evals.training.cell_meaning fit f.pkl [--also g.pkl …] [--without SUITE] [--date DAY]

`collect` asks the questions of the suites of a library that holds `evals/table_questions`, and
stores the features of the cells that no time, place or kind excludes, and which are expected. `fit`
prints what cross-validation over bulletins shows for several bars, then fits on everything, or on
all but one suite: the weights of a choice among the cells of a question and none of them, once with
and once without what a reader says of the rows.
"""

import pickle
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from assistant.evidence.cell_meaning import CHOICES, NAMES, READ, likeliest, probabilities_of
from assistant.evidence.cell_tables import Tables, likely_cells, tables_of
from assistant.evidence.cells import asks_cell
from assistant.evidence.named_cells import NamedCell
from assistant.evidence.row_reading import RememberingReader
from assistant.pipeline import Assistant
from evals.cases.loading import bundled_suites, load_suite
from evals.records import Case
from evals.training.linear import Standardised, choice, collecting_and_fitting, folds_of, store
from knowledge.figures.cells import OtherCell
from knowledge.text.spelling import fold, words

_FOLDER = Path(__file__).parents[2] / "assistant" / "evidence"
# A near miss that is made from a question with an answer weighs less than a written one. The
# bundled suites weigh more than tables in citizens' words alone, and most their near misses, which
# must not be answered.
_PENALTY, _MADE_WEIGHT, _BUNDLED_WEIGHT, _MISS_WEIGHT = 1.0, 0.03, 8.0, 3.0
_FOLDS, _TRIED = 8, (0.4, 0.5, 0.6, 0.7, 0.8)
Rows = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Offered:
    """The cells offered for a question: their features, and which are right.

    An empty cell is right where the question has no answer; `answerable` says whether it has one,
    `is_made` whether the cells that answer were taken away.
    """

    case: str
    suite: str
    bulletin: str
    answerable: bool
    is_made: bool
    rows: Rows
    right: npt.NDArray[Any]
    cells: tuple[NamedCell, ...]


def collected(assistant: Assistant, suites: Sequence[str]) -> Iterator[Offered]:
    """The offered cells of every question of the suites that asks for one.

    A question with an answer is offered again without the column and without the row of the
    expected cells: then it has none, and cells of other columns and rows stay near.
    """
    for suite in suites:
        for case in load_suite(suite):
            with assistant.walking(case.question, ()) as walk:
                if not asks_cell(walk.question):
                    continue
                tables = tables_of(walk.question, walk.library)
                read_by = assistant.row_reader
                reader = RememberingReader(read_by) if read_by else None
                likely = likely_cells(walk.question, tables, walk.library, reader)
                yield from _offered(case, suite, likely, is_made=False)
                if not case.wants_answer:
                    continue
                wanted = [c for _, c, table in likely if _is_right(c, table, case)]
                missed = replace(case, refusal=True)
                for name in ("heading", "label") if wanted else ():
                    gone = {getattr(cell, name) for cell in wanted}
                    rest = [
                        table.only([c for c in table.cells if getattr(c, name) not in gone])
                        for table in tables
                    ]
                    likely = likely_cells(walk.question, rest, walk.library, reader)
                    yield from _offered(missed, suite, likely, is_made=True)


def _offered(
    case: Case,
    suite: str,
    likely: Sequence[tuple[tuple[float, ...], NamedCell, Tables]],
    *,
    is_made: bool,
) -> Iterator[Offered]:
    if not likely:
        return
    right = [
        _is_right(cell, table, case) if case.wants_answer else is_empty(cell)
        for _, cell, table in likely
    ]
    rows = np.array([features for features, _, _ in likely], np.float32)
    name = case.bulletins[0] if case.bulletins else case.id
    cells = tuple(cell for _, cell, _ in likely)
    yield Offered(
        case.id, suite, name, case.wants_answer, is_made, rows, np.array(right, bool), cells
    )


def _is_right(cell: NamedCell, table: Tables, case: Case) -> bool:
    bulletin_id = table.edition.bulletin.bulletin_id
    return any(b in bulletin_id for b in case.bulletins) and _is_expected(cell, case)


def is_empty(cell: NamedCell) -> bool:
    """Whether a cell is an empty one."""
    return isinstance(cell.item, OtherCell) and not cell.item.text


def _is_expected(cell: NamedCell, case: Case) -> bool:
    item = cell.item
    text = item.text if isinstance(item, OtherCell) else item.quote
    if case.cell:
        row, column, wanted = case.cell
        return (
            text == wanted
            and _has(f"{cell.label} ; {cell.beside}", row)
            and _has(cell.heading, column)
        )
    return any(answer.removesuffix("%") in text for answer in case.answers)


def _has(text: str, wanted: str) -> bool:
    return set(words(fold(wanted))) <= set(words(fold(text)))


def fit(questions: Sequence[Offered], day: str, without: str | None = None) -> None:
    """Cross-validates, fits on all suites but one, and stores the weights."""
    questions = [q for q in questions if q.suite != without]
    for is_read, fitted in CHOICES.items():
        sys.stdout.write("rows read\n" if is_read else "rows not read\n")
        asked = questions if is_read else [replace(q, rows=_unread(q.rows)) for q in questions]
        _report(_cross_validated(asked))
        store(_FOLDER / fitted.file, "evals.training.cell_meaning", day, NAMES, *weights_of(asked))


def _cross_validated(questions: Sequence[Offered]) -> list[tuple[float, bool, bool]]:
    """See `_best`: for each question by the weights of other bulletins."""
    fold_of = folds_of([q.bulletin for q in questions], _FOLDS)
    shown: list[tuple[float, bool, bool]] = []
    for number in range(_FOLDS):
        train = [q for q, n in zip(questions, fold_of, strict=True) if n != number]
        weights, base = weights_of(train)
        for q, n in zip(questions, fold_of, strict=True):
            if n == number and not q.is_made:
                shown.append(_best(q, weights, base))
    return shown


def weights_of(questions: Sequence[Offered]) -> tuple[Rows, float]:
    """The weights and the base under which the right cells are likeliest, or none of them."""
    scaled = Standardised(np.concatenate([q.rows for q in questions]))
    bundled = frozenset(bundled_suites())
    parts = [
        (scaled.rows(q.rows), q.right, not q.answerable, _weight(q, is_bundled=q.suite in bundled))
        for q in questions
    ]
    return scaled.weights(*choice(parts, _PENALTY))


def _weight(question: Offered, *, is_bundled: bool) -> float:
    if not is_bundled:
        return _MADE_WEIGHT if question.is_made else 1.0
    if question.is_made:
        return _MADE_WEIGHT * _BUNDLED_WEIGHT
    return _BUNDLED_WEIGHT * (1.0 if question.answerable else _MISS_WEIGHT)


def _unread(rows: Rows) -> Rows:
    """The features of cells whose rows no reader has read."""
    rows = rows.copy()
    rows[:, [NAMES.index(name) for name in READ]] = 0.0
    rows[:, NAMES.index("unread")] = 1.0
    return rows


def _best(question: Offered, weights: Rows, base: float) -> tuple[float, bool, bool]:
    """The probability of the likeliest cell, whether it is right, and whether any cell is.

    The cell is chosen as in an answer; an empty one is no answer.
    """
    chances = probabilities_of(list(question.rows @ weights + base))
    found = likeliest(chances, question.cells)
    if found is None or is_empty(question.cells[found[0]]):
        return 0.0, False, question.answerable
    return found[1], question.answerable and bool(question.right[found[0]]), question.answerable


def _report(shown: Sequence[tuple[float, bool, bool]]) -> None:
    answerable = sum(known for _, _, known in shown)
    first = sum(right for _, right, _ in shown)
    sys.stdout.write(f"{len(shown)} questions, {answerable} with an answer, first right {first}\n")
    for bar in sorted({*_TRIED, *(fitted.bar for fitted in CHOICES.values())}):
        told = [right for chance, right, _ in shown if chance >= bar]
        sys.stdout.write(f"  {bar}: {len(told)} shown, {sum(told)} right\n")


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs one command; see the module."""
    parser, collecting, fitting = collecting_and_fitting(__doc__ or "")
    collecting.add_argument("--data", type=Path, required=True)
    collecting.add_argument("suites", nargs="+")
    fitting.add_argument("--also", nargs="+", type=Path, default=[], help="other collected files")
    fitting.add_argument("--without", help="a suite that is left out")
    options = parser.parse_args(arguments)
    if options.command == "fit":
        files = (options.collected, *options.also)
        questions = [q for file in files for q in pickle.loads(file.read_bytes())]
        fit(questions, options.date, options.without)
        return
    from assistant.build import build_assistant
    from assistant.settings import Settings

    assistant = build_assistant(Settings(data=options.data))
    options.out.write_bytes(pickle.dumps(list(collected(assistant, options.suites))))


if __name__ == "__main__":
    main()
