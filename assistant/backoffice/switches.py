"""Switches that turn the page or the API off, with a reason shown to visitors."""

from typing import Literal, get_args

from assistant.backoffice.schema import switches
from assistant.backoffice.store import Store
from assistant.errors import SwitchedOff

Switch = Literal["page", "api"]
SWITCHES: tuple[Switch, ...] = get_args(Switch)


class Switches:
    """Reads and sets the switches in one store; a switch that was never set is on."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def turn(self, name: Switch, is_on: bool, reason: str, who: str) -> None:
        """Sets a switch, and adds the change to the audit trail."""
        with self._store.writing() as connection:
            connection.execute(switches.delete().where(switches.c.name == name))
            connection.execute(
                switches.insert().values(name=name, is_on=is_on, reason=reason[:300])
            )
            self._store.note(connection, who, "turned on" if is_on else "turned off", name, reason)

    def all(self) -> dict[Switch, tuple[bool, str]]:
        """Whether each switch is on, and the last reason given."""
        with self._store.reading() as connection:
            rows = {
                row.name: (row.is_on, row.reason) for row in connection.execute(switches.select())
            }
        return {name: rows.get(name, (True, "")) for name in SWITCHES}

    def check(self, name: Switch) -> None:
        """Does nothing if the switch is on.

        Raises:
            SwitchedOff: the switch is off; the message is the reason.
        """
        is_on, reason = self.all()[name]
        if not is_on:
            raise SwitchedOff(reason or "turned off for now")
