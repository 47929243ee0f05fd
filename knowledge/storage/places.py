"""Where a library is: files of a data folder, or schemas of a PostgreSQL database.

Nothing heavy is imported here, so that a command can ask for the writer's lock before it loads
what writing needs.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pydantic import SecretStr

CATALOGUE_FILE, OFFICE_FILE = "catalogue.sqlite", "office.sqlite"
CATALOGUE_SCHEMA, OFFICE_SCHEMA = "catalogue", "office"


@dataclass(frozen=True, slots=True)
class Server:
    """A schema of a PostgreSQL database; the address holds a password and is never shown."""

    address: str
    schema: str

    def __repr__(self) -> str:
        return f"Server({self.schema!r})"


def server_of(address: "SecretStr | None", schema: str) -> Server | None:
    """A schema of the database at the address of the settings; None where they name none."""
    return None if address is None else Server(address.get_secret_value(), schema)
