"""Text from outside -> text that every database stores and that every program reads back.

PostgreSQL refuses NUL, and no encoding has halves of surrogate pairs; forms, JSON and the command
line can hold either.
"""

from knowledge.text.patterns import lazy_regex

REPLACEMENT = "\ufffd"
_UNSTORABLE = lazy_regex("[\0\ud800-\udfff]")


def storable(text: str) -> str:
    """The text with U+FFFD for each NUL and each half of a surrogate pair; as long as before."""
    return _UNSTORABLE.sub(REPLACEMENT, text)
