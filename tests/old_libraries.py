"""Data folders as older versions of bantin made them: see `tests/data/old_libraries/README.md`."""

import tarfile
from pathlib import Path

_FOLDER = Path(__file__).parent / "data" / "old_libraries"
_PACKED = {path.name.split("-")[1]: path for path in sorted(_FOLDER.glob("layout-*.tar.gz"))}
LAYOUTS = tuple(_PACKED)


def unpack(layout: str, into: Path) -> Path:
    """A data folder with three bulletins and an office, as the bantin of that layout made it."""
    data = into / f"layout-{layout}"
    with tarfile.open(_PACKED[layout]) as packed:
        packed.extractall(data, filter="data")
    return data


def newest_copy(data: Path, name: str) -> Path | None:
    """The last copy that an upgrade kept of a database; None where there is none."""
    copies = (data / "backups").glob(f"{name}-layout-*.sqlite")
    return max(copies, key=lambda path: path.stat().st_mtime, default=None)
