"""Named texts with checked slots: what bantin says to people, and later to models.

A file `NAME.LANGUAGE.md` begins with a header (name, version, slots) and holds one text a
section (`## key`). A slot that is missing or unknown fails at once, never in front of a reader.
"""

import re
import string
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_HEADER = re.compile(r"---\nname: (?P<name>[\w-]+)\nversion: (?P<version>\d+)\n---\n")


class PromptError(Exception):
    """A text file or its use is wrong: a programming error, not a user's."""


class MissingSlot(PromptError):
    """A slot of the text was given no value."""


class UnknownSlot(PromptError):
    """A value was given for a slot that the text does not have."""


@dataclass(frozen=True, slots=True)
class Text:
    """One text; `version` rises whenever its file changes."""

    key: str
    version: int
    body: str

    @property
    def slots(self) -> frozenset[str]:
        """The names after `$` in the body."""
        return frozenset(string.Template(self.body).get_identifiers())

    def render(self, **values: object) -> str:
        """The body with every slot filled.

        Raises:
            MissingSlot, UnknownSlot: the values do not fit the slots.
        """
        missing, unknown = self.slots - values.keys(), values.keys() - self.slots
        if missing:
            raise MissingSlot(f"text {self.key!r} needs {', '.join(sorted(missing))}")
        if unknown:
            raise UnknownSlot(f"text {self.key!r} has no slot {', '.join(sorted(unknown))}")
        return string.Template(self.body).substitute({k: str(v) for k, v in values.items()})


@cache
def load_texts(name: str, language: str) -> dict[str, Text]:
    """Every text of the file `NAME.LANGUAGE.md` by its key.

    Raises:
        PromptError: no such file, or a header that is not understood.
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
    """The version of every file of texts, by its name without `.md`."""
    found = {}
    for path in files("prompts").iterdir():
        match = _HEADER.match(path.read_text("utf-8")) if path.name.endswith(".md") else None
        if match:
            found[path.name.removesuffix(".md")] = int(match["version"])
    return dict(sorted(found.items()))
