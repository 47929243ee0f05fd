"""The subcommands of the back office: staff, key, journal. No logic: parse, call, print."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from assistant.cli.terminal import settings_from
from knowledge.cli.root import DataOption, JsonOption
from knowledge.cli.terminal import say, say_json

if TYPE_CHECKING:
    from assistant.backoffice.accounts import Accounts
    from knowledge.settings import LibrarySettings

_WHO = "command line"
staff = typer.Typer(no_args_is_help=True, help="Who may sign in at /staff.")
key = typer.Typer(no_args_is_help=True, help="Keys with which programs use the API.")
journal = typer.Typer(no_args_is_help=True, help="What was asked, and how long it is kept.")


def register(app: typer.Typer) -> None:
    """Adds the groups to the root command."""
    for group, name in ((staff, "staff"), (key, "key"), (journal, "journal")):
        app.add_typer(group, name=name)


def note_change(settings: "LibrarySettings", action: str, bulletin_id: str, detail: str) -> None:
    """Adds a change by a command to the audit trail, as the desk's changes are.

    The change is stored by then: where the trail cannot be written, a line says so.
    """
    from assistant.backoffice.backoffice import open_back_office
    from knowledge.errors import KnowledgeError

    try:
        store = open_back_office(settings).store
        with store.writing() as connection:
            store.note(connection, _WHO, action, bulletin_id, detail)
        store.close()
    except KnowledgeError as exc:
        typer.echo(f"bantin: the audit trail does not have this change: {exc}", err=True)


@staff.command("add")
def add_staff(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="A name or an e-mail address.")],
    admin: Annotated[
        bool, typer.Option("--admin", help="May switch, purge, read the trail.")
    ] = False,
    no_password: Annotated[
        bool, typer.Option("--no-password", help="Opens by the office's OpenID sign-in only.")
    ] = False,
    data: DataOption = None,
) -> None:
    """Make an account, or give it another password; asks for it, or reads one line of input.

    \b
    bantin staff add lan --admin
    bantin staff add lan@backan.gov.vn --no-password
    echo "$PASSWORD" | bantin staff add lan
    """
    from assistant.backoffice.backoffice import open_back_office
    from knowledge.storage.places import CATALOGUE_FILE

    password: str | None = None
    if no_password:
        pass
    elif sys.stdin.isatty():
        password = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    else:
        password = sys.stdin.readline().rstrip("\r\n")
    role: Literal["staff", "admin"] = "admin" if admin else "staff"
    settings = settings_from(context, data)
    open_back_office(settings).accounts.add(name, password, role, _WHO)
    say(f"{name} may sign in as {role} at /staff of the bantin that serves {str(settings.data)!r}")
    if not settings.database_url and not (settings.data / CATALOGUE_FILE).exists():
        sys.stderr.write(
            f"warning: {str(settings.data)!r} holds no bulletins, so another folder may be the one "
            "that is served; name it by --data or BANTIN_DATA (`make run` serves .data)\n"
        )


@staff.command("list")
def list_staff(
    context: typer.Context, data: DataOption = None, as_json: JsonOption = False
) -> None:
    """List the accounts.

    \b
    bantin staff list
    """
    accounts = _accounts_of(context, data).all()
    if as_json:
        say_json({"accounts": [{"name": a.name, "role": a.role} for a in accounts]})
        return
    for account in accounts:
        say(f"{account.role:<6} {account.name}")
    say(f"{len(accounts)} accounts")


@staff.command("remove")
def remove_staff(
    context: typer.Context, name: Annotated[str, typer.Argument()], data: DataOption = None
) -> None:
    """End an account and sign it out.

    \b
    bantin staff remove lan
    """
    _accounts_of(context, data).remove(name, _WHO)
    say(f"removed {name}")


@key.command("add")
def add_key(
    context: typer.Context,
    label: Annotated[str, typer.Argument(help="Whose it is, for the list.")],
    scope: Annotated[
        list[str] | None, typer.Option("--scope", help="ask, read or feedback; again for more.")
    ] = None,
    data: DataOption = None,
) -> None:
    """Make a key; it is shown this once.

    \b
    bantin key add "Open WebUI" --scope ask
    """
    accounts = _accounts_of(context, data)
    say(accounts.add_key(label, tuple(scope or ("ask", "read")), _WHO))


@key.command("list")
def list_keys(context: typer.Context, data: DataOption = None, as_json: JsonOption = False) -> None:
    """List the keys, never their secrets.

    \b
    bantin key list
    """
    keys = _accounts_of(context, data).all_keys()
    rows = [
        {"key_id": k.key_id, "label": k.label, "scopes": list(k.scopes), "is_revoked": k.is_revoked}
        for k in keys
    ]
    if as_json:
        say_json({"keys": rows})
        return
    for k in keys:
        state = "revoked" if k.is_revoked else " ".join(k.scopes)
        say(f"{k.key_id}  {k.made_at:%Y-%m-%d}  {k.label}  ({state})")
    say(f"{len(keys)} keys")


@key.command("revoke")
def revoke_key(
    context: typer.Context, key_id: Annotated[str, typer.Argument()], data: DataOption = None
) -> None:
    """End a key at once.

    \b
    bantin key revoke 1a2b3c4d
    """
    _accounts_of(context, data).revoke_key(key_id, _WHO)
    say(f"revoked {key_id}")


@journal.command("purge")
def purge(
    context: typer.Context,
    days: Annotated[int, typer.Option("--days", min=0, help="Keep this many days.")],
    data: DataOption = None,
) -> None:
    """Delete what was asked longer ago; shared answers stay.

    \b
    bantin journal purge --days 90      (from a daily timer)
    """
    from datetime import timedelta

    from assistant.backoffice.backoffice import open_back_office

    count = open_back_office(settings_from(context, data)).purging.purge(timedelta(days=days), _WHO)
    say(f"{count} questions deleted")


@journal.command("outdated")
def outdated(
    context: typer.Context,
    bulletin_id: Annotated[
        str | None, typer.Argument(help="Only answers that cite this bulletin.")
    ] = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """List the answers given, whose bulletin was revised, removed or corrected since.

    \b
    bantin journal outdated bac-kan-2022-12-07
    """
    from dataclasses import asdict

    from assistant.backoffice.backoffice import open_back_office
    from assistant.backoffice.outdated_answers import outdated_answers
    from knowledge.build import open_library

    settings = settings_from(context, data)
    library = open_library(settings)
    try:
        answers = outdated_answers(open_back_office(settings).store, library, bulletin_id)
    finally:
        library.close()
    if as_json:
        say_json({"answers": [
            asdict(a) | {"asked_at": f"{a.asked_at.isoformat(timespec='seconds')}Z"} for a in answers
        ]})  # fmt: skip
        return
    for a in answers:
        shared = "  (shared)" if a.is_shared else ""
        say(f"{a.asked_at:%Y-%m-%d %H:%M}  {a.answer_id}  {a.question}{shared}")
        say(f"   {a.bulletin_id}@{a.revision} {a.cause}: {a.detail}")
    say(f"{len(answers)} answers")


def _accounts_of(context: typer.Context, data: Path | None) -> "Accounts":
    """The accounts and keys of the back office that the settings name."""
    from assistant.backoffice.backoffice import open_back_office

    return open_back_office(settings_from(context, data)).accounts
