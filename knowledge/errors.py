"""The errors of this package, as one tree.

    KnowledgeError
    ├── UnreadableBulletin     bytes that are not a bulletin: empty, binary, too big
    │   └── Unreachable        a web site that does not answer: another try may work
    ├── UnknownBulletin        an id that the catalogue does not hold
    │   └── WithdrawnBulletin  one that left the library; its text is for staff only
    ├── UnreadableModel        a model that is missing, damaged or of another layout
    ├── MissingExtra           a package that only an extra of bantin installs
    ├── IndexMismatch          an index written by another model or another bantin
    │   └── OldLayout          one of an older bantin; `bantin upgrade` brings it up to date
    ├── StorageError           a file or folder that fails; each kind has its own remedy
    │   ├── Busy               locked, or too many requests at once: retry later
    │   │   └── LibraryBusy    another process is writing
    │   ├── ReadOnly           readable, but not writable
    │   ├── DiskFull           no space left
    │   └── Corrupt            damaged, empty, or no file of bantin
    │       └── CorruptIndex   the vector index is damaged; it can be rebuilt
    ├── BadBackup              a folder that is no whole backup, or a place where none may go
    ├── BadAmendment           a change of a bulletin's title, date or place that cannot be made
    └── BadSettings            a setting with an unknown name or a value out of bounds

Messages are for operators, in English: what failed, on which id or path, what to do.
"""

from datetime import date


class KnowledgeError(Exception):
    """The base of every error of this package; `exit_code` is the command's exit status."""

    exit_code = 1


class UnreadableBulletin(KnowledgeError):
    """The bytes at one path are not a bulletin; the batch goes on without them."""


class Unreachable(UnreadableBulletin):
    """A web site does not answer, breaks off or takes too long; another try later may work."""


class UnknownBulletin(KnowledgeError):
    """No bulletin has this id."""


class WithdrawnBulletin(UnknownBulletin):
    """The bulletin left the library, and the public must not read it any more.

    `reason` is what staff stated; None where they stated none. `has_vanished`: with its source.
    """

    def __init__(
        self, bulletin_id: str, day: date | None, reason: str | None, *, has_vanished: bool
    ) -> None:
        on = f" on {day.isoformat()}" if day else ""
        why = f" ({reason})" if reason else ""
        super().__init__(f"bulletin {bulletin_id!r} was withdrawn{on}{why}")
        self.day, self.reason, self.has_vanished = day, reason, has_vanished


class UnreadableModel(KnowledgeError):
    """The embedding model cannot be loaded."""


class MissingExtra(KnowledgeError):
    """A package is needed that only an extra of bantin installs."""


class IndexMismatch(KnowledgeError):
    """The index belongs to another model or schema; nothing was changed."""


class OldLayout(IndexMismatch):
    """An older bantin wrote it; `bantin upgrade` brings it up to date."""


class StorageError(KnowledgeError):
    """A file or folder of bantin's data cannot be used now."""


class Busy(StorageError):
    """Locked, or too many requests at once; a retry may work after `retry_after_s` seconds."""

    retry_after_s = 5


class LibraryBusy(Busy):
    """Another process is writing to the same data folder."""


class ReadOnly(StorageError):
    """The file or its folder may not be written; reading goes on."""


class DiskFull(StorageError):
    """There is no space left; reading goes on."""


class Corrupt(StorageError):
    """A database file is damaged, empty, or not bantin's."""


class CorruptIndex(Corrupt):
    """The vector index cannot be used; it can be rebuilt from the catalogue."""


class BadBackup(KnowledgeError):
    """A backup is not whole, or cannot be made or restored there; nothing was changed."""


class BadAmendment(KnowledgeError):
    """A requested change of a bulletin is not possible."""

    exit_code = 2


class BadSettings(KnowledgeError):
    """A setting is unknown or out of bounds."""

    exit_code = 2
