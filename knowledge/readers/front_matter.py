"""The head of a Markdown file (`---`, `key: value`, `---`) -> its values, and the text after it.

Read as YAML events, never as a document: aliases are not expanded, so that a few lines cannot
become gigabytes.
"""

from collections.abc import Iterator

from knowledge.errors import UnreadableBulletin
from knowledge.readers.drafts import HEADER_KEYS
from knowledge.text.spelling import clean

_MAX_CHARS, _MAX_DEPTH = 16_000, 20
# PyYAML looks back at every bracket that is open: thousands of them take minutes.
_MAX_BRACKETS = 400
_FENCE = "---"


def split_front_matter(text: str, where: str) -> tuple[dict[str, str], str]:
    """The values of the front matter and the rest; no values where the file begins without one.

    The value of a key in `HEADER_KEYS` is a text. Lists and mappings of other keys become empty
    texts.

    Raises:
        UnreadableBulletin: it is not valid YAML, too long, or has a list for such a key.
    """
    lines = text.replace("\r\n", "\n").removeprefix("\ufeff").split("\n")
    if lines[0].rstrip() != _FENCE:
        return {}, text
    end = next((i for i, line in enumerate(lines[1:], 1) if line.rstrip() == _FENCE), None)
    if end is None:
        return {}, text
    block = "\n".join(lines[1:end])
    if len(block) > _MAX_CHARS:
        raise UnreadableBulletin(
            f"{where}: the front matter has {len(block)} characters, at most {_MAX_CHARS} are read"
        )
    if block.count("[") + block.count("{") > _MAX_BRACKETS:
        raise UnreadableBulletin(
            f"{where}: the front matter is full of brackets; write plain texts"
        )
    return _values(block, where), "\n".join(lines[end + 1 :])


def _values(block: str, where: str) -> dict[str, str]:
    import yaml

    try:
        values = dict(_pairs(block, where))
    except yaml.YAMLError as exc:
        raise UnreadableBulletin(f"{where}: the front matter is not valid YAML") from exc
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
