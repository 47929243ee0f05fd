"""Options, settings and output of the subcommands of every package."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

if TYPE_CHECKING:
    from knowledge.settings import LibrarySettings

YearOption = Annotated[
    int | None, typer.Option("--year", min=1900, max=2099, help="Only this year.")
]
PlaceOption = Annotated[str | None, typer.Option("--place", help="Only this province or district.")]
TrustOption = Annotated[
    Literal["official", "press", "unknown"] | None,
    typer.Option("--trust", help="How far the source is trusted, whatever its text claims."),
]


def settings_from(context: typer.Context, data: Path | None) -> "LibrarySettings":
    """The settings, with `--data` of the command or of the root.

    Their class is the registered one, which has every key of the program. Without it, a variable
    that only the assistant reads would be an unknown key for `bantin list`.
    """
    from knowledge.settings import LibrarySettings, load

    registered = (context.obj or {}).get("settings")
    kind: type[LibrarySettings] = registered.load() if registered else LibrarySettings
    return load(kind, flags_of(context, data))


def flags_of(context: typer.Context, data: Path | None, **flags: str | None) -> dict[str, Any]:
    """Flags by the keys of settings; `--data` of the command wins over that of the root."""
    return {"data": data or (context.obj or {}).get("data"), **flags}


def say(text: str = "", *, bold: bool = False) -> None:
    """Prints one line, hidden characters as escapes; bold only on a terminal."""
    text = "".join(c if c.isprintable() or c in "\n\t" else repr(c)[1:-1] for c in text)
    typer.echo(typer.style(text, bold=True) if bold and sys.stdout.isatty() else text)


def say_json(value: Any) -> None:
    """Prints a value as indented JSON; letters are not escaped."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))
