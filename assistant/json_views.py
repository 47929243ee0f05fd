"""Answers -> the versioned JSON of `ask --json` and `POST /api/v1/ask`."""

from dataclasses import asdict
from typing import Any

from assistant.records import Answer, Citation


def answer_view(answer: Answer) -> dict[str, Any]:
    """The answer as plain values: ISO dates, decimals as strings, None for unknown values."""
    coverage = asdict(answer.coverage) if answer.coverage else None
    return {
        "answer_id": answer.answer_id,
        "question": answer.question,
        "language": answer.language,
        "status": answer.status,
        "short": answer.short,
        "text": answer.text,
        "confidence": answer.confidence,
        "figures": [asdict(figure) for figure in answer.figures],
        "citations": [_citation_view(c) for c in answer.citations],
        "answerer": answer.answerer,
        "coverage": coverage,
        "computed": asdict(answer.computed) if answer.computed else None,
        "chart": asdict(answer.chart) if answer.chart else None,
        "renderings": [asdict(r) for r in answer.renderings],
        "nearest": [_citation_view(c) for c in answer.nearest],
        "trace": asdict(answer.trace),
    }


def _citation_view(citation: Citation) -> dict[str, Any]:
    day = citation.published_on
    return asdict(citation) | {"published_on": day.isoformat() if day else None}
