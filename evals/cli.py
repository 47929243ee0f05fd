"""The subcommand `bantin eval`. No logic: parse, call, print."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from knowledge.cli import say, settings_from
from knowledge.command import DataOption


def register(app: typer.Typer) -> None:
    """Adds this package's subcommands to the root command."""
    group = typer.Typer(
        help="Run question suites and gate a release on them.", no_args_is_help=True
    )
    group.callback()(lambda: None)
    group.command("run")(run)
    app.add_typer(group, name="eval")


def run(
    context: typer.Context,
    suites: Annotated[list[str], typer.Argument(help="Suite files, or bundled: samples.")],
    out: Annotated[Path | None, typer.Option(help="Write the run to this folder.")] = None,
    least: Annotated[
        list[str] | None, typer.Option("--min", metavar="M=V", help="Fail below.")
    ] = None,
    most: Annotated[
        list[str] | None, typer.Option("--max", metavar="M=V", help="Fail above.")
    ] = None,
    data: DataOption = None,
) -> None:
    """Ask every question of the suites and score the answers.

    \b
    In CI:
      bantin eval run samples --min right=0.9 --max wrong_figure_rate=0 --out run/
    """
    from assistant.build import build_assistant
    from evals.loading import load_suite
    from evals.running import check_gates, report_text, run_suite, score_run, write_run

    gates = [_gates(values or []) for values in (least, most)]
    cases = [case for suite in suites for case in load_suite(suite)]
    assistant = build_assistant(settings_from(context, data))

    def show(done: int, total: int) -> None:
        if sys.stderr.isatty():
            sys.stderr.write(f"\r{done + 1}/{total}")

    outcomes = list(run_suite(cases, assistant, show))
    scores = score_run(outcomes, assistant)
    say(report_text(outcomes, scores))
    if out is not None:
        write_run(out, outcomes, scores)
    check_gates(scores, *gates)


def _gates(values: list[str]) -> dict[str, float]:
    gates = {}
    for value in values:
        name, _, number = value.partition("=")
        try:
            gates[name] = float(number)
        except ValueError as exc:
            raise typer.BadParameter(f"{value!r} is not MEASURE=NUMBER") from exc
    return gates
