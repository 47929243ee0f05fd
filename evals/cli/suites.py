"""`bantin eval import` and `bantin eval draft`: the commands that make suites."""

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from assistant.cli.terminal import settings_from
from knowledge.cli.root import DataOption
from knowledge.cli.terminal import say


def register_suites(group: typer.Typer) -> None:
    """Adds the subcommands to `bantin eval`."""
    group.command("import")(import_)
    group.command("draft")(draft)


def import_(
    form: Annotated[
        Literal["csv", "xlsx", "yaml", "squad", "qrels", "promptfoo", "ragas", "deepeval"],
        typer.Argument(
            metavar="FORMAT",
            help="csv, xlsx, yaml, squad, qrels, promptfoo, ragas or deepeval.",
        ),
    ],
    file: Annotated[Path, typer.Argument(help="The file to read.")],
    out: Annotated[Path, typer.Option(help="The suite to write (.jsonl).")],
    knowledge: Annotated[
        Path | None, typer.Option(help="Write the texts of a SQuAD file here, for `bantin ingest`.")
    ] = None,
    questions: Annotated[
        Path | None, typer.Option(help="For qrels: a file of `query<TAB>question` lines.")
    ] = None,
) -> None:  # fmt: skip
    """Turn questions in another format into a suite.

    \b
    CSV and XLSX: columns question, expected_answer and, if wanted, id, language, tags, bulletins,
    history, contains. An empty expected_answer means that a refusal is right.
    \b
    bantin eval import csv questions.csv --out questions.jsonl
    bantin eval import promptfoo tests.csv --out tests.jsonl
    bantin eval import squad dev.json --out dev.jsonl --knowledge dev/ && bantin ingest dev/
    """
    from evals.cases.loading import write_suite
    from evals.importing.formats import import_suite, write_knowledge

    imported = import_suite(form, file, questions)
    write_suite(out, imported.cases)
    for note in imported.ignored:
        sys.stderr.write(f"left out: {note}\n")
    for note in imported.failed:
        sys.stderr.write(f"failed: {note}\n")
    refusals = sum(case.refusal for case in imported.cases)
    say(f"{len(imported.cases)} cases, {refusals} of them to refuse: {out}")
    if imported.texts and knowledge is not None:
        path = write_knowledge(knowledge, imported)
        say(f"{len(imported.texts)} texts: {path}; load them with `bantin ingest {knowledge}`")
    elif imported.texts:
        say("its texts were not written; --knowledge DIR writes them")
    if imported.failed:
        raise typer.Exit(1)


def draft(
    context: typer.Context,
    out: Annotated[Path, typer.Option(help="The suite to write (.jsonl).")],
    query: Annotated[str | None, typer.Argument(help="Only figures of this name.")] = None,
    year: Annotated[int | None, typer.Option(help="Only this year.")] = None,
    place: Annotated[str | None, typer.Option(help="Only this place.")] = None,
    neighbours: Annotated[
        int, typer.Option(min=0, max=20, help="Unanswerable neighbours a figure and kind.")
    ] = 1,
    review: Annotated[bool, typer.Option("--review", help="Accept or drop one by one.")] = False,
    data: DataOption = None,
) -> None:  # fmt: skip
    """Propose cases from the loaded bulletins: their figures, and unanswerable neighbours.

    \b
    bantin eval draft --out mine.jsonl --year 2022 --review
    Read every case before you rely on it: a figure that was misread makes a wrong case.
    """
    from evals.cases.drafting import draft_cases
    from evals.cases.loading import write_suite
    from evals.errors import BadSuite
    from evals.reports.html_page import expected_lines
    from knowledge.build import reading
    from knowledge.search.figure_table import select_figures

    with reading(settings_from(context, data), is_counted=True) as snapshot:
        figures = select_figures(snapshot, query, year, place)
    cases = draft_cases(figures, neighbours=neighbours)
    if review:
        accepted = []
        for number, case in enumerate(cases, 1):
            say(f"\n{number}/{len(cases)}  {case.question}", bold=True)
            say("\n".join(f"   {line}" for line in expected_lines(case)))
            answer = typer.prompt("keep? y, n, q to stop", default="y", show_default=False)
            if answer.lower().startswith("q"):
                break
            if answer.lower().startswith("y"):
                accepted.append(case)
        cases = accepted
    if not cases:
        raise BadSuite(
            "no case to write: no figure has a known indicator, a place and a whole year"
        )
    write_suite(out, cases)
    say(f"{len(cases)} cases: {out}" + ("" if review else "; read them before you rely on them"))
