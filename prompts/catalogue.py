"""The texts that users read: one catalogue per language, `texts.LANGUAGE.toml`.

A key is `name`, or `table.name` inside a table. A text is a template with `$slots`, or a template
for each plural category of its slot `count` (CLDR names: `one`, `other`).
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from prompts.template import PromptError, Text

LANGUAGES = ("vi", "en")
_Forms = Mapping[str, Text]
_CATEGORIES = {"one", "other"}


class UnknownText(PromptError):
    """The catalogue has no text with this key."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The texts of one language; `version` rises whenever its file changes.

    `templates` has the templates of each key by plural category, only `other` where the text has no
    plural; `lists` has the values that are lists.
    """

    language: str
    version: int
    templates: Mapping[str, _Forms]
    lists: Mapping[str, tuple[str, ...]]

    def say(self, key: str, **slots: object) -> str:
        """The text `key` with its slots filled.

        Raises:
            UnknownText: no text has this key.
            MissingSlot, UnknownSlot: the values do not fit the slots of the text.
        """
        forms = self._forms(key)
        category = "one" if "one" in forms and slots.get("count") == 1 else "other"
        return forms[category].render(**slots)

    def slots(self, key: str) -> frozenset[str]:
        """The slots that the text `key` needs.

        Raises:
            UnknownText: no text has this key.
        """
        return self._forms(key)["other"].slots

    def lines(self, key: str) -> tuple[str, ...]:
        """The values of the list `key`, in the order of the file.

        Raises:
            UnknownText: no list has this key.
        """
        try:
            return self.lists[key]
        except KeyError:
            raise UnknownText(f"texts.{self.language}.toml has no list {key!r}") from None

    def table(self, name: str) -> dict[str, str]:
        """The texts of the table `name` by their keys inside it; all without slots.

        Raises:
            UnknownText: no text belongs to this table.
            MissingSlot: a text of the table has a slot.
        """
        prefix = f"{name}."
        keys = [key for key in self.templates if key.startswith(prefix)]
        if not keys:
            raise UnknownText(f"texts.{self.language}.toml has no table {name!r}")
        return {key.removeprefix(prefix): self.say(key) for key in keys}

    def _forms(self, key: str) -> _Forms:
        try:
            return self.templates[key]
        except KeyError:
            raise UnknownText(f"texts.{self.language}.toml has no text {key!r}") from None


@cache
def catalogue(language: str) -> Catalogue:
    """The catalogue of a language.

    Raises:
        PromptError: the language has no file, or the file has no version or a malformed text.
    """
    name = f"texts.{language}.toml"
    try:
        content = tomllib.loads(files("prompts").joinpath(name).read_text("utf-8"))
    except FileNotFoundError as exc:
        raise PromptError(f"no catalogue {name}") from exc
    except tomllib.TOMLDecodeError as exc:
        raise PromptError(f"{name} is not TOML: {exc}") from exc
    version = content.pop("version", None)
    if not isinstance(version, int):
        raise PromptError(f"{name} needs `version = NUMBER` above its texts")
    templates: dict[str, _Forms] = {}
    lists: dict[str, tuple[str, ...]] = {}
    for key, value in _entries(content):
        if isinstance(value, list):
            lists[key] = tuple(map(str, value))
            continue
        forms = value if isinstance(value, dict) else {"other": value}
        templates[key] = {form: Text(key, version, body) for form, body in forms.items()}
        if not forms.keys() <= _CATEGORIES or "other" not in forms:
            raise PromptError(f"{name}: {key!r} needs the plural form `other`, and may have `one`")
        if len({text.slots for text in templates[key].values()}) > 1:
            raise PromptError(f"{name}: the plural forms of {key!r} differ in their slots")
    return Catalogue(language, version, templates, lists)


def tables(name: str) -> dict[str, dict[str, str]]:
    """The table `name` of each language, by the language."""
    return {language: catalogue(language).table(name) for language in LANGUAGES}


def _entries(content: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """Each key with its value; those of a table as `table.key`."""
    entries: list[tuple[str, Any]] = []
    for key, value in content.items():
        if isinstance(value, dict) and not value.keys() <= _CATEGORIES:
            entries += [(f"{key}.{name}", inner) for name, inner in value.items()]
        else:
            entries.append((key, value))
    return entries
