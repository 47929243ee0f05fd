"""The head of a Markdown file -> its values, and the text after it.

YAML stands between `---`, TOML between `+++`, JSON between `---json` and `---` or as an object at
the very beginning, as generators of static sites write them. YAML is read as events, never as a document: aliases are not expanded, so that a few lines cannot
become gigabytes.
"""

import json
import tomllib
from collections.abc import Iterator
from typing import Any

from knowledge.errors import UnreadableBulletin
from knowledge.readers.drafts import HEADER_KEYS
from knowledge.text.spelling import clean

_MAX_CHARS, _MAX_DEPTH = 16_000, 20
# PyYAML looks back at every bracket that is open: thousands of them take minutes.
_MAX_BRACKETS = 400
_FENCES = {"---": ("YAML", "---"), "---yaml": ("YAML", "---"), "+++": ("TOML", "+++"),
           "---toml": ("TOML", "---"), "---json": ("JSON", "---"), ";;;": ("JSON", ";;;")}  # fmt: skip


def split_front_matter(text: str, where: str) -> tuple[dict[str, str], str]:
    """The values of the front matter and the rest; no values where the file begins without one.

    The value of a key in `HEADER_KEYS` is a text. Lists and mappings of other keys become empty
    texts.

    Raises:
        UnreadableBulletin: it is not valid, too long, or has a list for such a key.
    """
    text = text.replace("\r\n", "\n").removeprefix("\ufeff")
    if text.startswith("{"):
        return _json_head(text, where)
    lines = text.split("\n")
    form = _FENCES.get(lines[0].rstrip())
    if form is None:
        return {}, text
    language, fence = form
    end = next((i for i, line in enumerate(lines[1:], 1) if line.rstrip() == fence), None)
    if end is None:
        return {}, text
    block = "\n".join(lines[1:end])
    _check_size(block, where)
    values = {"YAML": _yaml_pairs, "TOML": _toml_pairs, "JSON": _json_pairs}[language](block, where)
    return _texts(values, where), "\n".join(lines[end + 1 :])


def _check_size(block: str, where: str) -> None:
    if len(block) > _MAX_CHARS:
        raise UnreadableBulletin(
            f"{where}: the front matter has {len(block)} characters, at most {_MAX_CHARS} are read"
        )
    if block.count("[") + block.count("{") > _MAX_BRACKETS:
        raise UnreadableBulletin(
            f"{where}: the front matter is full of brackets; write plain texts"
        )


def _json_head(text: str, where: str) -> tuple[dict[str, str], str]:
    """An object of JSON at the beginning; no values where the brace begins a text."""
    try:
        values, end = json.JSONDecoder().raw_decode(text[: _MAX_CHARS + 1])
    except (ValueError, RecursionError):
        return {}, text
    _check_size(text[:end], where)
    return _texts(_outer(values), where), text[end:]


def _outer(values: dict[str, Any]) -> dict[str, str | None]:
    """The values as texts; None for a list or a mapping."""
    return {
        str(key): None if isinstance(value, list | dict) else "" if value is None else str(value)
        for key, value in values.items()
    }


def _json_pairs(block: str, where: str) -> dict[str, str | None]:
    try:
        values = json.loads(block)
    except (ValueError, RecursionError) as exc:
        raise UnreadableBulletin(f"{where}: the front matter is not valid JSON") from exc
    if not isinstance(values, dict):
        raise UnreadableBulletin(f"{where}: the front matter is no object of JSON")
    return _outer(values)


def _toml_pairs(block: str, where: str) -> dict[str, str | None]:
    try:
        return _outer(tomllib.loads(block))
    except (ValueError, RecursionError) as exc:
        raise UnreadableBulletin(f"{where}: the front matter is not valid TOML") from exc


def _yaml_pairs(block: str, where: str) -> dict[str, str | None]:
    import yaml

    try:
        return dict(_pairs(block, where))
    except yaml.YAMLError as exc:
        raise UnreadableBulletin(f"{where}: the front matter is not valid YAML") from exc


def _texts(values: dict[str, str | None], where: str) -> dict[str, str]:
    for key, value in values.items():
        if value is None and key in HEADER_KEYS:
            raise UnreadableBulletin(f"{where}: {key!r} in the front matter is a list, not a text")
    return {key: clean(value or "") for key, value in values.items()}


def _pairs(block: str, where: str) -> Iterator[tuple[str, str | None]]:
    """Keys and values of the outermost mapping; None for a list or a mapping."""
    import yaml

    depth, key = 0, None
    for event in yaml.parse(block, Loader=yaml.BaseLoader):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) is not None:
            raise UnreadableBulletin(
                f"{where}: the front matter repeats values by & and *; write them out"
            )
        if isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
            if depth == 1:
                key = None
        elif isinstance(event, yaml.CollectionStartEvent):
            if depth == 0 and not isinstance(event, yaml.MappingStartEvent):
                raise UnreadableBulletin(f"{where}: the front matter is no list of 'key: value'")
            if depth == 1:
                if key is None:
                    raise UnreadableBulletin(f"{where}: a key of the front matter is a list")
                yield key, None
            depth += 1
            if depth > _MAX_DEPTH:
                raise UnreadableBulletin(f"{where}: the front matter is nested too deeply")
        elif isinstance(event, yaml.ScalarEvent):
            if depth == 0 and event.value:
                raise UnreadableBulletin(f"{where}: the front matter is no list of 'key: value'")
            if depth == 1 and key is None:
                key = event.value
            elif depth == 1 and key is not None:
                yield key, event.value
                key = None
