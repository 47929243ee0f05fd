"""Judged statement -> Draft: its clause as a quotation, with the words that answer as `short`.

Statements that cannot answer, whatever their probability, are rejected in `vetoes`.
"""

from assistant.judging.judge import Judged
from assistant.records import Draft, DraftSentence, Question, Span
from assistant.statement import Statement
from assistant.wording.replies import say
from knowledge.numbers.quantities import find_quantities

# Least probabilities of a statement that is shown with "có thể" (maybe), and without it.
# Chosen on the work part of the questions, see docs/decisions/0016.
BAR_MAYBE, BAR_SURE = 0.45, 0.65
# Least probability and most characters of a bare answer.
_BAR_BARE, _MOST_BARE = 0.5, 80


def draft_from_statement(question: Question, judged: Judged) -> Draft:
    """The clause that answers as a quotation, introduced by "có thể" (maybe) below BAR_SURE."""
    statement, language = judged.statement, question.language
    passage = statement.hit.passage
    span = Span(passage.bulletin_id, passage.revision, passage.passage_id, *statement.clause)
    text = say(
        "quotation" if judged.probability >= BAR_SURE else "quotation_maybe",
        language, quote=_with_dots(statement),
    )  # fmt: skip
    is_bare = judged.probability >= _BAR_BARE
    short = bare_answer(question, statement) if is_bare else None
    sentence = DraftSentence(text, (span,), is_quote=True, short=short)
    return Draft((sentence,), confidence=judged.probability)


def bare_answer(question: Question, statement: Statement) -> str | None:
    """The words that answer, extended to whole numbers with units.

    None if they are too long, or lack the number that the question asks for.
    """
    text, (start, end) = statement.bulletin.text, statement.words
    low, high = statement.clause
    inside = [
        (low + q.start, low + q.end)
        for q in find_quantities(text[low:high])
        if low + q.start < end and start < low + q.end
    ]
    if inside and question.asks_number:
        start, end = min(start, inside[0][0]), inside[0][1]  # without the numbers after the first
    elif inside:
        start, end = min(start, inside[0][0]), max(end, inside[-1][1])
    words = text[start:end].strip()
    has_number = any(c.isdigit() for c in words)
    if not words or len(words) > _MOST_BARE or (question.asks_number and not has_number):
        return None
    return words


def _with_dots(statement: Statement) -> str:
    """The clause in quotation marks, with "…" where the sentence continues."""
    before = "… " if statement.clause[0] > statement.sentence[0] else ""
    after = " …" if statement.clause[1] < statement.sentence[1] else ""
    return f"{before}“{statement.quote}”{after}"
