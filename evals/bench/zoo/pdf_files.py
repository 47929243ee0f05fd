"""PDF written line by line, with letters by their number in Unicode and a map of them.

Source: ISO 32000-1, 9.7 (composite fonts) and 9.10 (extraction of text). The font is not embedded: the
files are read, not looked at.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 595, 842


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text; `x` and `y` are points from the left and from the top of the page."""

    x: float
    y: float
    text: str
    size: float = 12.0


@dataclass(frozen=True, slots=True)
class Rule:
    """A drawn line from one point to another."""

    x0: float
    y0: float
    x1: float
    y1: float


def width_of(text: str, size: float) -> float:
    """The width of a text in points: every letter is half as wide as high."""
    return len(text) * size * 0.5


def pdf(pages: Sequence[Iterable[Line | Rule]], rotate: int = 0) -> bytes:
    """A PDF of pages; what a page draws stands in the given order.

    `rotate` is 90 for pages that are stored on their side and shown upright.
    """
    # Upright for the reader: up the sheet before it is turned.
    turn = b"0 1 -1 0 %d 0 cm\n" % HEIGHT if rotate else b""
    contents = [turn + _content(page) for page in pages]
    box = (HEIGHT, WIDTH) if rotate else (WIDTH, HEIGHT)
    characters = sorted({c for page in pages for d in page if isinstance(d, Line) for c in d.text})
    maps = "\n".join(f"<{ord(c):04X}> <{ord(c):04X}>" for c in characters)
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def /CMapType 2 def\n"
        "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        f"{len(characters)} beginbfchar\n{maps}\nendbfchar\nendcmap end end"
    )
    kids = " ".join(f"{6 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /Zoo /Encoding /Identity-H /DescendantFonts [4 0 R] /ToUnicode 5 0 R >>",
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Zoo /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
        # Marks of accents have no width.
        b" /DW 500 /W [768 879 0] /FontDescriptor << /Type /FontDescriptor /FontName /Zoo /Flags 4 /FontBBox [0 -200 500 800] /ItalicAngle 0"
        b" /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >> >>",
        _stream(cmap.encode()),
    ]  # fmt: skip
    for number, content in enumerate(contents):
        turned = f" /Rotate {rotate}" if rotate else ""
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {box[0]} {box[1]}]{turned} /Resources << /Font << /F 3 0 R >> >> /Contents {7 + 2 * number} 0 R >>".encode()
        )  # fmt: skip
        objects.append(_stream(content))
    made, places = b"%PDF-1.5\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    end = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(made))  # fmt: skip
    return made + head + table + end


def _stream(content: bytes) -> bytes:
    return b"<< /Length %d >>\nstream\n" % len(content) + content + b"\nendstream"


def _content(page: Iterable[Line | Rule]) -> bytes:
    drawn = []
    for one in page:
        if isinstance(one, Rule):
            drawn.append(f"0.7 w {one.x0:.1f} {HEIGHT - one.y0:.1f} m {one.x1:.1f} {HEIGHT - one.y1:.1f} l S")  # fmt: skip
            continue
        codes = "".join(f"{ord(c):04X}" for c in one.text)
        drawn.append(f"BT /F {one.size:g} Tf {one.x:.1f} {HEIGHT - one.y:.1f} Td <{codes}> Tj ET")
    return "\n".join(drawn).encode()
