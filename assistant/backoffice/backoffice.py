"""The back office: journal, accounts and switches in one file."""

from assistant.backoffice.accounts import Accounts
from assistant.backoffice.journal import Journal
from assistant.backoffice.store import Store
from assistant.backoffice.switches import Switches
from knowledge.settings import LibrarySettings


class BackOffice:
    """The data that a server stores beside the library: journal, accounts and switches."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.journal = Journal(store)
        self.accounts = Accounts(store)
        self.switches = Switches(store)


def open_back_office(settings: LibrarySettings) -> BackOffice:
    """The back office in the data folder of the settings.

    Raises:
        StorageError: the file cannot be opened, see `Store`.
    """
    return BackOffice(Store(settings.data))
