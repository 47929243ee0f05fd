"""A tree of HTML -> blocks in reading order, and its tables: data as lines, layout taken apart.

Old portals lay out the whole page by nested tables; offices write figures in tables. A table holds
data where it has rows and columns of short cells and a number beside the first column, and no table
inside; all others only place their content on the page.
"""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from knowledge.errors import UnreadableBulletin
from knowledge.readers.drafts import paragraphs
from knowledge.readers.list_numbers import number_items
from knowledge.readers.table_heads import MAX_MARKED, NO_MARKS, Marks, is_listing, leading
from knowledge.readers.table_shape import has_figures
from knowledge.readers.tables import (
    MAX_CELLS,
    is_continued,
    table_blocks,
    unit_above,
    unit_in_note,
)
from knowledge.readers.wrapping import joined_lines
from knowledge.records import SectionKind

Block = tuple[SectionKind, str]
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_BLOCKS = _HEADINGS | frozenset((
    "p", "div", "section", "article", "li", "ul", "ol", "dl", "dt", "dd", "blockquote", "pre", "tr",
    "td", "th", "table", "tbody", "thead", "center", "figure", "figcaption", "hr", "body", "caption",
))  # fmt: skip
_SILENT = frozenset(("script", "style", "head", "template", "noscript", "iframe", "object"))
_LAYOUT = frozenset(("table", "tbody", "thead", "tfoot", "tr", "td", "th"))
_MAX_SPAN, _MAX_CELL, _MAX_CAPTION, _MAX_ABOVE = 40, 300, 250, 6


class HtmlBlocks:
    """The blocks of one tree; `title` is the first heading of the first level, `left_out` the tables
    whose columns have no headings."""

    def __init__(self, tree: Any) -> None:
        self.title: str | None = None
        self.blocks: list[Block] = []
        self.left_out: list[str] = []
        self._text: list[str] = []
        self._unit: str | None = None
        self._walk(tree)

    def _walk(self, tree: Any) -> None:
        from lxml.etree import iterwalk

        walk = iterwalk(tree, events=("start", "end", "comment", "pi"))
        captions: list[Any] = []
        for event, node in walk:
            tag = node.tag
            if event in ("comment", "pi"):
                self._add(node.tail)
            elif event == "start":
                self._start(walk, node, tag, captions)
            else:
                if tag in _BLOCKS:
                    self._flush(tag, bool(captions))
                if captions and captions[-1] is node:
                    captions.pop()
                if node is not tree:
                    self._add(node.tail)
        self._flush("p", False)

    def _start(self, walk: Any, node: Any, tag: str, captions: list[Any]) -> None:
        if tag in _BLOCKS:
            self._flush("p", bool(captions))
        if tag in _SILENT:
            walk.skip_subtree()
            return
        if tag == "table":
            table = data_rows(node)
            if table is not None:
                self._add_table(_caption_of(node), *table)
                walk.skip_subtree()
                return
            if node.find(".//img") is not None and len("".join(node.itertext())) < _MAX_CAPTION:
                captions.append(node)
        elif tag == "br":
            self._text.append("\n")
        elif tag == "img" and (node.get("alt") or "").strip():
            self._flush("p", bool(captions))
            self.blocks.append(("caption", " ".join(node.get("alt").split())))
        self._add(node.text)

    def _add(self, text: str | None) -> None:
        """Keeps words for the next block; only `br` breaks a line in HTML."""
        if text:
            self._text.append(text.replace("\n", " "))

    def _add_table(self, caption: str, rows: list[list[str]], marks: Marks) -> None:
        above = self.blocks[-1][1] if self.blocks else ""
        self._unit = unit_above(_note_of(caption, above), self._unit)
        if caption:
            self.blocks.append(("paragraph", caption))
        blocks = table_blocks(rows, self._unit, marks)
        if blocks is None:
            self.left_out.append(table_text(rows))
        else:
            self.blocks += blocks

    def _flush(self, tag: str, in_caption: bool) -> None:
        lines = [" ".join(line.split()) for line in "".join(self._text).split("\n")]
        self._text.clear()
        text = " ".join(line for line in lines if line)
        if not text:
            return
        if tag == "h1" and self.title is None:
            self.title = text
        elif tag in _HEADINGS:
            self.blocks.append(("heading", text))
        elif in_caption:
            self.blocks.append(("caption", text))
        else:
            self.blocks += paragraphs(joined_lines(lines))


def html_text(html: str, where: str) -> HtmlBlocks:
    """The blocks of a piece of HTML, with or without a body around it.

    Raises:
        UnreadableBulletin: the library cannot read it.
    """
    from lxml.etree import LxmlError
    from lxml.html import HTMLParser, fromstring

    try:
        tree = fromstring(f"<div>{html}</div>", parser=HTMLParser(huge_tree=True))
        number_items(tree)
        return HtmlBlocks(tree)
    except (LxmlError, ValueError) as exc:
        raise UnreadableBulletin(f"{where}: the HTML in it cannot be read: {exc}") from exc


def table_text(rows: list[list[str]]) -> str:
    """The cells of a table on one line, for a warning."""
    return " | ".join(cell for row in rows for cell in row if cell)[:80]


def data_rows(table: Any) -> tuple[list[list[str]], Marks] | None:
    """The cells of a table that holds data, merged cells repeated, and which rows are marked as
    headings; None for any other table."""
    if table.find(".//table") is not None:
        return None
    rows = list(_grid(table))
    is_small = all(len(cell) <= _MAX_CELL for row in rows for cell in row)
    if len(rows) < 2 or max(map(len, rows)) < 2 or not is_small:
        return None
    marks = _marks(table)
    if not marks.is_certain and not has_figures(rows) and not is_listing(rows):
        return None
    return rows, marks


def _marks(table: Any) -> Marks:
    """Rows of `thead` or of `th` alone are headings; bold rows above others may be."""
    filled = (
        (tr, cells) for tr in table.iter("tr") if (cells := list(tr.iterchildren("td", "th")))
    )
    rows = list(islice(filled, MAX_MARKED + 1))
    heads = leading([
        tr.getparent().tag == "thead" or all(cell.tag == "th" for cell in cells)
        for tr, cells in rows
    ])  # fmt: skip
    if heads:
        return Marks(heads, is_certain=True)
    bold = leading([all(map(_is_bold, cells)) for _, cells in rows])
    return Marks(bold) if bold else NO_MARKS


def _is_bold(cell: Any) -> bool:
    """Whether all words of a cell are bold; a cell without words is."""
    from lxml.etree import iterwalk

    depth = 0
    for event, node in iterwalk(cell, events=("start", "end", "comment", "pi")):
        is_start = event == "start"
        if node.tag in ("b", "strong"):
            depth += 1 if is_start else -1
        text = node.text if is_start else node.tail if node is not cell else None
        if depth == 0 and text is not None and text.strip():
            return False
    return True


def _grid(table: Any) -> Iterator[list[str]]:
    """The rows of a table, each cell in every place that it spans."""
    below: dict[int, tuple[int, str]] = {}
    cells = 0
    for tr in table.iter("tr"):
        row: list[str] = []
        spanned, below = below, {}
        for cell in tr.iterchildren("td", "th"):
            _fill(row, spanned, below)
            text = " ".join(" ".join(cell.itertext()).split())
            down = _span(cell, "rowspan")
            for _ in range(_span(cell, "colspan")):
                if down > 1:
                    below[len(row)] = (down - 1, text)
                row.append(text)
        _fill(row, spanned, below)
        cells += len(row)
        if cells > MAX_CELLS:
            return
        if row:
            yield row


def _fill(
    row: list[str], spanned: dict[int, tuple[int, str]], below: dict[int, tuple[int, str]]
) -> None:
    """Appends the cells that reach down into the row at its present end."""
    while len(row) in spanned:
        left, text = spanned.pop(len(row))
        if left > 1:
            below[len(row)] = (left - 1, text)
        row.append(text)


def _span(cell: Any, name: str) -> int:
    value = (cell.get(name) or "1").strip()
    return max(1, min(int(value), _MAX_SPAN)) if value.isdecimal() and len(value) < 6 else 1


def unfold_tables(tree: Any) -> tuple[set[str], list[tuple[Any, str]]]:
    """Changes `tree`: data tables into paragraphs, layout tables into divisions.

    Returns the paragraphs that are rows of tables, and the place and the cells of tables that are left
    out because their columns have no headings.
    """
    from lxml.html import builder

    row_lines: set[str] = set()
    left_out = []
    unit: str | None = None
    for table in list(tree.iter("table")):
        data = data_rows(table)
        if data is None:
            continue
        rows, marks = data
        caption = _caption_of(table)
        unit = unit_above(_note_of(caption, _text_above(table)), unit)
        blocks = table_blocks(rows, unit, marks)
        row_lines |= {_xml_text(line) for kind, line in blocks or () if kind == "row"}
        lines = [caption] if caption else []
        lines += [line for _, line in blocks or ()]
        division = builder.DIV(*(builder.P(_xml_text(line)) for line in lines))
        division.tail = table.tail
        if blocks is None:
            left_out.append((division, table_text(rows)))
        parent = table.getparent()
        if parent is not None:
            parent.replace(table, division)
    for node in tree.iter(*_LAYOUT):
        for name in list(node.attrib):
            if name != "class":
                del node.attrib[name]
        is_leaf = node.tag in ("td", "th") and not any(child.tag in _BLOCKS for child in node)
        node.tag = "p" if is_leaf else "div"
    return row_lines, left_out


def _caption_of(table: Any) -> str:
    """The words of the table's own `caption`."""
    caption = table.find("caption")
    return "" if caption is None else " ".join(" ".join(caption.itertext()).split())


def _note_of(caption: str, above: str) -> str:
    """Of a table's caption and the line above it, the one that tells of the unit."""
    tells = unit_in_note(caption) is not None or is_continued(caption)
    return caption if tells else above


def _text_above(table: Any) -> str:
    """The words of the line above a table, which may name the unit of its numbers."""
    node = table
    for _ in range(_MAX_ABOVE):
        above = node.getprevious()
        if above is None:
            node = node.getparent()
            if node is None:
                return ""
            continue
        text = " ".join(" ".join(above.itertext()).split()) if isinstance(above.tag, str) else ""
        text = f"{text} {(above.tail or '').strip()}".strip()
        if text:
            return text
        node = above
    return ""


def _xml_text(text: str) -> str:
    return "".join(c for c in text if c >= " ")
