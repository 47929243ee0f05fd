"""Warnings about bulletins, as the code writes them -> kinds, advice, Vietnamese.

The code writes them in English, for operators and logs; `warnings.toml` maps each text with its
variable parts to a kind and to Vietnamese, as gettext does by the English message.
"""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from knowledge.text.patterns import lazy_regex

Language = Literal["vi", "en"]
_SLOT = lazy_regex(r"\{(\w+)\}")
_OTHER = "other"


@dataclass(frozen=True, slots=True)
class WarningGroup:
    """The warnings of one kind: its label, what to do, and (bulletin id, text) of each."""

    kind: str
    label: str
    advice: str
    items: tuple[tuple[str, str], ...]


def by_kind(warnings: Iterable[tuple[str, str]], language: Language) -> list[WarningGroup]:
    """The warnings (bulletin id, English text) by kind, the most frequent kind first."""
    groups: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for bulletin_id, text in warnings:
        groups[kind_of(text)].append((bulletin_id, translated(text, language)))
    kinds = _table()["kinds"]
    most_first = sorted(groups.items(), key=lambda group: -len(group[1]))
    return [
        WarningGroup(
            name, kinds[name]["label"][language], kinds[name]["advice"][language], tuple(items)
        )
        for name, items in most_first
    ]


def kind_of(text: str) -> str:
    """The kind of a warning: `no_day`, `numbers`, … or `other`."""
    match = _matched(text, _messages())
    return match[0].kind if match else _OTHER


def translated(text: str, language: Language) -> str:
    """A warning in a language; a text that is not listed stays English."""
    match = _matched(text, _messages()) if language == "vi" else None
    return _filled(*match) if match else text


@dataclass(frozen=True, slots=True)
class _Message:
    pattern: re.Pattern[str]
    vietnamese: str
    kind: str


def _matched(
    text: str, messages: tuple[_Message, ...]
) -> tuple[_Message, Mapping[str, str]] | None:
    """The message that a text is, and its parts."""
    for message in messages:
        if match := message.pattern.fullmatch(text):
            return message, match.groupdict()
    return None


def _filled(message: _Message, slots: Mapping[str, str]) -> str:
    """The message in Vietnamese; parts that are words themselves are translated too."""

    def part(slot: re.Match[str]) -> str:
        text = slots[slot[1]]
        match = _matched(text, _parts())
        return _filled(*match) if match else text

    return _SLOT.sub(part, message.vietnamese)


@cache
def _table() -> dict[str, Any]:
    text = files("knowledge.output").joinpath("warnings.toml").read_text("utf-8")
    table = tomllib.loads(text)
    return {**table, "kinds": {kind["name"]: kind for kind in table["kinds"]}}


@cache
def _messages() -> tuple[_Message, ...]:
    return tuple(
        _message(message["en"], message["vi"], name)
        for name, kind in _table()["kinds"].items() for message in kind["messages"]
    )  # fmt: skip


@cache
def _parts() -> tuple[_Message, ...]:
    return tuple(_message(en, vi, "") for en, vi in _table()["parts"].items())


def _message(english: str, vietnamese: str, kind: str) -> _Message:
    """A message whose pattern takes any text at its slots."""
    pieces = _SLOT.split(english)
    pattern = "".join(
        f"(?P<{piece}>.+?)" if number % 2 else re.escape(piece)
        for number, piece in enumerate(pieces)
    )
    return _Message(re.compile(pattern, re.DOTALL), vietnamese, kind)
