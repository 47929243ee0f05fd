"""ODT -> parts, from its `content.xml`. Source: OpenDocument 1.3, part 3."""

from collections.abc import Iterator
from typing import Any

from knowledge.errors import UnreadableBulletin
from knowledge.readers.bounded import Part
from knowledge.readers.containers import open_container
from knowledge.readers.table_heads import Marks, leading

_NS = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
_TEXT, _TABLE, _OFFICE = _NS % "text", _NS % "table", _NS % "office"
_SILENT = frozenset((
    f"{_OFFICE}annotation", f"{_TEXT}tracked-changes", f"{_TEXT}note", f"{_OFFICE}forms",
    f"{_TEXT}sequence-decls", f"{_TEXT}table-of-content",
))  # fmt: skip
_MAX_UNPACKED, _MAX_REPEATS = 60_000_000, 60


def parse(content: bytes) -> list[Part]:
    """See `knowledge.readers.bounded.parse_bounded`."""
    from lxml import etree

    with open_container(content, _MAX_UNPACKED) as container:
        try:
            source = container.read("content.xml")
        except KeyError as exc:
            raise UnreadableBulletin("is no ODT: it holds no content.xml") from exc
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    root = etree.fromstring(source, parser=parser)
    body = root.find(f"{_OFFICE}body/{_OFFICE}text")
    if body is None:
        raise UnreadableBulletin("is no text document of OpenDocument")
    return list(_parts(body))


def _parts(body: Any) -> Iterator[Part]:
    stack = list(reversed(body))
    while stack:
        node = stack.pop()
        if not isinstance(node.tag, str) or node.tag in _SILENT:
            continue
        if node.tag == f"{_TABLE}table":
            yield Part("table", rows=tuple(map(tuple, _rows(node))), marks=_marks(node))
        elif node.tag in (f"{_TEXT}p", f"{_TEXT}h"):
            style = node.get(f"{_TEXT}style-name", "")
            kind = (
                "title"
                if style == "Title"
                else "heading"
                if node.tag.endswith("}h")
                else "paragraph"
            )
            text = _text(node)
            if text.strip():
                yield Part(kind, text)
        else:
            stack += reversed(node)


def _text(node: Any) -> str:
    pieces: list[str] = []
    stack: list[Any] = [node]
    while stack:
        part = stack.pop()
        if isinstance(part, str):
            pieces.append(part)
            continue
        tail = part.tail if part is not node else None
        if tail:
            stack.append(tail)
        if not isinstance(part.tag, str) or part.tag in _SILENT:
            continue
        if part.tag == f"{_TEXT}s":
            pieces.append(" ")
        elif part.tag == f"{_TEXT}tab":
            pieces.append("\t")
        elif part.tag == f"{_TEXT}line-break" or (
            part.tag == f"{_TEXT}p" and part is not node and pieces
        ):
            pieces.append("\n")
        stack += reversed(part)
        if part.text:
            stack.append(part.text)
    return "".join(pieces)


def _marks(table: Any) -> Marks:
    """Rows that are repeated on each page are headings."""
    rows = table.iter(f"{_TABLE}table-row")
    heads = leading([row.getparent().tag == f"{_TABLE}table-header-rows" for row in rows])
    return Marks(heads, is_certain=heads > 0)


def _rows(table: Any) -> Iterator[list[str]]:
    below: dict[int, tuple[int, str]] = {}
    for tr in table.iter(f"{_TABLE}table-row"):
        row: list[str] = []
        for cell in tr.iterchildren(f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            text = _text(cell).strip()
            down = _count(cell, "number-rows-spanned")
            across = _count(cell, "number-columns-repeated")
            is_covered = cell.tag.endswith("}covered-table-cell")
            for _ in range(across):
                at = len(row)
                left, above = below.pop(at, (0, ""))
                if is_covered:
                    # Covered by the cell above it, or by the one at its left.
                    text = above if left else (row[-1] if row else "")
                if left > 1:
                    below[at] = (left - 1, above)
                if down > 1:
                    below[at] = (down - 1, text)
                row.append(text)
        yield row


def _count(cell: Any, name: str) -> int:
    value = cell.get(f"{_TABLE}{name}", "1")
    return max(1, min(int(value), _MAX_REPEATS)) if value.isdecimal() and len(value) < 8 else 1
