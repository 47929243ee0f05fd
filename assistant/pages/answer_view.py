"""Answer -> the parts that its card shows: headline, sentences, facts, lists, bars, plain text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from assistant.pages.bars import Row, heading_of, rows_of
from assistant.pages.sources import MARKER, Chip, Sources
from assistant.records import Answer, AnswerFigure, Language
from assistant.wording.phrases import date_text, place_phrase
from assistant.wording.replies import say
from knowledge.text.patterns import lazy_regex
from prompts.catalogue import catalogue

_BRACKET = lazy_regex(r" \(([^()]*)\)(?=(?:\s*\[\d+\])*\s*\.?$)")
_ROW = "– "
_DETAILS = ("plan", "percent_of_plan", "total", "share", "achieved")
# So few lines of a comparison stay beside its bars.
_SHORT_LIST = 3
_SOCIAL = ("greeting", "thanks", "help")


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence, or an item of a list, in pieces of text and chips; `facts` stand below it small."""

    pieces: list[str | Chip]
    facts: list[str]
    is_item: bool = False


@dataclass(slots=True)
class Card:
    """The parts of an answer's card; `heading` is the key of the word above the names of `bars`."""

    headline: str = ""
    tail: list[str] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    bars: list[Row] = field(default_factory=list)
    heading: str = "what"


def card_of(answer: Answer, sources: Sources) -> Card:
    """The card; a line that lists other places is left out, since choices replace it."""
    card, figures = Card(), [f for f in answer.figures if f.standing == "stands"]
    if answer.short:
        head, _, rest = answer.short.partition(" (")
        # What the sentence below says again is left out.
        tail = rest.removesuffix(")").split("; ")
        card.headline, card.tail = _large(head), [p for p in tail if p and p not in answer.text]
    lines = answer.text.split("\n")
    if is_elsewhere(lines[-1], answer.language):
        lines.pop()
    if answer.chart is not None:
        card.bars, card.heading = rows_of(answer, sources), heading_of(answer)
        if len(figures) > _SHORT_LIST and all(row.chip for row in card.bars):
            lines = lines[:1] + lines[1 + len(figures) :]  # each is a row of the table
    is_single = len(figures) == 1 and answer.computed is None and bool(answer.short)
    for text in filter(None, lines):
        line, facts = without_details(text, answer.language)
        if is_single and f"[{figures[0].marker}]" in line:
            facts = [*facts, *_time_and_place(line, figures[0], answer.language)]
            is_single = False
        is_item = line.startswith(_ROW)
        card.lines.append(Line(sources.pieces(line.removeprefix(_ROW)), facts, is_item))
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


def spoken(answer: Answer, lines: Sequence[Line]) -> str:
    """What a screen reader says when the answer comes: the figure, and the first sentence."""
    first = "".join(piece for piece in lines[0].pieces if isinstance(piece, str)) if lines else ""
    return ". ".join(part for part in (answer.short, first) if part)
