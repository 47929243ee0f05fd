"""ZIP containers (DOCX, XLSX, ODT, archives): opened in memory, within bounds.

Nothing is ever written to a disk, so that a name such as `../../etc/passwd` leads nowhere.
"""

import io
import zipfile

from knowledge.errors import UnreadableBulletin

MAX_MEMBERS, MAX_UNPACKED = 5000, 200_000_000
_MAX_RATIO, _SMALL = 150, 1_000_000


def open_container(content: bytes, limit: int = MAX_UNPACKED) -> zipfile.ZipFile:
    """The ZIP file in `content`; the sizes that it declares are within the bounds.

    A member that is larger than it declares fails when it is read.

    Raises:
        UnreadableBulletin: it is damaged, encrypted, or would unpack to more than `limit` bytes.
            The message begins with a verb; the caller puts the name of the file before it.
    """
    try:
        container = zipfile.ZipFile(io.BytesIO(content))
        members = container.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as exc:
        raise UnreadableBulletin(f"is damaged: {exc}") from exc
    unpacked = sum(member.file_size for member in members)
    if len(members) > MAX_MEMBERS:
        raise UnreadableBulletin(
            f"holds {len(members)} files, at most {MAX_MEMBERS} are read: split it"
        )
    if unpacked > limit:
        raise UnreadableBulletin(
            f"unpacks to {unpacked / 1e6:.0f} MB, at most {limit // 10**6} MB are read: split it"
        )
    for member in members:
        if member.flag_bits & 1:
            raise UnreadableBulletin("is encrypted; save it without a password")
        if member.file_size > _SMALL and member.file_size > _MAX_RATIO * max(
            1, member.compress_size
        ):
            raise UnreadableBulletin(
                f"holds {member.filename[:100]!r}, which unpacks to {member.file_size // max(1, member.compress_size)} times its size"
            )
    return container
