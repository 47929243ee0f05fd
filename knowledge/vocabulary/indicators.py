"""The vocabulary of counted things: names in two languages -> one indicator.

The names are in `indicators.toml`, so that staff can add some; this file only finds them.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from knowledge.text.spelling import fold, plain


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
def _names(
    form: str, is_question: bool
) -> tuple[re.Pattern[str], dict[str, tuple[Indicator, ...]]]:
    owners: dict[str, list[Indicator]] = {}
    for indicator in vocabulary().values():
        names = indicator.en if form == "en" else indicator.vi
        names += indicator.asked if is_question else ()
        for name in names:
            key = plain(name) if form == "vi" else fold(name)
            owners.setdefault(key, []).append(indicator)
    longest = sorted(owners, key=len, reverse=True)
    words = "|".join(re.escape(name).replace(r"\ ", r"[\s,]+") for name in longest)
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)"), {k: tuple(v) for k, v in owners.items()}


def find_indicators(
    text: str, form: str = "vi", *, is_question: bool = False, is_low: bool = False
) -> list[IndicatorMention]:
    """The indicators named in `text`, left to right; the longest name at each place.

    `form` is `vi` (accented), `folded` (Vietnamese without accents) or `en`. A name that two
    indicators share (hộ nghèo: a rate, a number of households) yields both at one span.
    `is_question` permits the loose names that questions use; `is_low` says that `text` is `plain`
    (folded, for the other forms) already.
    """
    pattern, owners = _names(form, is_question)
    subject = text if is_low else plain(text) if form == "vi" else fold(text)
    mentions = []
    for match in pattern.finditer(subject):
        key = re.sub(r"[\s,]+", " ", match[0])
        for indicator in owners.get(match[0]) or owners.get(key) or _loose(owners, key):
            mentions.append(IndicatorMention(indicator, match.start(), match.end()))
    return mentions


def indicators_named(name: str) -> tuple[Indicator, ...]:
    """The indicators that have exactly this Vietnamese name, in small letters."""
    return _names("vi", False)[1].get(name, ())


def _loose(owners: dict[str, tuple[Indicator, ...]], key: str) -> tuple[Indicator, ...]:
    bare = key.replace(" ", "")
    for name, indicators in owners.items():
        if re.sub(r"[\s,]+", "", name) == bare:
            return indicators
    return ()


def takes_unit(indicator: Indicator, unit: str) -> bool:
    """Whether figures of the indicator may be in `unit`."""
    return not indicator.units or unit in indicator.units
