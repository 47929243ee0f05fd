"""Options, progress and output of loading from addresses; the subcommand that watches them."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from knowledge.cli.change_log import tell_loading
from knowledge.cli.root import DataOption, JsonOption
from knowledge.cli.terminal import TrustOption, say, settings_from

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import timedelta

    from knowledge.crawling.crawl import Scope
    from knowledge.ingestion.ingest import Ingester
    from knowledge.ingestion.sources import Receipt
    from knowledge.ingestion.trust import Trusting
    from knowledge.settings import LibrarySettings
    from knowledge.web_loading import Plan, Round, Run, WebProgress

ListingOption = Annotated[
    bool,
    typer.Option("--listing", help="The addresses list bulletins: load these, page after page."),
]
MatchOption = Annotated[
    str | None,
    typer.Option("--match", help="Only addresses like this, e.g. '*/tin-tuc/*.html'."),
]
MaxPagesOption = Annotated[
    int,
    typer.Option("--max-pages", min=1, max=100_000, help="At most so many from one address."),
]
OnlyNewOption = Annotated[
    bool, typer.Option("--only-new", help="Do not look whether fetched pages have changed.")
]


def load_addresses(
    settings: "LibrarySettings", addresses: "Sequence[str]", scope: "Scope", run: "Run",
    each: "Callable[[Receipt], None]", progress: "WebProgress", plan: "Plan | None",
) -> "Iterator[Round]":  # fmt: skip
    """Loads from addresses, or only plans that; calls `each` with every receipt."""
    if not addresses:
        return
    from knowledge.web_loading import WebLoader

    loader = WebLoader(settings, scope, run, progress, plan=plan)
    for address in addresses:
        yield loader.load(address, each)


def say_round(current: "Round") -> None:
    """Prints what a crawl cost, and what it left out."""
    crawl, traffic = current.crawl, current.crawl.traffic
    for left in current.left_out[:20]:
        sys.stderr.write(f"left out: {left.address}: {left.reason}\n")
    if len(current.left_out) > 20:
        sys.stderr.write(
            f"and {len(current.left_out) - 20} more were left out (--json lists them)\n"
        )
    say(
        f"{crawl.start} ({crawl.kind}): {traffic.requests} requests, {traffic.bodies} bodies "
        f"({traffic.received_bytes / 1e6:.1f} MB), {traffic.not_modified} not modified"
    )


def trusting_for(
    settings: "LibrarySettings", files: "Sequence[Path]", trust: Any, default_trust: Any = None
) -> "Trusting":
    """The trust of fetched files: what is stated, or that of their sites."""
    from knowledge.ingestion.trust import Trusting, trust_of_page

    by_path = {path: default_trust or trust_of_page(path, settings) for path in files}
    return Trusting(trust, "unknown", by_path)


def run_with(
    settings: "LibrarySettings", trust: Any, default_trust: Any = None, *, again: bool = False
) -> "Run":
    """The way fetched files are loaded; the crawl as a whole is linked at its end."""

    def run(ingester: "Ingester", files: "Sequence[Path]") -> "Iterator[Receipt]":
        trusting = trusting_for(settings, files, trust, default_trust)
        yield from ingester.run(files, None, trusting, again=again, links=False)

    return run


def plan_with(
    settings: "LibrarySettings", trust: Any, default_trust: Any = None, *, again: bool = False
) -> "Plan":
    """The way it is told what fetched files would change; nothing is stored in the library."""

    def plan_files(files: "Sequence[Path]") -> "Iterator[Receipt]":
        from knowledge.build import planning
        from knowledge.ingestion.reading import plan

        trusting = trusting_for(settings, files, trust, default_trust)
        with planning(settings, trusting, again=again) as (preparer, _):
            yield from plan(files, preparer)

    return plan_files


def watch(
    context: typer.Context,
    addresses: Annotated[
        list[str], typer.Argument(help="Addresses of feeds, sitemaps, listings, pages.")
    ],
    every: Annotated[
        str, typer.Option("--every", help="How often each address is looked at: 30m, 6h, 1d.")
    ] = "6h",
    listing: ListingOption = False,
    match: MatchOption = None,
    max_pages: MaxPagesOption = 1000,
    only_new: OnlyNewOption = False,
    trust: TrustOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Load from addresses on a schedule, until Ctrl-C. After a restart it goes on.

    A line (with --json: an object in a line) is printed for each address that was looked at. Pages
    that have not changed are not transferred again, where their site supports that.

    \b
    bantin watch https://sld.example.gov.vn/rss --every 30m
    bantin watch https://sld.example.gov.vn/sitemap.xml --match '*/tin-tuc/*' --every 1d
    bantin watch https://sld.example.gov.vn/tin-tuc --listing --only-new
    """
    from datetime import datetime

    from knowledge.crawling.crawl import Scope
    from knowledge.readers.addresses import is_address
    from knowledge.web_loading import WebLoader
    from knowledge.web_loading import watch as watch_all

    pause = _interval_from(every)
    for address in addresses:
        if not is_address(address):
            raise typer.BadParameter(f"{address!r} is no address; it begins with https://")
    settings = settings_from(context, data)
    loader = WebLoader(
        settings, Scope(listing, match, max_pages, only_new), run_with(settings, trust)
    )
    for result in watch_all(loader, addresses, pause):
        if not isinstance(result, Exception):
            tell_loading(settings, [result.crawl.start], result.counts, trust)
        at = datetime.now().astimezone().isoformat(timespec="seconds")
        if isinstance(result, Exception):
            sys.stderr.write(f"{at} {result}\n")
            continue
        if as_json:
            row = {"at": at, "counts": result.counts, **result.view()}
            say(json.dumps(row, ensure_ascii=False))
        else:
            counts = ", ".join(f"{n} {status}" for status, n in result.counts.items())
            say(f"{at} {result.crawl.start}: {counts}")
        for receipt in result.receipts:
            if receipt.error:
                sys.stderr.write(f"failed: {receipt.error}\n")
        sys.stdout.flush()


def _interval_from(text: str) -> "timedelta":
    """The time in `90s`, `30m`, `6h` or `1d`; at least ten seconds."""
    from datetime import timedelta

    units = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
    number, unit = text[:-1], text[-1:]
    is_number = number.isascii() and number.isdecimal() and unit in units
    seconds = int(number) * units[unit] if is_number else 0
    if not 10 <= seconds <= 366 * 86_400:
        raise typer.BadParameter(f"{text!r} is no time like 30m, 6h or 1d (at least 10s)")
    return timedelta(seconds=seconds)
