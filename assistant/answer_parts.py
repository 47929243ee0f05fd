"""Results of a run -> an Answer and its parts: figures, confidence, trace."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.checking.citations import Citations, is_inside
from assistant.evidence.series import compute
from assistant.records import (
    Answer,
    AnswerFigure,
    AnswerResult,
    Citation,
    CoverageView,
    Draft,
    DraftSentence,
    EvidenceSet,
    Language,
    Question,
    Rendering,
    Series,
    Status,
    Trace,
)
from assistant.run import Run
from assistant.wording.phrases import name_of, periods_text, places_text, role_text
from knowledge.output.charts import Chart
from knowledge.output.json_views import number
from knowledge.records import Period


def finished(
    run: Run, language: Language, status: Status, text: str, *,
    short: str | None = None, citations: Citations | None = None,
    figures: Sequence[AnswerFigure] = (), coverage: CoverageView | None = None,
    confidence: float = 0.0, computed: AnswerResult | None = None, chart: Chart | None = None,
    renderings: Sequence[Rendering] = (), nearest: Sequence[Citation] = (),
) -> Answer:  # fmt: skip
    """The answer to the run's question, with its trace."""
    understood = understood_view(run.question) if run.question else {}
    if run.rewritten:
        understood["completed"] = run.rewritten
    return Answer(
        answer_id=run.answer_id, question=run.original, language=language, status=status,
        short=short, text=text, confidence=confidence, figures=tuple(figures),
        citations=tuple(citations.citations) if citations else (), answerer=run.answerer,
        coverage=coverage,
        trace=Trace(dict(run.seconds), understood, run.rejected, tuple(run.notes)),
        computed=computed, chart=chart, renderings=tuple(renderings),
        nearest=tuple(nearest),
    )  # fmt: skip


def understood_view(question: Question) -> dict[str, object]:
    """The understood question, for the trace."""
    return {
        "question": question.text,
        "intent": question.intent,
        "indicators": [i.id for i in question.indicators],
        "periods": [p.text for p in question.periods],
        "places": list(question.places),
        "role": question.role,
        "operation": question.operation,
        **(
            {"qualifiers": [forms[0] for forms in question.qualifiers]}
            if question.qualifiers
            else {}
        ),
        **({"completed": completed_text(question)} if question.leans else {}),
    }


def completed_text(question: Question) -> str:
    """The parts of a completed follow-up question, for the trace: `đào tạo nghề · Bắc Kạn`."""
    language = question.language
    name = question.indicators[0].en[0] if language == "en" else question.indicators[0].vi[0]
    role = "" if question.role == "achieved" else role_text(question.role, language)
    periods = periods_text(question.periods, language) if question.periods else ""
    places = places_text(question.places, language) if question.places else ""
    return " · ".join(part for part in (name, role, places, periods) if part)


def answer_figure(sentence: DraftSentence, marker: int, language: Language) -> AnswerFigure:
    """The figure of a verified sentence, for the answer."""
    evidence = sentence.figure
    assert evidence is not None  # checked by the caller
    figure = evidence.figure
    value, unit = evidence.answer
    return AnswerFigure(
        name=name_of(figure, language),
        value=number(value) or "",
        unit=unit,
        plan=number(figure.plan),
        percent=number(figure.percent),
        period=_period_key(figure.period),
        place=figure.place,
        marker=marker,
        start=figure.start,
        end=figure.end,
        standing=sentence.standing,
        period_source=figure.period_source,
        place_source=figure.place_source,
    )


def answer_result(series: Series, figures: Sequence[AnswerFigure]) -> AnswerResult | None:
    """The computed number, with its operands as indexes of the answer's figures."""
    result = compute(series)
    if result is None:
        return None
    # Figures of bulletins that disagree are shown after the operands but not used.
    operands = tuple(n for n, figure in enumerate(figures) if figure.standing == "stands")
    return AnswerResult(series.operation, number(result.value) or "", result.unit, operands)


def _period_key(period: Period | None) -> str | None:
    """`2022`, `2021-2025`, or first and last day with a slash (ISO 8601)."""
    if period is None:
        return None
    if period.kind == "year":
        return str(period.start.year)
    if period.kind == "range" and (period.end.month, period.end.day) == (12, 31):
        return f"{period.start.year}-{period.end.year}"
    return f"{period.start.isoformat()}/{period.end.isoformat()}"


def confidence_in(
    shown: Sequence[DraftSentence], draft: Draft, evidence: EvidenceSet, is_part: bool
) -> float:
    """The confidence in the shown sentences, which may be fewer than those of the draft.

    That of a statement is the probability of the likeliest one that is shown.
    """
    if draft.confidence is None:
        kept = {s.figure.figure.figure_id for s in shown if s.figure is not None}
        items = tuple(i for i in evidence.figures if i.figure.figure_id in kept)
        return confidence_of(replace(evidence, figures=items or evidence.figures), is_part)
    spans = [span for sentence in shown for span in sentence.spans]
    likely = [p for other, p in evidence.passed if any(is_inside(span, other) for span in spans)]
    return max(likely, default=draft.confidence)


def confidence_of(evidence: EvidenceSet, is_part: bool) -> float:
    """The confidence, on a scale that is not fitted: 0.95 for a dated figure, less for each doubt.

    Without figures it is 0.5.
    """
    if not evidence.figures:
        return 0.5
    first = evidence.figures[0]
    figure = first.figure
    if first.is_future or first.trust == "unknown":
        return 0.3
    score = 0.95
    score -= 0.05 * (figure.period_source != "sentence") + 0.1 * figure.preliminary
    score -= 0.2 * (figure.period_source == "guess") + 0.1 * is_part
    score -= 0.1 * bool(first.others)
    return round(max(score, 0.3), 2)
