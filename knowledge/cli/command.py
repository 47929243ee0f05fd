"""The command `bantin`: a second writer is refused at once; all else is `knowledge.cli.root`.

To import what a command needs takes half a second, and many times that on a busy machine. Who must
wait for another writer learns it before.
"""

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

# These write, or look as writers do; `watch` waits for its turn.
_WRITERS = frozenset(
    {"ingest", "amend", "remove", "restore", "rebuild", "verify", "restore-backup"}
)
_ONLY_LOOKING = frozenset({"--help", "-h", "--dry-run", "--version"})
_ADDRESSES = ("http://", "https://")


def main() -> None:
    """Runs `bantin`; see `knowledge.cli.root.main` for the exit codes."""
    from knowledge.errors import StorageError

    try:
        refuse_second_writer(sys.argv[1:])
    except StorageError as exc:
        sys.stderr.write(f"bantin: {exc}\n")
        sys.exit(exc.exit_code)
    from knowledge.cli.root import main as run

    run()


def refuse_second_writer(arguments: "Sequence[str]") -> None:
    """Does nothing where nobody writes to the library, or the command does not.

    What is wrong with the settings is left to the command. A loading from addresses waits.

    Raises:
        LibraryBusy: another process writes to it.
        StorageError: its database does not answer.
    """
    command = next((word for word in arguments if word in _WRITERS), None)
    is_writing = command is not None and not _ONLY_LOOKING.intersection(arguments)
    if not is_writing or any(word.startswith(_ADDRESSES) for word in arguments):
        return
    import os

    from knowledge.errors import BadSettings, MissingExtra
    from knowledge.ingestion.write_lock import check_free
    from knowledge.quick_settings import place_of

    try:
        check_free(*place_of(arguments, os.environ))
    except (BadSettings, MissingExtra, OSError, ValueError):
        return
