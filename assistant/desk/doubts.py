"""Doubts of the second reading, whose reasons are English for the trace -> Vietnamese for staff."""

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

from assistant.checking.second.reading import Doubt, Field

_QUOTES = "'\""


def doubt_text(doubts: Iterable[Doubt], fields: Iterable[Field]) -> str:
    """What a cell says of the doubts about its fields; empty without any."""
    wanted = set(fields)
    reasons = [reason_text(d.reason) for d in doubts if d.field in wanted]
    return f"đọc lại nghi ngờ: {'; '.join(reasons)}" if reasons else ""


def reason_text(reason: str) -> str:
    """A reason in Vietnamese, with its values; unchanged where no template fits."""
    for pattern, text in _templates():
        if match := pattern.fullmatch(reason):
            return text.format(*map(_value, match.groups()))
    return reason


def _value(text: str) -> str:
    is_quoted = len(text) > 1 and text[0] == text[-1] and text[0] in _QUOTES
    return f"“{text[1:-1]}”" if is_quoted else text


@cache
def _templates() -> list[tuple[re.Pattern[str], str]]:
    pairs: dict[str, Any] = tomllib.loads(
        files("assistant.desk").joinpath("doubts.toml").read_text("utf-8")
    )["reasons"]
    longest = sorted(pairs.items(), key=lambda pair: -len(pair[0]))
    return [
        (re.compile(re.escape(english).replace(r"\{\}", "(.+?)"), re.DOTALL), vietnamese)
        for english, vietnamese in longest
    ]
