"""The operations behind `bantin eval` and the desk: run suites, select cases, compare runs."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from evals.errors import BadRun
from evals.records import Case, Estimate, Run
from evals.reports.formats import comparison_markdown, comparison_view, line_json, write_reports
from evals.runs.comparing import Comparison, compare
from evals.runs.gates import Verdict
from evals.runs.run_folder import SCORES, RunFolder, read_run
from evals.runs.running import Progress, run_cases
from evals.runs.scoring import estimates, rights, score_all
from evals.runs.targets import Target


def run_suite(
    cases: Sequence[Case], target: Target, out: Path | None = None, workers: int = 1,
    progress: Progress | None = None, notify: Callable[[str], None] = lambda _: None,
    suites: Sequence[str] = (), judge: Callable[[Run], Sequence[Verdict]] = lambda _: (),
) -> Run:  # fmt: skip
    """Runs the cases; with `out` it saves each answer, and resumes an interrupted run.

    `notify` gets a line where a run is resumed; the verdicts of `judge` are in the report.
    """
    description = {"suites": list(suites), **target.description()}
    if out is None:
        outcomes = run_cases(cases, target, workers, progress)
        return Run("run", tuple(outcomes), score_all(outcomes), description)
    folder = RunFolder(out, cases, description)
    saved = folder.begin()
    if saved:
        notify(f"going on: {len(saved)} of {len(cases)} cases are done")
    left = [case for case in cases if case.id not in saved]
    with folder.saving() as save:
        for outcome in run_cases(left, target, workers, progress, save):
            saved[outcome.case.id] = outcome
    ordered = tuple(saved[case.id] for case in cases)
    folder.finish(ordered)
    run = Run(out.name, ordered, score_all(ordered), folder.settings)
    write_reports(out, run, judge(run))
    return run


def chosen(
    cases: Iterable[Case], tags: Sequence[str] = (), ids: Sequence[str] = (),
    failing: Path | None = None,
) -> tuple[Case, ...]:  # fmt: skip
    """The cases with any of the tags and any of the ids that went wrong in the run `failing`.

    Raises:
        BadRun: no case is left.
    """
    selected = list(cases)
    if tags:
        selected = [c for c in selected if set(c.tags) & set(tags)]
    if ids:
        selected = [c for c in selected if c.id in ids]
    if failing is not None:
        right = rights(read_run(failing).scores)
        selected = [c for c in selected if right.get(c.id) is False]
    if not selected:
        raise BadRun("no case is left to ask; see --tag, --id and --failing")
    return tuple(selected)


def estimates_of(run: Run) -> dict[str, Estimate]:
    """Every measure over all cases of a run."""
    return estimates(run.scores, {o.case.id: o.case for o in run.outcomes})


def compare_runs(a: Path, b: Path, out: Path | None = None) -> Comparison:
    """Compares two runs, both scored again; writes comparison.html, .md and .json into `out`.

    Raises:
        BadRun: a folder holds no run, or they share no case.
    """
    comparison = compare(read_run(a), read_run(b))
    if not comparison.changes:
        raise BadRun(f"{str(a)!r} and {str(b)!r} share no case")
    if out is not None:
        from evals.reports.html_page import comparison_page

        out.mkdir(parents=True, exist_ok=True)
        (out / "comparison.html").write_text(comparison_page(comparison), "utf-8")
        (out / "comparison.md").write_text(comparison_markdown(comparison), "utf-8")
        (out / "comparison.json").write_text(line_json(comparison_view(comparison)), "utf-8")
    return comparison


def runs_in(folder: Path) -> list[Path]:
    """The finished runs in a folder, newest first."""
    folders = [p.parent for p in folder.glob(f"*/{SCORES}")]
    return sorted(folders, key=lambda p: (p / SCORES).stat().st_mtime, reverse=True)
