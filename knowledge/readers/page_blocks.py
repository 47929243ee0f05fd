"""A tree of HTML -> its blocks of text in reading order, each with the elements around it.

Breaks inside an element divide it where two stand together or a sentence ends before one.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from knowledge.errors import UnreadableBulletin
from knowledge.text.patterns import lazy_regex
from knowledge.text.spelling import clean

HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_BLOCKS = HEADINGS | frozenset((
    "p", "div", "section", "article", "main", "header", "footer", "aside", "nav", "li", "ul", "ol", "dl", "dt", "dd",
    "blockquote", "pre", "tr", "td", "th", "table", "tbody", "thead", "center", "figure", "figcaption", "hr", "body",
    "caption", "form", "fieldset", "address", "details", "summary", "marquee", "legend",
))  # fmt: skip
_SILENT = frozenset((
    "script", "style", "head", "template", "noscript", "iframe", "object", "select", "textarea", "button", "input",
    "svg", "audio", "video", "canvas", "map", "marquee",
))  # fmt: skip
_JUNK_TAGS = frozenset(("nav", "footer", "aside"))
# Names of classes and ids; of elements that hold no title and little of the page's text.
_JUNK_NAMES = lazy_regex(
    r"(?<![a-z])(?:comments?|binh-?luan|related|lien-?quan|lienquan|tin-?khac|tinkhac|other-?news|side-?bar|footer|chan-?trang|breadcrumbs?|pathway"
    r"|nav(?:bar|igation)?|menu|share|social|tags|keywords|rating|vote|thong-?ke|counter|weather|advert|ads|quang-?cao|cookie|pagination|pager|widget-area|hot-?news|author-?(?:box|bio|info)|about-?author|tool-?bar|tools?)(?![a-z])"
)
_HIDDEN = lazy_regex(r"display\s*:\s*none|visibility\s*:\s*hidden")
_SENTENCE = lazy_regex(r"[.!?…:;”\"’)/]$")
_BREAK, _MIN_PROSE, _LONG_PROSE, _MIN_LINK = "\x1e", 55, 160, 20
# A block keeps the elements around it, of which there are up to 256.
MAX_BLOCKS = 20_000
_MOST_LINKED, _ALL_LINKED, _MOST_JUNK = 0.4, 0.75, 0.35


@dataclass(frozen=True, slots=True, eq=False)
class PageBlock:
    """A block of text; `node` is its element, `above` the elements around it from the outermost."""

    text: str
    node: Any
    above: tuple[Any, ...]
    linked: float
    is_bold: bool
    junk: tuple[Any, ...]

    @property
    def is_junk(self) -> bool:
        """Whether the block stands in a menu, in comments or in another part beside the text."""
        return bool(self.junk)

    @property
    def tag(self) -> str:
        """The name of the element."""
        return str(self.node.tag)

    @property
    def is_heading(self) -> bool:
        """Whether the block stands in a heading."""
        return any(node.tag in HEADINGS for node in (*self.above[-2:], self.node))

    @property
    def is_link(self) -> bool:
        """Whether the block is a link, such as the title of other news."""
        return self.linked >= _ALL_LINKED

    @property
    def is_news_link(self) -> bool:
        """Whether the block is a link that can be the title of other news."""
        return self.is_link and not self.junk and len(self.text) >= _MIN_LINK

    @property
    def is_prose(self) -> bool:
        """Whether the block is a sentence: not short, not linked, and with an end."""
        if self.linked > _MOST_LINKED or len(self.text) < _MIN_PROSE:
            return False
        return len(self.text) >= _LONG_PROSE or _SENTENCE.search(self.text) is not None


def page_blocks(tree: Any) -> list[PageBlock]:
    """The blocks of a page in reading order.

    Raises:
        UnreadableBulletin: there are more than any article has. The message begins with a verb; the
            caller puts the name of the page before it.
    """
    blocks = _Walk(tree).blocks
    if len(blocks) >= MAX_BLOCKS:
        raise UnreadableBulletin(
            f"has {MAX_BLOCKS} paragraphs or more; save the article as .txt or .md instead"
        )
    # The text may stand in an element that is named after a part of it, such as its buttons.
    prose = [block for block in blocks if block.is_prose]
    total = sum(len(block.text) for block in prose)
    sizes: Counter[Any] = Counter()
    for block in prose:
        for node in block.junk:
            sizes[node] += len(block.text)
    texts = {node for node, size in sizes.items() if size > total * _MOST_JUNK}
    return [
        replace(block, junk=tuple(n for n in block.junk if n not in texts or n.tag in _JUNK_TAGS))
        for block in blocks
    ]


class _Walk:
    def __init__(self, tree: Any) -> None:
        self.blocks: list[PageBlock] = []
        self._pieces: list[tuple[str, bool, bool]] = []
        self._open: list[Any] = []
        self._links = self._bolds = 0
        self._junk: list[Any] = []
        self._walk(tree)

    def _walk(self, tree: Any) -> None:
        from lxml.etree import iterwalk

        walk = iterwalk(tree, events=("start", "end", "comment", "pi"))
        for event, node in walk:
            tag = node.tag
            if len(self.blocks) >= MAX_BLOCKS:
                return
            if event in ("comment", "pi"):
                self._add(node.tail)
            elif event == "start":
                if tag in _BLOCKS:
                    self._flush()
                    self._open.append(node)
                if tag in _SILENT or _is_hidden(node):
                    walk.skip_subtree()
                    continue
                if node.tag in _JUNK_TAGS or _has_junk_name(node):
                    self._junk.append(node)
                self._links += tag == "a"
                self._bolds += tag in ("b", "strong", "font")
                if tag == "br":
                    self._pieces.append((_BREAK, False, False))
                self._add(node.text, in_pre=tag == "pre")
            else:
                if tag in _BLOCKS:
                    self._flush()
                    self._open.pop()
                if self._junk and self._junk[-1] is node:
                    self._junk.pop()
                if not (tag in _SILENT or _is_hidden(node)):
                    self._links -= tag == "a"
                    self._bolds -= tag in ("b", "strong", "font")
                if node is not tree:
                    self._add(node.tail)
        self._flush()

    def _add(self, text: str | None, *, in_pre: bool = False) -> None:
        if text:
            if in_pre or any(node.tag == "pre" for node in self._open[-2:]):
                text = text.replace("\n", _BREAK)
            before = self._pieces[-1][0] if self._pieces else ""
            if before[-1:].isalpha() and text[:1].isdigit():
                text = f" {text}"  # "Ngày đăng" and a day in two elements
            self._pieces.append((text, self._links > 0, self._bolds > 0))

    def _flush(self) -> None:
        pieces, self._pieces = self._pieces, []
        if not self._open or not any(text.strip() for text, _, _ in pieces):
            return
        *above, node = self._open
        for part in _parts(pieces):
            text = " ".join(clean("".join(t for t, _, _ in part).replace(_BREAK, " ")).split())
            size = sum(len(t.strip()) for t, _, _ in part) or 1
            linked = sum(len(t.strip()) for t, is_linked, _ in part if is_linked) / size
            bold = sum(len(t.strip()) for t, _, is_bold in part if is_bold) / size
            if text:
                block = PageBlock(text, node, tuple(above), linked, bold > 0.8, tuple(self._junk))
                self.blocks.append(block)


def _parts(pieces: list[tuple[str, bool, bool]]) -> Iterator[list[tuple[str, bool, bool]]]:
    """The pieces of each paragraph of an element."""
    part: list[tuple[str, bool, bool]] = []
    breaks, before, is_all_bold = 0, "", True
    split = [
        (line, is_linked, is_bold)
        for text, is_linked, is_bold in pieces
        for n, piece in enumerate(text.split(_BREAK))
        for line in ((_BREAK, piece) if n else (piece,))
    ]
    for text, is_linked, is_bold in split:
        if text == _BREAK:
            breaks += 1
            continue
        if text.strip():
            is_head = is_all_bold and not is_bold
            if part and (breaks > 1 or (breaks and (is_head or _ends(before, text)))):
                yield part
                part, is_all_bold = [], True
            elif part and breaks:
                part.append((" ", False, False))
            breaks, before = 0, text.rstrip()
            is_all_bold = is_all_bold and is_bold
        if part or text.strip():
            part.append((text, is_linked, is_bold))
    yield part


def _ends(before: str, text: str) -> bool:
    """Whether a paragraph ends at a single break."""
    return before.endswith((".", "!", "?", ":", ";", "./.")) and not text.lstrip()[:1].islower()


def _is_hidden(node: Any) -> bool:
    return node.get("hidden") is not None or _HIDDEN.search(node.get("style") or "") is not None


def _has_junk_name(node: Any) -> bool:
    names = f"{node.get('class') or ''} {node.get('id') or ''}".lower()
    return bool(names.strip()) and _JUNK_NAMES.search(names) is not None
