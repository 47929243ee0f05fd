"""The help of every command: in the order of the README, each with an example."""

import re
from collections.abc import Iterator

import click
import pytest
import typer

from knowledge.cli.root import build_app
from tests.conftest import ROOT


def commands(group: click.Group, before: str = "bantin") -> Iterator[tuple[str, click.Command]]:
    """Every command that does something, by its whole name."""
    for name, command in group.commands.items():
        whole = f"{before} {name}"
        if hasattr(command, "commands"):
            yield from commands(command, whole)  # type: ignore[arg-type]  # a group
        else:
            yield whole, command


GROUP: click.Group = typer.main.get_command(build_app())  # type: ignore[assignment]  # the root is a group
COMMANDS = dict(commands(GROUP))


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_has_an_example(name: str) -> None:
    assert re.search(rf"^ *{name}\b", COMMANDS[name].help or "", re.MULTILINE)


def test_commands_are_in_the_order_of_the_readme() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    table = readme[readme.index("| command |") : readme.index("Exit codes")]
    rows = [line.split("|")[1] for line in table.splitlines()[2:] if line.startswith("|")]
    documented = [name for row in rows for name in re.findall(r"(?:`|bantin )([a-z]+)\b", row)]
    listed = GROUP.list_commands(click.Context(GROUP))
    order = [name for name in dict.fromkeys(documented) if name in listed]
    assert [name for name in listed if name in order] == order
