"""ZIP archives -> the drafts of the files in them, read in memory one after another."""

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import PurePosixPath
from typing import BinaryIO

from knowledge.errors import UnreadableBulletin
from knowledge.readers.base import Reader
from knowledge.readers.containers import open_container
from knowledge.readers.decoding import read_whole
from knowledge.readers.drafts import BulletinDraft, with_unique_key

_NO_BULLETINS = ("readme.md", "license.md")


class NamedBytes(io.BytesIO):
    """The content of a file in memory, with its name."""

    def __init__(self, content: bytes, name: str) -> None:
        super().__init__(content)
        self.name = name


class ArchiveReader:
    """Reads every file in a ZIP whose format is known; `find_reader` gives its reader."""

    suffixes = (".zip",)
    media_types = ("application/zip", "application/x-zip-compressed")
    max_bytes = 200_000_000
    has_rows = True

    def __init__(self, find_reader: Callable[[str, bytes, str], Reader | None]) -> None:
        self._find_reader = find_reader

    def read(self, file: BinaryIO, where: str) -> Iterator[BulletinDraft | UnreadableBulletin]:
        """See `Reader.read`."""
        content = read_whole(file, where, self.max_bytes)
        if not content:
            raise UnreadableBulletin(f"{where} is empty")
        try:
            container = open_container(content)
        except UnreadableBulletin as exc:
            raise UnreadableBulletin(f"{where} {exc}") from exc
        times_seen: dict[str, int] = {}
        count = 0
        with container:
            for member in sorted(container.infolist(), key=lambda m: m.filename):
                name = PurePosixPath(member.filename.replace("\\", "/"))
                is_file = bool(name.name) and not member.filename.endswith("/")
                is_bulletin = is_file and not name.name.startswith((".", "~$"))
                if (
                    not is_bulletin
                    or name.name.lower() in _NO_BULLETINS
                    or "__MACOSX" in name.parts
                ):
                    continue
                for draft in self._drafts(
                    container, member, f"{where} file {member.filename[:200]!r}"
                ):
                    count += 1
                    if isinstance(draft, UnreadableBulletin):
                        yield draft
                        continue
                    draft = replace(draft, key=draft.key or _key(name))
                    yield with_unique_key(draft, times_seen, repr(member.filename[:200]))
        if not count:
            raise UnreadableBulletin(f"{where} holds no files that bantin reads")

    def _drafts(
        self, container: zipfile.ZipFile, member: zipfile.ZipInfo, where: str
    ) -> Iterator[BulletinDraft | UnreadableBulletin]:
        try:
            content = container.read(member)
            reader = self._find_reader(member.filename, content, where)
            if reader is None:
                return  # pictures and the like lie beside bulletins
            if len(content) > reader.max_bytes:
                raise UnreadableBulletin(
                    f"{where} has more than {reader.max_bytes // 10**6} MB: split it"
                )
            yield from reader.read(NamedBytes(content, member.filename), where)
        except UnreadableBulletin as exc:
            yield exc
        except (
            zipfile.BadZipFile,
            zlib.error,
            NotImplementedError,
            ValueError,
            OSError,
            EOFError,
        ) as exc:
            yield UnreadableBulletin(f"{where} is damaged: {exc}")


def _key(name: PurePosixPath) -> str:
    """The id of a bulletin without one: the path of its file, which stays when others are added."""
    return str(name.with_suffix(""))[-200:]
