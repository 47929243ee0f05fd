"""Records -> plain values for JSON and CSV, the same for the command line and HTTP."""

import csv
import io
from collections.abc import Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from knowledge.records import Edition, Figure, Hit
from knowledge.text.patterns import lazy_regex

_COLUMNS = ("place", "period", "name", "value", "high", "unit", "plan", "total", "percent", "share",
            "change", "role", "hedge", "preliminary", "bulletin_id", "revision",
            "quote", "value_source", "role_source", "period_source", "place_source")  # fmt: skip
_FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")
_NUMBER = lazy_regex(r"-?[0-9]+(?:\.[0-9]+)?")


def number(value: Decimal | None) -> str | None:
    """A decimal string with a point, no grouping and no trailing zeros."""
    if value is None:
        return None
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def figure_view(figure: Figure) -> dict[str, Any]:
    """A figure with decimal strings; `start`, `end` count characters of the bulletin's text."""
    return {
        "figure_id": figure.figure_id,
        "name": figure.name,
        "indicator": figure.indicator,
        "value": number(figure.value),
        "high": number(figure.high),
        "unit": figure.unit,
        "role": figure.role,
        "plan": number(figure.plan),
        "total": number(figure.total),
        "percent": number(figure.percent),
        "share": number(figure.share),
        "change": number(figure.change),
        "hedge": figure.hedge,
        "preliminary": figure.preliminary,
        "within": figure.within,
        "period": figure.period.text if figure.period else None,
        "period_start": figure.period.start.isoformat() if figure.period else None,
        "period_end": figure.period.end.isoformat() if figure.period else None,
        "period_source": figure.period_source,
        "period_seen_from": figure.period.seen_from.isoformat()
        if figure.period and figure.period.seen_from
        else None,
        "place": figure.place,
        "place_source": figure.place_source,
        "value_source": figure.value_source,
        "role_source": figure.role_source,
        "contradicts": figure.contradicts,
        "bulletin_id": figure.bulletin_id,
        "revision": figure.revision,
        "passage_id": figure.passage_id,
        "start": figure.start,
        "end": figure.end,
        "quote": figure.quote,
        "parts": [asdict(part) | {"value": number(part.value)} for part in figure.parts],
    }


def figures_csv(views: Sequence[dict[str, Any]]) -> str:
    """The figures as CSV with a header line; cells that a spreadsheet would run are escaped."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(_COLUMNS)
    for view in views:
        writer.writerow([safe_cell(view[column]) for column in _COLUMNS])
    return out.getvalue()


def safe_cell(value: Any) -> Any:
    """The value, with a quote before text that a spreadsheet would run as a formula.

    Source: OWASP, CSV injection.
    """
    is_formula = isinstance(value, str) and value.startswith(_FORMULA_STARTS)
    return f"'{value}" if is_formula and not _NUMBER.fullmatch(value) else value


def hit_view(hit: Hit) -> dict[str, Any]:
    """A search hit as plain values."""
    passage = hit.passage
    return {
        "passage_id": passage.passage_id,
        "bulletin_id": passage.bulletin_id,
        "revision": passage.revision,
        "title": hit.title,
        "score": round(hit.score, 6),
        "dense": None if hit.dense is None else round(hit.dense, 4),
        "lexical": None if hit.lexical is None else round(hit.lexical, 4),
        "start": passage.start,
        "end": passage.end,
        "text": passage.text,
        "also": list(hit.also),
    }


def bulletin_view(edition: Edition, figures: Sequence[Figure] = ()) -> dict[str, Any]:
    """A bulletin as plain values, with its text, sections and figures."""
    bulletin = edition.bulletin
    published = bulletin.published_on
    return {
        "bulletin_id": bulletin.bulletin_id,
        "revision": edition.revision,
        "is_current": edition.is_current,
        "trust": edition.trust,
        "digest": edition.digest,
        "title": bulletin.title,
        "published_on": published.isoformat() if published else None,
        "author": bulletin.author,
        "issuer": bulletin.issuer,
        "place": bulletin.place,
        "source": bulletin.source,
        "url": bulletin.url,
        "warnings": list(bulletin.warnings),
        "sections": [asdict(section) for section in bulletin.sections],
        "text": bulletin.text,
        "figures": [figure_view(figure) for figure in figures],
    }
