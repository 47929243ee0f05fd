"""Crafted files of 100 KB that could take a reader minutes or gigabytes, by kind."""

import gzip
import itertools
import json
from collections.abc import Iterator

SIZE = 100_000
_PROSE = "Năm 2022, có 753 người đi làm việc ở nước ngoài. "
# Each is repeated to 100 KB on one line, without a full stop.
UNITS = (
    "1 ", "1", "1,", "1.", "1/", "1-", "1/1 ", " ", "a", "a ", "A ", "A. ", ".", "…", "!", ",", "(", "((1 ", ")",
    "[", "tỉnh ", "toàn tỉnh 1 ", "huyện A ", "TP", "Bắc Kạn ", "Bắc Kạn 1 người ", "Hà Nội,", "cả nước 1 người ",
    "việt nam 1 người ", "năm 2022 ", "2022 ", "ngày 1/1/2020 ", "ngày 1,2,", "tháng 1, 2, 3, ", "january 2020 ",
    "07/12/2022 ", "1% ", "1%", "đạt 1% kế hoạch, ", "1 người ", "1/2 người, ", "trong đó 1 người, ", "giảm 1% ", "giảm ",
    "từ 1 đến ", "từ 1% xuống còn 2% ", "hơn 1 gần ", "khoảng 1 ", "cứ 1 ", "1 hộ nghèo, ", "hộ nghèo ",
    "một trăm hộ ", "1 triệu 200 nghìn ", "1 triệu, 2 triệu, ", "đồng/người", "1 (1%) ", "1 bó đũa ", "mỗi năm 1 ",
    "là 1.000, ", "2/3 số hộ ", "\u0301", "\u0301\u0323", "\u200b", "\u2028", "İ", "ﷺ", "٣ ", "Sở Lao ",
)  # fmt: skip
TAGS = ("div", "p", "ul", "table", "blockquote", "form", "option", "textarea", "span")


def _full(unit: str) -> str:
    return (unit * (SIZE // len(unit.encode()) + 1)).encode()[:SIZE].decode("utf-8", "ignore")


def _markdown(head: str, body: str = "Một câu về 5 người.") -> bytes:
    return f"---\ntitle: T\n{head}\n---\n\n{body}\n".encode()


def _page(inner: str) -> bytes:
    return f"<html><head><title>T</title></head><body><article><h1>T</h1>{inner}<p>{_PROSE * 20}</p></article></body></html>".encode()


def _aliases() -> str:
    """427 bytes of YAML whose aliases expand to nine to the tenth words."""
    names = "abcdefghij"
    lines = [f"a: &a [{','.join(['x'] * 9)}]"]
    lines += [f"{k}: &{k} [{','.join(['*' + j] * 9)}]" for j, k in itertools.pairwise(names)]
    return "\n".join(lines)


def hostile_files() -> Iterator[tuple[str, str, bytes]]:
    """(kind, suffix, content) of each file."""
    for unit in UNITS:
        yield f"line of {unit!r}", ".txt", f"Tiêu đề\n\n{_full(unit)}".encode()
    for unit in ("1", ".", "1% ", "\u0301\u0323", " ", "(", "a", "hơn 1 gần "):
        body = f"Năm 2022, có {_full(unit)}x 5 người đi làm"
        yield f"bulletin of {unit!r}", ".md", _markdown("date: 2022-12-07\nplace: Bắc Kạn", body)
    for key in ("title", "place", "id", "date", "url", "colour"):
        yield f"header with a long {key}", ".md", _markdown(f'{key}: "{_full("tỉnh 1 ")}"')
    yield "lines of one number", ".txt", ("T\n\n" + "Năm 2022 có 5 người.\n" * 4000).encode()
    yield "lines of one letter", ".txt", ("T\n\n" + "a\n" * 50_000).encode()
    yield "headings", ".md", ("# T\n\n" + "# a\n\n" * 20_000).encode()
    captions = "".join(f"Ảnh: năm 2002 có {i} người\n" for i in range(1200))
    yield (
        "captions",
        ".txt",
        f"T\n\n{captions}{captions.replace('Ảnh: n', 'N').replace('2002', '2022')}".encode(),
    )
    yield (
        "parts of parts",
        ".txt",
        ("T\n\n" + "Có 5 người đi làm, trong đó có 6 người nữ đi làm. " * 1500).encode(),
    )
    yield "aliases", ".md", _markdown(_aliases())
    yield "merged keys", ".md", _markdown("a: &a {b: c}\n" + "x: {<<: [*a, *a]}\n" * 900)
    for unit in ("[", "{", "[a, ", "a: ", "? ", "- ", "'"):
        yield f"header of {unit!r}", ".md", _markdown(f"k: {_full(unit)[:15_000]}")
        yield f"long header of {unit!r}", ".md", _markdown(f"k: {_full(unit)}")
    yield "blank lines in the header", ".md", ("---" + "\n" * SIZE).encode()
    yield "lines of spaces in the header", ".md", ("---" + "\n \n" * (SIZE // 3)).encode()
    yield "deep lists", ".jsonl", b"[" * SIZE
    yield "deep mappings", ".jsonl", b'{"a":' * (SIZE // 5)
    yield "deep value", ".jsonl", b'{"text":"a b","z":' + b"[" * 40_000 + b"]" * 40_000 + b"}"
    yield "huge integer", ".jsonl", b'{"text":"a b","id":' + b"9" * SIZE + b"}"
    yield "huge exponent", ".jsonl", b'{"text":"a b","id":1e' + b"9" * SIZE + b"}"
    yield (
        "half a pair",
        ".jsonl",
        b'{"text":"5 ng\\ud800","title":"\\udfff T","id":"\\ud800","place":"\\ud800"}',
    )
    yield (
        "many keys",
        ".jsonl",
        json.dumps({"text": "a b", **dict.fromkeys(map(str, range(9000)), 1)}).encode(),
    )
    yield "row of numbers", ".jsonl", json.dumps({"text": _full("1% ")}).encode()
    yield "broken rows", ".jsonl", b"x\n" * (SIZE // 2)
    for tag in TAGS:
        count = SIZE // (2 * len(tag) + 9)
        yield f"open <{tag}>", ".html", _page(f"<{tag}>" * (SIZE // (len(tag) + 2)))
        yield f"nested <{tag}>", ".html", _page(f"<{tag}>" * count + "x" + f"</{tag}>" * count)
        yield f"beside <{tag}>", ".html", _page(f"<{tag}>a 1 </{tag}>" * count)
    rows = "<tr><td>1</td><td>2</td></tr>" * (SIZE // 30)
    yield "huge table", ".html", _page(f"<table>{rows}</table>")
    for mark in ("<", "&", "<!--", "&#1;", "<br>", "<p "):
        yield f"page of {mark!r}", ".html", _page(_full(mark))
    entities = "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefg", "bcdefgh", strict=True)
    )
    yield (
        "entities",
        ".html",
        f'<!DOCTYPE html [<!ENTITY a "aaaaaaaaaa">{entities}]>'.encode() + _page("<p>&h;&h;</p>"),
    )
    yield "compressed page", ".html", gzip.compress(b"<p>" + b"a" * 100_000_000)
    data = '<script type="application/ld+json">' + '{"a":' * (SIZE // 5) + "</script>"
    yield "deep data in a page", ".html", _page(data)
    yield "page of one letter", ".html", _page(f"<p>{_full('a')}</p>")
    yield "page of numbers", ".html", _page(f"<p>{_full('1% ')}</p>")
