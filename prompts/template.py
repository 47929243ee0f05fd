"""Text templates with checked slots, and the files that hold the prompts of models.

A file `NAME.LANGUAGE.md` begins with a header (name, version) and has one text per section
(`## key`). Rendering fails where a slot is missing or unknown.
"""

import re
import string
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_HEADER = re.compile(r"\A---\nname: (?P<name>[\w-]+)\nversion: (?P<version>\d+)\n---\n")
_TOML_VERSION = re.compile(r"^version = (?P<version>\d+)$", re.MULTILINE)


class PromptError(Exception):
    """A text file is malformed or used wrongly, which is a programming error."""


class MissingSlot(PromptError):
    """A slot of the text has no value."""


class UnknownSlot(PromptError):
    """A value names a slot that the text does not have."""


@dataclass(frozen=True, slots=True)
class Text:
    """One template; `version` is that of its file and rises with every change."""

    key: str
    version: int
    body: str

    @property
    def slots(self) -> frozenset[str]:
        """The names after `$` in the body."""
        return _slots(self.body)

    def render(self, **values: object) -> str:
        """The body with every slot filled; values are not read as templates.

        Raises:
            MissingSlot: a slot has no value.
            UnknownSlot: a value has no slot.
        """
        missing, unknown = self.slots - values.keys(), values.keys() - self.slots
        if missing:
            raise MissingSlot(f"text {self.key!r} needs {', '.join(sorted(missing))}")
        if unknown:
            raise UnknownSlot(f"text {self.key!r} has no slot {', '.join(sorted(unknown))}")
        return string.Template(self.body).substitute({k: str(v) for k, v in values.items()})


@cache
def _slots(body: str) -> frozenset[str]:
    return frozenset(string.Template(body).get_identifiers())


@cache
def load_texts(name: str, language: str) -> dict[str, Text]:
    """The texts of the file `NAME.LANGUAGE.md` by their keys.

    Raises:
        PromptError: the file does not exist, or has no header with this name.
    """
    path = files("prompts").joinpath(f"{name}.{language}.md")
    try:
        content = path.read_text("utf-8")
    except FileNotFoundError as exc:
        raise PromptError(f"no text file {name}.{language}.md") from exc
    header = _HEADER.match(content)
    if header is None or header["name"] != name:
        raise PromptError(f"{name}.{language}.md has no header with its name and version")
    sections = re.split(r"^## (\S+)\n", content[header.end() :], flags=re.MULTILINE)
    return {
        key: Text(key, int(header["version"]), body.strip())
        for key, body in zip(sections[1::2], sections[2::2], strict=True)
    }


def versions() -> dict[str, int]:
    """The version of each file of texts by its name without the ending, in alphabetical order."""
    numbers: dict[str, int] = {}
    for path in files("prompts").iterdir():
        stem, _, ending = path.name.rpartition(".")
        pattern = {"md": _HEADER, "toml": _TOML_VERSION}.get(ending)
        match = pattern.search(path.read_text("utf-8")) if pattern else None
        if match:
            numbers[stem] = int(match["version"])
    return dict(sorted(numbers.items()))
