"""Answers -> HTML of the page. Every word that is not ours is escaped here, and only here."""

import base64
import itertools
import re
from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from html import escape

from assistant.records import Answer, AnswerFigure, Citation, Language
from assistant.wording.phrases import date_text, quantity_text
from knowledge.numbers.numerals import format_decimal
from knowledge.output.charts import draw
from knowledge.records import Bulletin
from prompts.catalogue import tables

_MARKER = re.compile(r"\[(\d+)\]")
_WORDS = tables("answer")


def question_html(question: str, language: Language) -> str:
    """The person's own words."""
    label = _WORDS[language]["you"]
    return f'<div class="q" role="article" aria-label="{label}">{escape(question)}</div>'


def answer_html(answer: Answer, turn: int, more: str = "") -> str:
    """The short answer, the sentences, links to the cited places, and `more` (HTML) below."""
    words = _WORDS[answer.language]
    known = {c.marker for c in answer.citations}
    parts = [
        f'<div class="a {answer.status}" id="a{turn}" role="article" aria-label="{words["bantin"]}">'
    ]
    if completed := answer.trace.understood.get("completed"):
        parts.append(f'<p class="from">{words["taken"]}: {escape(str(completed))}</p>')
    if answer.short:
        parts.append(f'<p class="short">{escape(answer.short)}</p>')
    elif answer.status in ("no_evidence", "not_supported"):
        parts.append(f'<p class="badge">{words["refused"]}</p>')
    if answer.status == "answered_partly":
        parts.append(f'<p class="badge">{words["partly"]}</p>')
    if answer.chart is not None:
        parts.append(_chart_html(answer))
    for line in answer.text.split("\n"):
        parts.append(f"<p>{_linked(escape(line), known, turn)}</p>")
    for citation in answer.citations[:1]:
        day = date_text(citation.published_on, answer.language)
        where = f"{day} · {citation.title}" if day else citation.title
        parts.append(f'<p class="from">{words["source"]}: {escape(where)}</p>')
    for rendering in answer.renderings:
        marker = _linked(f"[{rendering.marker}]", known, turn)
        parts.append(
            f'<p class="rendering" lang="en">{words["rendered"]} {marker}: {escape(rendering.text)}</p>'
        )
    parts.append(more + "</div>")
    return "".join(parts)


def _chart_html(answer: Answer) -> str:
    """The chart as a picture: inside an image nothing in it can run. Its words are the `alt`."""
    chart = answer.chart
    assert chart is not None  # the caller looked
    style = answer.language
    encoded = base64.b64encode(draw(chart, "svg", style)).decode()
    told = "; ".join(f"{p.label}: {format_decimal(Decimal(p.value), style)}" for p in chart.points)
    alt = escape(f"{chart.title} ({chart.unit}). {told}", quote=True)
    return f'<img class="chart" alt="{alt}" src="data:image/svg+xml;base64,{encoded}">'


def _linked(text: str, known: set[int], turn: int) -> str:
    def link(match: re.Match[str]) -> str:
        marker = int(match[1])
        if marker not in known:
            return match[0]
        return f'<a class="cite" href="#c{turn}-{marker}" aria-label="[{marker}]">{marker}</a>'

    return _MARKER.sub(link, text)


def error_html(message: str) -> str:
    """What was wrong with the input, in the page's own words."""
    return f'<div class="a unclear" role="alert"><p>{escape(message)}</p></div>'


def evidence_html(
    answer: Answer | None, bulletins: dict[tuple[str, int], Bulletin], turn: int, language: Language
) -> str:
    """The cited bulletins whole, the cited spans marked, the figure itself stronger."""
    words = _WORDS[language]
    if answer is None or not answer.citations:
        return f'<div class="evidence empty"><p>{words["empty"]}</p></div>'
    by_bulletin: dict[tuple[str, int], list[Citation]] = defaultdict(list)
    for citation in answer.citations:
        by_bulletin[citation.bulletin_id, citation.revision].append(citation)
    back = (
        f'<a class="back" href="#a{turn}">↑ {words["back"]}</a>'  # shown where one column is left
    )
    parts = [f'<div class="evidence" role="region" aria-label="{words["sources"]}">{back}']
    for key, citations in by_bulletin.items():
        bulletin = bulletins[key]
        markers = {c.marker for c in citations}
        own = [f for f in answer.figures if f.marker in markers]
        exact = [(f.start, f.end) for f in own]
        others = _others_html(answer, own, turn)
        parts.append(_bulletin_html(bulletin, citations, exact, turn, answer.language, others))
    return "".join([*parts, "</div>"])


def _others_html(answer: Answer, own: Sequence[AnswerFigure], turn: int) -> str:
    """That a bulletin disagrees, above it; and above the one that answers, what the others say."""
    words, rivals = _WORDS[answer.language], [f for f in answer.figures if f.standing != "stands"]
    if not rivals or not own:
        return ""
    if all(figure in rivals for figure in own):
        return f'<p class="badge">{words[own[0].standing]}</p>'
    days = {c.marker: date_text(c.published_on, answer.language) for c in answer.citations}
    told = "".join(
        f"<li>{escape(quantity_text(Decimal(f.value), f.unit, answer.language))} "
        f"({escape(days[f.marker])}) {_linked(f'[{f.marker}]', set(days), turn)}</li>"
        for f in rivals
    )
    return f'<div class="others"><p>{words["others"]}</p><ul>{told}</ul></div>'


def _bulletin_html(
    bulletin: Bulletin, citations: Sequence[Citation], exact: Sequence[tuple[int, int]], turn: int,
    language: Language, others: str = "",
) -> str:  # fmt: skip
    words = _WORDS[language]
    facts = [
        date_text(bulletin.published_on, language),
        bulletin.issuer or "",
        bulletin.place or "",
    ]
    parts = [f"<article><h3>{escape(bulletin.title)}</h3>"]
    parts.append(f'<p class="facts">{" · ".join(escape(f) for f in facts if f)}</p>')
    if bulletin.author:
        parts.append(f'<p class="facts">{words["author"]}: {escape(bulletin.author)}</p>')
    if citations and citations[0].trust != "official":
        parts.append(f'<p class="badge">{words[citations[0].trust]}</p>')
    parts.append(others)
    for section in bulletin.sections:
        tag = "h4" if section.kind == "heading" else "p"
        body = _marked(bulletin.text, section.start, section.end, citations, exact, turn)
        parts.append(f'<{tag} class="{section.kind}">{body}</{tag}>')
    if bulletin.url:
        parts.append(
            f'<p class="facts"><a href="{escape(bulletin.url)}" target="_blank" '
            f'rel="noopener noreferrer nofollow">{words["open"]}</a></p>'
        )
    return "".join([*parts, "</article>"])


def _marked(
    text: str, start: int, end: int, citations: Sequence[Citation],
    exact: Sequence[tuple[int, int]], turn: int,
) -> str:  # fmt: skip
    """`text[start:end]` escaped, cited spans in `<mark>`, the figures in them in `<strong>`."""
    cuts = {start, end}
    for a, b in [*((c.start, c.end) for c in citations), *exact]:
        cuts |= {min(max(a, start), end), min(max(b, start), end)}

    def cited_at(piece: tuple[int, int]) -> Citation | None:
        return next((c for c in citations if c.start <= piece[0] and piece[1] <= c.end), None)

    parts: list[str] = []
    for cited, pieces in itertools.groupby(itertools.pairwise(sorted(cuts)), cited_at):
        inner, begins = "", False
        for a, b in pieces:
            is_exact = any(x <= a and b <= y for x, y in exact)
            inner += f"<strong>{escape(text[a:b])}</strong>" if is_exact else escape(text[a:b])
            begins = begins or (cited is not None and a == cited.start)
        if cited is not None:
            anchor = f' id="c{turn}-{cited.marker}"' if begins else ""
            inner = f"<mark{anchor}>{inner}</mark>"
        parts.append(inner)
    return "".join(parts)
