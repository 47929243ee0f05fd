"""JSON lines -> drafts: a row is one bulletin, an object with `text` and, if known, its header."""

import io
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, BinaryIO

from knowledge.errors import UnreadableBulletin
from knowledge.readers.decoding import MAX_BYTES, UTF_16_MARKS, decoded
from knowledge.readers.drafts import BulletinDraft, draft_of, paragraphs
from knowledge.text.disguises import find_disguises
from knowledge.text.spelling import clean

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
                yield _with_unique_key(draft, times_seen, number)
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
    return io.BytesIO(decoded(content, where).encode("utf-8", "surrogatepass"))


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
    try:
        text = line.decode("utf-8-sig")
        if not text.strip():
            return None
        row = json.loads(text)
        if not isinstance(row, dict) or not isinstance(row.get("text"), str):
            raise ValueError("a row needs a string 'text'")
        return _draft_from_row(row, where)
    except UnicodeDecodeError as exc:
        raise UnreadableBulletin(f"{where} is not UTF-8 (byte {exc.start})") from exc
    except (ValueError, RecursionError) as exc:
        raise UnreadableBulletin(f"{where}: {exc}") from exc


def _with_unique_key(
    draft: BulletinDraft, times_seen: dict[str, int], number: int
) -> BulletinDraft:
    """The draft; a later row with the same id gets another key, so that both are kept."""
    if draft.key is None:
        return draft
    times = times_seen[draft.key] = times_seen.get(draft.key, 0) + 1
    if times == 1:
        return draft
    warning = f"line {number}: the id {draft.key!r} is in the file already; both are kept"
    return replace(draft, key=f"{draft.key}~{times}", warnings=(*draft.warnings, warning))


def _draft_from_row(row: dict[str, Any], where: str) -> BulletinDraft:
    body = clean(row["text"])
    if not body.strip():
        raise UnreadableBulletin(f"{where}: the text is empty")
    if len(row["text"]) > MAX_BYTES:
        raise UnreadableBulletin(f"{where}: the text is longer than {MAX_BYTES} characters")
    # A lone half of a surrogate pair can be neither stored nor printed.
    header = {k: str(v).encode("utf-8", "ignore").decode() for k, v in row.items()
              if v is not None and not isinstance(v, list | dict)}  # fmt: skip
    draft = draft_of(header, paragraphs(body.split("\n")), where)
    return replace(draft, warnings=find_disguises("\n".join(header.values())))
