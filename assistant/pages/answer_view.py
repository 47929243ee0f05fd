"""Answer -> the parts that its card shows: headline, sentences, facts, lists, bars, plain text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import Any

from assistant.pages.bars import Row, rows_of
from assistant.pages.sources import MARKER, Chip, Sources
from assistant.records import Answer, AnswerFigure, Language
from assistant.wording.phrases import date_text, place_phrase, quantity_text
from assistant.wording.replies import say
from prompts.catalogue import catalogue

_BRACKET = re.compile(r" \(([^()]*)\)(?=(?:\s*\[\d+\])*\s*\.?$)")
_ROW = "– "
_DETAILS = ("plan", "percent_of_plan", "total", "share", "achieved")
# So few lines of a comparison stay beside its bars.
_SHORT_LIST = 3
_SOCIAL = ("greeting", "thanks", "help")

Pieces = list[str | Chip]


@dataclass(slots=True)
class Card:
    """The parts of an answer's card; each of `lines` and `rows` is in pieces of text and chips."""

    headline: str = ""
    tail: list[str] = field(default_factory=list)
    lines: list[Pieces] = field(default_factory=list)
    items: list[Pieces] = field(default_factory=list)
    facts: list[str] = field(default_factory=list)
    bars: list[Row] = field(default_factory=list)
    elsewhere: str = ""


def card_of(answer: Answer, sources: Sources) -> Card:
    """The card; a line that lists other places is kept apart, since choices replace it."""
    card, figures = Card(), [f for f in answer.figures if f.standing == "stands"]
    if answer.short:
        head, _, rest = answer.short.partition(" (")
        card.headline, card.tail = head, [p for p in rest.removesuffix(")").split("; ") if p]
    lines = answer.text.split("\n")
    if is_elsewhere(lines[-1], answer.language):
        card.elsewhere = lines.pop()
    if answer.chart is not None:
        card.bars = rows_of(answer, sources)
        if len(figures) > _SHORT_LIST and all(row.chip for row in card.bars):
            lines = lines[:1] + lines[1 + len(figures) :]  # each is a row of the table
    is_single = len(figures) == 1 and answer.computed is None and bool(answer.short)
    for line in lines:
        if line.startswith(_ROW):
            card.items.append(sources.pieces(line.removeprefix(_ROW)))
            continue
        if is_single and not card.facts and f"[{figures[0].marker}]" in line:
            line, details = without_details(line, answer.language)
            card.facts = [*details, *_time_and_place(line, figures[0], answer.language)]
        card.lines.append(sources.pieces(line))
    return card


def is_elsewhere(line: str, language: Language) -> bool:
    """Whether a line only names other places that have the figure."""
    return line.startswith(say("other_places", language, places="").rstrip(" ."))


def without_details(line: str, language: Language) -> tuple[str, list[str]]:
    """The line without its bracket of plan, total and percentages, and these as facts.

    A bracket with anything else stays in the line.
    """
    match = _BRACKET.search(line)
    parts = match[1].split(", ") if match else []
    if not match or not all(_detail_pattern(language).fullmatch(part) for part in parts):
        return line, []
    return line[: match.start()] + line[match.end() :], [_large(part) for part in parts]


@cache
def _detail_pattern(language: Language) -> re.Pattern[str]:
    """Matches a detail as the catalogue words it."""
    texts = (catalogue(language).say(f"figures.detail_{d}", value="\0") for d in _DETAILS)
    return re.compile("|".join(re.escape(text).replace("\0", ".+") for text in texts))


def _time_and_place(line: str, figure: AnswerFigure, language: Language) -> list[str]:
    """The time as the sentence words it, and the place."""
    lead = line.partition(", ")[0]
    period = figure.period or ""
    if period.isdigit():
        lead = say("periods.years", language, years=period)
    facts = [lead, place_phrase(figure.place, language)]
    return [_large(fact) for fact in facts if fact and fact != line]


def _large(text: str) -> str:
    return text[:1].upper() + text[1:]


def plain_text(answer: Answer, sources: Sources) -> str:
    """The answer for a clipboard: question, answer, sources; `{origin}` stands for the site."""
    words = catalogue(answer.language).table("answer")
    text = MARKER.sub("", answer.text)
    lines = [answer.question, ""]
    if answer.short and not text.startswith(answer.short):
        lines.append(answer.short)
    lines.append(text)
    if answer.citations:
        lines += ["", f"{words['source']}:"]
        lines += [f"- {chip.label}: {{origin}}{chip.address}" for chip in sources.all()]
    return "\n".join([*lines, "", words["machine"]])


def quoted(answer: Answer) -> list[dict[str, Any]]:
    """The nearest passages of a refusal, or none."""
    return [
        {"marker": c.marker, "title": c.title, "quote": c.quote,
         "day": date_text(c.published_on, answer.language)}
        for c in answer.nearest
    ]  # fmt: skip


def is_social(answer: Answer) -> bool:
    """Whether the answer is a reply without content of bulletins: nothing to rate or to print."""
    return not answer.citations and answer.trace.understood.get("intent") in _SOCIAL


def value_text(figure: AnswerFigure, language: Language) -> str:
    """The value with its unit."""
    return quantity_text(Decimal(figure.value), figure.unit, language)


def spoken(answer: Answer, lines: Sequence[Pieces]) -> str:
    """What a screen reader says when the answer comes: the figure, or the first sentence."""
    first = "".join(piece for piece in lines[0] if isinstance(piece, str)) if lines else ""
    return ". ".join(part for part in (answer.short, first) if part)
