"""The command `bantin eval`: parses options, calls the workbench, prints."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.terminal import settings_from
from evals.cli.suites import register_suites
from knowledge.cli.progress import progress_bar
from knowledge.cli.root import DataOption, JsonOption
from knowledge.cli.terminal import say, say_json

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from evals.records import Run
    from evals.runs.gates import Verdict
    from evals.runs.targets import Target

LeastOption = Annotated[
    list[str] | None, typer.Option("--min", metavar="M=V", help="Fail below; may be repeated.")
]
MostOption = Annotated[
    list[str] | None, typer.Option("--max", metavar="M=V", help="Fail above; may be repeated.")
]
BaseOption = Annotated[
    Path | None,
    typer.Option("--no-regression", metavar="RUN", help="Fail where this run was better."),
]


def register(app: typer.Typer) -> None:
    """Adds this package's subcommands to the root command."""
    group = typer.Typer(
        help="Run question suites, compare runs, gate a release on them.", no_args_is_help=True
    )
    group.callback()(lambda: None)
    group.command("run")(run)
    group.command("score")(score)
    group.command("compare")(compare)
    group.command("desk")(desk)
    group.command("explain")(explain)
    register_suites(group)
    app.add_typer(group, name="eval")


def run(
    context: typer.Context,
    suites: Annotated[list[str], typer.Argument(help="Suite files (.jsonl), or bundled names.")],
    out: Annotated[Path | None, typer.Option(help="Write answers and reports here.")] = None,
    target: Annotated[
        str | None, typer.Option(help="A bantin server to ask instead of this installation.")
    ] = None,
    tag: Annotated[list[str] | None, typer.Option(help="Only cases with this tag.")] = None,
    case: Annotated[list[str] | None, typer.Option("--id", help="Only this case.")] = None,
    failing: Annotated[
        Path | None, typer.Option(metavar="RUN", help="Only cases that went wrong in this run.")
    ] = None,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Questions at a time.")] = 2,
    least: LeastOption = None,
    most: MostOption = None,
    base: BaseOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:  # fmt: skip
    """Ask every question of the suites, save the answers, score them.

    \b
    bantin eval run samples --out runs/monday          the same again resumes an interrupted run
    bantin eval run mine.jsonl --target http://127.0.0.1:7860
    bantin eval run samples --failing runs/monday
    \b
    In CI, exit code 1 fails the build:
      bantin eval run samples --out run --min right=0.95 --max wrong_figure_rate=0 \\
        --no-regression baseline
      (writes run/junit.xml for the build server and run/report.html)
    """
    from evals.cases.loading import load_suites
    from evals.workbench import chosen, run_suite

    judge = _judge(least, most, base)
    cases = chosen(load_suites(suites), tag or (), case or (), failing)
    asked_target = _target(context, target, data)
    with progress_bar("Asking", not as_json) as progress:
        finished_run = run_suite(cases, asked_target, out, workers, progress, _tell, suites, judge)
    _show(finished_run, judge(finished_run), as_json)
    if out is not None and not as_json:
        say(f"\nreport: {out / 'report.html'}")
    _check(judge(finished_run))


def score(
    folder: Annotated[Path, typer.Argument(metavar="RUN", help="A folder of `eval run --out`.")],
    suites: Annotated[
        list[str] | None, typer.Argument(help="Suites with the cases as they are now.")
    ] = None,
    least: LeastOption = None,
    most: MostOption = None,
    base: BaseOption = None,
    as_json: JsonOption = False,
) -> None:
    """Score stored answers again, also against amended cases. No question is asked.

    \b
    bantin eval score runs/monday
    bantin eval score runs/monday mine.jsonl --min right=0.9
    """
    from evals.cases.loading import load_suites
    from evals.reports.formats import write_reports
    from evals.runs.run_folder import read_run, write_answers

    judge = _judge(least, most, base)
    stored_run = read_run(folder, load_suites(suites) if suites else ())
    if suites:
        write_answers(folder, stored_run.outcomes)
    verdicts = judge(stored_run)
    write_reports(folder, stored_run, verdicts)
    _show(stored_run, verdicts, as_json)
    _check(verdicts)


def compare(
    a: Annotated[Path, typer.Argument(help="The run before.")],
    b: Annotated[Path, typer.Argument(help="The run after.")],
    out: Annotated[Path | None, typer.Option(help="Write comparison.html, .md, .json.")] = None,
    no_regression: Annotated[
        bool, typer.Option("--no-regression", help="Exit 1 if anything got worse.")
    ] = False,
    as_json: JsonOption = False,
) -> None:  # fmt: skip
    """Compare run B with run A: differences, their significance, and the cases that changed.

    \b
    bantin eval compare runs/monday runs/tuesday --out runs/tuesday
    """
    from evals.errors import GateFailed
    from evals.reports.formats import comparison_view
    from evals.reports.terminal import print_comparison
    from evals.runs.gates import regressions
    from evals.workbench import compare_runs

    comparison = compare_runs(a, b, out)
    if as_json:
        say_json(comparison_view(comparison))
    else:
        print_comparison(comparison)
        if out is not None:
            say(f"report: {out / 'comparison.html'}")
    failed = regressions(comparison) if no_regression else []
    if failed:
        raise GateFailed("; ".join(failed))


def explain(
    measure: Annotated[
        str | None, typer.Argument(help="A measure; without one, all of them.")
    ] = None,
) -> None:
    """Say in plain words what a measure means and how to read it.

    \b
    bantin eval explain wrong_figure_rate
    """
    from evals.measures.explaining import EXPLANATIONS
    from evals.measures.registry import MEASURES

    if measure is not None and measure not in MEASURES:
        raise typer.BadParameter(f"no measure {measure!r}; known are {', '.join(MEASURES)}")
    for name in [measure] if measure else MEASURES:
        about = MEASURES[name]
        say(name, bold=True)
        say(f"  {EXPLANATIONS[name]}")
        say(f"  Exactly: {about.meaning}. {about.better.capitalize()} is better.\n")


def desk(
    context: typer.Context,
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 7861,
    target: Annotated[
        str | None, typer.Option(help="A bantin server to ask instead of this installation.")
    ] = None,
    data: DataOption = None,
) -> None:
    """Open the evaluators' page: run suites, read reports, compare runs, add failed questions.

    It has no sign-in and listens on this machine only.

    \b
    bantin eval desk --port 7861
    """
    from evals.desk.server import HOST, run_desk

    settings = settings_from(context, data)
    sys.stderr.write(f"bantin: evaluation on http://{HOST}:{port}/\n")
    run_desk(_target(context, target, data), settings, port)


def _target(context: typer.Context, address: str | None, data: Path | None) -> "Target":
    """The server at the address, or this installation, warmed up."""
    from evals.runs.targets import HttpTarget, LocalTarget

    if address is not None:
        return HttpTarget(address)
    from assistant.build import build_assistant, warm_up

    settings = settings_from(context, data)
    assistant = build_assistant(settings)
    warm_up(assistant)
    return LocalTarget(assistant, settings)


def _tell(text: str) -> None:
    sys.stderr.write(text + "\n")


def _show(run: "Run", verdicts: "Sequence[Verdict]", as_json: bool) -> None:
    from evals.reports.formats import run_view, slice_estimates
    from evals.workbench import estimates_of

    measures, slices = estimates_of(run), slice_estimates(run)
    if as_json:
        gates = [{"text": v.text, "is_passed": v.is_passed} for v in verdicts]
        say_json(run_view(run, measures, slices) | {"gates": gates})
    else:
        from evals.reports.terminal import print_run

        print_run(run, measures, slices, verdicts)


def _judge(
    least: list[str] | None, most: list[str] | None, base: Path | None
) -> "Callable[[Run], Sequence[Verdict]]":
    """A function that gives the verdict of each gate over a run."""
    gates = [_gates(values or []) for values in (least, most)]

    def judge(run: "Run") -> "Sequence[Verdict]":
        from evals.runs.comparing import compare as compare_with
        from evals.runs.gates import verdicts
        from evals.runs.run_folder import read_run
        from evals.workbench import estimates_of

        comparison = compare_with(read_run(base), run) if base is not None else None
        return verdicts(run, estimates_of(run), gates[0], gates[1], comparison)

    return judge


def _check(verdicts: "Sequence[Verdict]") -> None:
    """Raises GateFailed on a missed gate, a regression, or a case that ended in an error."""
    from evals.errors import GateFailed

    failed = [v.text for v in verdicts if not v.is_passed]
    if failed:
        raise GateFailed("; ".join(failed))


def _gates(values: list[str]) -> dict[str, float]:
    from evals.measures.registry import MEASURES

    gates = {}
    for value in values:
        name, _, number = value.partition("=")
        if name not in MEASURES:
            raise typer.BadParameter(f"no measure {name!r}; known are {', '.join(MEASURES)}")
        try:
            gates[name] = float(number)
        except ValueError as exc:
            raise typer.BadParameter(f"{value!r} is not MEASURE=NUMBER") from exc
    return gates
