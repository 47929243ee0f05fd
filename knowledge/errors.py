"""Everything that can go wrong below the assistant, as one tree.

    KnowledgeError
    ├── UnreadableBulletin     bytes that are no bulletin: empty, binary, too big
    ├── UnknownBulletin        an id that the catalogue does not hold
    ├── UnreadableModel        a model that is missing, damaged or of another layout
    ├── IndexMismatch          an index written by another model or another bantin
    ├── CorruptIndex           a catalogue that the database refuses to read
    ├── LibraryBusy            a second writer
    ├── BadAmendment           a change of a bulletin's title, date or place that cannot be made
    └── BadSettings            a setting with an unknown name or a value out of bounds

Messages are for operators, in English: what failed, on which id or path, what to do.
"""


class KnowledgeError(Exception):
    """The base of every error of this package; `exit_code` is what the command ends with."""

    exit_code = 1


class UnreadableBulletin(KnowledgeError):
    """The bytes at one path are not a bulletin; the batch goes on without them."""


class UnknownBulletin(KnowledgeError):
    """No bulletin has this id."""


class UnreadableModel(KnowledgeError):
    """The embedding model cannot be loaded."""


class IndexMismatch(KnowledgeError):
    """The index belongs to another model or schema; nothing was changed."""


class CorruptIndex(KnowledgeError):
    """The catalogue file is damaged."""


class LibraryBusy(KnowledgeError):
    """Another process is writing to the same data folder."""


class BadAmendment(KnowledgeError):
    """A bulletin cannot be changed like that."""

    exit_code = 2


class BadSettings(KnowledgeError):
    """A setting is unknown or out of bounds."""

    exit_code = 2
