"""The subcommands that load bulletins and show what is stored. No logic: parse, call, print."""

import sys
from typing import Annotated, Literal

import typer

from knowledge.cli.chart_option import ChartOption, check_chart_path, save_chart
from knowledge.cli.from_web import watch
from knowledge.cli.loading import ingest
from knowledge.cli.root import DataOption, JsonOption
from knowledge.cli.terminal import (
    PlaceOption,
    YearOption,
    say,
    say_json,
    settings_from,
)
from knowledge.cli.upkeep import (
    amend,
    backup,
    rebuild,
    remove,
    restore,
    restore_backup,
    verify,
)

RoleOption = Annotated[
    Literal["achieved", "plan", "change", "previous", "percent_of_plan"] | None,
    typer.Option("--role", help="Only figures of this role."),
]


def register(app: typer.Typer) -> None:
    """Adds this package's subcommands to the root command."""
    for command in (
        ingest, watch, list_bulletins, show, amend, remove, restore, search, figures, verify,
        rebuild, backup, restore_backup,
    ):  # fmt: skip
        name = "list" if command is list_bulletins else command.__name__.replace("_", "-")
        app.command(name)(command)


def list_bulletins(
    context: typer.Context, data: DataOption = None, as_json: JsonOption = False
) -> None:
    """List the bulletins, newest first; the same news of several sources is one line.

    \b
    bantin list
    """
    from collections import Counter

    from knowledge.build import reading
    from knowledge.storage.life import copies

    with reading(settings_from(context, data)) as snapshot:
        listed, firsts = snapshot.listed(), copies(snapshot)
    rows = [
        {
            "bulletin_id": b.bulletin_id,
            "title": b.title,
            "published_on": b.published_on.isoformat() if b.published_on else None,
            "source": b.source,
            "revision": b.revision,
            "trust": b.trust,
            "copy_of": firsts.get(b.bulletin_id),
        }
        for b in listed
    ]
    if as_json:
        say_json({"bulletins": rows})
        return
    sources = Counter(firsts.values())
    for row in rows:
        if row["copy_of"]:
            continue
        day = row["published_on"] or " " * 10
        also = sources[str(row["bulletin_id"])]
        more = f"  (and {also} more sources)" if also else ""
        say(f"{day}  {row['trust']:<8}  {row['bulletin_id']}  {row['title']}{more}")
    say(f"{len(rows)} bulletins")


def show(
    context: typer.Context,
    bulletin_id: Annotated[str, typer.Argument(help="An id that `bantin list` shows.")],
    revision: Annotated[int | None, typer.Option("--revision", help="An earlier revision.")] = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show one bulletin with its figures.

    \b
    bantin show bac-kan-2022-12-07
    """
    from knowledge.build import reading
    from knowledge.output.json_views import bulletin_view
    from knowledge.search.figure_table import figures_of
    from knowledge.storage.life import relations_of

    with reading(settings_from(context, data), is_counted=True) as snapshot:
        edition = snapshot.edition(bulletin_id, revision)
        stored_figures = figures_of(snapshot, edition)
        relations = relations_of(snapshot, bulletin_id)
    view = bulletin_view(edition, stored_figures) | relations
    if as_json:
        say_json(view)
        return
    for key in ("title", "published_on", "author", "issuer", "place", "source", "url", "trust",
                "revision"):  # fmt: skip
        if view[key] is not None:
            say(f"{key}: {view[key]}")
    for key, value in relations.items():
        if value:
            say(f"{key}: {', '.join(value) if isinstance(value, tuple) else value}")
    say("\n" + str(view["text"]) + "\n")
    for warning in view["warnings"]:
        say(f"warning: {warning}")
    say(f"{len(stored_figures)} figures; `bantin figures` lists them")


def search(
    context: typer.Context,
    query: Annotated[str, typer.Argument(help="Vietnamese or English, accents or none.")],
    k: Annotated[int, typer.Option("-k", min=1, max=1000, help="How many passages.")] = 10,
    year: YearOption = None,
    place: PlaceOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Find passages, best first.

    \b
    bantin search "xuất khẩu lao động" -k 3 --year 2022
    """
    from knowledge.build import open_library
    from knowledge.output.json_views import hit_view

    library = open_library(settings_from(context, data))
    hits = library.search(query, k, year, place)
    if as_json:
        say_json({"query": query, "hits": [hit_view(hit) for hit in hits]})
        return
    for number, hit in enumerate(hits, 1):
        also = f"  (also {', '.join(hit.also)})" if hit.also else ""
        say(f"{number}. {hit.title}  [{hit.passage.passage_id}]  {hit.score:.4f}{also}")
        say(f"   {hit.passage.text}\n")
    if not hits:
        say("nothing found; `bantin list` shows what is loaded")


def figures(
    context: typer.Context,
    query: Annotated[str | None, typer.Argument(help="What is counted, e.g. 'xklđ'.")] = None,
    year: YearOption = None,
    place: PlaceOption = None,
    role: RoleOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV for spreadsheets.")] = False,
    chart: ChartOption = None,
    with_doubts: Annotated[
        bool,
        typer.Option("--doubts", help="Say what a second reading doubts, and why."),
    ] = False,
) -> None:
    """List figures with plan, percent, period, place and source; draw them.

    \b
    bantin figures "hộ nghèo" --place "Bắc Kạn" --csv > poverty.csv
    bantin figures "tỷ lệ hộ nghèo" --place "Thái Nguyên" --chart trend.png
    bantin figures "xklđ" --year 2022 --role achieved --chart provinces.svg
    """
    from knowledge.build import reading
    from knowledge.cli.second_opinions import doubts_of
    from knowledge.output.json_views import figure_view, figures_csv
    from knowledge.search.figure_table import select_figures

    check_chart_path(chart)
    with reading(settings_from(context, data), is_counted=True) as snapshot:
        selected = select_figures(snapshot, query, year, place, roles=[role] if role else None)
        doubts = [doubts_of(f, snapshot) if with_doubts else [] for f in selected]
    views = [figure_view(figure) for figure in selected]
    if with_doubts:
        views = [v | {"doubts": reasons} for v, reasons in zip(views, doubts, strict=True)]
    if as_json:
        say_json({"figures": views})
    elif as_csv:
        sys.stdout.write(figures_csv(views))
    else:
        for view in views:
            plan = f"  plan {view['plan']}" if view["plan"] else ""
            percent = f"  {view['percent']}%" if view["percent"] else ""
            when, where = view["period"] or "?", view["place"] or "?"
            when += " ?" if view["period"] and view["period_source"] == "guess" else ""
            where += " ?" if view["place"] and view["place_source"] == "guess" else ""
            high = f"-{view['high']}" if view["high"] else ""
            kind = "" if view["role"] == "achieved" else f"  ({view['role'].replace('_', ' ')})"
            number = f"{view['value']}{high} {view['unit']}{plan}{percent}{kind}"
            say(f"{when:<22} {where:<16} {number}  {view['name']}  [{view['bulletin_id']}]")
            for doubt in view.get("doubts", ()):
                say(f"    doubted: {doubt}")
        say(f"{len(views)} figures")
    if chart is not None:
        from knowledge.figures.certainty import without_guesses
        from knowledge.output.charts import chart_of, title_of

        title = " · ".join(
            part for part in (title_of(selected, query), place, str(year or "")) if part
        )
        save_chart(chart_of(without_guesses(selected), title or "bantin"), chart)
