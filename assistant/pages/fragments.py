"""Answers and bulletins -> HTML fragments of the page, by the templates in this folder."""

import base64
import itertools
import re
import textwrap
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from assistant.pages.row_tables import grouped, table_view
from assistant.records import Answer, AnswerFigure, Citation, Language
from assistant.wording.phrases import date_text, quantity_text
from assistant.wording.replies import nearest_label
from knowledge.numbers.numerals import format_decimal
from knowledge.output.charts import Chart, draw
from knowledge.output.templates import renderer
from knowledge.records import Bulletin
from prompts.catalogue import tables

_render = renderer("assistant.pages")
# Characters quoted of a passage that may be related; the bulletin beside it has the whole text.
_QUOTE_CHARS = 180
_MARKER = re.compile(r"\[(\d+)\]")
_WORDS = tables("answer")


def question_html(question: str, language: Language) -> Markup:
    """The question as the user wrote it."""
    return _render("question", question=question, words=_WORDS[language])


def answer_html(answer: Answer, turn: int, more: Markup | None = None) -> Markup:
    """The short answer, the sentences, links to the cited spans, and `more` below."""
    markers = {citation.marker for citation in answer.citations}
    return _render(
        "answer", turn=turn, words=_WORDS[answer.language], more=more,
        status=answer.status, short=answer.short,
        completed=answer.trace.understood.get("completed"),
        chart=chart_html(answer.chart, answer.language) if answer.chart else None,
        lines=[_pieces(line, markers) for line in answer.text.split("\n")],
        source=_source_text(answer),
        renderings=[(_pieces(f"[{r.marker}]", markers), r.text) for r in answer.renderings],
        nearest_label=nearest_label(answer.language),
        nearest=[
            {"marker": c.marker, "source": _dated_title(c, answer.language),
             "quote": textwrap.shorten(c.quote, _QUOTE_CHARS, placeholder=" …")}
            for c in answer.nearest
        ],
    )  # fmt: skip


def _source_text(answer: Answer) -> str:
    """Day and title of the first cited bulletin; empty if there is none."""
    if not answer.citations:
        return ""
    return _dated_title(answer.citations[0], answer.language)


def _dated_title(citation: Citation, language: Language) -> str:
    day = date_text(citation.published_on, language)
    return f"{day} · {citation.title}" if day else citation.title


def chart_html(chart: Chart, language: Language = "vi", alt: str = "") -> Markup:
    """The chart as an image, in which no script can run.

    `alt` is the text for screen readers; by default the title and the values.
    """
    values = "; ".join(
        f"{p.label}: {format_decimal(Decimal(p.value), language)}" for p in chart.points
    )
    return _render(
        "chart", alt=alt or f"{chart.title} ({chart.unit}). {values}",
        picture=base64.b64encode(draw(chart, "svg", language)).decode(),
    )  # fmt: skip


def _pieces(text: str, markers: set[int]) -> list[str | int]:
    """The text in pieces: an integer for each of the markers (`[1]`), strings for the rest."""
    pieces: list[str | int] = []
    end = 0
    for match in _MARKER.finditer(text):
        if int(match[1]) in markers:
            pieces += [text[end : match.start()], int(match[1])]
            end = match.end()
    return [*pieces, text[end:]]


def error_html(message: str) -> Markup:
    """An error message."""
    return _render("error", message=message)


def waiting_html(message: str) -> Markup:
    """The message that is shown while an answer is being written."""
    return _render("waiting", message=message)


def evidence_html(
    answer: Answer | None, bulletins: dict[tuple[str, int], Bulletin], turn: int, language: Language
) -> Markup:
    """The cited bulletins in full, with cited spans marked and the answer's figures emphasised.

    For a refusal, the bulletins of the nearest passages, under a heading that they are no answer.
    """
    if answer is None or not shown_citations(answer):
        return _render("no_evidence", words=_WORDS[language])
    by_bulletin: dict[tuple[str, int], list[Citation]] = defaultdict(list)
    for citation in shown_citations(answer):
        by_bulletin[citation.bulletin_id, citation.revision].append(citation)
    return _render(
        "evidence", turn=turn, panel_words=_WORDS[language], words=_WORDS[answer.language],
        nearest_label="" if answer.citations else nearest_label(answer.language),
        bulletins=[
            _bulletin_view(answer, bulletins[key], citations)
            for key, citations in by_bulletin.items()
        ],
    )  # fmt: skip


def shown_citations(answer: Answer) -> tuple[Citation, ...]:
    """The passages whose bulletins are shown beside an answer: the cited or the nearest ones."""
    return answer.citations or answer.nearest


def _bulletin_view(
    answer: Answer, bulletin: Bulletin, citations: Sequence[Citation]
) -> dict[str, Any]:
    """A cited bulletin for the template."""
    language = answer.language
    markers = {citation.marker for citation in citations}
    figures = [figure for figure in answer.figures if figure.marker in markers]
    standing, rivals = _disagreement(answer, figures)
    days = {c.marker: date_text(c.published_on, language) for c in answer.citations}
    facts = (date_text(bulletin.published_on, language), bulletin.issuer, bulletin.place)
    exact = [(figure.start, figure.end) for figure in figures]
    return {
        "title": bulletin.title, "author": bulletin.author, "url": bulletin.url,
        "facts": [fact for fact in facts if fact], "trust": citations[0].trust,
        "standing": standing,
        "rivals": [
            {"quantity": quantity_text(Decimal(f.value), f.unit, language),
             "day": days[f.marker], "marker": f.marker}
            for f in rivals
        ],
        "sections": list(_sections(bulletin, citations, exact)),
    }  # fmt: skip


def _sections(
    bulletin: Bulletin, citations: Sequence[Citation], exact: Sequence[tuple[int, int]]
) -> Iterator[tuple[str, Any]]:
    """Each section's kind and runs; the rows of a table together as a table."""

    def runs(start: int, end: int) -> list[_Run]:
        return _runs(bulletin.text, start, end, citations, exact)

    for is_table, sections in grouped(bulletin.sections):
        if is_table:
            yield "table", table_view(bulletin, sections, runs)
        else:
            yield from ((s.kind, runs(s.start, s.end)) for s in sections)


def _disagreement(
    answer: Answer, figures: Sequence[AnswerFigure]
) -> tuple[str | None, list[AnswerFigure]]:
    """The standing of a bulletin with these figures, and the rival figures of other bulletins.

    A bulletin that disagrees with the answer has a standing, the one that answers has rivals.
    """
    rivals = [figure for figure in answer.figures if figure.standing != "stands"]
    if not rivals or not figures:
        return None, []
    if all(figure in rivals for figure in figures):
        return figures[0].standing, []
    return None, rivals


@dataclass(frozen=True, slots=True)
class _Run:
    """A piece of a section under one citation (`marker`) or none.

    `begins` is whether the citation begins in this piece; `stretches` are its texts in order, each
    with whether it is a figure of the answer.
    """

    marker: int | None
    begins: bool
    stretches: list[tuple[str, bool]]


def _runs(
    text: str, start: int, end: int, citations: Sequence[Citation],
    exact: Sequence[tuple[int, int]],
) -> list[_Run]:  # fmt: skip
    """`text[start:end]` in pieces, cut where a citation or a figure (`exact`) begins or ends."""
    cuts = {start, end}
    for a, b in [*((c.start, c.end) for c in citations), *exact]:
        cuts |= {min(max(a, start), end), min(max(b, start), end)}

    def cited_at(piece: tuple[int, int]) -> Citation | None:
        return next((c for c in citations if c.start <= piece[0] and piece[1] <= c.end), None)

    runs = []
    for cited, group in itertools.groupby(itertools.pairwise(sorted(cuts)), cited_at):
        pieces = list(group)
        stretches = [(text[a:b], any(x <= a and b <= y for x, y in exact)) for a, b in pieces]
        begins = cited is not None and any(a == cited.start for a, _ in pieces)
        runs.append(_Run(cited.marker if cited is not None else None, begins, stretches))
    return runs
