"""The interface of a reader of one format, and the registry that finds the reader of a file.

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
        """Suffixes of file names in small letters, with their points: `.md`."""

    @property
    def media_types(self) -> tuple[str, ...]:
        """Media types in small letters, without parameters: `text/html`. Source: RFC 6838."""

    @property
    def max_bytes(self) -> int:
        """The size in bytes of the largest file that is opened."""

    @property
    def has_rows(self) -> bool:
        """Whether a file has many bulletins, each with its own source."""

    def read(self, file: BinaryIO, where: str) -> Iterator[BulletinDraft | UnreadableBulletin]:
        """The bulletins in the seekable `file`; `where` names it in errors.

        `file` is a stream, so that only one of many bulletins is in memory at a time. Where one of
        several bulletins cannot be read, its error is yielded in its place.

        Raises:
            UnreadableBulletin: the file cannot be read at all.
        """


class Registry:
    """The readers by suffix and by media type.

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
        """The reader of a suffix in any case of letters; None where no reader claims it."""
        return self._by_suffix.get(suffix.lower())

    def for_media_type(self, header: str) -> Reader | None:
        """The reader of a `Content-Type` header (`text/html; charset=utf-8`), or None."""
        return self._by_media_type.get(header.partition(";")[0].strip().lower())
