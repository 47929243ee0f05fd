"""Patterns of modules are compiled at their first use and then behave as compiled ones."""

import re

import pytest

from knowledge.text import patterns
from knowledge.text.patterns import lazy_regex


def test_a_pattern_is_compiled_once_at_its_first_use(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []
    compile_pattern = re.compile

    def counted(pattern: str, flags: int = 0) -> re.Pattern[str]:
        compiled.append(pattern)
        return compile_pattern(pattern, flags)

    monkeypatch.setattr(patterns.re, "compile", counted)
    numbers = lazy_regex(r"\d+")
    assert compiled == []
    assert [numbers.sub("#", "a1"), numbers.findall("1 22")] == ["a#", ["1", "22"]]
    assert compiled == [r"\d+"]


def test_flags_and_groups_are_those_of_the_pattern() -> None:
    word = lazy_regex(r"(?P<word>[a-z]+)", re.IGNORECASE)
    match = word.match("Ab")
    assert match is not None
    assert (match["word"], word.pattern, dict(word.groupindex)) == (
        "Ab",
        r"(?P<word>[a-z]+)",
        {"word": 1},
    )


def test_a_wrong_pattern_is_an_error_at_its_first_use() -> None:
    wrong = lazy_regex("(")
    with pytest.raises(re.error):
        wrong.search("a")
