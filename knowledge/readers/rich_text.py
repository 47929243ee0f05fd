"""RTF -> parts."""

from collections.abc import Iterator

from knowledge.errors import UnreadableBulletin
from knowledge.readers.bounded import Part

_MARK = b"{\\rtf"
_MAX_BARE_FONTS = 1000


def parse(content: bytes) -> list[Part]:
    """See `knowledge.readers.bounded.parse_bounded`."""
    from striprtf.striprtf import rtf_to_text

    if not content.lstrip().startswith(_MARK):
        raise UnreadableBulletin("is no RTF")
    # The library looks for the character set of each font in quadratic time.
    start = content.find(b"\\fonttbl")
    fonts = content[start : content.find(b"}}", start) + 1 or None] if start >= 0 else b""
    if fonts.count(b"\\f") > 2 * fonts.count(b"\\fcharset") + _MAX_BARE_FONTS:
        raise UnreadableBulletin("is damaged: its table of fonts has no character sets")
    # RTF is ASCII; a stray byte is read as Windows-1252 reads it.
    text = rtf_to_text(content.decode("cp1252", "replace"), errors="replace")
    return list(_parts(text.split("\n")))


def _parts(lines: list[str]) -> Iterator[Part]:
    """Paragraphs, and tables: the library ends each cell with a bar."""
    rows: list[tuple[str, ...]] = []
    for line in [*lines, ""]:
        if line.rstrip().endswith("|") and line.count("|") > 1:
            rows.append(tuple(cell.strip() for cell in line.rstrip()[:-1].split("|")))
            continue
        if rows:
            yield Part("table", rows=tuple(rows))
            rows = []
        if line.strip():
            yield Part("paragraph", line)
