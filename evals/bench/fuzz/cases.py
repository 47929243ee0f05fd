"""A number -> a damaged or crafted file: always the same one for the same number.

Seeds are cut, spliced, nested, recoded and strewn with what parsers stumble over; a part of the
files are generated from nothing. In containers the members are changed too, since a changed byte of
the container itself seldom gets past its checksum.
"""

import io
import random
import re
import warnings
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from evals.bench.fuzz.seeds import seeds

_MOST_BYTES = 300_000
_CHANGES = (1, 1, 1, 1, 2, 4)
_ENCODINGS = (
    "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig", "cp1258", "cp1252", "latin-1",
    "utf-7", "shift_jis", "gb18030", "cp437",
)  # fmt: skip
# What parsers stumble over: markup, sizes, numbers, marks, and letters of other scripts.
_WORDS = tuple(
    word.encode("utf-8", "surrogatepass")
    for word in (
        "<table>", "</td>", "<td colspan=99999 rowspan=99999>", "<td colspan=-1>",
        "<td rowspan=0>", "<![CDATA[", "]]>", "<!--", "-->", "<script>", "</html>", "<svg>",
        "<math>", "<a href='//'>", "<!DOCTYPE a [<!ENTITY a '&b;'><!ENTITY b '&a;'>]>", "&a;",
        "&#0;", "&#x110000;", "&nbsp;", "\x00", "\x1a", "\r", "\n", "\n\n", "\t", "\u2028",
        "\x85", "\ufeff", "\ufffd", "\u202e", "\u200b", "\u00ad", "\ud800", "\ue000",
        "e\u0302\u0301", "\u0110", "\u0130", "ß", "ﬁ", "①", "½", "٣٤", "九", "💰", "𝟏𝟐", "0", "-1",
        "1e999", "9" * 60, "1.2.3.4", "1,2,3", "1/0", "31/02/2022", "00/00/0000", "năm 0",
        "năm 99999", "quý 9", "tháng 13", "%", "%%", "đồng", "tỷ tỷ tỷ", "NaN", "-inf", "null",
        "{", "}", "[", "]", '"', "'", "\\", "\\u0000", "\\ud800", ",", ";", "|", "|---|",
        "---\n", "+++\n", "```\n", "~~~", "> " * 50, "- " * 50, "#" * 50, "*" * 50, "_" * 50,
        "[a](" * 20, "![", "<" * 30, "=\n", "title:", "date:", ": &a *a",
        "!!python/object:os.system", "\\par", "\\u-1?", "\\bin999999999", "{\\*", "\\'zz",
        "endstream", "endobj", "/Length 99999999", "stream\n", "0 obj", "trailer", "startxref",
        "PK\x03\x04", "w:gridSpan", "=SUM(A1)", "A1:XFD1048576",
        "number-columns-repeated=\"99999999\"", "xmlns:a=''", "encoding='x'", "charset=utf-7",
    )
)  # fmt: skip
_NESTS = (
    (b"<div>", b"</div>"), (b"<table><tr><td>", b"</td></tr></table>"),
    (b"<ul><li>", b"</li></ul>"), (b"[", b"]"), (b'{"text":', b"}"), (b"> ", b""),
    (b"  - ", b"\n"), (b"{", b"}"), (b"(", b")"), (b"<b>", b""), (b"<<", b">>"),
    (b"\xe2\x80\x9c", b"\xe2\x80\x9d"), (b"&lt;", b""),
)  # fmt: skip


_BEGINNINGS = (b"", b"PK\x03\x04", b"%PDF-1.7\n", b"{\\rtf1 ", b"<html><body><p>", b"---\n")


@dataclass(frozen=True, slots=True)
class Case:
    """One file: `kind` is its suffix, or `feed`, `sitemap`, `listing`."""

    number: int
    kind: str
    content: bytes


def case_of(number: int) -> Case:
    """The case of a number; the kinds take turns."""
    rng = random.Random(number)
    kinds = sorted(seeds())
    kind = kinds[number % len(kinds)]
    if rng.random() < 0.1:
        return Case(number, kind, _generated(rng)[:_MOST_BYTES])
    content = rng.choice(seeds()[kind])
    for _ in range(rng.choice(_CHANGES)):
        if content.startswith(b"PK") and rng.random() < 0.8:
            content = _member_changed(content, rng)
        else:
            content = rng.choice(_MUTATORS)(content, rng)
        content = content[:_MOST_BYTES]
    return Case(number, kind, content)


def _member_changed(content: bytes, rng: random.Random) -> bytes:
    """The container with one member changed, left out, or doubled."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as container:
            members = [(name, container.read(name)) for name in container.namelist()]
    except Exception:  # noqa: BLE001 - an earlier change damaged it
        return _flip(content, rng)
    if not members:
        return content
    at = rng.randrange(len(members))
    name, body = members[at]
    way = rng.random()
    if way < 0.05:
        members.pop(at)
    elif way < 0.1:
        members.append((rng.choice((name, "../../a.txt", "/etc/a.txt", "a\\b.txt", "")), body))
    else:
        members[at] = (name, rng.choice(_MUTATORS)(body, rng)[:_MOST_BYTES])
    made = io.BytesIO()
    with warnings.catch_warnings(action="ignore"), zipfile.ZipFile(made, "w") as container:
        for member, data in members:
            info = zipfile.ZipInfo(member)
            info.compress_type = rng.choice((zipfile.ZIP_DEFLATED,) * 3 + (zipfile.ZIP_STORED,))
            container.writestr(info, data)
    return made.getvalue()


def _flip(content: bytes, rng: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(rng.choice((1, 2, 8, 64))):
        if changed:
            at = rng.randrange(len(changed))
            changed[at] = rng.choice((changed[at] ^ (1 << rng.randrange(8)), rng.randrange(256)))
    return bytes(changed)


def _cut(content: bytes, rng: random.Random) -> bytes:
    start, end = _span(content, rng)
    return content[:start] if rng.random() < 0.4 else content[:start] + content[end:]


def _splice(content: bytes, rng: random.Random) -> bytes:
    other = rng.choice(seeds()[rng.choice(sorted(seeds()))])
    start, end = _span(other, rng)
    at = rng.randint(0, len(content))
    return content[:at] + other[start:end] + content[at:]


def _repeat(content: bytes, rng: random.Random) -> bytes:
    start, end = _span(content, rng)
    times = min(rng.choice((2, 10, 100, 2000)), _MOST_BYTES // max(1, end - start))
    return content[:start] + content[start:end] * max(1, times) + content[end:]


def _nest(content: bytes, rng: random.Random) -> bytes:
    opening, closing = rng.choice(_NESTS)
    depth = rng.choice((3, 30, 300, 3000))
    start, end = _span(content, rng)
    is_closed = rng.random() < 0.7
    return (
        content[:start] + opening * depth + content[start:end] + closing * (depth * is_closed)
        + content[end:]
    )  # fmt: skip


def _strew(content: bytes, rng: random.Random) -> bytes:
    for _ in range(rng.choice((1, 3, 20))):
        at = rng.randint(0, len(content))
        content = content[:at] + rng.choice(_WORDS) * rng.choice((1, 1, 1, 50)) + content[at:]
    return content


def _recode(content: bytes, rng: random.Random) -> bytes:
    start, end = _span(content, rng) if rng.random() < 0.3 else (0, len(content))
    text = content[start:end].decode(rng.choice(("utf-8", "latin-1", "utf-16-le")), "ignore")
    encoded = text.encode(rng.choice(_ENCODINGS), "ignore")
    return content[:start] + encoded + content[end:]


def _reword(content: bytes, rng: random.Random) -> bytes:
    """Some words of the text, outside of tags, replaced: the structure stays whole."""
    parts = re.split(rb"(<[^<>]{0,200}>|[\s\"|,;:]+)", content)
    for _ in range(rng.choice((1, 5, 30))):
        at = rng.randrange(0, len(parts), 2)
        if parts[at].strip():
            parts[at] = rng.choice((*_TEXTS, *_WORDS))
    return b"".join(parts)


def _shuffle(content: bytes, rng: random.Random) -> bytes:
    """The lines, tags or words of the content in another order."""
    mark = rng.choice((b"\n", b">", b" ", b"\\"))
    parts = content.split(mark)
    rng.shuffle(parts)
    return mark.join(parts)


def _span(content: bytes, rng: random.Random) -> tuple[int, int]:
    start = rng.randint(0, len(content))
    return start, min(len(content), start + rng.choice((1, 10, 100, 1000, 20_000)))


def _generated(rng: random.Random) -> bytes:
    """Words, numbers and marks in a random structure."""
    pieces: list[bytes] = []
    for _ in range(rng.choice((5, 50, 500, 3000))):
        pieces.append(rng.choice((rng.choice(_WORDS), *_TEXTS, b" ", b"\n")))
        if rng.random() < 0.05:
            pieces.append(bytes(rng.randrange(256) for _ in range(rng.randint(1, 20))))
    body = b"".join(pieces)
    return (
        rng.choice((b"", b"PK\x03\x04", b"%PDF-1.7\n", b"{\\rtf1 ", b"<html><body><p>", b"---\n"))
        + body
    )


_TEXTS = tuple(
    text.encode()
    for text in (
        "Năm 2022, tỉnh Phú Thọ có 753 người", "đạt 151% kế hoạch", "Huyện Ba Bể: 1.210;",
        "từ 5 đến 7", "Đơn vị: nghìn đồng", "Trong đó: nữ 45", "<tr><td>1</td></tr>",
        "| a | 1 |\n", '{"text": "a"}\n', "ngày 07/12/2022", "quý III/2022", "so với cùng kỳ",
        "hai mươi mốt", "1,5 triệu tỷ",
    )
)  # fmt: skip
_MUTATORS: Sequence[Callable[[bytes, random.Random], bytes]] = (
    _flip, _cut, _splice, _repeat, _nest, _strew, _recode, _shuffle, _reword, _reword, _reword,
)  # fmt: skip
