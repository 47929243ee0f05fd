"""JSON lines -> drafts: a row is one bulletin, an object with `text` and, if known, its header."""

import io
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

from knowledge.errors import UnreadableBulletin
from knowledge.readers.decoding import MAX_BYTES, UTF_16_MARKS, decoded
from knowledge.readers.drafts import BulletinDraft, with_unique_key
from knowledge.readers.row_fields import canonical_fields, draft_from_row

# A character of a row may be written in six bytes: \\u1ec7.
_MAX_LINE_BYTES = 6 * MAX_BYTES
# A UTF-16 file is recoded in memory as a whole.
_MAX_UTF_16_BYTES = 4 * MAX_BYTES


class JsonLinesReader:
    """Reads a file row by row; a row that cannot be read is yielded as its error."""

    suffixes = (".jsonl",)
    media_types = ("application/jsonl", "application/x-ndjson")
    max_bytes = 200_000_000
    has_rows = True

    def read(self, file: BinaryIO, where: str) -> Iterator[BulletinDraft | UnreadableBulletin]:
        """See `Reader.read`."""
        times_seen: dict[str, int] = {}
        number = 0
        for number, line in enumerate(_lines(_in_utf_8(file, where)), 1):
            try:
                draft = _draft_from_line(line, f"{where} line {number}")
            except UnreadableBulletin as exc:
                yield exc
                continue
            if draft is not None:
                yield with_unique_key(draft, times_seen, f"line {number}")
        if not number:
            raise UnreadableBulletin(f"{where} is empty")


def _in_utf_8(file: BinaryIO, where: str) -> BinaryIO:
    start = file.read(2)
    file.seek(0)
    if start not in UTF_16_MARKS:
        return file
    content = file.read(_MAX_UTF_16_BYTES + 1)
    if len(content) > _MAX_UTF_16_BYTES:
        raise UnreadableBulletin(f"{where} is UTF-16; save it as UTF-8 or split it")
    return io.BytesIO(decoded(content, where)[0].encode("utf-8", "surrogatepass"))


def _lines(file: BinaryIO) -> Iterator[bytes]:
    """The lines of a file; a line that is too long is cut one byte over the bound."""
    while line := file.readline(_MAX_LINE_BYTES + 1):
        yield line
        while len(line) > _MAX_LINE_BYTES and not line.endswith(b"\n"):
            line = file.readline(_MAX_LINE_BYTES + 1)


def _draft_from_line(line: bytes, where: str) -> BulletinDraft | None:
    """The bulletin of a row; None for an empty line."""
    if len(line) > _MAX_LINE_BYTES:
        raise UnreadableBulletin(f"{where} is longer than {_MAX_LINE_BYTES // 10**6} MB")
    warnings: tuple[str, ...] = ()
    try:
        text = line.decode("utf-8-sig")
    except UnicodeDecodeError:
        text, warnings = decoded(line, where)
    if not text.strip():
        return None
    try:
        row = json.loads(text)
        if not isinstance(row, dict):
            raise ValueError("a row is an object with a string 'text'")
        fields = canonical_fields(list(row))
        draft = draft_from_row(dict(zip(fields, row.values(), strict=True)), where)
        return replace(draft, warnings=(*draft.warnings, *warnings))
    except (ValueError, RecursionError) as exc:
        raise UnreadableBulletin(f"{where}: {exc}") from exc
