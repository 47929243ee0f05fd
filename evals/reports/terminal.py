"""A run, or two compared, as aligned tables of text, in colour where the output is a terminal."""

from collections.abc import Mapping, Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from evals.measures.registry import MEASURES
from evals.records import Estimate, Outcome, Run
from evals.reports.values import value_text
from evals.runs.comparing import Comparison
from evals.runs.gates import Verdict
from evals.runs.scoring import rights, worst_first

_WORST, _WIDTH, _CHARS = 10, 100, 240


def print_run(
    run: Run, measures: Mapping[str, Estimate], slices: Mapping[str, Mapping[str, Estimate]],
    verdicts: Sequence[Verdict] = (),
) -> None:  # fmt: skip
    """Prints measures, slices, the worst cases, and each gate on a line of its own.

    Text of answers is not read as markup. Without a terminal, lines are 100 characters wide.
    """
    console = _console()
    console.print(_table("measure", measures))
    rows = {name: estimates["right"] for name, estimates in slices.items() if "right" in estimates}
    if rows:
        console.print()
        console.print(_table("slice", rows, "right"))
    right = rights(run.scores)
    wrong = [o for o in worst_first(run.outcomes, run.scores) if right.get(o.case.id) is False]
    console.print()
    _say(console, f"{len(wrong)} of {len(run.outcomes)} cases went wrong.", bool(wrong))
    for outcome in wrong[:_WORST]:
        _print_case(console, outcome)
    if len(wrong) > _WORST:
        console.print(f"  and {len(wrong) - _WORST} more")
    console.print()
    for verdict in verdicts:
        _say(console, verdict.line, not verdict.is_passed)
    if not verdicts:
        console.print("No gates were set; --min and --max set them.", style="dim")
    if measures:
        console.print("`bantin eval explain MEASURE` says what a measure means.", style="dim")


def print_comparison(comparison: Comparison) -> None:
    """Prints the measures of two runs side by side, settings that differ, and changed cases."""
    console = _console()
    table = _columns("measure", (comparison.a, comparison.b, "difference", "from", "to", "p"))
    table.add_column("")
    for change in comparison.changes:
        e, of = change.difference, change.measure
        ends = ["" if end is None else value_text(end, of) for end in (e.low, e.high)]
        p = "" if change.adjusted is None else f"{change.adjusted:.3f}"
        verdict = "" if change.verdict == "no difference shown" else change.verdict
        values = (value_text(value, of) for value in (change.a, change.b, e.value))
        table.add_row(*map(Text, [of, *values, *ends, p, verdict]))
    console.print(table)
    for name, before, after in comparison.settings:
        console.print(Text(f"{name}: {before} -> {after}"))
    console.print()
    for title, pairs in (("got worse", comparison.worse), ("got better", comparison.better)):
        _say(console, f"{len(pairs)} {title}", title == "got worse" and bool(pairs))
        for _, outcome in pairs[:_WORST]:
            _print_case(console, outcome)
    console.print(f"{len(comparison.reworded)} reworded, verdict unchanged")
    for name, ids in ((comparison.a, comparison.only_a), (comparison.b, comparison.only_b)):
        if ids:
            console.print(Text(f"{len(ids)} only in {name}"))


def _console() -> Console:
    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=_WIDTH)


def _columns(title: str, heads: Sequence[str]) -> Table:
    """An empty table: a column of names, and columns of numbers."""
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    table.add_column(title, no_wrap=True)
    for head in heads:
        table.add_column(head, justify="right", no_wrap=True)
    return table


def _table(title: str, rows: Mapping[str, Estimate], measure: str = "") -> Table:
    """Name, value, interval, number of cases and what is better, one row each."""
    table = _columns(title, ("right" if measure else "value", "from", "to", "cases"))
    if not measure:
        table.add_column("better")
    for name, e in rows.items():
        of = measure or name
        ends = ["" if end is None else value_text(end, of) for end in (e.low, e.high)]
        cells = [name, value_text(e.value, of), *ends, str(e.n)]
        table.add_row(*map(Text, [*cells, *([] if measure else [MEASURES[name].better])]))
    return table


def _print_case(console: Console, outcome: Outcome) -> None:
    answer = outcome.answer
    text = " ".join(str(answer.get("error") or answer["text"]).split())[:_CHARS]
    console.print(Text(f"  {outcome.case.id}  {outcome.case.question}", style="bold"))
    console.print(Text(f"    {answer['status']}: {text}"))


def _say(console: Console, text: str, is_bad: bool) -> None:
    console.print(Text(text, style="bold red" if is_bad else "bold green"))
