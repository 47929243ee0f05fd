"""A judged statement -> Draft: its clause quoted, with the words that answer as the bare answer.

How sure the judge must be stands here; what cannot answer, however sure it is, in `vetoes`.
"""

from assistant.judging.judge import Judged
from assistant.records import Draft, DraftSentence, Question, Span
from assistant.statement import Statement
from assistant.wording.replies import say
from knowledge.numbers.quantities import find_quantities

# Probabilities from which a statement is told with "có thể", and from which it is told outright.
# Chosen on the work part of the questions, see docs/decisions/0016.
BAR_MAYBE, BAR_SURE = 0.45, 0.65
# From here on its words are the bare answer; longer ones are a quotation.
_BAR_BARE, _MOST_BARE = 0.5, 80


def draft_from_statement(question: Question, judged: Judged) -> Draft:
    """The clause that answers, quoted; "có thể" before it where it is not sure."""
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
    """The words that answer, whole numbers with their units; None where they are a quotation."""
    text, (start, end) = statement.bulletin.text, statement.words
    low, high = statement.clause
    inside = [
        (low + q.start, low + q.end)
        for q in find_quantities(text[low:high])
        if low + q.start < end and start < low + q.end
    ]
    if inside and question.asks_number:
        start, end = min(start, inside[0][0]), inside[0][1]  # what follows are other numbers
    elif inside:
        start, end = min(start, inside[0][0]), max(end, inside[-1][1])
    words = text[start:end].strip()
    has_number = any(c.isdigit() for c in words)
    if not words or len(words) > _MOST_BARE or (question.asks_number and not has_number):
        return None
    return words


def _with_dots(statement: Statement) -> str:
    """The clause, with "…" where its sentence goes on."""
    before = "… " if statement.clause[0] > statement.sentence[0] else ""
    after = " …" if statement.clause[1] < statement.sentence[1] else ""
    return f"{before}“{statement.quote}”{after}"
