"""Checks the sector chains of an OLE container (XLS): one that returns to itself never ends.

calamine follows such a chain until its process has no memory left. olefile reads the tables of the
container within its size; its chains are then walked here. Source: MS-CFB, 2.2-2.6.
"""

import io
import struct
from collections.abc import Iterator, Sequence

from knowledge.errors import UnreadableBulletin

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Greater numbers in place of a sector end a chain, or mark a sector that no stream uses.
_LAST_SECTOR = 0xFFFFFFFA
_DIFAT_AT, _SECTOR_SHIFT_AT, _HEADER = 68, 30, 512


def check_chains(content: bytes) -> None:
    """Raises UnreadableBulletin for a container with a chain that returns to itself, or damaged."""
    from olefile import OleFileIO
    from olefile.olefile import OleFileError

    if _has_cycle(_difat(content)):
        raise UnreadableBulletin(_CYCLE)
    try:
        with OleFileIO(io.BytesIO(content)) as container:
            container.loadminifat()
            root, large, small = container.root, container.fat, container.minifat
            heads = [(container.first_dir_sector, large), (container.first_mini_fat_sector, large)]
            heads.append((root.isectStart, large))
            cutoff = container.mini_stream_cutoff_size
            heads += [
                (entry.isectStart, large if entry.size >= cutoff else small)
                for entry in container.direntries if entry is not None and entry is not root
            ]  # fmt: skip
    except (OleFileError, OSError, ValueError, IndexError, struct.error, RecursionError) as exc:
        raise UnreadableBulletin(f"is damaged: {exc}") from exc
    if any(_has_cycle(_chain(head, table)) for head, table in heads):
        raise UnreadableBulletin(_CYCLE)


_CYCLE = "is damaged: a chain of its sectors returns to itself; open it, save it again and load it"


def _chain(head: int, table: Sequence[int]) -> Iterator[int]:
    """The sectors of a chain, without end where it returns to itself."""
    while head < min(len(table), _LAST_SECTOR):
        yield head
        head = table[head]


def _difat(content: bytes) -> Iterator[int]:
    """The sectors of the list of allocation tables; the last number of each is the next one."""
    if len(content) < _HEADER:
        return
    size = 1 << min(struct.unpack_from("<H", content, _SECTOR_SHIFT_AT)[0], 20)
    (head,) = struct.unpack_from("<I", content, _DIFAT_AT)
    while head < _LAST_SECTOR and (head + 2) * size <= len(content):
        yield head
        (head,) = struct.unpack_from("<I", content, (head + 2) * size - 4)


def _has_cycle(chain: Iterator[int]) -> bool:
    seen: set[int] = set()
    for sector in chain:
        if sector in seen:
            return True
        seen.add(sector)
    return False
