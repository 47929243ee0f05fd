"""Answers -> HTML fragments of the pages, by the templates in this folder."""

import base64
import textwrap
from collections.abc import Mapping, Sequence
from decimal import Decimal

from markupsafe import Markup

from assistant.backoffice.journal import REASONS
from assistant.pages.answer_view import card_of, is_social, plain_text, quoted, spoken
from assistant.pages.bars import HEIGHT, WIDTH, line_of
from assistant.pages.sources import Key, Sources, article_of
from assistant.records import Answer, Language
from assistant.wording.choices import Choices
from assistant.wording.phrases import place_phrase
from assistant.wording.replies import nearest_label, say
from knowledge.numbers.numerals import format_decimal
from knowledge.output.charts import Chart, draw
from knowledge.output.templates import renderer
from knowledge.records import Bulletin
from prompts.catalogue import catalogue, tables

_render = renderer("assistant.pages")
# Characters quoted of a passage that may be related; the bulletin beside it has the whole text.
_QUOTE_CHARS = 180
# Quotation marks at the ends of a passage, which is shown between quotation marks.
_QUOTES = '“”"‘’ '
_WORDS, _ACTIONS = tables("answer"), tables("actions")


def answer_html(answer: Answer, turn: int, *, is_whole: bool = True) -> Markup:
    """The card of an answer: figure, sentences, facts, bars; buttons where it is whole."""
    language, sources = answer.language, Sources(answer)
    card = card_of(answer, sources)
    is_line = answer.chart is not None and answer.chart.kind == "line"
    return _render(
        "answer", turn=turn, answer=answer, card=card, words=_WORDS[language], language=language,
        completed=answer.trace.understood.get("completed"),
        line=line_of(answer.chart, language) if answer.chart and is_line else [],
        size=(WIDTH, HEIGHT),
        renderings=[(sources.pieces(f"[{r.marker}]"), r.text) for r in answer.renderings],
        nearest_label=nearest_label(language),
        nearest=[
            {**near, "quote": textwrap.shorten(near["quote"].strip(_QUOTES), _QUOTE_CHARS, placeholder=" …")}
            for near in quoted(answer)
        ],
        has_actions=is_whole and not is_social(answer), actions=_ACTIONS[language],
        reasons=list(zip(REASONS, catalogue(language).lines("actions.reasons"), strict=True)),
        printed=[] if answer.nearest else sources.quotes(), spoken=spoken(answer, card.lines),
        plain=plain_text(answer, sources),
    )  # fmt: skip


def sources_html(
    answer: Answer, bulletins: Mapping[Key, Bulletin], turn: int, page: Language
) -> Markup | str:
    """The panel of the cited bulletins in full, with the cited sentences and figures marked.

    For a refusal, the bulletins of the nearest passages, under a heading that they are no answer.
    Empty where there are none.
    """
    sources = Sources(answer)
    if not sources.by_key:
        return ""
    return _render(
        "sources", turn=turn, words=_WORDS[answer.language], page_words=_WORDS[page],
        nearest_label="" if answer.citations else nearest_label(answer.language),
        articles=[
            article_of(answer, number, bulletins[key], citations)
            for number, (key, citations) in enumerate(sources.by_key.items(), 1)
        ],
    )  # fmt: skip


def choices_html(answer: Answer, choices: Choices, elsewhere: str) -> Markup | str:
    """Other years and places as buttons; `elsewhere` as a sentence where there are no places.

    Where the question named no place, the place that was taken is named beside the others.
    """
    if not choices.years and not choices.places and not elsewhere:
        return ""
    words, figure = _WORDS[answer.language], answer.figures[0] if answer.figures else None
    is_silent = figure is not None and figure.place and not answer.trace.understood.get("places")
    taken = place_phrase(figure.place, answer.language) if figure and is_silent else ""
    return _render(
        "choices", choices=choices, words=words, elsewhere="" if choices.places else elsewhere,
        taken=say("taken_place", answer.language, place=taken) if taken else "",
    )  # fmt: skip


def follow_ups_html(questions: Sequence[str], language: Language) -> Markup | str:
    """Follow-up questions as buttons that ask them; empty if there are none."""
    if not questions:
        return ""
    return _render("follow_ups", questions=questions, label=_ACTIONS[language]["next"])


def problem_html(message: str, language: Language, *, may_retry: bool = True) -> Markup:
    """An error or a limit in place of an answer; it stays until the next question."""
    return _render("problem", message=message, words=_WORDS[language], may_retry=may_retry)


def chart_html(chart: Chart, language: Language = "vi", alt: str = "") -> Markup:
    """The chart as an image, in which no script can run; for the desk.

    `alt` is the text for screen readers; by default the title and the values.
    """
    values = "; ".join(
        f"{p.label}: {format_decimal(Decimal(p.value), language)}" for p in chart.points
    )
    return _render(
        "chart", alt=alt or f"{chart.title} ({chart.unit}). {values}",
        picture=base64.b64encode(draw(chart, "svg", language)).decode(),
    )  # fmt: skip
