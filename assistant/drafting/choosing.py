"""Judged statements -> the one to answer with, of those without a veto."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.drafting.doubts import doubt
from assistant.drafting.thresholds import BAR_MAYBE, BAR_SURE, OUTDONE
from assistant.drafting.vetoes import veto
from assistant.judging.judge import Judged
from assistant.records import Question


def bar_of(*, is_missing_in_table: bool) -> float:
    """The least probability of an answer: higher if the figure table has nothing to offer."""
    return BAR_SURE if is_missing_in_table else BAR_MAYBE


def without_vetoed(
    question: Question, judged: Sequence[Judged]
) -> tuple[list[Judged], list[tuple[str, str]]]:
    """The statements without a veto, and the (passage id, reason) of likely ones with a veto.

    Statements of the figure table already meet what vetoes check.
    """
    kept, rejected = [], []
    for item in judged:
        statement = item.statement
        reason = None
        if statement.figure is None:
            reason = veto(question, statement, item.probability) or doubt(question, item)
        if reason is None:
            kept.append(item)
        elif item.probability >= BAR_MAYBE:
            rejected.append((statement.hit.passage.passage_id, reason))
    return kept, rejected


def choose(question: Question, judged: Sequence[Judged]) -> Judged:
    """The statement to answer with: the likeliest, or the figure table's if none is much likelier.

    Among several figures of the requested indicator the figure table chooses better than the
    judge: it knows the home place and the authority of sources. The judge chooses only the clause;
    within it, the words with the reader's best margin are the answer.
    """
    from_table = next((j for j in judged if j.statement.figure is not None), None)
    best = judged[0]
    if from_table is not None:
        record = best.statement.record
        counts_same = record is not None and record.indicator in {i.id for i in question.indicators}
        is_outdone = best.probability >= max(BAR_SURE, from_table.probability + OUTDONE)
        if counts_same or not is_outdone:
            return from_table
    chosen = best.statement
    same = [
        j.statement
        for j in judged
        if (j.statement.rank, j.statement.clause) == (chosen.rank, chosen.clause)
    ]
    words = max(same, key=lambda s: s.margin if s.margin == s.margin else 0.0)
    return replace(best, statement=words)
