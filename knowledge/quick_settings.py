"""Flags, variables and `bantin.toml` -> where the library is, without the classes of the settings.

Only what `knowledge.settings.load` would say of two keys; it checks nothing.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

_PREFIX, _CONFIG_FILE = "BANTIN_", "bantin.toml"


def place_of(
    arguments: Sequence[str], variables: Mapping[str, str], folder: Path | None = None
) -> tuple[Path, str | None]:
    """The data folder, and the address of the database where there is one.

    Raises:
        OSError, ValueError: `bantin.toml` cannot be read.
    """
    given = {
        key.upper().removeprefix(_PREFIX).lower(): value
        for key, value in variables.items()
        if key.upper().startswith(_PREFIX)
    }
    stored = _stored((folder or Path.cwd()) / _CONFIG_FILE)
    data = _flag(arguments) or given.get("data") or stored.get("data")
    address = given.get("database_url") or stored.get("database_url")
    return Path(str(data)) if data else _default_data(), str(address) if address else None


def _flag(arguments: Sequence[str]) -> str | None:
    """The value of the last `--data`: that of the command wins over that of the root."""
    value = None
    for number, word in enumerate(arguments):
        if word == "--":
            break
        if word == "--data" and number + 1 < len(arguments):
            value = arguments[number + 1]
        elif word.startswith("--data="):
            value = word.removeprefix("--data=")
    return value


def _stored(path: Path) -> Mapping[str, Any]:
    if not path.exists():
        return {}
    import tomllib

    return tomllib.loads(path.read_text("utf-8"))


def _default_data() -> Path:
    from platformdirs import user_data_path

    return user_data_path("bantin", appauthor=False)
