"""The subcommands that change, check or rebuild what is stored. No logic: parse, call, print."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from knowledge.cli.change_log import tell_change
from knowledge.cli.progress import progress_bar
from knowledge.cli.root import DataOption, JsonOption
from knowledge.cli.terminal import PlaceOption, TrustOption, say, say_json, settings_from


def amend(
    context: typer.Context,
    bulletin_id: Annotated[str, typer.Argument(help="An id that `bantin list` shows.")],
    title: Annotated[str | None, typer.Option("--title", help="Another title.")] = None,
    day: Annotated[
        str | None, typer.Option("--date", help="The day of publication, YYYY-MM-DD.")
    ] = None,
    place: PlaceOption = None,
    trust: TrustOption = None,
    corrects: Annotated[
        str | None, typer.Option("--corrects", help="The id of the bulletin that it corrects.")
    ] = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Give a bulletin another title, date or place (a new revision of the same text), or trust.

    \b
    bantin amend bac-kan-2022-12-07 --date 2022-12-07 --place "Bắc Kạn"
    bantin amend tin-chep-lai-2023 --trust unknown
    """
    from dataclasses import asdict
    from datetime import date

    from knowledge.build import writing
    from knowledge.embedding.encoder import load_encoder
    from knowledge.errors import BadAmendment
    from knowledge.ingestion.amending import amend as amend_bulletin

    settings = settings_from(context, data)
    try:
        published_on = date.fromisoformat(day) if day else None
    except ValueError as exc:
        raise BadAmendment(f"{day!r} is no date like 2022-12-07") from exc
    with writing(settings) as (catalogue, index):
        encoder = load_encoder(settings.model, settings.models)
        receipt = amend_bulletin(
            catalogue, encoder, index, bulletin_id, title, published_on, place, trust,
            corrects=corrects,
        )  # fmt: skip
    given = {"title": title, "date": day, "place": place, "trust": trust, "corrects": corrects}
    detail = " ".join(f"--{name}={value}" for name, value in given.items() if value)
    tell_change(settings, "amended", bulletin_id, detail)
    say_json(asdict(receipt)) if as_json else say(
        f"{bulletin_id} is at revision {receipt.revision}"
    )


def remove(
    context: typer.Context,
    bulletin_id: Annotated[str, typer.Argument(help="An id that `bantin list` shows.")],
    reason: Annotated[
        str, typer.Option("--reason", help="Why; then the same content stays away when loaded.")
    ] = "",
    data: DataOption = None,
) -> None:
    """Remove a bulletin from search and answers; earlier citations still open.

    Without a reason the bulletin returns when its file is loaded again.

    \b
    bantin remove bac-kan-2022-12-07 --reason "đăng nhầm"
    """
    from datetime import date

    from knowledge.build import writing
    from knowledge.ingestion.ingest import remove as remove_bulletin
    from knowledge.records import Withdrawal

    kind: Literal["withdrawn", "removed"] = "withdrawn" if reason.strip() else "removed"
    withdrawal = Withdrawal(kind, reason.strip(), date.today())
    settings = settings_from(context, data)
    with writing(settings) as (catalogue, index):
        remove_bulletin(catalogue, index, bulletin_id, withdrawal)
    tell_change(settings, "withdrawn", bulletin_id, reason.strip())
    say(f"removed {bulletin_id}; `bantin restore {bulletin_id}` brings it back")


def restore(
    context: typer.Context,
    bulletin_id: Annotated[str, typer.Argument(help="An id that `bantin remove` was given.")],
    data: DataOption = None,
) -> None:
    """Bring a removed bulletin back into search and answers.

    \b
    bantin restore bac-kan-2022-12-07
    """
    from knowledge.build import writing
    from knowledge.embedding.encoder import load_encoder
    from knowledge.ingestion.restoring import restore as restore_bulletin

    settings = settings_from(context, data)
    with writing(settings) as (catalogue, index):
        encoder = load_encoder(settings.model, settings.models)
        revision = restore_bulletin(catalogue, encoder, index, bulletin_id)
    tell_change(settings, "restored", bulletin_id)
    say(f"{bulletin_id} is back at revision {revision}")


def verify(context: typer.Context, data: DataOption = None, as_json: JsonOption = False) -> None:
    """Check the stored spans, figures and vectors; exit 1 if any is damaged.

    \b
    bantin verify
    """
    from knowledge.build import check_up

    problems, counts = check_up(settings_from(context, data))
    if as_json:
        say_json({"counts": counts, "problems": problems})
    else:
        for problem in problems:
            say(f"problem: {problem}")
        say(", ".join(f"{n} {name}" for name, n in counts.items()))
        say("run `bantin rebuild` to derive everything again" if problems else "all is whole")
    if problems:
        raise typer.Exit(1)


def rebuild(
    context: typer.Context,
    data: DataOption = None,
    only_figures: Annotated[
        bool, typer.Option("--figures", help="Only the figures: seconds, not minutes.")
    ] = False,
) -> None:
    """Derive passages, figures and vectors again from the stored texts.

    \b
    bantin rebuild --figures     after editing indicators.toml or units.toml
    """
    from knowledge.build import rebuild_all, rebuild_figures_only

    settings = settings_from(context, data)
    with progress_bar("Rebuilding", True) as progress:
        count = (rebuild_figures_only if only_figures else rebuild_all)(settings, progress)
    say(f"rebuilt {count} bulletins")


def backup(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(help="A new folder outside the data folder.")],
    data: DataOption = None,
) -> None:
    """Copy bulletins, question log, accounts and uploads to a new folder, also while serving.

    The vector index and the models are left out: they are made again.

    \b
    bantin backup /backup/bantin-2026-11-27
    """
    from knowledge.build import back_up

    count = back_up(settings_from(context, data), folder)
    say(f"{count} files are in {folder}; `bantin restore-backup {folder}` brings them back")


def restore_backup(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(help="A folder that `bantin backup` made.")],
    force: Annotated[
        bool, typer.Option("--force", help="Set aside what the data folder holds.")
    ] = False,
    data: DataOption = None,
) -> None:
    """Put a backup into an empty data folder; its files are checked first.

    \b
    bantin restore-backup /backup/bantin-2026-11-27
    """
    from knowledge.build import restore_backup as restore_files

    settings = settings_from(context, data)
    aside = restore_files(settings, folder, force=force)
    say(f"restored {folder} to {settings.data}")
    if aside is not None:
        say(f"what was there before is in {aside}; delete it when it is not needed any more")
