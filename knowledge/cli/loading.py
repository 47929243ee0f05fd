"""The subcommand that loads bulletins: progress, summary, plan, stop and going on."""

import sys
import time
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from knowledge.cli.change_log import tell_change, tell_loading
from knowledge.cli.from_web import (
    ListingOption,
    MatchOption,
    MaxPagesOption,
    OnlyNewOption,
    load_addresses,
    plan_with,
    run_with,
    say_round,
)
from knowledge.cli.progress import loading_bar
from knowledge.cli.root import DataOption, JsonOption
from knowledge.cli.terminal import TrustOption, say, say_json, settings_from

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from knowledge.ingestion.corrections import Correction
    from knowledge.ingestion.sources import Receipt
    from knowledge.ingestion.vanished import Gone
    from knowledge.web_loading import Round

_STOPPED = 130
_ALWAYS = ("added", "updated", "unchanged", "failed")
_MOST_SHOWN = 20


def ingest(
    context: typer.Context,
    paths: Annotated[
        list[str],
        typer.Argument(help="Files of any format, folders, addresses (pages, feeds, sitemaps)."),
    ],
    trust: TrustOption = None,
    default_trust: Annotated[
        Literal["official", "press", "unknown"] | None,
        typer.Option("--default-trust", help="The trust of sources that are not stored yet."),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would change; store nothing.")
    ] = False,
    again: Annotated[
        bool,
        typer.Option("--again", help="Also load what is older than the stored, or was withdrawn."),
    ] = False,
    withdraw_missing: Annotated[
        bool,
        typer.Option("--withdraw-missing", help="Withdraw what is gone from the given folders."),
    ] = False,
    listing: ListingOption = False,
    match: MatchOption = None,
    max_pages: MaxPagesOption = 1000,
    only_new: OnlyNewOption = False,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Load bulletins; unchanged ones are skipped. Ctrl-C stops; the same command goes on.

    An address is a page, a document, an RSS or Atom feed, a sitemap, or with --listing a page that
    lists bulletins. robots.txt is obeyed, and one site is asked once a second (`fetch_delay_s`).

    Without --trust a source keeps its trust. New files are official (`file_trust`); new addresses
    have the trust of their site (`official_hosts`, `press_hosts`), else unknown.

    \b
    bantin ingest bulletins/ extra.md
    bantin ingest bulletins/ --dry-run
    bantin ingest newspapers/ --trust press
    bantin ingest bac-kan-2022-12-07.txt --json
    bantin ingest https://sld.example.gov.vn/tin/ket-qua-2022
    bantin ingest https://sld.example.gov.vn/rss https://sld.example.gov.vn/bao-cao.pdf
    bantin ingest https://sld.example.gov.vn/sitemap.xml --match '*/tin-tuc/*'
    bantin ingest https://sld.example.gov.vn/tin-tuc --listing --max-pages 200
    """
    from knowledge.build import ingesting, planning
    from knowledge.ingestion.reading import plan
    from knowledge.ingestion.sources import files_and_addresses
    from knowledge.ingestion.trust import Trusting
    from knowledge.ingestion.vanished import gone_bulletins

    settings = settings_from(context, data)
    files, addresses = files_and_addresses(paths)
    trusting = Trusting(trust, default_trust or settings.file_trust)
    crawls: list[Round] = []
    receipts: list[Receipt] = []
    gone: list[Gone] = []
    corrections: list[Correction] = []
    is_stopped, began = False, time.monotonic()

    def take(results: "Iterable[Receipt]", bar: loading_bar) -> None:
        for receipt in results:
            receipts.append(receipt)
            bar.count()
            if receipt.status == "failed":
                sys.stderr.write(f"failed: {receipt.error}\n")

    def take_web() -> None:
        from knowledge.crawling.crawl import Scope

        scope = Scope(listing, match, max_pages, only_new)
        plan_files = plan_with(settings, trust, default_trust, again=again) if dry_run else None
        run = run_with(settings, trust, default_trust, again=again)
        with loading_bar(not as_json) as bar:
            for current in load_addresses(
                settings, addresses, scope, run, lambda receipt: take([receipt], bar), bar.progress,
                plan_files,
            ):  # fmt: skip
                crawls.append(current)
                corrections.extend(current.corrections)

    try:
        if not files:
            pass
        elif dry_run:
            with planning(settings, trusting, again=again) as (preparer, catalogue):
                with loading_bar(not as_json) as bar:
                    take(plan(files, preparer, bar.progress), bar)
                with catalogue.reading() as snapshot:
                    gone = gone_bulletins(snapshot, files, receipts)
        else:
            with ingesting(settings) as ingester:
                with loading_bar(not as_json) as bar:
                    take(ingester.run(files, bar.progress, trusting, again=again), bar)
                gone = ingester.gone(files, receipts, withdraw=withdraw_missing)
                corrections += ingester.corrections
        if addresses:
            take_web()
    except KeyboardInterrupt:
        is_stopped = True
    seconds = time.monotonic() - began
    counts = _counts(receipts)
    if not dry_run:
        # Addresses have the trust of their sites where none is stated.
        default = default_trust or (None if addresses else settings.file_trust)
        tell_loading(settings, [*files, *addresses], counts, trust, default)
        if withdraw_missing and (lost := [g.bulletin_id for g in gone if g.moved_to is None]):
            tell_change(settings, "withdrawn", ", ".join(lost), "gone from their source")
    if as_json:
        from dataclasses import asdict

        say_json({
            "counts": counts, "bulletins": [asdict(r) for r in receipts],
            "gone": [asdict(g) for g in gone],
            "corrections": [asdict(c) for c in corrections], "crawls": [c.view() for c in crawls],
            "is_dry_run": dry_run, "is_stopped": is_stopped, "seconds": round(seconds, 1),
        })  # fmt: skip
    else:
        _say_changes(receipts, is_plan=dry_run)
        _say_corrections(corrections)
        _say_gone(gone, is_done=withdraw_missing and not dry_run)
        _say_warnings(receipts)
        for current in crawls:
            say_round(current)
        rate = len(receipts) / max(seconds, 0.1)
        pace = f" in {seconds:.0f} s, {rate:.1f} a second" if seconds > 10 else ""
        would = "would be: " if dry_run else ""
        say(would + ", ".join(f"{n} {status}" for status, n in counts.items()) + pace)
    if is_stopped:
        sys.stderr.write("stopped; what is counted above is stored, the same command goes on\n")
        raise typer.Exit(_STOPPED)
    if counts["failed"]:
        raise typer.Exit(1)


def _counts(receipts: "Sequence[Receipt]") -> dict[str, int]:
    """How many bulletins have each status; rare ones only where there are any."""
    counts = {s: sum(r.status == s for r in receipts) for s in (*_ALWAYS, "older", "withdrawn")}
    return {status: n for status, n in counts.items() if n or status in _ALWAYS}


def _say_changes(receipts: "Sequence[Receipt]", *, is_plan: bool) -> None:
    """Prints what was updated or left as it is, and in a plan also what is new."""
    shown = {"updated", "older", "withdrawn"} | ({"added"} if is_plan else set())
    listed = [receipt for receipt in receipts if receipt.status in shown]
    for receipt in listed[:_MOST_SHOWN]:
        say(f"{receipt.status}: {receipt.bulletin_id}: {receipt.title}")
        if receipt.reason:
            say(f"  {receipt.reason}")
        for change in receipt.changes:
            say(f"  {change.what}: {change.before or '(nothing)'} -> {change.after or '(nothing)'}")
    if len(listed) > _MOST_SHOWN:
        say(f"and {len(listed) - _MOST_SHOWN} more (--json lists all)")


def _say_corrections(corrections: "Sequence[Correction]") -> None:
    for item in corrections:
        if item.corrects:
            say(f"correction: {item.bulletin_id} corrects {item.corrects}")
        else:
            say(
                f"correction: {item.bulletin_id} corrects another bulletin; which is not certain: "
                f"`bantin amend {item.bulletin_id} --corrects ID` states it"
            )


def _say_gone(gone: "Sequence[Gone]", *, is_done: bool) -> None:
    if not gone:
        return
    for item in gone[:_MOST_SHOWN]:
        to = f", now {item.moved_to}" if item.moved_to else ""
        say(f"gone: {item.bulletin_id}: {item.source}{to}")
    if is_done:
        say(f"{len(gone)} bulletins were withdrawn, or follow their file")
    else:
        say(f"{len(gone)} bulletins are gone from their source; --withdraw-missing withdraws them")


def _say_warnings(receipts: "Sequence[Receipt]") -> None:
    """Prints the warnings by kind, each kind with its meaning, on standard error."""
    from knowledge.output.warning_words import by_kind

    warnings = [(str(r.bulletin_id), text) for r in receipts for text in r.warnings]
    for group in by_kind(warnings, "en"):
        sys.stderr.write(f"{len(group.items)} warnings: {group.label}; {group.advice}\n")
        for bulletin_id, text in group.items[:3]:
            sys.stderr.write(f"warning: {bulletin_id}: {text}\n")
        if len(group.items) > 3:
            sys.stderr.write(f"and {len(group.items) - 3} more; `bantin show ID` has them\n")
