"""A statement -> its bare answer: the few words, or the number with its unit, that answer."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.evidence.scope import is_time
from assistant.records import Question
from assistant.statement import Statement
from knowledge.numbers.quantities import Quantity, find_quantities
from knowledge.records import Period
from knowledge.vocabulary.periods import PeriodMention, find_periods
from knowledge.vocabulary.units import same_unit

_MOST_BARE = 80  # characters; longer words are a quotation


def bare_answer(question: Question, statement: Statement) -> str | None:
    """The words that answer, whole numbers with their units; None where they are a quotation.

    Where the reader points at several numbers of one unit, it is not known which one answers.
    """
    text, (start, end) = statement.bulletin.text, statement.words
    low, high = statement.clause
    pointed = [q for q in find_quantities(text[low:high]) if _is_within(q, low, statement.words)]
    inside = [(low + q.start, low + q.end) for q in pointed]
    if question.asks_number and sum(same_unit(q.unit, pointed[0].unit) for q in pointed) > 1:
        return None
    if inside and question.asks_number:
        start, end = min(start, inside[0][0]), inside[0][1]  # what follows are other numbers
    elif inside:
        start, end = min(start, inside[0][0]), max(end, inside[-1][1])
    words = text[start:end].strip()
    has_number = any(c.isdigit() for c in words)
    if not words or len(words) > _MOST_BARE or (question.asks_number and not has_number):
        return None
    return words


def of_asked_time(question: Question, statement: Statement) -> Statement | None:
    """The statement, its words moved to the number of the time asked for.

    Where a clause gives numbers for several times ("năm 2013 là 2.224 người; 2014 là 2.221
    người"), each number belongs to the time named last before it, or to the first that follows.
    Returns None where the clause gives no number of the same unit for the time asked for.
    """
    mentions = find_periods(statement.quote, statement.bulletin.published_on)
    is_listed = len({m.period.years for m in mentions}) > 1
    if not (question.asks_number and question.periods and is_listed):
        return statement
    low = statement.clause[0]
    quantities = [
        q for q in find_quantities(statement.quote)
        if all(q.end <= m.start or m.end <= q.start for m in mentions)  # a year is no number
    ]  # fmt: skip
    pointed = next((q for q in quantities if _is_within(q, low, statement.words)), None)
    if pointed is None:
        return statement
    of_time = [
        q for q in quantities
        if same_unit(q.unit, pointed.unit) and _is_asked(_time_of(q, mentions), question.periods)
    ]  # fmt: skip
    if pointed in of_time:
        return statement
    if len(of_time) != 1:
        return None
    return replace(statement, words=(low + of_time[0].start, low + of_time[0].end))


def _is_within(quantity: Quantity, low: int, words: tuple[int, int]) -> bool:
    return low + quantity.start < words[1] and words[0] < low + quantity.end


def _time_of(quantity: Quantity, mentions: Sequence[PeriodMention]) -> Period:
    """The period named last before a number, or else the first after it."""
    before = [m for m in mentions if m.end <= quantity.start]
    return before[-1].period if before else mentions[0].period


def _is_asked(period: Period, asked: Sequence[Period]) -> bool:
    return any(is_time(period, other) for other in asked)
