"""DOC -> a draft, by LibreOffice or antiword where one is installed; else what to do.

No library reads the binary format of Word 97 well; these programs do, each in a process of its own
with its own empty profile, and with limits on time, on memory and on the size of what it writes.
"""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import BinaryIO

from knowledge.errors import UnreadableBulletin
from knowledge.readers.bounded import Part, parse_bounded
from knowledge.readers.decoding import read_whole
from knowledge.readers.documents import MAX_DOCUMENT_BYTES, draft_from_parts, stem_of
from knowledge.readers.drafts import BulletinDraft
from knowledge.readers.programs import run_limited, set_limits

ADVICE = (
    "is an old Word document; install LibreOffice or antiword (Debian: apt install libreoffice-writer-nogui,"
    " or apt install antiword), or run `soffice --headless --convert-to docx FILE` elsewhere and load"
    " the result"
)
_LIMIT_S, _MOST_WRITTEN = 60, 200_000_000
# Addresses, not pages in use: LibreOffice maps more than a gigabyte before it reads anything.
_MEMORY_BYTES = 3_000_000_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OFFICES = ("soffice", "libreoffice")
# Pictures and sections that a document links are not loaded: they may lie in the office's network.
_NO_LINKS = (
    '<oor:items xmlns:oor="http://openoffice.org/2001/registry">'
    '<item oor:path="/org.openoffice.Office.Common/Security/Scripting">'
    '<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>'
    '<item oor:path="/org.openoffice.Office.Common/Security/Scripting">'
    '<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>'
    "</oor:items>"
)
_WORD = "knowledge.readers.word_document"


class OldWordReader:
    """Reads documents of Word 97 to 2003."""

    suffixes = (".doc",)
    media_types = ("application/msword",)
    max_bytes = MAX_DOCUMENT_BYTES
    has_rows = False

    def read(self, file: BinaryIO, where: str) -> Iterator[BulletinDraft]:
        """See `Reader.read`."""
        content = read_whole(file, where, self.max_bytes)
        if not content.startswith(_OLE):  # LibreOffice would read HTML or XML, with what they link
            raise UnreadableBulletin(f"{where} is no document of Word 97 to 2003")
        yield draft_from_parts(_parts(content, where), stem_of(file), where)


def _parts(content: bytes, where: str) -> list[Part]:
    office = next((path for name in _OFFICES if (path := shutil.which(name))), None)
    if office is not None:
        return parse_bounded(_WORD, _as_docx(office, content, where), where)
    antiword = shutil.which("antiword")
    if antiword is None:
        raise UnreadableBulletin(f"{where} {ADVICE}")
    text = _run([antiword, "-m", "UTF-8.txt", "-w", "0", "-"], content, where)
    tables = Part("warning", "antiword reads tables as text; LibreOffice keeps them")
    return [*(Part("line", line) for line in text.decode("utf-8", "replace").split("\n")), tables]


def _as_docx(office: str, content: bytes, where: str) -> bytes:
    """The document in the format of newer versions."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "in.doc"
        path.write_bytes(content)
        profile = (Path(folder) / "profile").as_uri()
        user = Path(folder) / "profile" / "user"
        user.mkdir(parents=True)
        (user / "registrymodifications.xcu").write_text(_NO_LINKS, "utf-8")
        _run(
            [office, f"-env:UserInstallation={profile}", "--headless", "--norestore", "--infilter=MS Word 97",
             "--convert-to", "docx", "--outdir", folder, str(path)], b"", where,
        )  # fmt: skip
        made = path.with_suffix(".docx")
        if not made.is_file():
            raise UnreadableBulletin(f"{where} cannot be converted; open it, save it as DOCX")
        return made.read_bytes()


def _run(command: list[str], content: bytes, where: str) -> bytes:
    limits = partial(
        set_limits, seconds=_LIMIT_S, memory_bytes=_MEMORY_BYTES, written_bytes=_MOST_WRITTEN
    )
    try:
        ended = run_limited(command, content, _LIMIT_S, limits)
    except subprocess.TimeoutExpired as exc:
        raise UnreadableBulletin(f"{where} takes more than {_LIMIT_S} s to convert") from exc
    if ended.returncode:
        reason = ended.stderr.decode("utf-8", "replace").strip()[-200:]
        raise UnreadableBulletin(f"{where} cannot be converted: {reason or command[0]}")
    return ended.stdout
