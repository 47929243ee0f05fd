"""The settings of the program, with the flags of a command applied."""

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from knowledge.cli.terminal import flags_of

if TYPE_CHECKING:
    from assistant.settings import Settings


def settings_from(context: typer.Context, data: Path | None, **flags: str | None) -> "Settings":
    """The settings with `--data` of the command or of the root, and other flags, applied."""
    from assistant.settings import load_settings

    return load_settings(flags_of(context, data, **flags))
