"""Figures -> Draft without a model: a sentence per figure, after a computed result if any."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from assistant.evidence.series import compute
from assistant.records import (
    Draft,
    DraftSentence,
    EvidenceSet,
    FigureEvidence,
    Language,
    Question,
    Series,
    Span,
    Standing,
)
from assistant.wording.computed import computed_short, computed_text
from assistant.wording.phrases import (
    date_text,
    figure_sentence,
    periods_text,
    places_text,
    short_text,
)
from assistant.wording.replies import say
from knowledge.records import Figure

_MAX_SHOWN = 12
# The most values of other bulletins that are shown for one figure; further ones are counted.
_MAX_RIVALS = 3


def draft_from_figures(question: Question, evidence: EvidenceSet) -> Draft:
    """One sentence per figure, which cites the figure's sentence and the words that date it."""
    language = question.language
    written = [
        DraftSentence(
            text=figure_sentence(item, language) + _of_whole(question) + ".",
            spans=spans_of(item.figure),
            figure=item,
        )
        for item in evidence.figures
    ]
    for item in evidence.figures:
        written += rival_sentences(item, language)
    closing = ""
    if evidence.other_places and not question.places:
        closing = say("other_places", language, places=places_text(evidence.other_places, language))
    if any(item.figure.period_source == "guess" for item in evidence.figures) and question.periods:
        periods = periods_text(question.periods, language)
        closing = f"{closing}\n{say('guessed_time', language, period=periods)}".strip()
    if rivals := rivals_left_out(evidence.figures, language):
        closing = f"{closing}\n{rivals}".strip()
    is_whole = len(evidence.figures) == 1 and not evidence.missing
    if question.operation != "look":
        # The figures are shown, but none of them is the result of the requested operation.
        closing, is_whole = say("not_computed", language), False
    if is_whole and not evidence.figures[0].is_future:
        first = evidence.figures[0]
        short = short_text(first, language)
        if first.role == "plan" and question.role == "achieved":
            # A bare plan would be mistaken for the requested result.
            short = say("plan_only", language, value=short)
        written[0] = replace(written[0], short=short)
    return Draft(tuple(written), closing)


def rival_sentences(item: FigureEvidence, language: Language) -> list[DraftSentence]:
    """One sentence for each different value of other bulletins, at most _MAX_RIVALS."""
    written: list[DraftSentence] = []
    shown_values: set[str] = set()
    for other in item.others:
        value = short_text(other, language)
        # A bare value is shown only if its time and role are those of the figure that answers.
        is_bare = other.role == item.role and other.role in ("achieved", "change")
        is_bare = is_bare and _spell(other.figure) == _spell(item.figure)
        if value in shown_values or len(shown_values) >= _MAX_RIVALS:
            continue
        shown_values.add(value)
        standing = _standing(item, other)
        day = date_text(other.published_on, language) or say("undated", language)
        source = _source(other, language)
        if standing != "differs":
            text = say(f"also_{standing}", language, date=day, value=value)
        elif is_bare:
            text = say("also", language, date=day, value=value, source=source)
        else:
            sentence = figure_sentence(other, language)
            sentence = sentence[:1].lower() + sentence[1:]
            text = say("also_otherwise", language, date=day, said=sentence, source=source)
        written.append(DraftSentence(text, spans_of(other.figure), other, standing=standing))
    return written


def rivals_left_out(items: Sequence[FigureEvidence], language: Language) -> str:
    """A line with the number of values of other bulletins that are not shown; empty if none."""
    values = [dict.fromkeys(short_text(o, language) for o in item.others) for item in items]
    untold = sum(max(0, len(v) - _MAX_RIVALS) for v in values)
    return say("more_rivals", language, count=untold) if untold else ""


def _source(item: FigureEvidence, language: Language) -> str:
    """A note on the source of a rival figure, if it is not an office."""
    if item.trust == "official" and not item.is_future:
        return ""
    words = say("source_future" if item.is_future else f"source_{item.trust}", language)
    return words if words.startswith(",") else f" {words}"


def _spell(figure: Figure) -> tuple[date, date] | None:
    return (figure.period.start, figure.period.end) if figure.period else None


def _of_whole(question: Question) -> str:
    """The whole that the answer is a part of; empty if no part was asked for."""
    whole = question.whole
    if whole is None:
        return ""
    return (
        f", among “{whole.en[0]}”" if question.language == "en" else f", trong số “{whole.vi[0]}”"
    )


def _standing(item: FigureEvidence, other: FigureEvidence) -> Standing:
    """How another bulletin's value relates to `item`: corrected, preliminary, or different."""
    if other.published_on is None:
        return "differs"
    if other.is_corrected and item.published_on and item.published_on >= other.published_on:
        return "corrected"
    is_final = other.figure.preliminary and not item.figure.preliminary
    return "preliminary" if is_final and other.trust == "official" else "differs"


def draft_from_each(question: Question, each: Sequence[Series]) -> Draft:
    """The drafts of several series one below the other; a single one as it is."""
    drafts = [draft_from_series(question, series) for series in each]
    if len(drafts) == 1 and each[0].of_place is None:
        return drafts[0]
    sentences = [replace(s, short=None) for draft in drafts for s in draft.sentences]
    closing = "\n".join(dict.fromkeys(d.closing for d in drafts if d.closing))
    return Draft(tuple(sentences), closing)


def draft_from_series(question: Question, series: Series) -> Draft:
    """The computed result, then one sentence per operand, then the values that disagree."""
    language = question.language
    result = compute(series)
    written = []
    if result is not None:
        spans = tuple(dict.fromkeys(s for item in series.operands for s in spans_of(item.figure)))
        text = computed_text(series, result, language) + "."
        short = computed_short(series, result, language)
        written.append(DraftSentence(text, spans, series=series, short=short))
    shown = series.operands[:1] if series.operation == "gap" else series.operands[:_MAX_SHOWN]
    if series.operation == "gap" and series.operands[0].figure.plan is None:
        shown = series.operands
    for item in shown:
        text = figure_sentence(item, language) + "."
        written.append(DraftSentence(text, spans_of(item.figure), item))
    for item in shown:
        # Preliminary and corrected values do not disagree.
        written += [s for s in rival_sentences(item, language) if s.standing == "differs"]
    return Draft(tuple(written), rivals_left_out(series.operands, language))


def spans_of(figure: Figure) -> tuple[Span, ...]:
    """The span of a figure's sentence and, if its time is outside of it, the span of the time."""
    key = (figure.bulletin_id, figure.revision, figure.passage_id)
    spans = [Span(*key, figure.sentence_start, figure.sentence_end)]
    start, end = figure.period_start, figure.period_end
    if start is not None and end is not None:
        inside = figure.sentence_start <= start and end <= figure.sentence_end
        if not inside:
            spans.append(Span(*key, start, end))
    return tuple(spans)
