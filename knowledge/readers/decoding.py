"""Files and bytes -> text, within bounds: plain files only, in Unicode or an old Vietnamese encoding."""

import codecs
import io
import os
import stat
from pathlib import Path
from typing import BinaryIO

from knowledge.errors import UnreadableBulletin
from knowledge.readers.repairing import decoded_legacy, repaired
from knowledge.text.spelling import clean

MAX_BYTES = 5_000_000  # of one bulletin
# Bytes looked at for UTF-16 without a mark, the fewest that tell, and the share of zeros there.
_HEAD_BYTES, _LEAST_UTF_16, _ZEROS = 4096, 16, 0.3
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


def read_whole(file: BinaryIO, where: str, limit: int = MAX_BYTES) -> bytes:
    """Everything in the file of one bulletin.

    Raises:
        UnreadableBulletin: it has more than `limit` bytes, even if it grew after it was opened.
    """
    content = file.read(limit + 1)
    if len(content) > limit:
        raise UnreadableBulletin(f"{where} grows while it is read; load it when it is whole")
    return content


def decoded(content: bytes, where: str) -> tuple[str, tuple[str, ...]]:
    """The text of UTF-8, UTF-16 or an 8-bit Vietnamese encoding, and warnings for staff.

    Text that was decoded wrongly before it came here is repaired (`knowledge.readers.repairing`).

    Raises:
        UnreadableBulletin: it is in another encoding, binary, empty or garbage.
    """
    warnings: tuple[str, ...] = ()
    encoding = _unicode_form(content)
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as exc:
        legacy = None if b"\x00" in content else decoded_legacy(content)
        if legacy is None:
            raise UnreadableBulletin(
                f"{where} is binary or not UTF-8 (byte {exc.start}); save it as UTF-8 text"
            ) from exc
        text, warnings = legacy
    if "\x00" in text:
        raise UnreadableBulletin(f"{where} is binary: it holds NUL bytes")
    if not clean(text).strip():
        raise UnreadableBulletin(f"{where} is empty")
    text, repairs = repaired(text, where)
    return text, (*warnings, *repairs)


def _unicode_form(content: bytes) -> str:
    """The form of Unicode by its byte order mark, or by the zeros between letters of UTF-16."""
    if content.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return "utf-32"
    if content.startswith(UTF_16_MARKS):
        return "utf-16"
    head = content[:_HEAD_BYTES]
    if len(content) % 2 == 0 and len(head) >= _LEAST_UTF_16:
        zeros = [head[at::2].count(0) / (len(head) / 2) for at in (0, 1)]
        # Most letters of Vietnamese are ASCII, whose high byte is zero; the low byte never is.
        if max(zeros) > _ZEROS and min(zeros) == 0:
            return "utf-16-le" if zeros[1] else "utf-16-be"
    return "utf-8-sig"
