"""A Markdown file -> a draft: its front matter, headings, lists, tables, captions and paragraphs.

markdown-it turns Markdown into HTML, so that bodies of Markdown, of HTML and of both are read alike.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, BinaryIO

from knowledge.errors import UnreadableBulletin
from knowledge.readers.decoding import MAX_BYTES, decoded, read_whole
from knowledge.readers.drafts import DATE_LINE, HEADER_KEYS, BulletinDraft, draft_of
from knowledge.readers.front_matter import split_front_matter
from knowledge.readers.html_blocks import Block, HtmlBlocks, html_text
from knowledge.readers.list_numbers import MARK
from knowledge.readers.row_fields import canonical_fields
from knowledge.readers.stamps import stamp_in
from knowledge.text.disguises import find_disguises
from knowledge.text.spelling import clean

_STAMP_LINES = 3


class MarkdownReader:
    """Reads Markdown with its front matter, if it has one."""

    suffixes = (".md", ".markdown")
    media_types = ("text/markdown",)
    max_bytes = MAX_BYTES
    has_rows = False

    def read(self, file: BinaryIO, where: str) -> Iterator[BulletinDraft]:
        """See `Reader.read`."""
        text, repairs = decoded(read_whole(file, where), where)
        draft = _draft(text, where)
        yield replace(draft, warnings=(*draft.warnings, *repairs, *find_disguises(text)))


def _draft(text: str, where: str) -> BulletinDraft:
    header, text = split_front_matter(text, where)
    fields = zip(canonical_fields(list(header)), header.items(), strict=True)
    header = {field if field in HEADER_KEYS else key: value for field, (key, value) in fields}
    body = _body(clean(text), where)
    blocks = body.blocks
    if "title" not in header and body.title is not None:
        header["title"] = body.title
    elif body.title is not None and body.title != header["title"]:
        blocks = [("heading", body.title), *blocks]
    if not header.get("date") and not header.get("published_on"):
        header["date"], blocks = _stamp(blocks, header.get("title"))
    if "title" not in header and len(blocks) < 2:
        raise UnreadableBulletin(f"{where} has no title and no text")
    draft = draft_of(header, blocks, where, is_strict=True)
    left_out = tuple(f"a table without headings was left out: {t!r}" for t in body.left_out)
    return replace(draft, warnings=(*draft.warnings, *left_out))


def _stamp(blocks: list[Block], title: str | None) -> tuple[str, list[Block]]:
    """The day that one of the first lines states, and the blocks without it.

    A title or a sentence with a day in it is no such line; a title is known, or it is the first
    line and more than a day.
    """
    for at, (kind, text) in enumerate(blocks[:_STAMP_LINES]):
        stamp = stamp_in(text)
        if kind != "paragraph" or stamp is None:
            continue
        is_title = text == title or (
            stamp.label == "none" and (text.endswith(".") or (at == 0 and title is None))
        )
        if not is_title or DATE_LINE.fullmatch(text):
            return stamp.day.isoformat(), blocks[:at] + blocks[at + 1 :]
    return "", blocks


def _body(text: str, where: str) -> HtmlBlocks:
    from markdown_it import MarkdownIt

    # A line that begins with four spaces is a paragraph of a careless writer, not program code.
    # Breaks stay, because `joined_lines` tells a wrapped line from a heading or a caption.
    parser = MarkdownIt("commonmark", {"html": True, "breaks": True})
    parser = parser.enable("table").disable("code")
    parser.core.ruler.push("list_numbers", _keep_numbers)
    parser.core.ruler.push("lines_above_rules", _keep_lines)
    return html_text(parser.render(text), where)


def _keep_numbers(state: Any) -> None:
    """Gives each item of an ordered list the number that is written before it, and its sign.

    Markdown counts on from the first number; "1. … 3. …" of a law that leaves out a clause stays, and
    so does a number that begins again. A list that repeats one number is counted.
    """
    before: list[tuple[int, int]] = []
    for token in state.tokens:
        if token.type == "ordered_list_open":
            before.append((-1, -1))
            token.attrSet(MARK, token.markup)
        elif token.type == "ordered_list_close":
            before.pop()
        elif token.type == "list_item_open" and token.info.isdecimal():
            written = int(token.info)
            last_written, last = before[-1]
            number = last + 1 if written == last_written else written
            before[-1] = written, number
            token.attrSet("value", str(number))


def _keep_lines(state: Any) -> None:
    """Makes lines above a rule a paragraph: "QUỐC HỘI", the motto and "-----" are no heading."""
    tokens = state.tokens
    for opening, words, closing in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if opening.type == "heading_open" and opening.markup in "-=" and "\n" in words.content:
            opening.tag = closing.tag = "p"
