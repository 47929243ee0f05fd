"""The evaluators' page: run suites, read reports, compare runs, add failed questions to a suite.

The page calls the workbench and has no evaluation logic. `evals.desk.server` serves the reports,
which open in a new tab.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import gradio as gr
from markupsafe import Markup

from assistant.background import in_background
from evals.cases.loading import bundled_suites, load_suites
from evals.cases.promoting import promote, suites_in
from evals.errors import EvalError
from evals.measures.explaining import EXPLANATIONS
from evals.records import Outcome
from evals.reports.formats import comparison_markdown
from evals.reports.values import shown
from evals.runs.run_folder import read_run
from evals.runs.scoring import rights
from evals.runs.targets import Target
from evals.workbench import compare_runs, estimates_of, run_suite, runs_in
from knowledge.output.templates import renderer

_render = renderer("evals.desk")
_SHOWN = ("right", "wrong_figure_rate", "refusal_recall", "citation_validity", "latency_p50")


def build_desk(target: Target, runs: Path, suites: Path) -> gr.Blocks:
    """The page for one target; `runs` and `suites` are its folders."""

    def choices() -> list[tuple[str, str]]:
        own_suites = [(Path(name).stem, name) for name in suites_in(suites)]
        return [(name, name) for name in sorted(bundled_suites())] + own_suites

    def names() -> list[str]:
        return [path.name for path in runs_in(runs)]

    def run(suite_names: list[str], name: str) -> Iterator[Any]:
        name = name.strip() or f"run-{datetime.now(UTC):%Y%m%d-%H%M%S}"
        try:
            if not suite_names:
                raise gr.Error("choose a suite first")
            if not all(c.isalnum() or c in "-_." for c in name) or name.startswith("."):
                raise gr.Error("a run's name has letters, digits, dots, - and _")
            cases = load_suites(suite_names)
            for progress in _progress(cases, target, runs / name, suite_names):
                yield progress, gr.skip()
        except EvalError as exc:
            raise gr.Error(str(exc)) from exc
        yield _summary(runs / name), gr.Dropdown(choices=names(), value=name)

    def compare(a: str | None, b: str | None) -> tuple[str, str]:
        if not a or not b or a == b:
            raise gr.Error("choose two runs")
        try:
            comparison = compare_runs(runs / a, runs / b, runs / f"{a}..{b}")
        except EvalError as exc:
            raise gr.Error(str(exc)) from exc
        link = _render(
            "comparison_link", link=f"reports/{quote(f'{a}..{b}')}/comparison.html",
            worse=len(comparison.worse), better=len(comparison.better),
        )  # fmt: skip
        return link, comparison_markdown(comparison)

    def wrong(name: str | None) -> Any:
        outcomes = _wrong(runs / name) if name else []
        return gr.Dropdown(choices=[(o.case.question, o.case.id) for o in outcomes], value=None)

    def fill(name: str | None, case_id: str | None) -> tuple[str, str]:
        outcomes = [o for o in _wrong(runs / name) if o.case.id == case_id] if name else []
        return (
            (outcomes[0].case.question, str(outcomes[0].answer["text"])) if outcomes else ("", "")
        )

    def keep(suite: str, question: str, expected: str, tags: str) -> Any:
        try:
            case = promote(suites, suite.strip(), question, expected, tags.split())
        except EvalError as exc:
            raise gr.Error(str(exc)) from exc
        gr.Info(f"{case.id} was added")
        return gr.CheckboxGroup(choices=choices())

    with gr.Blocks(title="bantin · evaluation", analytics_enabled=False, fill_width=True) as page:
        gr.HTML(_render("head"))
        with gr.Tab("Run"):
            suite_choice = gr.CheckboxGroup(choices(), label="Suites", elem_id="suites")
            name = gr.Textbox(label="Name of the run", placeholder="today's date", max_length=60)
            start = gr.Button("Run", variant="primary", elem_id="run")
            progress = gr.HTML("", elem_id="progress")
        with gr.Tab("Runs"):
            run_choice = gr.Dropdown(names(), label="Run", value=None, elem_id="run-choice")
            summary = gr.HTML("")
        with gr.Tab("Compare"):
            with gr.Row():
                first = gr.Dropdown(names(), label="Before", value=None, elem_id="before")
                second = gr.Dropdown(names(), label="After", value=None, elem_id="after")
            go = gr.Button("Compare", variant="primary", elem_id="compare")
            link, table = gr.HTML(""), gr.Markdown("", sanitize_html=True, elem_id="changes")
        with gr.Tab("Add a case"):  # short: on a phone, tabs that do not fit are in a menu
            source = gr.Dropdown(names(), label="Went wrong in", value=None, elem_id="source")
            case = gr.Dropdown([], label="Question that went wrong", value=None, elem_id="case")
            answered = gr.Textbox(label="What was answered", interactive=False, lines=2)
            question = gr.Textbox(label="Question", max_length=2000, elem_id="question")
            expected = gr.Textbox(
                label="Right answer (empty: a refusal is right)", max_length=2000,
                elem_id="expected",
            )  # fmt: skip
            tags = gr.Textbox(label="Tags, with spaces between", max_length=200)
            suite = gr.Textbox(label="Suite", value="own", max_length=60, elem_id="suite")
            add = gr.Button("Add to the suite", variant="primary", elem_id="add")
        quiet = {"api_visibility": "private"}
        start.click(run, [suite_choice, name], [progress, run_choice], **quiet)
        run_choice.change(
            lambda n: _summary(runs / n) if n else "", [run_choice], [summary], **quiet
        )
        for box in (first, second, source, run_choice):
            box.focus(lambda: gr.Dropdown(choices=names()), None, [box], **quiet)
        go.click(compare, [first, second], [link, table], **quiet)
        source.change(wrong, [source], [case], **quiet)
        case.change(fill, [source, case], [question, answered], **quiet)
        add.click(keep, [suite, question, expected, tags], [suite_choice], **quiet)
        page.load(
            lambda: (gr.CheckboxGroup(choices=choices()), _newest(names())),
            None, [suite_choice, run_choice], show_progress="hidden", **quiet,
        )  # fmt: skip
    return page


def _progress(cases: Any, target: Target, out: Path, suites: list[str]) -> Iterator[Markup]:
    """Runs the cases in a thread; yields its progress as HTML."""

    def work(put: Callable[[tuple[int, int, str]], None]) -> None:
        run_suite(cases, target, out, 2, lambda *step: put(step), suites=suites)

    for finished, total, case_id in in_background(work):
        yield _render("progress", done=finished, total=total, case_id=case_id)


def _newest(names: list[str]) -> Any:
    """The choice of a run, the newest one first and chosen."""
    return gr.Dropdown(choices=names, value=names[0] if names else None)


def _summary(folder: Path) -> Markup:
    """A summary of a run as HTML, with a link to its report."""
    try:
        run = read_run(folder)
    except EvalError as exc:
        return _render("error", message=str(exc))
    measures = estimates_of(run)
    return _render(
        "summary", name=folder.name, total=len(run.outcomes),
        wrong=sum(not ok for ok in rights(run.scores).values()),
        rows=[(name, shown(measures[name], name), measures[name].n, EXPLANATIONS[name])
              for name in _SHOWN if name in measures],
        link=f"reports/{quote(folder.name)}/report.html",
    )  # fmt: skip


def _wrong(folder: Path) -> list[Outcome]:
    run = read_run(folder)
    right = rights(run.scores)
    return [o for o in run.outcomes if right.get(o.case.id) is False]
