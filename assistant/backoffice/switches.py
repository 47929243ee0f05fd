"""Switches of the page and the API, with a reason that visitors read."""

from typing import Literal, get_args

from assistant.backoffice.schema import switches
from assistant.backoffice.store import Store
from assistant.errors import SwitchedOff

Switch = Literal["page", "api"]
SWITCHES: tuple[Switch, ...] = get_args(Switch)


class Switches:
    """Reads and turns the switches in one store; one that was never turned is on."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def turn(self, name: Switch, is_on: bool, reason: str, who: str) -> None:
        """Turns one; noted in the audit trail."""
        with self._store.writing() as connection:
            connection.execute(switches.delete().where(switches.c.name == name))
            connection.execute(
                switches.insert().values(name=name, is_on=is_on, reason=reason[:300])
            )
            self._store.note(connection, who, "turned on" if is_on else "turned off", name, reason)

    def all(self) -> dict[Switch, tuple[bool, str]]:
        """Whether each is on, and the reason last given."""
        with self._store.reading() as connection:
            rows = {
                row.name: (row.is_on, row.reason) for row in connection.execute(switches.select())
            }
        return {name: rows.get(name, (True, "")) for name in SWITCHES}

    def check(self, name: Switch) -> None:
        """Returns where it is on.

        Raises:
            SwitchedOff: it is off; the error holds the reason.
        """
        is_on, reason = self.all()[name]
        if not is_on:
            raise SwitchedOff(reason or "turned off for now")
