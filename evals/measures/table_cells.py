"""Whether an answer shows the expected cell of a table."""

from evals.records import Outcome
from knowledge.text.spelling import fold, words


def is_cell_shown(outcome: Outcome) -> bool:
    """Whether a shown figure is the expected cell, and its citation holds the row and the column.

    The heading stands between the cell and the one before it: "label: heading 1.210; heading 85."
    False where no cell is expected.
    """
    cell = outcome.case.cell
    if not cell:
        return False
    row, column, text = cell
    citations = {c["marker"]: c for c in outcome.answer["citations"]}
    for figure in outcome.answer["figures"]:
        citation = citations.get(figure["marker"])
        if citation is None:
            continue
        start, end = (figure[name] - citation["start"] for name in ("start", "end"))
        quote = citation["quote"]
        label, _, cells = quote[:start].partition(": ")
        is_marked = quote[start:end].strip() == text
        if is_marked and _has_words(label, row) and _has_words(cells.rpartition("; ")[2], column):
            return True
    return False


def _has_words(text: str, wanted: str) -> bool:
    return set(words(fold(wanted))) <= set(words(fold(text)))
