"""The subcommands that load bulletins and show what is stored. No logic: parse, call, print."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from knowledge.cli.chart_option import ChartOption, check_chart_path, save_chart
from knowledge.cli.progress import progress_bar
from knowledge.cli.root import DataOption, JsonOption
from knowledge.cli.terminal import (
    PlaceOption,
    TrustOption,
    YearOption,
    say,
    say_json,
    settings_from,
)
from knowledge.cli.upkeep import amend, rebuild, remove, restore, verify

if TYPE_CHECKING:
    from knowledge.ingestion.sources import Receipt

RoleOption = Annotated[
    Literal["achieved", "plan", "change", "previous", "percent_of_plan"] | None,
    typer.Option("--role", help="Only figures of this role."),
]


def register(app: typer.Typer) -> None:
    """Adds this package's subcommands to the root command."""
    for command in (
        ingest, list_bulletins, show, amend, remove, restore, search, figures, verify, rebuild
    ):  # fmt: skip
        name = "list" if command is list_bulletins else command.__name__
        app.command(name)(command)


def ingest(
    context: typer.Context,
    paths: Annotated[
        list[str],
        typer.Argument(help="Files (.txt, .md, .html, .jsonl), folders, addresses of web pages."),
    ],
    trust: TrustOption = None,
    default_trust: Annotated[
        Literal["official", "press", "unknown"] | None,
        typer.Option("--default-trust", help="The trust of sources that are not stored yet."),
    ] = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Load bulletins; unchanged files are skipped.

    Without --trust a source keeps its trust. New files are official (`file_trust`); new addresses
    have the trust of their site (`official_hosts`, `press_hosts`), else unknown.

    \b
    bantin ingest bulletins/ extra.md
    bantin ingest newspapers/ --trust press
    bantin ingest bac-kan-2022-12-07.txt --json
    bantin ingest https://sld.example.gov.vn/tin/ket-qua-2022
    """
    from knowledge.build import ingesting
    from knowledge.ingestion.sources import fetch_pages
    from knowledge.ingestion.trust import Trusting, trust_of_page
    from knowledge.readers.fetching import is_address

    settings = settings_from(context, data)
    # The person who runs this command may reach every address that the machine reaches.
    files = list(fetch_pages(paths, settings.uploads, allow_private=True))
    by_path = {
        item: default_trust or trust_of_page(item, settings)
        for argument, item in zip(paths, files, strict=True)
        if is_address(argument) and isinstance(item, Path)
    }
    trusting = Trusting(trust, default_trust or settings.file_trust, by_path)
    receipts: list[Receipt] = []
    with ingesting(settings) as ingester, progress_bar("Loading", not as_json) as progress:
        for receipt in ingester.run(files, progress, trusting):
            receipts.append(receipt)
            if receipt.status == "failed":
                sys.stderr.write(f"failed: {receipt.error}\n")
            for warning in receipt.warnings:
                sys.stderr.write(f"warning: {receipt.bulletin_id}: {warning}\n")
    counts = {
        s: sum(r.status == s for r in receipts) for s in ("added", "updated", "unchanged", "failed")
    }
    if as_json:
        from dataclasses import asdict

        say_json({"counts": counts, "bulletins": [asdict(r) for r in receipts]})
    else:
        say(", ".join(f"{n} {status}" for status, n in counts.items()))
    if counts["failed"]:
        raise typer.Exit(1)


def list_bulletins(
    context: typer.Context, data: DataOption = None, as_json: JsonOption = False
) -> None:
    """List the bulletins, newest first.

    \b
    bantin list
    """
    from knowledge.build import reading

    with reading(settings_from(context, data)) as snapshot:
        listed = snapshot.listed()
    rows = [
        {
            "bulletin_id": b.bulletin_id,
            "title": b.title,
            "published_on": b.published_on.isoformat() if b.published_on else None,
            "source": b.source,
            "revision": b.revision,
            "trust": b.trust,
        }
        for b in listed
    ]
    if as_json:
        say_json({"bulletins": rows})
        return
    for row in rows:
        day = row["published_on"] or " " * 10
        say(f"{day}  {row['trust']:<8}  {row['bulletin_id']}  {row['title']}")
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

    with reading(settings_from(context, data)) as snapshot:
        edition = snapshot.edition(bulletin_id, revision)
        stored_figures = figures_of(snapshot, edition)
    view = bulletin_view(edition, stored_figures)
    if as_json:
        say_json(view)
        return
    for key in ("title", "published_on", "author", "issuer", "place", "source", "url", "trust",
                "revision"):  # fmt: skip
        if view[key] is not None:
            say(f"{key}: {view[key]}")
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
        say(f"{number}. {hit.title}  [{hit.passage.passage_id}]  {hit.score:.4f}")
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
) -> None:
    """List figures with plan, percent, period, place and source; draw them.

    \b
    bantin figures "hộ nghèo" --place "Bắc Kạn" --csv > poverty.csv
    bantin figures "tỷ lệ hộ nghèo" --place "Thái Nguyên" --chart trend.png
    bantin figures "xklđ" --year 2022 --role achieved --chart provinces.svg
    """
    from knowledge.build import reading
    from knowledge.output.json_views import figure_view, figures_csv
    from knowledge.search.figure_table import select_figures

    check_chart_path(chart)
    with reading(settings_from(context, data)) as snapshot:
        selected = select_figures(snapshot, query, year, place, roles=[role] if role else None)
    views = [figure_view(figure) for figure in selected]
    if as_json:
        say_json({"figures": views})
    elif as_csv:
        sys.stdout.write(figures_csv(views))
    else:
        for view in views:
            plan = f"  plan {view['plan']}" if view["plan"] else ""
            percent = f"  {view['percent']}%" if view["percent"] else ""
            when, where = view["period"] or "?", view["place"] or "?"
            high = f"-{view['high']}" if view["high"] else ""
            said = "" if view["role"] == "achieved" else f"  ({view['role'].replace('_', ' ')})"
            number = f"{view['value']}{high} {view['unit']}{plan}{percent}{said}"
            say(f"{when:<22} {where:<16} {number}  {view['name']}  [{view['bulletin_id']}]")
        say(f"{len(views)} figures")
    if chart is not None:
        from knowledge.output.charts import chart_of, title_of

        title = " · ".join(
            part for part in (title_of(selected, query), place, str(year or "")) if part
        )
        save_chart(chart_of(selected, title or "bantin"), chart)
