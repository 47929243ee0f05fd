"""Files and bytes -> text, within bounds: plain files only, in UTF-8, or UTF-16 with a byte order mark."""

import io
import os
import stat
from pathlib import Path
from typing import BinaryIO

from knowledge.errors import UnreadableBulletin
from knowledge.text.spelling import clean

MAX_BYTES = 5_000_000  # of one bulletin
UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")


def open_file(path: Path, limit: int) -> io.BufferedReader:
    """The file at `path`, opened for reading; the caller closes it. Never waits for a pipe.

    Raises:
        UnreadableBulletin: the file is missing, not a plain file, or larger than `limit` bytes.
    """
    where = repr(str(path))
    try:
        file = open(  # noqa: SIM115 - the caller closes it
            path, "rb", opener=lambda p, flags: os.open(p, flags | os.O_NONBLOCK)
        )
    except (OSError, ValueError) as exc:  # a name that holds NUL is a ValueError
        reason = exc.strerror if isinstance(exc, OSError) else str(exc)
        raise UnreadableBulletin(f"{where} cannot be read: {reason}") from exc
    status = os.fstat(file.fileno())
    if not stat.S_ISREG(status.st_mode):
        file.close()
        raise UnreadableBulletin(f"{where} is no file but a pipe or a device; give a plain file")
    if status.st_size > limit:
        file.close()
        raise UnreadableBulletin(
            f"{where} is {status.st_size / 1e6:.0f} MB; a bulletin has at most "
            f"{limit // 10**6} MB: split it"
        )
    return file


def read_whole(file: BinaryIO, where: str) -> bytes:
    """Everything in the file of one bulletin.

    Raises:
        UnreadableBulletin: it has more than `MAX_BYTES`, even if it grew after it was opened.
    """
    content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise UnreadableBulletin(f"{where} grows while it is read; load it when it is whole")
    return content


def decoded(content: bytes, where: str) -> str:
    """The text of UTF-8, or of UTF-16 with its byte order mark.

    Raises:
        UnreadableBulletin: it is in another encoding, binary, or empty.
    """
    encoding = "utf-16" if content[:2] in UTF_16_MARKS else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as exc:
        raise UnreadableBulletin(
            f"{where} is binary or not UTF-8 (byte {exc.start}); save it as UTF-8 text"
        ) from exc
    if "\x00" in text:
        raise UnreadableBulletin(f"{where} is binary: it holds NUL bytes")
    if not clean(text).strip():
        raise UnreadableBulletin(f"{where} is empty")
    return text
