"""RTF -> parts."""

from collections.abc import Iterator

from knowledge.errors import UnreadableBulletin
from knowledge.readers.bounded import Part

_MARK = b"{\\rtf"


def parse(content: bytes) -> list[Part]:
    """See `knowledge.readers.bounded.parse_bounded`."""
    from striprtf.striprtf import rtf_to_text

    if not content.lstrip().startswith(_MARK):
        raise UnreadableBulletin("is no RTF")
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
