"""Chroma's `index_metadata.pickle` -> the labels of the passages in its graph.

A pickle may run any code, and a damaged one may ask for any memory. Chroma writes only numbers,
texts and tables of them, so only those are read.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge.storage.index_graph import DamagedFiles

LABELS = "index_metadata.pickle"
_PROTOCOL = b"\x80\x03"


@dataclass(frozen=True, slots=True)
class Labels:
    """The label of each id, and how many labels were given so far."""

    of_id: dict[str, int]
    given: int


def read_labels(folder: Path) -> Labels:
    """The labels in a folder; none where the graph was not stored yet.

    Raises:
        DamagedFiles: the file is not as Chroma writes it.
        OSError: it cannot be read.
    """
    path = folder / LABELS
    if not path.exists():
        return Labels({}, 0)
    try:
        told = _Reader(path.read_bytes()).value()
        of_id, back, given = told["id_to_label"], told["label_to_id"], told["total_elements_added"]
        is_whole = (
            all(isinstance(name, str) and isinstance(n, int) for name, n in of_id.items())
            and {n: name for name, n in of_id.items()} == back
            and isinstance(given, int)
            and all(0 < n <= given for n in of_id.values())
        )
    except (IndexError, KeyError, TypeError, ValueError, AttributeError) as exc:
        raise DamagedFiles(f"{LABELS} cannot be read ({type(exc).__name__})") from exc
    if not is_whole:
        raise DamagedFiles(f"{LABELS}: the labels of the passages do not fit together")
    return Labels(of_id, given)


class _Reader:
    """Reads the few codes that are used; every other one is a ValueError."""

    def __init__(self, content: bytes) -> None:
        self._content, self._at = content, 0
        self._stack: list[Any] = []
        self._marks: list[int] = []
        self._codes: dict[int, Callable[[], None]] = {
            ord("X"): self._text, ord("J"): self._number, ord("K"): self._small,
            ord("M"): self._medium, 0x8A: self._long, ord("N"): lambda: self._stack.append(None),
            ord("}"): lambda: self._stack.append({}), ord("u"): self._set_items,
            ord("("): lambda: self._marks.append(len(self._stack)),
        }  # fmt: skip

    def value(self) -> Any:
        """The value; the file must end with it."""
        if self._take(2) != _PROTOCOL:
            raise ValueError
        while (code := self._take(1)[0]) != ord("."):
            if code not in self._codes:
                raise ValueError
            self._codes[code]()
        if self._at != len(self._content) or len(self._stack) != 1 or self._marks:
            raise ValueError
        return self._stack[0]

    def _take(self, size: int) -> bytes:
        taken = self._content[self._at : self._at + size]
        if len(taken) != size:
            raise ValueError
        self._at += size
        return taken

    def _integer(self, size: int, *, signed: bool = False) -> int:
        return int.from_bytes(self._take(size), "little", signed=signed)

    def _text(self) -> None:
        self._stack.append(self._take(self._integer(4)).decode("utf-8"))

    def _number(self) -> None:
        self._stack.append(self._integer(4, signed=True))

    def _small(self) -> None:
        self._stack.append(self._integer(1))

    def _medium(self) -> None:
        self._stack.append(self._integer(2))

    def _long(self) -> None:
        self._stack.append(self._integer(self._integer(1), signed=True))

    def _set_items(self) -> None:
        begin = self._marks.pop()
        items = self._stack[begin:]
        del self._stack[begin:]
        table = self._stack[-1]
        if len(items) % 2 or not isinstance(table, dict):
            raise ValueError
        before = len(table)
        table.update(zip(items[::2], items[1::2], strict=True))
        if len(table) != before + len(items) // 2:
            raise ValueError  # a key twice
