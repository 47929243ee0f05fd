"""Every reader keeps the contract of `Reader`, and the registry finds readers."""

import io
from collections.abc import Iterator
from typing import BinaryIO

import pytest

from knowledge.errors import UnreadableBulletin
from knowledge.readers.base import Reader, Registry
from knowledge.readers.drafts import BulletinDraft
from knowledge.readers.files import READERS
from tests.knowledge.readers import made_files

WHERE = "'tin' of the test"
LONG = "Năm 2022, tỉnh Bắc Kạn giải quyết việc làm cho hơn 6.000 lao động, vượt kế hoạch đã đề ra."
LINES = ("Tiêu đề", LONG, LONG)
HTML = f"<html><body><h1>Tiêu đề</h1><p>{LONG}</p><p>{LONG} Hết.</p></body></html>".encode()
ROWS = [["Tiêu đề của bảng", ""], ["Huyện", "Lao động"], [LONG, "5"]]
CONTENTS: dict[str, bytes] = {
    ".txt": f"Tiêu đề\n\n{LONG}".encode(),
    ".md": f"# Tiêu đề\n\n{LONG}\n\n{LONG}".encode(),
    ".markdown": f"# Tiêu đề\n\n{LONG}\n\n{LONG}".encode(),
    ".jsonl": f'{{"title": "Tiêu đề", "text": "{LONG}"}}\n'.encode(),
    ".html": HTML,
    ".htm": HTML,
    ".pdf": made_files.pdf(LINES),
    ".docx": made_files.docx(LINES, ()),
    ".odt": made_files.odt(LINES, ()),
    ".rtf": made_files.rtf(LINES, ()),
    ".xlsx": made_files.xlsx(ROWS),
    ".xls": made_files.xls(ROWS),
    ".ods": made_files.ods(ROWS),
    ".csv": f"title,text\nTiêu đề,{LONG!r}\n".replace("'", '"').encode(),
    ".tsv": f"title\ttext\nTiêu đề\t{LONG}\n".encode(),
    ".zip": made_files.zipped({"tin.txt": f"Tiêu đề\n\n{LONG}"}),
}


class Invented:
    """A reader of an invented format."""

    suffixes = (".tin",)
    media_types = ("text/x-tin",)
    max_bytes = 10
    has_rows = False

    def read(self, file: BinaryIO, where: str) -> Iterator[BulletinDraft]:
        """Yields nothing."""
        yield from ()


def reader_of(suffix: str) -> Reader:
    reader = READERS.for_suffix(suffix)
    assert reader is not None
    return reader


def test_each_suffix_has_a_sample() -> None:
    """Every suffix has a sample in this file, except one that other programs read."""
    assert set(CONTENTS) == set(READERS.suffixes) - {".doc"}


@pytest.mark.parametrize("suffix", CONTENTS)
def test_a_bulletin_is_read_from_a_stream(suffix: str) -> None:
    """Every reader reads a bulletin from a stream without a file."""
    drafts = list(reader_of(suffix).read(io.BytesIO(CONTENTS[suffix]), WHERE))
    assert [type(draft) for draft in drafts] == [BulletinDraft]
    (draft,) = drafts
    assert isinstance(draft, BulletinDraft)
    assert LONG in draft.blocks[0][1]


@pytest.mark.parametrize("suffix", CONTENTS)
@pytest.mark.parametrize("content", [b"", b"\x89PNG\x00\x01\xff"], ids=["empty", "binary"])
def test_what_is_no_bulletin_is_an_error_that_names_it(suffix: str, content: bytes) -> None:
    """An unreadable file raises an error with its name; an unreadable row is yielded as one."""
    errors: list[object] = []
    try:
        errors += reader_of(suffix).read(io.BytesIO(content), WHERE)
    except UnreadableBulletin as exc:
        errors.append(exc)
    (error,) = errors
    assert isinstance(error, UnreadableBulletin)
    assert str(error).startswith(WHERE)


def test_a_registry_finds_readers_by_suffix_and_media_type() -> None:
    """The registry ignores letter case and the parameters of a media type."""
    invented = Invented()
    registry = Registry(invented)
    assert registry.suffixes == (".tin",)
    assert registry.for_suffix(".TIN") is invented
    assert registry.for_media_type("Text/X-Tin; charset=utf-8") is invented
    assert registry.for_suffix(".md") is None
    assert registry.for_media_type("text/html") is None


def test_two_readers_of_one_suffix_are_refused() -> None:
    """Two readers of one suffix are an error."""
    with pytest.raises(ValueError, match=r"'\.tin'"):
        Registry(Invented(), Invented())
