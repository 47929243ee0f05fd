"""The office behind the pages: journal, accounts, switches, over one file."""

from assistant.backoffice.accounts import Accounts
from assistant.backoffice.journal import Journal
from assistant.backoffice.store import Store
from assistant.backoffice.switches import Switches
from knowledge.settings import Settings


class Office:
    """What serving needs beside the assistant."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.journal, self.accounts, self.switches = (
            Journal(store),
            Accounts(store),
            Switches(store),
        )


def open_office(settings: Settings) -> Office:
    """The office of the settings' data folder."""
    return Office(Store(settings.data))
