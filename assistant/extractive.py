"""Figures -> Draft without any model: each in a sentence; what they compute first."""

from dataclasses import replace
from datetime import date

from assistant.computed import computed_short, computed_text
from assistant.records import (
    Draft,
    DraftSentence,
    EvidenceSet,
    FigureEvidence,
    Question,
    Series,
    Span,
    Standing,
)
from assistant.replies import say
from assistant.series import compute
from assistant.wording import date_text, figure_sentence, places_text, short_text
from knowledge.records import Figure

_MAX_TOLD = 12


def draft_from_figures(question: Question, evidence: EvidenceSet) -> Draft:
    """One sentence a figure, resting on the sentence that holds it and the words that date it."""
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
        for other, published in item.others[:2]:
            if not published:
                continue
            rival = FigureEvidence(other, published, item.role)
            standing = _standing(item, other, published)
            value = short_text(rival, language)
            key = "also" if standing == "differs" else f"also_{standing}"
            text = say(key, language, date=date_text(published, language), value=value)
            written.append(DraftSentence(text, spans_of(other), rival, standing=standing))
    closing = ""
    if evidence.other_places and not question.places:
        closing = say("other_places", language, places=places_text(evidence.other_places, language))
    is_whole = len(evidence.figures) == 1 and not evidence.missing
    if question.operation != "look":
        # The figures near it are told, but the bare answer to another question is no answer.
        closing, is_whole = say("not_computed", language), False
    if is_whole:
        first = evidence.figures[0]
        short = short_text(first, language)
        if first.role == "plan" and question.role == "achieved":
            # The result was asked and only the plan is told: a bare number would pass for it.
            short = say("plan_only", language, value=short)
        written[0] = replace(written[0], short=short)
    return Draft(tuple(written), closing)


def _of_whole(question: Question) -> str:
    """Of what the answer is a part, where a part was asked for."""
    whole = question.whole
    if whole is None:
        return ""
    return (
        f", among “{whole.en[0]}”" if question.language == "en" else f", trong số “{whole.vi[0]}”"
    )


def _standing(item: FigureEvidence, other: Figure, published: date) -> Standing:
    """How another bulletin's value is told: corrected since, preliminary, or simply another."""
    is_later = item.published_on is not None and item.published_on >= published
    if item.is_correction and is_later:
        return "corrected"
    return "preliminary" if other.preliminary and not item.figure.preliminary else "differs"


def draft_from_series(question: Question, series: Series) -> Draft:
    """What follows from several figures, first; then each of them in a sentence of its own."""
    language = question.language
    result = compute(series)
    written = []
    if result is not None:
        spans = tuple(dict.fromkeys(s for item in series.operands for s in spans_of(item.figure)))
        text = computed_text(series, result, language) + "."
        short = computed_short(series, result, language)
        written.append(DraftSentence(text, spans, series=series, short=short))
    told = series.operands[:1] if series.operation == "gap" else series.operands[:_MAX_TOLD]
    if series.operation == "gap" and series.operands[0].figure.plan is None:
        told = series.operands
    for item in told:
        text = figure_sentence(item, language) + "."
        written.append(DraftSentence(text, spans_of(item.figure), item))
    return Draft(tuple(written))


def spans_of(figure: Figure) -> tuple[Span, ...]:
    """The sentence of a figure and, where its time is said elsewhere, the words that say it."""
    key = (figure.bulletin_id, figure.revision, figure.passage_id)
    spans = [Span(*key, figure.sentence_start, figure.sentence_end)]
    start, end = figure.period_start, figure.period_end
    if start is not None and end is not None:
        inside = figure.sentence_start <= start and end <= figure.sentence_end
        if not inside:
            spans.append(Span(*key, start, end))
    return tuple(spans)
