"""A run from its suites to its reports, and a comparison of two: what the commands do."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from evals.errors import BadRun
from evals.records import Case, Estimate, Run
from evals.reports.tables import comparison_markdown, comparison_view, line_json, write_reports
from evals.runs.comparing import Comparison, compare
from evals.runs.run_folder import SCORES, RunFolder, read_run
from evals.runs.running import Progress, run_cases
from evals.runs.scoring import estimates, rights, score_all
from evals.runs.targets import Target


def run_suite(
    cases: Sequence[Case], target: Target, out: Path | None = None, workers: int = 1,
    progress: Progress | None = None, told: Callable[[str], None] = lambda _: None,
    suites: Sequence[str] = (),
) -> Run:  # fmt: skip
    """The run of the cases; with `out` it is saved as it goes, and goes on where it was cut off."""
    description = {"suites": list(suites), **target.description()}
    if out is None:
        outcomes = run_cases(cases, target, workers, progress)
        return Run("run", tuple(outcomes), score_all(outcomes), description)
    folder = RunFolder(out, cases, description)
    done = folder.begin()
    if done:
        told(f"going on: {len(done)} of {len(cases)} cases are done")
    left = [case for case in cases if case.id not in done]
    with folder.saving() as save:
        for outcome in run_cases(left, target, workers, progress, save):
            done[outcome.case.id] = outcome
    ordered = tuple(done[case.id] for case in cases)
    folder.finish(ordered)
    run = Run(out.name, ordered, score_all(ordered), folder.settings)
    write_reports(out, run)
    return run


def chosen(
    cases: Iterable[Case], tags: Sequence[str] = (), ids: Sequence[str] = (),
    failing: Path | None = None,
) -> tuple[Case, ...]:  # fmt: skip
    """The cases with any of the tags, any of the ids, that went wrong in the run `failing`.

    Raises:
        BadRun: none is left.
    """
    kept = list(cases)
    if tags:
        kept = [c for c in kept if set(c.tags) & set(tags)]
    if ids:
        kept = [c for c in kept if c.id in ids]
    if failing is not None:
        right = rights(read_run(failing).scores)
        kept = [c for c in kept if right.get(c.id) is False]
    if not kept:
        raise BadRun("no case is left to ask; see --tag, --id and --failing")
    return tuple(kept)


def estimates_of(run: Run) -> dict[str, Estimate]:
    """Every measure over all cases of a run."""
    return estimates(run.scores, {o.case.id: o.case for o in run.outcomes})


def compare_runs(a: Path, b: Path, out: Path | None = None) -> Comparison:
    """Run b beside run a, each scored anew; `out` takes comparison.html, .md and .json.

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
    found = [p.parent for p in folder.glob(f"*/{SCORES}")]
    return sorted(found, key=lambda p: (p / SCORES).stat().st_mtime, reverse=True)
