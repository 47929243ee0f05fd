"""A run on a terminal, as tables in colour; without a terminal the Markdown report is printed."""

from collections.abc import Mapping

from rich.console import Console
from rich.table import Table
from rich.text import Text

from evals.records import Estimate, Run
from evals.reports.formats import shown
from evals.runs.scoring import rights, worst_first

_WORST = 10


def print_run(
    run: Run, measures: Mapping[str, Estimate], slices: Mapping[str, Mapping[str, Estimate]]
) -> None:
    """Prints measures, slices and the worst cases; text of answers is not read as markup."""
    console = Console(highlight=False)
    table = Table("measure", "value [95 % interval]", "n", title_justify="left")
    for name, estimate in measures.items():
        table.add_row(name, Text(shown(estimate, name)), str(estimate.n))
    console.print(table)
    table = Table("slice", "right", "n")
    for name, estimates in slices.items():
        if "right" in estimates:
            table.add_row(
                Text(name), Text(shown(estimates["right"], "right")), str(estimates["right"].n)
            )
    if table.row_count:
        console.print(table)
    right = rights(run.scores)
    wrong = [o for o in worst_first(run.outcomes, run.scores) if right.get(o.case.id) is False]
    console.print(Text(f"{len(wrong)} of {len(run.outcomes)} cases went wrong.",
                       style="bold red" if wrong else "bold green"))  # fmt: skip
    for outcome in wrong[:_WORST]:
        shown_text = str(outcome.answer.get("error") or outcome.answer["text"])
        console.print(Text(f"  {outcome.case.id}  {outcome.case.question}", style="bold"))
        console.print(Text(f"    {outcome.answer['status']}: {' '.join(shown_text.split())[:240]}"))
