"""Doubts: reasons why a statement is shown only if its probability is very high.

Exact conflicts are in `assistant.drafting.vetoes`, which no probability overrules.
"""

import re

from assistant.judging.judge import Judged
from assistant.question.purposes import asks_reason, purpose_of
from assistant.records import Question
from assistant.statement import Statement
from knowledge.text.sentences import sentences
from knowledge.text.spelling import plain

# 38 questions for instructions, terms, opinions and advice on two libraries gave 14 quotations
# below this probability; none of them was an answer.
BAR_CERTAIN = 0.8
_CAUSE = re.compile(
    r"(?<!\w)(?:do|vì|bởi|nguyên nhân|lý do|lí do|nhằm|để|nhờ|xuất phát|bắt nguồn|dẫn đến|dẫn tới|"
    r"khiến|nên|gây|làm cho|giúp|tránh|ảnh hưởng|hậu quả|mục đích|hy vọng|mong muốn)(?!\w)"
)
_CAUSES_FOLLOW = re.compile(r"(?<!\w)(?:nguyên nhân|lý do|lí do)(?!\w)")


def doubt(question: Question, judged: Judged) -> str | None:
    """The reason, in English for the trace; None if the statement may be shown.

    An answer to "why" needs a word of cause in its sentence. Instructions, definitions, opinions
    and advice are rare in bulletins, although these often mention procedures and rules.
    """
    if judged.probability >= BAR_CERTAIN:
        return None
    if purpose_of(question.text) is not None:
        return "not certain, and bulletins seldom say such things"
    if asks_reason(question.text) and not _gives_cause(judged.statement):
        return "no cause"
    return None


def _gives_cause(statement: Statement) -> bool:
    """Whether the sentence has a word of cause, or the sentence before it announces causes."""
    text, passage = statement.bulletin.text, statement.hit.passage
    start, end = statement.sentence
    if _CAUSE.search(plain(text[start:end])):
        return True
    before = list(sentences(text, passage.start, max(passage.start, start)))
    return bool(before) and _CAUSES_FOLLOW.search(plain(text[slice(*before[-1])])) is not None
