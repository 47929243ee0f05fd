"""DOCX -> parts. Text of text boxes and inserted text is read, deleted text is not."""

import io
from collections.abc import Iterator
from itertools import islice
from typing import Any

from knowledge.readers.bounded import Part
from knowledge.readers.containers import open_container
from knowledge.readers.table_heads import MAX_MARKED, Marks, leading

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
# In the fonts .VnTime the soft hyphen is the letter ư.
_CHARACTERS = {"tab": "\t", "br": "\n", "cr": "\n", "softHyphen": "\u00ad", "noBreakHyphen": "-"}
_MAX_SPAN, _MAX_DEPTH = 60, 10
_MAX_UNPACKED = 60_000_000


def parse(content: bytes) -> list[Part]:
    """See `knowledge.readers.bounded.parse_bounded`."""
    from docx import Document

    with open_container(content, _MAX_UNPACKED):
        document = Document(io.BytesIO(content))
    names = {style.style_id: (style.name or "").lower() for style in document.styles}
    return list(_parts(document.element.body, names, 0))


def _parts(body: Any, names: dict[str, str], depth: int) -> Iterator[Part]:
    for node in body:
        if node.tag == f"{_W}p":
            text = _text(node)
            if text.strip():
                yield Part(_kind(node, names), text)
        elif node.tag == f"{_W}tbl":
            yield Part("table", rows=tuple(map(tuple, _rows(node))), marks=_marks(node))
        elif (
            node.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}customXml", f"{_W}ins")
            and depth < _MAX_DEPTH
        ):
            yield from _parts(node, names, depth + 1)


def _kind(paragraph: Any, names: dict[str, str]) -> str:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    name = names.get(style.get(f"{_W}val"), "") if style is not None else ""
    if name == "title":
        return "title"
    if name.startswith("heading"):
        return "heading"
    return "caption" if name == "caption" else "paragraph"


def _text(node: Any) -> str:
    """The text below a node, in order."""
    pieces: list[str] = []
    stack = [node]
    while stack:
        part = stack.pop()
        if not isinstance(part.tag, str) or part.tag in (
            f"{_W}del",
            _FALLBACK,
            f"{_W}pPr",
            f"{_W}rPr",
        ):
            continue
        if part.tag == f"{_W}t":
            pieces.append(part.text or "")
            continue
        name = part.tag.removeprefix(_W)
        if name in _CHARACTERS and part is not node:
            pieces.append(_CHARACTERS[name])
        if name == "p" and part is not node and pieces:
            pieces.append("\n")
        stack += reversed(list(part))
    return "".join(pieces)


def _marks(table: Any) -> Marks:
    """Rows that are repeated on each page are headings; bold rows above others may be."""
    # The same rows as those of `_rows`: some are in content controls, not right below the table.
    rows = list(islice(table.iter(f"{_W}tr"), MAX_MARKED + 1))
    heads = leading([_is_on(row.find(f"{_W}trPr/{_W}tblHeader")) for row in rows])
    if heads:
        return Marks(heads, is_certain=True)
    return Marks(leading([_is_bold(row) for row in rows]))


def _is_bold(row: Any) -> bool:
    """Whether all words of a row are bold, and it has some."""
    runs = [run for run in row.iter(f"{_W}r") if _text(run).strip()]
    return bool(runs) and all(_is_on(run.find(f"{_W}rPr/{_W}b")) for run in runs)


def _is_on(switch: Any) -> bool:
    return switch is not None and switch.get(f"{_W}val", "1") not in ("0", "false", "off")


def _rows(table: Any) -> Iterator[list[str]]:
    """The rows of a table, each cell in every place that it spans."""
    above: dict[int, str] = {}
    for tr in table.iter(f"{_W}tr"):
        row: list[str] = []
        for cell in tr.iter(f"{_W}tc"):
            if cell.getparent().tag == f"{_W}tr" and cell.getparent() is not tr:
                continue  # of a table inside
            properties = cell.find(f"{_W}tcPr")
            across, merge = 1, None
            if properties is not None:
                span, merge = properties.find(f"{_W}gridSpan"), properties.find(f"{_W}vMerge")
                value = span.get(f"{_W}val", "1") if span is not None else "1"
                across = (
                    max(1, min(int(value), _MAX_SPAN))
                    if value.isdecimal() and len(value) < 5
                    else 1
                )
            goes_on = merge is not None and merge.get(f"{_W}val") != "restart"
            text = above.get(len(row), "") if goes_on else _text(cell).strip()
            for _ in range(across):
                above[len(row)] = text
                row.append(text)
        yield row
