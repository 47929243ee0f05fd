"""A model's reply of a few words -> the sentence of the draft that contains it.

A number is compared as a quantity, value and unit, never as digits: `500` is no part of `1.500`,
and `24%` is not `24 hộ`. The bare answer is cut from the quotation, so it has the bulletin's unit.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.records import Draft, DraftSentence, Question
from knowledge.numbers.quantities import Quantity, find_quantities
from knowledge.text.spelling import fold, words
from knowledge.vocabulary.units import same_unit

# The most words of a reply that is a bare answer and not a sentence.
_MOST_WORDS = 8
# The fewest characters of a bare answer without a number: shorter ones are in every text.
_LEAST_CHARS = 5


def bare_answer_in(reply: str, base: Draft, question: Question) -> DraftSentence | None:
    """The sentence of the draft that contains a reply of a few words: `517.`, `8,3%`, a name.

    None if there is none. A number of a quotation has to be in the words that the judge chose, or
    to have the unit that the question asks for.
    """
    reply_words = words(fold(reply))
    if not reply_words or len(reply_words) > _MOST_WORDS:
        return None
    quantities = find_quantities(reply, question.language)
    if quantities or any(c.isdigit() for c in reply):
        return _with_number(quantities, base, question)
    if question.asks_number or len(reply) < _LEAST_CHARS:
        return None
    for sentence in base.sentences:
        short = _words_in(_quoted(sentence), reply_words) if sentence.is_quote else None
        if short is not None:
            return replace(sentence, short=short)
    return None


def _with_number(
    quantities: Sequence[Quantity], base: Draft, question: Question
) -> DraftSentence | None:
    if len(quantities) != 1:
        return None
    (reply,) = quantities
    for sentence in base.sentences:
        if sentence.figure is not None and not sentence.is_quote:
            value, unit = sentence.figure.answer
            if reply.value == value and _fits(reply.unit, unit):
                return sentence
        elif sentence.is_quote:
            short = _quantity_in(sentence, reply, question)
            if short is not None:
                return replace(sentence, short=short)
    return None


def _fits(reply_unit: str, unit: str) -> bool:
    """Whether a reply with this unit, or with none, means a number with `unit`."""
    return not reply_unit or same_unit(reply_unit, unit)


def _quantity_in(sentence: DraftSentence, reply: Quantity, question: Question) -> str | None:
    """The quantity of the quotation that the reply gives; None if it is no answer."""
    quote = _quoted(sentence)
    chosen = quote.find(sentence.short) if sentence.short else -1
    for q in find_quantities(quote):
        if q.value != reply.value or not _fits(reply.unit, q.unit):
            continue
        end = chosen + len(sentence.short or "")
        is_chosen = chosen >= 0 and q.start < end and chosen < q.end
        has_unit = bool(question.unit and q.unit) and same_unit(q.unit, question.unit or "")
        if is_chosen or has_unit:
            return quote[q.start : q.end]
    return None


def _quoted(sentence: DraftSentence) -> str:
    return sentence.text.partition("“")[2].rpartition("”")[0]


def _words_in(text: str, reply_words: Sequence[str]) -> str | None:
    """The part of `text` that consists of these folded words in a row; None if there is none."""
    pattern = r"(?<![\w.,/])" + r"[\W_]{1,3}".join(map(re.escape, reply_words))
    match = re.search(pattern + r"(?!\w)(?![.,/]\d)", fold(text))
    return text[match.start() : match.end()] if match else None


def gives_number(sentence: DraftSentence, base: Draft, question: Question) -> bool:
    """Whether a sentence has the number that the question asks for.

    The number is that of the draft's bare answer, or another one with the unit asked for.
    """
    if sentence.is_quote or not question.asks_number:
        return True
    shorts = [s.short for s in base.sentences if s.short]
    wanted = {q.value for short in shorts for q in find_quantities(short)}
    unit = question.unit
    for q in find_quantities(sentence.text, question.language):
        has_unit = same_unit(q.unit, unit) if unit else not wanted
        if q.value in wanted or has_unit:
            return True
    return False
