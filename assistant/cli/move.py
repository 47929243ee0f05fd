"""The subcommand `move`. No logic: parse, call, print."""

from pathlib import Path
from typing import Annotated

import typer

from assistant.cli.terminal import settings_from
from knowledge.cli.root import DataOption, JsonOption
from knowledge.cli.terminal import say, say_json


def move(
    context: typer.Context,
    source: Annotated[
        Path | None,
        typer.Option("--from", help="A data folder to copy into the servers of the settings."),
    ] = None,
    target: Annotated[
        Path | None,
        typer.Option("--to", help="An empty data folder to copy from those servers into."),
    ] = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Copy a library with its back office from a folder to servers, or back.

    The servers are those of BANTIN_DATABASE_URL and BANTIN_CHROMA_URL. What was copied is compared
    with its source, which stays as it is.

    \b
    bantin move --from .data
    bantin move --to .data-back
    """
    from assistant.moving import in_folder
    from assistant.moving import move as move_all
    from knowledge.cli.progress import progress_bar

    if (source is None) == (target is None):
        raise typer.BadParameter("name a folder by --from or by --to")
    settings = settings_from(context, data)
    if settings.database_url is None:
        raise typer.BadParameter("BANTIN_DATABASE_URL names no database to move to or from")
    folder = in_folder(settings, source or target or settings.data)
    before, after = (folder, settings) if source else (settings, folder)
    with progress_bar("Moving", True) as progress:
        counts = move_all(before, after, progress)
    if as_json:
        say_json({"copied": counts})
        return
    rows = ", ".join(f"{n} {name}" for name, n in counts.items() if n)
    say(f"copied and compared: {rows or 'nothing, the source is empty'}")
