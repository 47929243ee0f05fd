"""The command `bantin`: gathers the subcommands of every installed package and runs one.

Packages register in the entry-point group `bantin.commands`, so that the root imports no
package above this one; their command modules import nothing heavy before a command runs. The
class with all settings of the program is registered in the group `bantin.settings`.
"""

import gc
import sys
import traceback
from importlib.metadata import entry_points
from pathlib import Path
from typing import Annotated, Any

import typer

GROUP = "bantin.commands"
SETTINGS_GROUP = "bantin.settings"
DataOption = Annotated[
    Path | None,
    typer.Option("--data", help="Data folder (default: BANTIN_DATA or the user-data folder)."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]

_EXAMPLES = """Answers questions over the bulletins of a Vietnamese province, each figure checked
against the passage that it cites.

\b
  bantin ingest bulletins/            load a folder
  bantin ask "nam 2022 co bao nhieu nguoi di xkld"
  bantin serve                        the web page on http://127.0.0.1:7860
"""


# The commands in the order of the README: load, ask, look, serve, staff, evaluate, maintain.
_ORDER = (
    "ingest", "watch", "ask", "chat", "search", "figures", "list", "show", "remove", "restore",
    "serve", "amend", "staff", "key", "journal", "mcp", "eval", "verify", "rebuild",
    "backup", "restore-backup", "move", "upgrade", "doctor",
)  # fmt: skip


class _InOrder(typer.core.TyperGroup):
    """A group whose help lists the commands in the order of the README; others come last."""

    def list_commands(self, ctx: Any) -> list[str]:
        names = super().list_commands(ctx)
        place = {name: n for n, name in enumerate(_ORDER)}
        return sorted(names, key=lambda name: place.get(name, len(place)))


def build_app() -> typer.Typer:
    """The root command with every registered subcommand."""
    registered = entry_points()  # one scan of the installed packages for both groups
    settings = next(iter(registered.select(group=SETTINGS_GROUP, name="bantin")), None)
    app = typer.Typer(
        name="bantin", cls=_InOrder, help=_EXAMPLES, no_args_is_help=True, add_completion=False,
        pretty_exceptions_enable=False, rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )  # fmt: skip

    @app.callback()
    def root(
        context: typer.Context,
        data: DataOption = None,
        version: Annotated[
            bool,
            typer.Option("--version", help="Print the version.", is_eager=True, callback=_version),
        ] = False,
    ) -> None:
        context.obj = {"data": data, "settings": settings}

    for entry in sorted(registered.select(group=GROUP), key=lambda e: e.name):
        entry.load()(app)
    return app


def _version(is_asked: bool) -> None:
    """Prints the version and exits, before a missing subcommand is an error."""
    if is_asked:
        from importlib.metadata import version

        print(version("bantin"))  # noqa: T201 - the command's output
        raise typer.Exit


def main() -> None:
    """Runs `bantin`; exit codes: 0 done, 1 failed input or gate, 2 usage, 3 internal error."""
    # Imports make some hundred thousand objects that live to the end; to look through them again
    # and again takes a tenth of a question's time.
    gc.set_threshold(150_000, 20, 20)
    try:
        build_app()()
    except BrokenPipeError:  # `bantin list | head`
        sys.stderr.close()
        sys.exit(0)
    except KeyboardInterrupt:
        sys.stderr.write("bantin: stopped\n")
        sys.exit(130)
    except OSError as exc:
        if exc.filename is None:
            traceback.print_exc()
            sys.exit(3)
        sys.stderr.write(
            f"bantin: {str(exc.filename)!r}: {exc.strerror}; look at it and its folder\n"
        )
        sys.exit(1)
    except Exception as exc:  # noqa: BLE001 - the top of the program
        code = getattr(exc, "exit_code", None)
        if code is None:
            traceback.print_exc()
            sys.stderr.write("bantin: internal error; please report the lines above\n")
            sys.exit(3)
        sys.stderr.write(f"bantin: {exc}\n")
        sys.exit(code)
    finally:
        # The interpreter's last collection looks through the same objects once more, for a fifth
        # of the time of a question. The process ends here; every file is closed where it is used.
        gc.freeze()
