"""The seam between formats and bulletins: what a reader of one format is, and which one reads what.

A new format is one file with one `Reader`, and one line in `knowledge.readers.files`.
"""

from collections.abc import Iterator
from typing import BinaryIO, Protocol

from knowledge.errors import UnreadableBulletin
from knowledge.readers.drafts import BulletinDraft


class Reader(Protocol):
    """Reads the bulletins of one format; imports its library only inside `read`."""

    @property
    def suffixes(self) -> tuple[str, ...]:
        """Ends of file names in small letters, each with its point: `.md`."""

    @property
    def media_types(self) -> tuple[str, ...]:
        """Media types in small letters, without parameters: `text/html`. Source: RFC 6838."""

    @property
    def max_bytes(self) -> int:
        """The size in bytes of the largest file that is opened."""

    @property
    def has_rows(self) -> bool:
        """Whether a file holds many bulletins, each of them a source."""

    def read(self, file: BinaryIO, where: str) -> Iterator[BulletinDraft | UnreadableBulletin]:
        """The bulletins in `file`, which can be sought in; `where` names it in errors.

        A stream and not its bytes, so that of a file with many bulletins one is in memory at a
        time. A bulletin that cannot be read beside others comes as its error.

        Raises:
            UnreadableBulletin: nothing in the file can be read.
        """


class Registry:
    """Readers by the suffix and the media type that each of them claims.

    Raises:
        ValueError: two readers claim one suffix or one media type.
    """

    def __init__(self, *readers: Reader) -> None:
        self._by_suffix: dict[str, Reader] = {}
        self._by_media_type: dict[str, Reader] = {}
        for reader in readers:
            for claims, table in (
                (reader.suffixes, self._by_suffix),
                (reader.media_types, self._by_media_type),
            ):
                for claim in claims:
                    if claim in table:
                        raise ValueError(f"two readers claim {claim!r}")
                    table[claim] = reader

    @property
    def suffixes(self) -> tuple[str, ...]:
        """Every suffix that some reader claims, in the order of the readers."""
        return tuple(self._by_suffix)

    def for_suffix(self, suffix: str) -> Reader | None:
        """The reader of a suffix, small letters or not; None where nobody claims it."""
        return self._by_suffix.get(suffix.lower())

    def for_media_type(self, header: str) -> Reader | None:
        """The reader of a `Content-Type` header (`text/html; charset=utf-8`), or None."""
        return self._by_media_type.get(header.partition(";")[0].strip().lower())
