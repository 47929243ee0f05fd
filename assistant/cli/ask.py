"""The subcommands that ask: ask, chat, serve, doctor. No logic: parse, call, print."""

import sys
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from assistant.cli.backoffice import note_change
from assistant.cli.backoffice import register as register_back_office
from assistant.cli.move import move
from assistant.cli.terminal import settings_from
from knowledge.cli.change_log import add_note
from knowledge.cli.chart_option import ChartOption, check_chart_path, save_chart
from knowledge.cli.root import DataOption, JsonOption
from knowledge.cli.second_opinions import add_opinion
from knowledge.cli.terminal import say, say_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.pipeline import Assistant
    from assistant.records import Answer, Language, Turn
    from knowledge.records import Figure
    from knowledge.storage.snapshot import Snapshot

# Characters printed of a passage that may be related.
_SHOWN_CHARS = 240
LanguageOption = Annotated[
    Literal["vi", "en"] | None, typer.Option("--lang", help="Answer in this language.")
]


def register(app: typer.Typer) -> None:
    """Adds this package's subcommands to the root command."""
    for command in (ask, chat, serve, mcp, doctor, upgrade, move):
        app.command()(command)
    register_back_office(app)
    add_opinion(_doubts_of)
    add_note(note_change)


def _doubts_of(figure: "Figure", snapshot: "Snapshot") -> list[str]:
    """What the second reading doubts of a figure, for `bantin figures --doubts`."""
    from assistant.checking.doubting import doubts_about

    edition = snapshot.edition(figure.bulletin_id, figure.revision)
    return [f"{d.field}: {d.reason}" for d in doubts_about(figure, edition.bulletin)]


def ask(
    context: typer.Context,
    question: Annotated[str, typer.Argument(help="In Vietnamese, accents or none, or English.")],
    lang: LanguageOption = None,
    llm: Annotated[
        str | None, typer.Option("--llm", metavar="MODEL", help="A chat model, provider:name.")
    ] = None,
    data: DataOption = None,
    as_json: JsonOption = False,
    chart: ChartOption = None,
) -> None:
    """Answer one question from the bulletins, with the passage that says it.

    \b
    bantin ask "How many workers went abroad in 2022?"
    bantin ask "nam 2022 co bao nhieu nguoi di xkld" --json
    bantin ask "Huyện nào có tỷ lệ hộ nghèo cao nhất năm 2019?" --chart districts.svg
    """
    from assistant.build import build_assistant

    check_chart_path(chart)
    settings = settings_from(context, data, llm=llm)
    assistant = build_assistant(settings)
    if as_json:
        from assistant.json_views import answer_view

        answer = assistant.answer(question, lang)
        say_json(answer_view(answer))
    else:
        answer = _print_answer(assistant, question, lang)
    if chart is not None:
        save_chart(answer.chart, chart, answer.language)


def _print_answer(
    assistant: "Assistant", question: str, lang: "Language | None", history: "Sequence[Turn]" = ()
) -> "Answer":
    """Prints the answer, sentence by sentence if a model writes it, then its citations."""
    from assistant.streaming import stream_answer

    printed, short = "", None
    for answer in stream_answer(assistant, question, lang, history):
        if answer.short and short is None:
            short = answer.short
            say(short, bold=True)
        if more := answer.text.removeprefix(printed).lstrip("\n"):
            say(more)
        printed = answer.text
    for citation in answer.citations:
        day = f"{citation.published_on:%d/%m/%Y} · " if citation.published_on else ""
        say(f"\n[{citation.marker}] {day}{citation.title}  ({citation.bulletin_id}, "
            f"{citation.start}-{citation.end})")  # fmt: skip
        say(f"    “{citation.quote}”")
        for rendering in answer.renderings:
            if rendering.marker == citation.marker:
                say(f"    In English, by a model: {rendering.text}")
        if citation.url:
            say(f"    {citation.url}")
    if answer.nearest:
        _print_nearest(answer)
    return answer


def _print_nearest(answer: "Answer") -> None:
    """Prints the passages nearest to a refused question; `bantin show ID` prints a bulletin."""
    import textwrap

    from assistant.wording.replies import nearest_label

    say(f"\n{nearest_label(answer.language)}:")
    for citation in answer.nearest:
        day = f"{citation.published_on:%d/%m/%Y} · " if citation.published_on else ""
        say(f"  - {day}{citation.title}  ({citation.bulletin_id}, {citation.start}-{citation.end})")
        quote = textwrap.shorten(citation.quote, _SHOWN_CHARS, placeholder=" …")
        say(f"    “{quote}”")
        if citation.url:
            say(f"    {citation.url}")


def chat(context: typer.Context, lang: LanguageOption = None, data: DataOption = None) -> None:
    """Ask one question after another; an empty line or Ctrl-D ends.

    \b
    bantin chat
    """
    from assistant.build import build_assistant
    from assistant.errors import QuestionError
    from assistant.records import Turn

    assistant = build_assistant(settings_from(context, data))
    history: list[Turn] = []
    while True:
        try:
            question = input("? ")
        except EOFError:
            break
        if not question.strip():
            break
        try:
            answer = _print_answer(assistant, question, lang, history)
        except QuestionError as exc:
            sys.stderr.write(f"{exc}\n")
            continue
        history.append(Turn(question, answer.text))
        say()


def serve(
    context: typer.Context,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 7860,
    data: DataOption = None,
) -> None:
    """Open the web page, the desk at /staff and the API (documented at /api/v1/docs).

    \b
    bantin serve --port 8080
    """
    from assistant.web import run_server

    run_server(settings_from(context, data), host, port)


def mcp(context: typer.Context, data: DataOption = None) -> None:
    """Offer ask, search and figures to other assistants (Model Context Protocol, standard input).

    \b
    bantin mcp
    {"mcpServers": {"bantin": {"command": "bantin", "args": ["mcp"]}}}
    """
    from assistant.web import run_tools

    run_tools(settings_from(context, data))


def doctor(context: typer.Context, data: DataOption = None, as_json: JsonOption = False) -> None:
    """Say what this installation has, and what is missing; exit 1 if it cannot answer.

    \b
    bantin doctor
    """
    from assistant.doctor import check_up

    findings = check_up(settings_from(context, data))
    if as_json:
        say_json(
            {
                "ok": all(f.is_ok for f in findings),
                "findings": [
                    {"name": f.name, "ok": f.is_ok, "detail": f.detail, "do": f.remedy}
                    for f in findings
                ],
            }
        )
    else:
        for finding in findings:
            say(f"{'ok     ' if finding.is_ok else 'problem'}  {finding.name}: {finding.detail}")
            if finding.remedy:
                say(f"         -> {finding.remedy}")
    if not all(finding.is_ok for finding in findings):
        raise typer.Exit(1)


def upgrade(context: typer.Context, data: DataOption = None) -> None:
    """Bring the library and the back office of an older bantin up to date.

    Copies of a data folder's files stay in its folder backups/. Of a PostgreSQL database none is
    kept, and nothing else upgrades it: stop what uses it and run pg_dump before.

    \b
    bantin upgrade
    """
    from assistant.backoffice.backoffice import open_back_office
    from knowledge.build import upgrade as upgrade_library
    from knowledge.storage.places import OFFICE_FILE

    settings = settings_from(context, data)
    is_changed = upgrade_library(settings, is_asked=True)
    if settings.database_url or (settings.data / OFFICE_FILE).exists():
        store = open_back_office(settings, upgrade=True).store
        is_changed |= store.is_upgraded
        store.close()
    copies = "" if settings.database_url is None else " without a copy"
    done = f"upgraded{copies}; `bantin doctor` says what else to do"
    say(done if is_changed else "all is up to date")
