"""A web page -> a draft: the article without navigation and advertisements.

`knowledge.readers.article` finds the article, and Trafilatura where that finds none; what is printed
in it takes precedence over the page's metadata. The
rows of a table become lines with the headings of their columns; a table without headings is left
out with a warning, because a number without its heading misleads.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO, Literal

from knowledge.errors import UnreadableBulletin
from knowledge.readers.addresses import host_of, is_address
from knowledge.readers.article import Article, article_of
from knowledge.readers.decoding import MAX_BYTES, read_whole
from knowledge.readers.drafts import (
    DATE_LINE,
    MAX_URL,
    MAX_VALUE,
    BulletinDraft,
    date_of,
    draft_of,
    is_caption,
    is_toolbar,
    issuer_in,
    pop_author,
)
from knowledge.readers.html_blocks import Block, unfold_tables
from knowledge.readers.list_numbers import number_items
from knowledge.readers.page_blocks import HEADINGS
from knowledge.readers.page_metadata import metadata_of
from knowledge.readers.repairing import decoded_legacy, repaired
from knowledge.records import SectionKind
from knowledge.text.disguises import find_disguises
from knowledge.text.language import accents
from knowledge.text.spelling import clean

# Browsers write it at the top of a page that is saved, and so does `knowledge.readers.fetching`.
_SAVED_FROM = re.compile(rb"<!-- saved from url=\(\d{1,6}\)(https?://[^\s<>\"]{1,2000}) -->")
# The file beside a fetched one that is no page: `report.pdf.address` holds where it came from.
ADDRESS_SUFFIX = ".address"
_HEAD_BYTES = 4096
# Characters of a page that show whether it is Vietnamese.
_JUDGED_CHARS = 20_000
_MAX_NESTING = 20
# Finding the article takes quadratic time in the number of these; news pages have a few dozen.
_TAG = re.compile(rb"<(table|form|fieldset|option|textarea)(?![a-z0-9])", re.IGNORECASE)
_MAX_TAGS = 2000
_COMPRESSED = (b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"PK\x03\x04", b"BZh", b"\xfd7zXZ")


@dataclass(frozen=True, slots=True)
class _Page:
    """What is read of a page."""

    title: str
    blocks: list[Block]
    day: date | None
    author: str | None
    warnings: tuple[str, ...] = ()


class WebPageReader:
    """Reads the article of a saved page."""

    suffixes = (".html", ".htm")
    media_types = ("text/html", "application/xhtml+xml")
    max_bytes = MAX_BYTES
    has_rows = False

    def read(self, file: BinaryIO, where: str) -> Iterator[BulletinDraft]:
        """See `Reader.read`."""
        yield _draft(read_whole(file, where), where)


def _draft(content: bytes, where: str) -> BulletinDraft:
    _check_source(content, where)
    saved = _SAVED_FROM.search(content[:_HEAD_BYTES])
    address = saved[1].decode("ascii", "replace") if saved else None
    tree, repairs = _tree(content, where)
    stated = metadata_of(tree)
    try:
        number_items(tree)
        row_lines, left_out = unfold_tables(tree)
        article = article_of(tree) if _is_vietnamese(tree) else None
    except UnreadableBulletin as exc:
        raise UnreadableBulletin(f"{where} {exc}") from exc
    except ValueError as exc:  # a tag whose name is no name in XML
        raise UnreadableBulletin(f"{where}: the page cannot be read: {exc}") from exc
    if article is None:
        page = _article_by_trafilatura(tree, address, where, row_lines)
    else:
        left_out = [
            (node, cells) for node, cells in left_out if article.base in node.iterancestors()
        ]
        page = _Page(article.title, _blocks_of(article, row_lines), article.day, article.author)
    header: dict[str, str] = {"title": page.title, "url": address or stated.url or ""}
    warnings = [*repairs, *find_disguises("\n".join((page.title, *(t for _, t in page.blocks))))]
    warnings += [f"a table without headings was left out: {cells!r}" for _, cells in left_out]
    blocks = page.blocks
    day = page.day or stated.day
    header["date"] = day.isoformat() if day else ""
    header["author"] = pop_author(blocks) or page.author or stated.author or ""
    if (host_of(header["url"]) or "").endswith(".gov.vn"):
        header["issuer"] = issuer_in(blocks) or stated.site or ""
    if not blocks:
        raise UnreadableBulletin(f"{where} has a title and no text")
    # Metadata may be wrong and of any length.
    for key in ("author", "issuer"):
        header[key] = header.get(key, "")[:MAX_VALUE]
    header["url"] = header["url"] if len(header["url"]) <= MAX_URL else ""
    draft = draft_of(header, blocks, where)
    return replace(draft, warnings=(*draft.warnings, *page.warnings, *warnings))


def _is_vietnamese(tree: Any) -> bool:
    """Whether the text of a page has Vietnamese accents.

    The shapes that `article_of` knows are those of Vietnamese portals; on 300 pages in other
    languages Trafilatura found the text better (F1 .94 against .89) and the days more often.
    """
    pieces = (n.text for n in tree.iter("p", "div", "td", "li", "span", "a", "b", "font") if n.text)
    return accents(clean(" ".join(pieces)[:_JUDGED_CHARS])) == "full"


def _blocks_of(article: Article, row_lines: set[str]) -> list[Block]:
    """The blocks of an article with their kinds."""
    blocks: list[Block] = []
    for block in article.blocks:
        if block.text in row_lines:
            blocks.append(("row", block.text))
        elif block.tag == "figcaption" or is_caption(block.text):
            blocks.append(("caption", block.text))
        elif not is_toolbar(block.text):
            blocks.append(("heading" if block.tag in HEADINGS else "paragraph", block.text))
    return blocks


def _article_by_trafilatura(
    tree: Any, address: str | None, where: str, row_lines: set[str]
) -> _Page:
    """The article of a page whose title or sentences are not found by their shape."""
    printed = [words for piece in tree.itertext() if (words := " ".join(piece.split()))]
    page = _extracted(tree, address, where)
    blocks: list[Block] = []
    warnings = []
    day: date | None = None
    for kind, text in _parts(page.body):
        if DATE_LINE.fullmatch(text):
            day = day or date_of(text)[0]
        elif kind == "table":
            warnings.append(f"a table was left out: {text[:80]!r}")
        elif text in row_lines:
            blocks.append(("row", text))
        elif not is_toolbar(text) and text != page.title:
            blocks.append(("caption" if is_caption(text) else kind, text))
    first = blocks[0][1] if blocks else ""
    day = day or date_of(_stamp(printed, page.title or "", first) or page.date)[0]
    return _Page(page.title or "", blocks, day, page.author, tuple(warnings))


def _tree(content: bytes, where: str) -> tuple[Any, tuple[str, ...]]:
    """The page as a tree of lxml with its text in Unicode, and warnings for staff."""
    from trafilatura import load_html

    try:
        content.decode("utf-8")
        tree = load_html(content)
    except UnicodeDecodeError:
        # Tags are ASCII in every encoding of one byte a letter.
        legacy = None if b"\x00" in content else decoded_legacy(content)
        tree = load_html(content if legacy is None else legacy[0])
        if legacy is not None and tree is not None:
            return tree, legacy[1]
    if tree is None:
        raise UnreadableBulletin(f"{where} holds no article; save its text as .txt or .md instead")
    return tree, _repair(tree, where)


def _stamp(printed: list[str], title: str, first: str) -> str | None:
    """A day that stands alone between the title and the first paragraph; Trafilatura may drop it.

    A day at another place of the page may be today's, or that of other news.
    """
    # A paragraph with marks inside is in several pieces.
    start = next(
        (at for at, words in enumerate(printed) if len(words) > 3 and first.startswith(words)), 0
    )
    titles = [at for at, words in enumerate(printed[:start]) if words == title]
    between = printed[titles[-1] : start] if titles else []
    return next((words for words in between if DATE_LINE.fullmatch(words)), None)


def _repair(tree: Any, where: str) -> tuple[str, ...]:
    """Repairs the text of a tree in place; returns warnings."""
    spots = []
    for node in tree.iter():
        if not isinstance(node.tag, str) or node.tag in ("script", "style"):
            continue
        spots += [(node, "text", node.text), (node, "tail", node.tail)]
    spots = [(node, name, text) for node, name, text in spots if text and not text.isascii()]
    if not spots:
        return ()
    text, warnings = repaired("\n".join(text.replace("\n", " ") for _, _, text in spots), where)
    for (node, name, before), after in zip(spots, text.split("\n"), strict=True):
        if before.replace("\n", " ") != after:
            setattr(node, name, after)
    return warnings


def _extracted(tree: Any, address: str | None, where: str) -> Any:
    """Trafilatura's document: `title`, `date`, `author`, `sitename`, `url` and a tree `body`."""
    from trafilatura import bare_extraction

    try:
        page: Any = bare_extraction(
            tree, url=address, include_comments=False, with_metadata=True,
            # A day that is guessed from anywhere in the text is worse than none.
            date_extraction_params={"extensive_search": False, "original_date": True},
        )  # fmt: skip
    except Exception as exc:
        raise UnreadableBulletin(f"{where}: the page cannot be read: {exc}") from exc
    if page is None or page.body is None:
        raise UnreadableBulletin(f"{where} holds no article; save its text as .txt or .md instead")
    return page


def address_of(path: Path) -> str | None:
    """The address that a fetched file came from, or None.

    A page has it in its very first line, any other file in a file beside it.
    """
    beside = path.with_name(path.name + ADDRESS_SUFFIX)
    if path.suffix not in WebPageReader.suffixes:
        if not beside.is_file():
            return None
        with beside.open("rb") as file:
            address = file.read(MAX_URL).decode("ascii", "replace").strip()
        return address if is_address(address) else None
    with path.open("rb") as file:
        mark = _SAVED_FROM.match(file.read(_HEAD_BYTES))
    return mark[1].decode("ascii", "replace") if mark else None


def _check_source(content: bytes, where: str) -> None:
    """Raises UnreadableBulletin for what is no page of text, or would take minutes to parse."""
    if content.startswith(_COMPRESSED):
        raise UnreadableBulletin(f"{where} is compressed; unpack it first")
    for tag, count in Counter(m[1].lower() for m in _TAG.finditer(content)).items():
        if count > _MAX_TAGS:
            raise UnreadableBulletin(
                f"{where} has {count} <{tag.decode()}>, at most {_MAX_TAGS} are read; "
                "save its text as .txt or .md instead"
            )


def _parts(node: Any, depth: int = 0) -> Iterator[tuple[SectionKind | Literal["table"], str]]:
    """The parts of Trafilatura's tree in reading order, each as its kind and its text."""
    for part in node:
        if not isinstance(part.tag, str):
            continue  # a comment
        if part.tag == "table":
            yield "table", _words(part)
        elif part.tag in ("list", "quote") and depth < _MAX_NESTING and len(part):
            yield from _parts(part, depth + 1)
        else:
            text = _words(part)
            if text:
                yield ("heading" if part.tag == "head" else "paragraph"), text


def _words(part: Any) -> str:
    """The words of a part, cells and broken lines kept apart."""
    if part.tag == "table":
        pieces = (" ".join(piece.split()) for piece in part.itertext())
        return " | ".join(piece for piece in pieces if piece)
    glue = " " if part.find(".//lb") is not None else ""
    return " ".join(glue.join(part.itertext()).split())
