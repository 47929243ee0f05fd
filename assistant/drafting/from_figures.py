"""Figures -> Draft without any model: each in a sentence; what they compute first."""

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
from assistant.wording.phrases import date_text, figure_sentence, places_text, short_text
from assistant.wording.replies import say
from knowledge.records import Figure

_MAX_SHOWN = 12
# Values of other bulletins told beside one figure; of more only how many there are.
_MAX_RIVALS = 3


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
        written += rival_sentences(item, language)
    closing = ""
    if evidence.other_places and not question.places:
        closing = say("other_places", language, places=places_text(evidence.other_places, language))
    if caution := cautions(evidence.figures, language):
        closing = f"{closing}\n{caution}".strip()
    is_whole = len(evidence.figures) == 1 and not evidence.missing
    if question.operation != "look":
        # The figures near it are told, but the bare answer to another question is no answer.
        closing, is_whole = say("not_computed", language), False
    if is_whole and not evidence.figures[0].is_future:
        first = evidence.figures[0]
        short = short_text(first, language)
        if first.role == "plan" and question.role == "achieved":
            # The result was asked and only the plan is told: a bare number would pass for it.
            short = say("plan_only", language, value=short)
        written[0] = replace(written[0], short=short)
    return Draft(tuple(written), closing)


def rival_sentences(item: FigureEvidence, language: Language) -> list[DraftSentence]:
    """What other bulletins say instead, a sentence a value; how many more say something else."""
    written: list[DraftSentence] = []
    shown_values: set[str] = set()
    for other in item.others:
        value = short_text(other, language)
        # A bare number says neither its time nor that it is a plan.
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
            said = figure_sentence(other, language)
            said = said[:1].lower() + said[1:]
            text = say("also_otherwise", language, date=day, said=said, source=source)
        written.append(DraftSentence(text, spans_of(other.figure), other, standing=standing))
    return written


def cautions(items: Sequence[FigureEvidence], language: Language) -> str:
    """What to think of figures that nobody trusted gives, and how many bulletins were not told."""
    said = []
    if any(item.is_future for item in items):
        said.append(say("only_future", language))
    if any(item.trust == "unknown" for item in items):
        said.append(say("only_unknown", language))
    values = [dict.fromkeys(short_text(o, language) for o in item.others) for item in items]
    untold = sum(max(0, len(v) - _MAX_RIVALS) for v in values)
    if untold:
        said.append(say("more_rivals", language, count=untold))
    return "\n".join(said)


def _source(item: FigureEvidence, language: Language) -> str:
    """Beside a rival: whose word it is, where that is not an office's."""
    if item.trust == "official" and not item.is_future:
        return ""
    words = say("source_future" if item.is_future else f"source_{item.trust}", language)
    return words if words.startswith(",") else f" {words}"


def _spell(figure: Figure) -> tuple[date, date] | None:
    return (figure.period.start, figure.period.end) if figure.period else None


def _of_whole(question: Question) -> str:
    """Of what the answer is a part, where a part was asked for."""
    whole = question.whole
    if whole is None:
        return ""
    return (
        f", among “{whole.en[0]}”" if question.language == "en" else f", trong số “{whole.vi[0]}”"
    )


def _standing(item: FigureEvidence, other: FigureEvidence) -> Standing:
    """How another bulletin's value is told: corrected since, preliminary, or simply another."""
    if other.published_on is None:
        return "differs"
    if other.is_corrected and item.published_on and item.published_on >= other.published_on:
        return "corrected"
    is_final = other.figure.preliminary and not item.figure.preliminary
    return "preliminary" if is_final and other.trust == "official" else "differs"


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
    shown = series.operands[:1] if series.operation == "gap" else series.operands[:_MAX_SHOWN]
    if series.operation == "gap" and series.operands[0].figure.plan is None:
        shown = series.operands
    for item in shown:
        text = figure_sentence(item, language) + "."
        written.append(DraftSentence(text, spans_of(item.figure), item))
    for item in shown:
        # What was preliminary or taken back disagrees no more.
        written += [s for s in rival_sentences(item, language) if s.standing == "differs"]
    return Draft(tuple(written), cautions(series.operands, language))


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
