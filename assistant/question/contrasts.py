"""Kinds that exclude each other: compulsory or voluntary, winter-spring or summer-autumn rice.

A sentence about one of them does not answer a question about another one, whatever else it shares
with it. The words are in `contrasts.toml`.
"""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from knowledge.text.language import accents
from knowledge.text.spelling import fold, plain

_APART = -1


@dataclass(frozen=True, slots=True)
class _Members:
    """The words of one class in one spelling, and the member that each belongs to."""

    pattern: re.Pattern[str]
    numbers: dict[str, int]

    def named_in(self, text: str) -> frozenset[int]:
        """The members that a text names."""
        return frozenset(self.numbers[m[0]] for m in self.pattern.finditer(text)) - {_APART}


def is_of_other_kind(question: str, language: str, sentence: str) -> bool:
    """Whether the sentence has, of some class that the question names, only other members."""
    held = plain(sentence)
    if language == "en":
        spelling, low = "en", question.lower()
    elif accents(question) == "full":
        spelling, low = "vi", plain(question)
    else:
        spelling, low = "folded", fold(question)
    for each in _classes():
        wanted = each[spelling].named_in(low)
        if wanted and (named := each["vi"].named_in(held)) and not wanted & named:
            return True
    return False


@cache
def _classes() -> tuple[dict[str, _Members], ...]:
    source = files("assistant.question").joinpath("contrasts.toml").read_text("utf-8")
    return tuple(
        _read(row["members"], row.get("apart", [])) for row in tomllib.loads(source)["class"]
    )


def _read(members: list[dict[str, list[str]]], apart: list[str]) -> dict[str, _Members]:
    return {
        "vi": _members([[plain(word) for word in member["vi"]] for member in members], apart),
        "folded": _members(
            [[fold(word) for word in member["vi"]] for member in members], map(fold, apart)
        ),
        "en": _members([member["en"] for member in members], apart),
    }


def _members(members: list[list[str]], apart: Iterable[str]) -> _Members:
    """The words of a class; where one is a part of another, the longer one is found."""
    numbers = {word: number for number, words in enumerate(members) for word in words}
    numbers |= dict.fromkeys(apart, _APART)
    longest = sorted(numbers, key=len, reverse=True)
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!\w)")
    return _Members(pattern, numbers)
