"""The body of a web server's reply -> a file of the format that it is, with its address.

Servers name formats and charsets wrongly, so the first bytes decide where they show a format, then
the stated type, then the suffix of the address. A page has its address in its first line, as
browsers write it; any other file has it in a small file beside it.
"""

import codecs
import hashlib
import os
import re
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from knowledge.errors import UnreadableBulletin
from knowledge.private_files import make_folder
from knowledge.readers.addresses import Target
from knowledge.readers.drafts import id_from_name
from knowledge.readers.file_types import HEAD_BYTES, advice_on, suffix_by_content
from knowledge.readers.files import READERS
from knowledge.readers.html_page import ADDRESS_SUFFIX, address_of
from knowledge.text.disguises import composed

# Charsets of pages by their Python names. Others (punycode) take quadratic time.
_CHARSETS = (
    "utf-8",
    "utf-16",
    "iso8859",
    "cp125",
    "cp874",
    "koi8",
    "gb",
    "big5",
    "euc",
    "shift_jis",
)
# Servers state these without looking; old Vietnamese encodings pass for them too.
_SAYS_NOTHING = ("iso8859-1", "cp1252", "ascii")
_BINARY = (".pdf", ".docx", ".odt", ".xlsx", ".xls", ".ods", ".zip", ".rtf")
_VAGUE = ("", "application/octet-stream", "binary/octet-stream", "text/plain", "application/x-download",
          "application/force-download", "application/download", "text/html")  # fmt: skip


def keep_reply(target: Target, content_type: str, content: bytes, folder: Path) -> Path:
    """Stores the body that `target` gave in `folder`; the same address gives the same file.

    Raises:
        UnreadableBulletin: it is of no format that is read.
        StorageError: the folder cannot be created.
    """
    suffix = suffix_of(target, content_type, content)
    make_folder(folder)
    path = _file_of(target, folder, suffix)
    if suffix == ".html":
        mark = f"<!-- saved from url=({len(target.text):04d}){target.text} -->\n"
        content = with_charset(content, content_type, mark)
    else:
        write_whole(
            path.with_name(path.name + ADDRESS_SUFFIX), target.text.encode("ascii", "replace")
        )
    write_whole(path, content)
    return path


def suffix_of(target: Target, content_type: str, content: bytes) -> str:
    """The suffix of the format of a body: `.html`, `.pdf`, …

    Raises:
        UnreadableBulletin: it is of no format that is read.
    """
    kind = content_type.partition(";")[0].strip().lower()
    named = PurePosixPath(urlsplit(target.text).path).suffix.lower()
    head = content[:HEAD_BYTES]
    if not content.strip():
        raise UnreadableBulletin(f"{target.text!r} is empty")
    shown = suffix_by_content(head, content, named)
    advice = advice_on(shown or named)
    if READERS.for_suffix(shown or "") is not None:
        return str(shown)
    if shown is not None and advice and kind != "image/png":
        raise UnreadableBulletin(f"{target.text!r} {advice}")
    if _is_page(head):
        return ".html"
    by_name = READERS.for_suffix(named)
    is_named = by_name is not None and named not in _BINARY
    # A text that is stated to be a page, though it has no tag, is a text.
    if kind in _VAGUE and is_named and (kind != "text/html" or named not in (".html", ".htm")):
        return named
    reader = READERS.for_media_type(kind)
    if reader is None or reader.suffixes[0] in _BINARY:
        raise UnreadableBulletin(
            f"{target.text!r} is {kind[:100] or 'of no kind'}, not a web page or document that is read"
        )
    return named if by_name is reader else reader.suffixes[0]


def _is_page(head: bytes) -> bool:
    start = re.sub(rb"\x00", b"", head).lower()  # UTF-16
    return (
        re.search(rb"<!doctype html|<(?:html|head|body|article|div|table)[\s>]", start) is not None
    )


def _file_of(target: Target, folder: Path, suffix: str) -> Path:
    """The file of an address: its shortened form, and a digest because many shorten alike."""
    parts = urlsplit(target.text)
    slug = id_from_name(f"{parts.hostname} {parts.path} {parts.query}")
    earlier = folder / f"{slug}{suffix}"
    # Names had no digest before; a page that is stored under such a name keeps its file.
    if earlier.is_file() and address_of(earlier) == target.text:
        return earlier
    # http and https give the same page.
    key = f"{target.host}:{target.port if target.port not in (80, 443) else ''}{target.path}"
    digest = hashlib.sha256(key.encode()).hexdigest()[:8]
    return folder / f"{slug[:51].strip('-')}-{digest}{suffix}"


def write_whole(path: Path, content: bytes) -> None:
    """Writes a file that a reader sees with its old content or with all of the new."""
    part = path.with_name(path.name + ".part")
    part.write_bytes(content)
    os.replace(part, path)


def with_charset(content: bytes, content_type: str, mark: str = "") -> bytes:
    """The page with `mark` at its top, recoded to UTF-8 where its server names another charset.

    Text that is valid UTF-8 is UTF-8, whatever its server states. What cannot be decoded as stated
    stays as it is: the reader looks for its encoding.
    """
    first = mark.encode("ascii", "replace")
    stated = content_type.lower().partition("charset=")[2].partition(";")[0].strip(" \"'")
    try:
        charset = codecs.lookup(stated or "utf-8").name
        if not charset.startswith(_CHARSETS) or charset in _SAYS_NOTHING or _is_utf_8(content):
            return first + content
        # Windows-1258 writes tones as marks of their own.
        return first + composed(content.decode(charset)).encode("utf-8")
    except (ValueError, LookupError):  # UnicodeError too, and a name that holds NUL
        return first + content


def _is_utf_8(content: bytes) -> bool:
    """Whether a text is in UTF-8 and has letters beyond ASCII."""
    try:
        return not content.decode("utf-8").isascii()
    except UnicodeDecodeError:
        return False
