"""PDF with scanned pages -> parts; parsed apart from other PDF, because it takes much longer."""

from knowledge.readers.bounded import Part
from knowledge.readers.pdf import parts_of


def parse(content: bytes) -> list[Part]:
    """See `knowledge.readers.bounded.parse_bounded`."""
    return parts_of(content, is_recognized=True)
