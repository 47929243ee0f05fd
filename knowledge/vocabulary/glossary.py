"""English words of a query -> the Vietnamese phrases of bulletins, for the lexical search.

A word has one or more Vietnamese phrases in `glossary.toml`, and the search takes any of them.
Plurals and the endings -ing, -ed, -er are tried where the word itself is not found.
"""

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from knowledge.text.spelling import words

_LONGEST = 4


@cache
def _tables() -> dict[str, dict[str, str]]:
    return tomllib.loads(files("knowledge.vocabulary").joinpath("glossary.toml").read_text("utf-8"))


@cache
def _glossary() -> dict[str, tuple[str, ...]]:
    entries = _tables()["words"]
    return {
        " ".join(words(english.lower())): tuple(p.strip() for p in vietnamese.split(";"))
        for english, vietnamese in entries.items()
    }


def _base_forms(phrase: str) -> Iterator[str]:
    """The phrase, then it with its last word in another form, likelier ones first."""
    yield phrase
    start, _, last = phrase.rpartition(" ")
    if last in _tables()["irregular"]:
        yield f"{start} {_tables()['irregular'][last]}".lstrip()
    for ending, other in (
        ("ies", "y"), ("s", ""), ("es", ""), ("ied", "y"), ("ed", ""), ("d", ""), ("ing", ""),
        ("ing", "e"), ("ly", ""),
    ):  # fmt: skip
        if phrase.endswith(ending) and len(phrase) > len(ending) + 2:
            bare = phrase[: -len(ending)] + other
            yield bare
            if len(bare) > 3 and bare[-1] == bare[-2]:  # stopped, running
                yield bare[:-1]


def translated(query: str) -> list[tuple[str, tuple[str, ...]]]:
    """Each English word or phrase of the query that is known, with its Vietnamese phrases."""
    low_words = [w.lower() for w in words(query)]
    entries, at = [], 0
    while at < len(low_words):
        for length in range(min(_LONGEST, len(low_words) - at), 0, -1):
            phrase = " ".join(low_words[at : at + length])
            known = next((f for f in _base_forms(phrase) if f in _glossary()), None)
            if known is not None:
                entries.append((phrase, _glossary()[known]))
                at += length
                break
        else:
            at += 1
    return entries
