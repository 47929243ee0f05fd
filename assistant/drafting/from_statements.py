"""Judged statement -> Draft: its clause as a quotation, with the words that answer as `short`.

Statements that cannot answer, whatever their probability, are rejected in `vetoes`.
"""

from assistant.drafting.bare import bare_answer, of_asked_time
from assistant.drafting.thresholds import BAR_BARE, BAR_SURE
from assistant.judging.judge import Judged
from assistant.records import Draft, DraftSentence, Question, Span
from assistant.statement import Statement
from assistant.wording.replies import say


def draft_from_statement(question: Question, judged: Judged) -> Draft:
    """The clause that answers as a quotation, introduced by "có thể" (maybe) below BAR_SURE."""
    statement, language = judged.statement, question.language
    passage = statement.hit.passage
    span = Span(passage.bulletin_id, passage.revision, passage.passage_id, *statement.clause)
    text = say(
        "quotation" if judged.probability >= BAR_SURE else "quotation_maybe",
        language, quote=_with_dots(statement),
    )  # fmt: skip
    pointed = of_asked_time(question, statement) if judged.probability >= BAR_BARE else None
    short = bare_answer(question, pointed) if pointed is not None else None
    record = statement.record
    if short and record is not None and record.role == "plan" and question.role == "achieved":
        short = say("plan_only", language, value=short)
    sentence = DraftSentence(text, (span,), is_quote=True, short=short)
    return Draft((sentence,), confidence=judged.probability)


def _with_dots(statement: Statement) -> str:
    """The clause in quotation marks, with "…" where the sentence continues."""
    before = "… " if statement.clause[0] > statement.sentence[0] else ""
    after = " …" if statement.clause[1] < statement.sentence[1] else ""
    return f"{before}“{statement.quote}”{after}"
