"""The back office: journal, worklist, accounts and switches in one file."""

from assistant.backoffice.accounts import Accounts
from assistant.backoffice.journal import Journal
from assistant.backoffice.purging import Purging
from assistant.backoffice.store import Store
from assistant.backoffice.switches import Switches
from assistant.backoffice.worklist import Worklist
from knowledge.settings import LibrarySettings
from knowledge.storage.places import OFFICE_SCHEMA, server_of


class BackOffice:
    """The data that a server stores beside the library."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.journal = Journal(store)
        self.purging = Purging(store)
        self.worklist = Worklist(store, self.journal)
        self.accounts = Accounts(store)
        self.switches = Switches(store)


def open_back_office(settings: LibrarySettings, *, upgrade: bool = False) -> BackOffice:
    """The back office of the settings, in the data folder or on the database server.

    With `upgrade` one of an older layout on a server is brought up to date; see `Store`.

    Raises:
        OldLayout: it is on a server and needs that.
        StorageError: the file cannot be opened, see `Store`.
    """
    server = server_of(settings.database_url, OFFICE_SCHEMA)
    return BackOffice(Store(settings.data, server=server, upgrade=upgrade))
