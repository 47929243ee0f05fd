"""The vocabulary of counted things: names in two languages -> one indicator.

The names are in `indicators.toml`, so that staff can add some; this file only finds them.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from knowledge.text.patterns import lazy_regex
from knowledge.text.spelling import fold, plain

_WORD = lazy_regex(r"\w+")


@dataclass(frozen=True, slots=True)
class Indicator:
    """Something counted; `vi[0]` and `en[0]` are shown, all names are understood."""

    id: str
    vi: tuple[str, ...]
    en: tuple[str, ...]
    units: tuple[str, ...]
    near: tuple[str, ...]
    rate: str | None
    asked: tuple[str, ...]
    say_vi: str
    say_en: str
    standards: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class IndicatorMention:
    """The name of an indicator at `start:end`."""

    indicator: Indicator
    start: int
    end: int


@cache
def vocabulary() -> Mapping[str, Indicator]:
    """Every indicator by its id."""
    table = tomllib.loads(
        files("knowledge.vocabulary").joinpath("indicators.toml").read_text("utf-8")
    )
    return {
        key: Indicator(
            key,
            tuple(row["vi"]),
            tuple(row["en"]),
            tuple(row.get("units", ())),
            tuple(row.get("near", ())),
            row.get("rate"),
            tuple(row.get("asked", ())),
            row["say_vi"],
            row["say_en"],
            tuple(row.get("standards", ())),
        )
        for key, row in table.items()
    }


@cache
def _names(form: str, is_question: bool) -> Mapping[str, tuple[Indicator, ...]]:
    """The indicators by each of their names, low and in the spelling of `form`."""
    owners: dict[str, list[Indicator]] = {}
    for indicator in vocabulary().values():
        names = indicator.en if form == "en" else indicator.vi
        names += indicator.asked if is_question else ()
        for name in names:
            key = plain(name) if form == "vi" else fold(name)
            owners.setdefault(key, []).append(indicator)
    return {name: tuple(indicators) for name, indicators in owners.items()}


@cache
def _names_by_first_word(form: str, is_question: bool) -> Mapping[str, Sequence[str]]:
    """The names by their first word, the longest first."""
    names: dict[str, list[str]] = {}
    for name in sorted(_names(form, is_question), key=len, reverse=True):
        names.setdefault(_first_word(name), []).append(name)
    return names


def _first_word(name: str) -> str:
    word = _WORD.match(name)
    if word is None:
        raise ValueError(f"indicators.toml: the name {name!r} does not begin with a word")
    return word[0]


@cache
def _pattern(first_word: str, form: str, is_question: bool) -> re.Pattern[str]:
    """Any name that begins with this word. One pattern of all names takes long to compile."""
    names = _names_by_first_word(form, is_question)[first_word]
    words = "|".join(re.escape(name).replace(r"\ ", r"[\s,]+") for name in names)
    return re.compile(rf"(?:{words})(?!\w)")


def find_indicators(
    text: str, form: str = "vi", *, is_question: bool = False, is_low: bool = False
) -> list[IndicatorMention]:
    """The indicators named in `text`, left to right; the longest name at each place.

    `form` is `vi` (accented), `folded` (Vietnamese without accents) or `en`. A name that two
    indicators share (hộ nghèo: a rate, a number of households) yields both at one span.
    `is_question` permits the loose names that questions use; `is_low` says that `text` is `plain`
    (folded, for the other forms) already.
    """
    names = _names(form, is_question)
    by_first_word = _names_by_first_word(form, is_question)
    subject = text if is_low else plain(text) if form == "vi" else fold(text)
    mentions: list[IndicatorMention] = []
    end = 0
    for word in _WORD.finditer(subject):
        if word.start() < end or word[0] not in by_first_word:
            continue
        match = _pattern(word[0], form, is_question).match(subject, word.start())
        if match is None:
            continue
        end = match.end()
        key = re.sub(r"[\s,]+", " ", match[0])
        for indicator in names.get(match[0]) or names.get(key) or _loose(names, key):
            mentions.append(IndicatorMention(indicator, match.start(), end))
    return mentions


def indicators_named(name: str) -> tuple[Indicator, ...]:
    """The indicators that have exactly this Vietnamese name, in small letters."""
    return _names("vi", False).get(name, ())


def narrower(name: str) -> set[str]:
    """The ids of the indicators that have a name which begins with these words and goes on.

    `cai nghiện` is wider than `cai nghiện bắt buộc`; a single word is no name to begin with.
    """
    head = " ".join(fold(name).split())
    if " " not in head:
        return set()
    return {
        indicator.id
        for indicator in vocabulary().values()
        if any(fold(text).startswith(f"{head} ") for text in indicator.vi)
    }


def _loose(names: Mapping[str, tuple[Indicator, ...]], key: str) -> tuple[Indicator, ...]:
    bare = key.replace(" ", "")
    for name, indicators in names.items():
        if re.sub(r"[\s,]+", "", name) == bare:
            return indicators
    return ()


def takes_unit(indicator: Indicator, unit: str) -> bool:
    """Whether figures of the indicator may be in `unit`."""
    return not indicator.units or unit in indicator.units
