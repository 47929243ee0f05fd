"""The files of Chroma's graph of vectors (HNSW) -> what they hold, or `DamagedFiles`.

Chroma reads these files in native code that trusts them: an offset or a neighbour out of range ends
the process. So they are read here first; what is read is safe to search. The names of fields are
those of hnswlib, version 1 of its persisted index: `header.bin`, `data_level0.bin` (for each
element its neighbours, vector and label), `length.bin` (the vectors' lengths) and `link_lists.bin`
(neighbours on higher levels).
"""

import math
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from knowledge.arrays import Array, Floats, np

HEADER, LEVEL_0, LENGTHS, LINKS = "header.bin", "data_level0.bin", "length.bin", "link_lists.bin"
_VERSION = 1
_HEADER = struct.Struct("<iQQQQQQiIQQQdQ")
_FIRST_ROOM = 100  # elements that Chroma makes room for at first; later a power of two
_MOST_NEIGHBOURS, _MOST_CANDIDATES = 1024, 100_000
_SAME_LENGTH = 1e-2
_DELETED = 0x10000  # the mark in an element's number of neighbours
_STEP = 4096


class DamagedFiles(Exception):
    """What is wrong with the files of the vector index."""


@dataclass(frozen=True, slots=True)
class Graph:
    """The graph in one folder: a label and a mark of deletion for each element.

    `labels` and `are_deleted` have one item for each element; `row_bytes` is the size of an element
    in `data_level0.bin`, where its vector begins at `vector_at`.
    """

    folder: Path
    dimension: int
    labels: Array
    are_deleted: Array
    row_bytes: int
    vector_at: int

    def vectors(self) -> Iterator[tuple[int, Floats]]:
        """The number of the first element and the unit vectors, some thousand at a time."""
        count = len(self.labels)
        for start, rows in _rows(self.folder, count, self.row_bytes):
            ends = self.vector_at + 4 * self.dimension
            yield start, np.ascontiguousarray(rows[:, self.vector_at : ends]).view("<f4")


@dataclass(frozen=True, slots=True)
class _Header:
    room: int
    count: int
    row_bytes: int
    label_at: int
    vector_at: int
    top_level: int
    entry: int
    most_links: int
    most_links_0: int


def read_graph(folder: Path) -> Graph:
    """The graph in a folder; everything that a search follows is checked.

    Raises:
        DamagedFiles: a size, an offset, a level or a neighbour cannot be right.
        OSError: a file cannot be read.
    """
    header = _read_header(folder)
    labels = np.zeros(header.count, np.uint64)
    sizes = np.zeros(header.count, np.uint32)
    for start, rows in _rows(folder, header.count, header.row_bytes):
        links = np.ascontiguousarray(rows[:, : header.vector_at]).view("<u4")
        sizes[start : start + len(rows)] = links[:, 0]
        _check_links(links[:, 1:], links[:, 0] & 0xFFFF, header.count, header.most_links_0)
        label = np.ascontiguousarray(rows[:, header.label_at : header.label_at + 8])
        labels[start : start + len(rows)] = label.view("<u8")[:, 0]
    if (sizes & ~np.uint32(_DELETED | 0xFFFF)).any():
        raise DamagedFiles(f"{LEVEL_0}: a number of neighbours is out of range")
    if len(np.unique(labels)) != header.count:
        raise DamagedFiles(f"{LEVEL_0}: two elements have the same label")
    _check_lengths(folder, header.count)
    _check_levels(folder, header)
    return Graph(
        folder, (header.label_at - header.vector_at) // 4, labels, (sizes & _DELETED) > 0,
        header.row_bytes, header.vector_at,
    )  # fmt: skip


def _read_header(folder: Path) -> _Header:
    content = (folder / HEADER).read_bytes()
    if len(content) != _HEADER.size:
        raise DamagedFiles(f"{HEADER} has {len(content)} bytes instead of {_HEADER.size}")
    (version, links_at, room, count, row_bytes, label_at, vector_at, top_level, entry, most_links,
     most_links_0, links, level_factor, candidates) = _HEADER.unpack(content)  # fmt: skip
    vector_bytes = label_at - vector_at
    fits = (
        version == _VERSION
        and links_at == 0
        and count <= room
        and (room == _FIRST_ROOM or room & (room - 1) == 0)
        and 2 <= most_links <= _MOST_NEIGHBOURS
        and links == most_links
        and most_links_0 == 2 * most_links
        and vector_at == 4 * most_links_0 + 4
        and vector_bytes > 0
        and vector_bytes % 4 == 0
        and row_bytes == label_at + 8
        and math.isclose(level_factor, 1 / math.log(most_links))
        and most_links <= candidates <= _MOST_CANDIDATES
        and (entry < count if count else top_level == -1)
    )
    if not fits:
        raise DamagedFiles(f"{HEADER}: its values do not fit together")
    for name, size in ((LEVEL_0, row_bytes), (LENGTHS, 4)):
        if (folder / name).stat().st_size < count * size:
            raise DamagedFiles(f"{name} is shorter than its {count} elements")
    return _Header(room, count, row_bytes, label_at, vector_at, top_level, entry, most_links,
                   most_links_0)  # fmt: skip


def _rows(folder: Path, count: int, row_bytes: int) -> Iterator[tuple[int, Array]]:
    """The elements as bytes, one row each; read and not mapped, since a writer may cut the file."""
    with (folder / LEVEL_0).open("rb") as file:
        for start in range(0, count, _STEP):
            due = min(_STEP, count - start)
            content = file.read(due * row_bytes)
            if len(content) != due * row_bytes:
                raise DamagedFiles(f"{LEVEL_0} is shorter than its {count} elements")
            yield start, np.frombuffer(content, np.uint8).reshape(due, row_bytes)


def _check_links(links: Array, sizes: Array, count: int, most: int) -> None:
    """Only the first `sizes` links of each row are followed."""
    if (sizes > most).any():
        raise DamagedFiles(f"{LEVEL_0}: a number of neighbours is out of range")
    is_used = np.arange(links.shape[1]) < sizes[:, None]
    if (links[is_used] >= count).any():
        raise DamagedFiles(f"{LEVEL_0}: a neighbour is out of range")


def _check_lengths(folder: Path, count: int) -> None:
    lengths = np.frombuffer((folder / LENGTHS).read_bytes()[: 4 * count], "<f4")
    with np.errstate(all="ignore"):
        are_right = np.abs(lengths - 1) <= _SAME_LENGTH  # false for NaN
    if not are_right.all():
        raise DamagedFiles(f"{LENGTHS}: the length of a unit vector is not 1")


def _check_levels(folder: Path, header: _Header) -> None:
    """A neighbour on a level must have links of its own there."""
    content = (folder / LINKS).read_bytes()
    level_bytes = 4 * header.most_links + 4
    levels = np.zeros(header.count, np.int32)
    lists: list[tuple[int, int]] = []
    at = 0
    for element in range(header.count):
        if at + 4 > len(content):
            raise DamagedFiles(f"{LINKS} is shorter than its {header.count} elements")
        size = int.from_bytes(content[at : at + 4], "little")
        at += 4
        if size:
            if size % level_bytes or size // level_bytes > header.top_level:
                raise DamagedFiles(f"{LINKS}: a size is out of range")
            if at + size > len(content):
                raise DamagedFiles(f"{LINKS} is shorter than its {header.count} elements")
            levels[element] = size // level_bytes
            lists.append((at, size // level_bytes))
            at += size
    if header.count and levels[header.entry] != header.top_level:
        raise DamagedFiles(f"{HEADER}: the search would begin on a level that is not there")
    for begin, most in lists:
        for level in range(1, most + 1):
            _check_list(content, begin + (level - 1) * level_bytes, level, levels, header)


def _check_list(content: bytes, at: int, level: int, levels: Array, header: _Header) -> None:
    size = int.from_bytes(content[at : at + 4], "little")
    if size > header.most_links:
        raise DamagedFiles(f"{LINKS}: a number of neighbours is out of range")
    links = np.frombuffer(content, "<u4", size, at + 4)
    if (links >= header.count).any() or (levels[links] < level).any():
        raise DamagedFiles(f"{LINKS}: a neighbour is out of range")
