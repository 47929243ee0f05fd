"""Doubts: reasons why a statement is shown only if its probability is very high.

Exact conflicts are in `assistant.drafting.vetoes`, which no probability overrules.
"""

from assistant.drafting.thresholds import BAR_CERTAIN, BAR_SURE
from assistant.judging.judge import Judged
from assistant.question.purposes import asks_reason, purpose_of
from assistant.records import Question
from assistant.statement import Statement
from knowledge.text.patterns import lazy_regex
from knowledge.text.sentences import sentences
from knowledge.text.spelling import plain
from knowledge.vocabulary.places import COUNTRY, same_place

_CAUSE = lazy_regex(
    r"(?<!\w)(?:do|vì|bởi|nguyên nhân|lý do|lí do|nhằm|để|nhờ|xuất phát|bắt nguồn|dẫn đến|dẫn tới|"
    r"khiến|nên|gây|làm cho|giúp|tránh|ảnh hưởng|hậu quả|mục đích|hy vọng|mong muốn)(?!\w)"
)
_PROCEDURE = lazy_regex(
    r"(?<!\w)(?:thủ tục|hồ sơ|giấy|đơn|đăng ký|đăng kí|nộp|khai|liên hệ|tiếp nhận|hướng dẫn|"
    r"quy trình|trực tuyến|một cửa|bước|truy cập|"
    r"đến (?:trung tâm|ủy ban|phòng|trụ sở|cơ quan))(?!\w)"
)
_CAUSES_FOLLOW = lazy_regex(r"(?<!\w)(?:nguyên nhân|lý do|lí do)(?!\w)")


def doubt(question: Question, judged: Judged) -> str | None:
    """The reason, in English for the trace; None if the statement may be shown.

    An answer to "why" needs a word of cause in its sentence, and instructions a word of procedure.
    Where the judge is not sure, the bulletin must name the requested time and place. Instructions,
    definitions, opinions and advice are rare in bulletins, although these often mention procedures
    and rules.
    """
    purpose, statement = purpose_of(question.text), judged.statement
    if purpose == "instructions" and not _names_procedure(statement):
        return "no step of a procedure"
    if judged.probability >= BAR_CERTAIN:
        return None
    if purpose is not None:
        return "not certain, and bulletins seldom say such things"
    if asks_reason(question.text) and not _gives_cause(statement):
        return "no cause"
    if judged.probability >= BAR_SURE:
        return None
    if question.periods and not statement.time.anywhere:
        return "not sure, and the bulletin names no such time"
    if any(place != COUNTRY for place in question.places) and not statement.place.anywhere:
        return "not sure, and the bulletin names no such place"
    if question.asks_number and _is_of_another_place(question, statement):
        return "not sure, and the figure is of a larger or smaller place"
    return None


def _is_of_another_place(question: Question, statement: Statement) -> bool:
    place = statement.record.place if statement.record is not None else None
    if place is None or not question.places:
        return False
    return not any(same_place(place, asked) for asked in question.places)


def _names_procedure(statement: Statement) -> bool:
    start, end = statement.sentence
    return _PROCEDURE.search(plain(statement.bulletin.text[start:end])) is not None


def _gives_cause(statement: Statement) -> bool:
    """Whether the sentence has a word of cause, or the sentence before it announces causes."""
    text, passage = statement.bulletin.text, statement.hit.passage
    start, end = statement.sentence
    if _CAUSE.search(plain(text[start:end])):
        return True
    before = list(sentences(text, passage.start, max(passage.start, start)))
    return bool(before) and _CAUSES_FOLLOW.search(plain(text[slice(*before[-1])])) is not None
