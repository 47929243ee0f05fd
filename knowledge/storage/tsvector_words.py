"""The words of a passage as a text search vector of PostgreSQL; cut and folded as FTS5 does."""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable

from knowledge.text.spelling import fold, plain, terms

_LONGEST_WORD = 500  # PostgreSQL takes 2,046 bytes
_MOST_POSITIONS, _LAST_POSITION = 255, 16_383
# How FTS5 cuts and folds what Python's small letters leave: marks belong to the letter before.
_TOKEN = r"\w[\w\u0300-\u036f]*"
_FOLDED = str.maketrans(
    "\u00b5\u017f\u03c2\u03d0\u03d1\u03d5\u03d6\u03f0\u03f1\u03f5\u1e9b\u1fbe",
    "\u03bc\u0073\u03c3\u03b2\u03b8\u03c6\u03c0\u03ba\u03c1\u03b5\u1e61\u03b9",
)


def _tokens(words: Iterable[str]) -> list[str]:
    """The tokens that FTS5 indexes for these words: `8.095` is two."""
    return re.findall(_TOKEN, " ".join(words).translate(_FOLDED))


def words_of(text: str) -> tuple[int, dict[str, str]]:
    """The number of tokens of a passage in both columns, and the words of its vector.

    Each word comes with its text form: the word with its positions, or the mark of its repeats.
    """
    size, positions = 0, defaultdict(list)
    for column, form in (("accented", plain(text)), ("folded", fold(text))):
        tokens = _tokens(terms(form))
        size += len(tokens)
        for at, token in enumerate(tokens, 1):
            positions[key_of(column, token)].append(at)
    words: dict[str, str] = {}
    for word, places in positions.items():
        shown = [str(at) for at in places if at <= _LAST_POSITION][:_MOST_POSITIONS]
        words[word] = f"{quoted(word)}:{','.join(shown)}" if shown else quoted(word)
        if len(places) > 1:
            words[f"{word}={len(places)}"] = quoted(f"{word}={len(places)}")
    return size, words


def key_of(column: str, word: str) -> str:
    """The name of a word of a column in the index; a very long word is known by its digest."""
    if len(word) > _LONGEST_WORD:
        word = hashlib.sha256(word.encode()).hexdigest()
    return f"{column[0]}/{word}"


def quoted(word: str) -> str:
    """A word as PostgreSQL reads it in a vector or a query."""
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"
