"""Measures of citations: validity of the quotes, precision and recall of the cited bulletins.

A marker in the text without a citation counts as one more citation, invalid and imprecise.
"""

import re

from evals.measures.base import Measure, Value, is_answer
from evals.measures.table_cells import is_cell_shown
from evals.records import Outcome

_MARKER = re.compile(r"\[(\d{1,3})\]")


def out_of_range(outcome: Outcome) -> set[int]:
    """The markers of the text that have no citation."""
    markers = {c["marker"] for c in outcome.answer["citations"]}
    # A quotation may hold brackets: they are the bulletin's text, not markers.
    quoted = "".join(str(c["quote"]) for c in outcome.answer["citations"])
    text = str(outcome.answer["text"])
    return {int(m[1]) for m in _MARKER.finditer(text) if m[0] not in quoted} - markers


def _validity(outcome: Outcome) -> Value:
    citations, invented = outcome.answer["citations"], len(out_of_range(outcome))
    if not citations and not invented:
        return None
    texts = {cited.marker: cited.text for cited in outcome.cited}
    valid = sum(bool(texts.get(c["marker"]) == c["quote"]) for c in citations)
    return float(valid) / (len(citations) + invented)


def _precision(outcome: Outcome) -> Value:
    case, citations = outcome.case, outcome.answer["citations"]
    total = len(citations) + len(out_of_range(outcome))
    if not total or not (case.bulletins or case.passages):
        return None
    return sum(_is_wanted(outcome, c) for c in citations) / total


def _is_wanted(outcome: Outcome, citation: dict[str, str]) -> bool:
    case = outcome.case
    if case.passages:
        return citation["passage_id"] in case.passages
    return citation["bulletin_id"] in case.bulletins


def _recall(outcome: Outcome) -> Value:
    case, citations = outcome.case, outcome.answer["citations"]
    if not case.wants_answer or not (case.bulletins or case.passages):
        return None
    if case.passages:
        cited = {c["passage_id"] for c in citations}
        return len(cited & set(case.passages)) / len(set(case.passages))
    return float(any(_is_wanted(outcome, c) for c in citations))


MEASURES = (
    Measure("citation_validity", "share of the citations whose quote is the bulletin's text at its "
            "offsets", _validity),
    Measure("citation_precision", "share of the citations that are of an expected bulletin or "
            "passage", _precision),
    Measure("citation_recall", "an expected bulletin is cited; where passages are expected, the "
            "share of them that is", _recall),
    Measure("cited_answers", "an answer with figures cites something",
            lambda o: None if not is_answer(o) or not o.answer["figures"] else
            float(bool(o.answer["citations"]))),
    Measure("cell_citation", "the expected cell of a table is a shown figure, and its citation "
            "holds the row's label and the column's heading",
            lambda o: float(is_cell_shown(o)) if o.case.cell else None),
)  # fmt: skip
